"""Append-only list of schema steps. A published step is never edited; a mistake gets a new step.

Step n brings the schema's version from n-1 to n. Steps are written for SQLite; `dialect` says them
to PostgreSQL.
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
CREATE INDEX events_by_article ON events (room, key);

UPDATE ledger SET state = 'held' WHERE state = 'gone' AND EXISTS
    (SELECT 1 FROM articles a WHERE a.room = ledger.room AND a.key = ledger.key)
"""

STEPS: list[str] = [FIRST_SCHEMA, POLITE_SCHEMA, CAUSES_SCHEMA]
