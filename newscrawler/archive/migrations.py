"""Append-only list of schema steps. A published step is never edited; a mistake gets a new step.

Step n brings the schema's version from n-1 to n. Steps are written for SQLite; `dialect` says them
to PostgreSQL. A statement below `-- sqlite` or `-- postgresql` is for that database alone.
"""

FIRST_SCHEMA = """
CREATE TABLE crawls (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    room TEXT NOT NULL,
    started_at TEXT NOT NULL,
    ended_at TEXT,
    outcome TEXT CHECK (outcome IN
        ('complete', 'partial', 'blocked', 'failed', 'suspect', 'aborted')),
    exit_status INTEGER,
    summary TEXT,
    counts TEXT NOT NULL DEFAULT '{}',
    arguments TEXT NOT NULL DEFAULT '{}',
    versions TEXT NOT NULL DEFAULT '{}',
    robots_hash TEXT
);
CREATE INDEX crawls_by_room ON crawls (room, id);

CREATE TABLE ledger (
    id INTEGER PRIMARY KEY,
    room TEXT NOT NULL,
    key TEXT NOT NULL,
    url TEXT NOT NULL,
    title TEXT,
    listed_date TEXT,
    first_seen_at TEXT NOT NULL,
    last_seen_at TEXT NOT NULL,
    last_seen_crawl INTEGER NOT NULL REFERENCES crawls,
    state TEXT NOT NULL CHECK (state IN ('pending', 'held', 'failed', 'refused', 'gone')),
    attempts INTEGER NOT NULL DEFAULT 0,
    next_try_at TEXT,
    reason TEXT,
    UNIQUE (room, key)
);
CREATE INDEX ledger_open ON ledger (room, state) WHERE state <> 'held';

CREATE TABLE listings (
    room TEXT NOT NULL,
    listing TEXT NOT NULL,
    used_url TEXT NOT NULL,
    walk_order TEXT NOT NULL,
    walked_at TEXT NOT NULL,
    short_walks INTEGER NOT NULL,
    PRIMARY KEY (room, listing)
) WITHOUT ROWID;

CREATE TABLE listing_pages (
    room TEXT NOT NULL,
    url TEXT NOT NULL,
    keys TEXT NOT NULL,
    next_url TEXT,
    etag TEXT,
    last_modified TEXT,
    extractor TEXT NOT NULL,
    fetched_at TEXT NOT NULL,
    PRIMARY KEY (room, url)
) WITHOUT ROWID;

CREATE TABLE captures (
    id INTEGER PRIMARY KEY,
    sha256 BLOB NOT NULL UNIQUE,
    size INTEGER NOT NULL,
    body BLOB NOT NULL,
    url TEXT NOT NULL,
    status INTEGER NOT NULL,
    headers TEXT NOT NULL,
    fetched_at TEXT NOT NULL
);

CREATE TABLE articles (
    id INTEGER PRIMARY KEY,
    room TEXT NOT NULL,
    key TEXT NOT NULL,
    url TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'live' CHECK (state IN ('live', 'withdrawn', 'moved')),
    revision INTEGER NOT NULL,
    create_time TEXT,
    first_stored_at TEXT NOT NULL,
    checked_at TEXT NOT NULL,
    duplicate_of INTEGER REFERENCES articles,
    UNIQUE (room, key)
);

CREATE TABLE aliases (
    room TEXT NOT NULL,
    url TEXT NOT NULL,
    key TEXT NOT NULL,
    first_seen_at TEXT NOT NULL,
    PRIMARY KEY (room, url)
) WITHOUT ROWID;

CREATE TABLE revisions (
    id INTEGER PRIMARY KEY,
    article_id INTEGER NOT NULL REFERENCES articles,
    number INTEGER NOT NULL,
    cause TEXT NOT NULL CHECK (cause IN ('first', 'publisher', 'extractor')),
    content_hash TEXT NOT NULL,
    text_hash BLOB,
    breadcrumb TEXT,
    title TEXT,
    byline TEXT,
    create_time TEXT,
    create_time_precision TEXT,
    body TEXT,
    body_html BLOB,
    language TEXT,
    attachments TEXT NOT NULL,
    images TEXT NOT NULL,
    missing TEXT NOT NULL,
    evidence TEXT NOT NULL,
    extractor TEXT NOT NULL,
    capture_id INTEGER REFERENCES captures,
    crawl_id INTEGER REFERENCES crawls,
    crawled_at TEXT NOT NULL,
    UNIQUE (article_id, number)
);
CREATE INDEX revisions_by_text ON revisions (text_hash) WHERE text_hash IS NOT NULL;

CREATE TABLE suspects (
    id INTEGER PRIMARY KEY,
    room TEXT NOT NULL,
    key TEXT NOT NULL,
    at TEXT NOT NULL,
    reason TEXT NOT NULL,
    capture_id INTEGER REFERENCES captures,
    crawl_id INTEGER REFERENCES crawls
);

CREATE TABLE events (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at TEXT NOT NULL,
    room TEXT NOT NULL,
    key TEXT,
    kind TEXT NOT NULL,
    crawl_id INTEGER REFERENCES crawls,
    revision INTEGER,
    detail TEXT NOT NULL DEFAULT '{}'
);

CREATE VIEW current_articles AS
SELECT a.room, a.key, a.url, r.breadcrumb, r.title, r.byline, r.create_time,
       r.create_time_precision, r.body, r.language, r.attachments, r.images, r.missing,
       r.crawled_at, r.content_hash, r.number AS revision, a.state, a.checked_at
FROM articles a JOIN revisions r ON r.article_id = a.id AND r.number = a.revision;
"""

POLITE_SCHEMA = """
ALTER TABLE articles ADD COLUMN etag TEXT;
ALTER TABLE articles ADD COLUMN last_modified TEXT;
ALTER TABLE articles ADD COLUMN next_check_at TEXT;
ALTER TABLE articles ADD COLUMN opt_outs TEXT NOT NULL DEFAULT '[]';
CREATE INDEX articles_to_check ON articles (room, next_check_at);

CREATE TABLE site_files (
    url TEXT PRIMARY KEY,
    status INTEGER NOT NULL,
    capture_id INTEGER NOT NULL REFERENCES captures,
    fetched_at TEXT NOT NULL
) WITHOUT ROWID;

DROP VIEW current_articles;
CREATE VIEW current_articles AS
SELECT a.room, a.key, a.url, r.breadcrumb, r.title, r.byline, r.create_time,
       r.create_time_precision, r.body, r.language, r.attachments, r.images, r.missing,
       r.crawled_at, r.content_hash, r.number AS revision, a.state, a.checked_at, a.opt_outs
FROM articles a JOIN revisions r ON r.article_id = a.id AND r.number = a.revision;
"""

# One more state of a ledger entry; what an add-on stored has no crawl in which it was listed.
FORGOTTEN_SCHEMA = """
CREATE TABLE new_ledger (
    id INTEGER PRIMARY KEY,
    room TEXT NOT NULL,
    key TEXT NOT NULL,
    url TEXT NOT NULL,
    title TEXT,
    listed_date TEXT,
    first_seen_at TEXT NOT NULL,
    last_seen_at TEXT NOT NULL,
    last_seen_crawl INTEGER REFERENCES crawls,
    state TEXT NOT NULL CHECK (state IN
        ('pending', 'held', 'failed', 'refused', 'gone', 'forgotten')),
    attempts INTEGER NOT NULL DEFAULT 0,
    next_try_at TEXT,
    reason TEXT,
    UNIQUE (room, key)
);
INSERT INTO new_ledger (id, room, key, url, title, listed_date, first_seen_at, last_seen_at,
    last_seen_crawl, state, attempts, next_try_at, reason)
SELECT id, room, key, url, title, listed_date, first_seen_at, last_seen_at,
    last_seen_crawl, state, attempts, next_try_at, reason FROM ledger;
DROP TABLE ledger;
ALTER TABLE new_ledger RENAME TO ledger;
CREATE INDEX ledger_open ON ledger (room, state) WHERE state <> 'held';
CREATE INDEX events_by_article ON events (room, key);
"""

TWINS_SCHEMA = """
CREATE INDEX articles_by_original ON articles (duplicate_of) WHERE duplicate_of IS NOT NULL;

CREATE TABLE twins (
    article_id INTEGER NOT NULL REFERENCES articles,
    twin_id INTEGER NOT NULL REFERENCES articles,
    kind TEXT NOT NULL CHECK (kind IN ('near', 'translation')),
    similarity REAL,
    found_at TEXT NOT NULL,
    PRIMARY KEY (article_id, twin_id)
) WITHOUT ROWID;
CREATE INDEX twins_by_twin ON twins (twin_id);

CREATE TABLE twin_queue (
    article_id INTEGER PRIMARY KEY REFERENCES articles
);
INSERT INTO twin_queue (article_id) SELECT id FROM articles;

CREATE TABLE twin_signatures (
    article_id INTEGER PRIMARY KEY REFERENCES articles,
    revision INTEGER NOT NULL,
    bands BLOB NOT NULL
);

CREATE TABLE twin_bands (
    band INTEGER NOT NULL,
    article_id INTEGER NOT NULL,
    PRIMARY KEY (band, article_id)
) WITHOUT ROWID;

CREATE TABLE twin_paragraphs (
    paragraph INTEGER PRIMARY KEY,
    articles INTEGER NOT NULL
);
"""

ATTACHMENTS_SCHEMA = """
CREATE TABLE attachments (
    id INTEGER PRIMARY KEY,
    room TEXT NOT NULL,
    identity TEXT NOT NULL,
    url TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('pending', 'held', 'failed', 'refused', 'gone')),
    version INTEGER NOT NULL DEFAULT 0,
    etag TEXT,
    last_modified TEXT,
    attempts INTEGER NOT NULL DEFAULT 0,
    next_try_at TEXT,
    reason TEXT,
    first_seen_at TEXT NOT NULL,
    checked_at TEXT,
    UNIQUE (room, identity)
);
CREATE INDEX attachments_open ON attachments (room, state) WHERE state <> 'held';

CREATE TABLE attachment_links (
    article_id INTEGER NOT NULL REFERENCES articles,
    attachment_id INTEGER NOT NULL REFERENCES attachments,
    ended_at TEXT,
    PRIMARY KEY (article_id, attachment_id)
) WITHOUT ROWID;
CREATE INDEX attachment_links_by_attachment ON attachment_links (attachment_id);

CREATE TABLE attachment_versions (
    id INTEGER PRIMARY KEY,
    attachment_id INTEGER NOT NULL REFERENCES attachments,
    number INTEGER NOT NULL,
    capture_id INTEGER NOT NULL REFERENCES captures,
    type TEXT NOT NULL,
    declared TEXT,
    contents TEXT,
    crawl_id INTEGER REFERENCES crawls,
    fetched_at TEXT NOT NULL,
    UNIQUE (attachment_id, number)
);
CREATE INDEX attachment_versions_by_capture ON attachment_versions (capture_id);

CREATE TABLE attachment_texts (
    capture_id INTEGER PRIMARY KEY REFERENCES captures,
    text TEXT,
    pages INTEGER,
    problem TEXT,
    read_at TEXT
);
CREATE INDEX attachment_texts_unread ON attachment_texts (capture_id) WHERE read_at IS NULL;
"""

# `read_as`: what extraction was given beside the bytes, as JSON. `read_by`: the extractor that last
# gave what is held. `moved_to`: the key under which the site shows an article now.
# Held articles were called gone at the first 404; now they are looked at again.
CAUSES_SCHEMA = """
ALTER TABLE revisions ADD COLUMN cosmetic INTEGER CHECK (cosmetic IN (0, 1));
ALTER TABLE revisions ADD COLUMN read_as TEXT;
ALTER TABLE revisions ADD COLUMN last_seen_at TEXT;
ALTER TABLE articles ADD COLUMN read_by TEXT;
ALTER TABLE articles ADD COLUMN moved_to TEXT;
ALTER TABLE articles ADD COLUMN absent_since TEXT;
CREATE INDEX articles_moved ON articles (room, moved_to) WHERE moved_to IS NOT NULL;

CREATE TABLE absences (
    id INTEGER PRIMARY KEY,
    room TEXT NOT NULL,
    key TEXT NOT NULL,
    at TEXT NOT NULL,
    crawl_id INTEGER NOT NULL REFERENCES crawls,
    how TEXT NOT NULL,
    capture_id INTEGER REFERENCES captures,
    counts INTEGER NOT NULL DEFAULT 0 CHECK (counts IN (0, 1))
);
CREATE INDEX absences_by_article ON absences (room, key);
CREATE INDEX absences_by_crawl ON absences (crawl_id);

UPDATE ledger SET state = 'held' WHERE state = 'gone' AND EXISTS
    (SELECT 1 FROM articles a WHERE a.room = ledger.room AND a.key = ledger.key)
"""

# `base_id`: the capture beside which a body is packed. `place`: where pages are alike.
RECORD_SPACE = """
ALTER TABLE captures ADD COLUMN base_id INTEGER REFERENCES captures;
CREATE INDEX captures_by_base ON captures (base_id) WHERE base_id IS NOT NULL;

CREATE TABLE capture_bases (
    place TEXT PRIMARY KEY,
    capture_id INTEGER NOT NULL REFERENCES captures
) WITHOUT ROWID;
CREATE INDEX capture_bases_by_capture ON capture_bases (capture_id)
"""

# What lists, feeds and counts are read from. `sections`: the breadcrumbs that articles of a room
# have. `tallies`: its articles by state, month of release ('' where none is known) and section.
CATALOGUE_SCHEMA = """
CREATE TABLE sections (
    id INTEGER PRIMARY KEY,
    room TEXT NOT NULL,
    breadcrumb TEXT NOT NULL
);
CREATE INDEX sections_by_name ON sections (room, substr(breadcrumb, 1, 500));
INSERT INTO sections (room, breadcrumb)
SELECT DISTINCT a.room, r.breadcrumb
FROM articles a JOIN revisions r ON r.article_id = a.id AND r.number = a.revision
WHERE r.breadcrumb IS NOT NULL AND r.breadcrumb <> '[]';

ALTER TABLE articles ADD COLUMN section_id INTEGER REFERENCES sections;
UPDATE articles SET section_id = (
    SELECT s.id FROM revisions r JOIN sections s
    ON substr(s.breadcrumb, 1, 500) = substr(r.breadcrumb, 1, 500) AND s.breadcrumb = r.breadcrumb
    WHERE r.article_id = articles.id AND r.number = articles.revision AND s.room = articles.room);
CREATE INDEX articles_by_time ON articles (coalesce(create_time, first_stored_at), id);
CREATE INDEX articles_by_room ON articles (room, coalesce(create_time, first_stored_at), id);
CREATE INDEX articles_by_section ON articles
    (section_id, coalesce(create_time, first_stored_at), id) WHERE section_id IS NOT NULL;

ALTER TABLE events ADD COLUMN section_id INTEGER REFERENCES sections;
UPDATE events SET section_id = (
    SELECT a.section_id FROM articles a WHERE a.room = events.room AND a.key = events.key);
CREATE INDEX events_by_kind ON events (kind, id);
CREATE INDEX events_by_room ON events (room, kind, id);
CREATE INDEX events_by_section ON events (section_id, kind, id) WHERE section_id IS NOT NULL;

DROP INDEX ledger_open;
CREATE INDEX ledger_open ON ledger (room, state, id) WHERE state <> 'held';

CREATE TABLE tallies (
    room TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('state', 'month', 'section')),
    name TEXT NOT NULL,
    articles INTEGER NOT NULL,
    PRIMARY KEY (room, kind, name)
) WITHOUT ROWID;
INSERT INTO tallies (room, kind, name, articles)
SELECT room, 'state', state, count(*) FROM articles GROUP BY room, state;
INSERT INTO tallies (room, kind, name, articles)
SELECT room, 'month', coalesce(substr(create_time, 1, 7), ''), count(*) FROM articles
GROUP BY room, coalesce(substr(create_time, 1, 7), '');
INSERT INTO tallies (room, kind, name, articles)
SELECT room, 'section', CAST(section_id AS TEXT), count(*) FROM articles
WHERE section_id IS NOT NULL GROUP BY room, section_id;
"""

# Every state that an article ever had is one text: a revision, with the texts of the documents that
# it linked to. `id` follows the time of release, so that the newest are found first.
SEARCH_SCHEMA = """
CREATE TABLE search_documents (
    id INTEGER PRIMARY KEY,
    article_id INTEGER NOT NULL REFERENCES articles,
    revision INTEGER NOT NULL,
    captures TEXT,
    since TEXT NOT NULL,
    until TEXT
);
CREATE INDEX search_documents_by_article ON search_documents (article_id);

CREATE TABLE search_queue (
    article_id INTEGER PRIMARY KEY REFERENCES articles
);
INSERT INTO search_queue (article_id) SELECT id FROM articles;

-- sqlite
CREATE VIRTUAL TABLE search_words USING fts5
    (title, text, section, documents, content = '', tokenize = 'ascii');

-- postgresql
CREATE TABLE search_words (
    id BIGINT PRIMARY KEY,
    words TSVECTOR NOT NULL
);
-- postgresql
CREATE INDEX search_words_by_word ON search_words USING gin (words);

-- postgresql
CREATE TABLE search_words_parts (
    id BIGINT NOT NULL,
    part BIGINT NOT NULL,
    words TSVECTOR NOT NULL,
    PRIMARY KEY (id, part)
);
"""

# For those who open the archive with other programs: names instead of ids, texts unpacked.
VIEWS_SCHEMA = """
CREATE VIEW article_revisions AS
SELECT a.room, a.key, r.number AS revision, r.cause, r.cosmetic, r.breadcrumb, r.title, r.byline,
       r.create_time, r.create_time_precision, r.body, r.language, r.attachments, r.images,
       r.crawled_at, r.last_seen_at, r.content_hash, r.extractor,
       r.number = a.revision AS is_current
FROM articles a JOIN revisions r ON r.article_id = a.id;

CREATE VIEW article_events AS
SELECT e.id, e.at, e.room, e.key, e.kind, e.revision, r.title, a.url, e.detail
FROM events e JOIN articles a ON a.room = e.room AND a.key = e.key
JOIN revisions r ON r.article_id = a.id AND r.number = a.revision;

CREATE VIEW room_months AS
SELECT room, name AS month, articles FROM tallies WHERE kind = 'month' AND articles > 0;

CREATE VIEW room_gaps AS
SELECT room, key, url, title, listed_date, state, reason, attempts, next_try_at, first_seen_at,
       last_seen_at
FROM ledger WHERE state <> 'held';
"""

# PostgreSQL keeps words in a third of the space; all texts are indexed anew. A word that ends in
# \ue003 is a run of characters, which is known by its pairs.
WORDS_SCHEMA = """
-- postgresql
DROP TABLE search_words;
-- postgresql
DROP TABLE search_words_parts;
-- postgresql
DELETE FROM search_documents;
-- postgresql
INSERT INTO search_queue (article_id) SELECT id FROM articles WHERE true
ON CONFLICT (article_id) DO NOTHING;

-- postgresql
CREATE FUNCTION search_words_in(kept text) RETURNS tsvector
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 1000 AS $$
BEGIN RETURN array_to_tsvector(
    CASE WHEN strpos(kept, '\ue003') = 0 THEN array_remove(string_to_array(kept, ' '), '')
    ELSE ARRAY(
        SELECT word FROM unnest(string_to_array(kept, ' ')) AS word
        WHERE word <> '' AND word NOT LIKE '%\ue003'
        UNION ALL
        SELECT one || next FROM (
            SELECT string_to_array(string_agg(word, ''), NULL) AS letters
            FROM unnest(string_to_array(kept, ' ')) AS word WHERE word LIKE '%\ue003'
        ) AS runs, unnest(letters, letters[2:]) AS pairs (one, next)
        WHERE one <> '\ue003'
    ) END
); END $$;

-- postgresql
CREATE TABLE search_words (
    id BIGINT PRIMARY KEY,
    title TEXT NOT NULL,
    text TEXT NOT NULL,
    section TEXT NOT NULL,
    documents TEXT NOT NULL
) WITH (toast_tuple_target = 128);
-- postgresql
CREATE INDEX search_words_by_word ON search_words
USING gin (search_words_in(title || text || section || documents));

-- postgresql
CREATE TABLE search_words_parts (
    id BIGINT NOT NULL,
    part BIGINT NOT NULL,
    title TEXT NOT NULL,
    text TEXT NOT NULL,
    section TEXT NOT NULL,
    documents TEXT NOT NULL,
    PRIMARY KEY (id, part)
);
-- postgresql
CREATE INDEX search_words_parts_by_word ON search_words_parts
USING gin (search_words_in(title || text || section || documents));

-- postgresql
DO $$ BEGIN
    ALTER TABLE search_words ALTER title SET COMPRESSION lz4, ALTER text SET COMPRESSION lz4,
        ALTER section SET COMPRESSION lz4, ALTER documents SET COMPRESSION lz4; EXCEPTION
    WHEN feature_not_supported THEN NULL; END $$;
"""

# Evidence is packed, and headers of captures stand in their frames; what was stored before stays.
# PostgreSQL packs texts from 1 kB on, by a method that takes what its own finds too little in.
EVIDENCE_SPACE = """
ALTER TABLE revisions ADD COLUMN packed_evidence BLOB;

-- postgresql
ALTER TABLE revisions SET (toast_tuple_target = 1024);
-- postgresql
DO $$ BEGIN ALTER TABLE revisions ALTER body SET COMPRESSION lz4; EXCEPTION
    WHEN feature_not_supported THEN NULL; END $$;
"""

# What FTS5 writes of a word is longer by two bytes in any column but the first, and pages of 4,040
# bytes fill four of the file's: the index takes a quarter less. All texts are indexed anew.
SEARCH_SPACE = """
-- sqlite
DROP TABLE search_words;
-- sqlite
DELETE FROM search_documents;
-- sqlite
INSERT INTO search_queue (article_id) SELECT id FROM articles WHERE true
ON CONFLICT (article_id) DO NOTHING;

-- sqlite
CREATE VIRTUAL TABLE search_words USING fts5 (
    text, title, section, documents, content = '', columnsize = 0, tokenize = 'ascii'
);
-- sqlite
INSERT INTO search_words (search_words, rank) VALUES ('pgsz', 4040);
"""

# In PostgreSQL an index by hash takes a third of a tree over hashes. Rows of captures up to half a
# page stay whole; indexes to whose end alone is written are filled. The frames of evidence are
# others, and what was stored before stays.
HASHES_SPACE = """
-- postgresql
DROP INDEX revisions_by_text;
-- postgresql
CREATE INDEX revisions_by_text ON revisions USING hash (text_hash) WHERE text_hash IS NOT NULL;

-- postgresql
ALTER TABLE captures DROP CONSTRAINT captures_sha256_key;
-- postgresql
ALTER TABLE captures ADD CONSTRAINT captures_sha256_key EXCLUDE USING hash (sha256 WITH =);
-- postgresql
ALTER TABLE captures SET (toast_tuple_target = 4080);

-- postgresql
ALTER INDEX events_pkey SET (fillfactor = 100);
-- postgresql
ALTER INDEX events_by_kind SET (fillfactor = 100);
-- postgresql
ALTER INDEX events_by_room SET (fillfactor = 100);
-- postgresql
ALTER INDEX events_by_section SET (fillfactor = 100);
"""

# SQLite has a table of words for each year, made with its first text. All texts are indexed anew.
YEARS_SCHEMA = """
-- sqlite
DROP TABLE search_words;
-- sqlite
DELETE FROM search_documents;
-- sqlite
INSERT INTO search_queue (article_id) SELECT id FROM articles WHERE true
ON CONFLICT (article_id) DO NOTHING;
"""

# One more cause of a revision. In SQLite the words of the table change, and none of its rows (its
# documentation, ALTER TABLE, section 7): to write a million revisions anew takes ten minutes and as
# much space again. An index that comes and goes lets other connections read the schema anew.
TEMPLATE_SCHEMA = """
-- postgresql
ALTER TABLE revisions DROP CONSTRAINT revisions_cause_check;
-- postgresql
ALTER TABLE revisions ADD CONSTRAINT revisions_cause_check
CHECK (cause IN ('first', 'publisher', 'extractor', 'template'));

-- sqlite
PRAGMA writable_schema = ON;
-- sqlite
UPDATE sqlite_master SET sql = replace(sql, '''extractor'')', '''extractor'', ''template'')')
WHERE type = 'table' AND name = 'revisions';
-- sqlite
PRAGMA writable_schema = RESET;
-- sqlite
CREATE INDEX schema_changed ON listings (room);
-- sqlite
DROP INDEX schema_changed;
"""

# What is another key of an article is no gap.
GAPS_SCHEMA = """
DROP VIEW room_gaps;
CREATE VIEW room_gaps AS
SELECT room, key, url, title, listed_date, state, reason, attempts, next_try_at, first_seen_at,
       last_seen_at
FROM ledger WHERE state <> 'held' AND (state <> 'gone' OR NOT EXISTS
    (SELECT 1 FROM aliases s WHERE s.room = ledger.room AND s.url = ledger.url
     AND s.key <> ledger.key));
"""

STEPS: list[str] = [
    FIRST_SCHEMA,
    POLITE_SCHEMA,
    FORGOTTEN_SCHEMA,
    TWINS_SCHEMA,
    ATTACHMENTS_SCHEMA,
    CAUSES_SCHEMA,
    RECORD_SPACE,
    CATALOGUE_SCHEMA,
    SEARCH_SCHEMA,
    VIEWS_SCHEMA,
    WORDS_SCHEMA,
    EVIDENCE_SPACE,
    SEARCH_SPACE,
    HASHES_SPACE,
    YEARS_SCHEMA,
    TEMPLATE_SCHEMA,
    GAPS_SCHEMA,
]
