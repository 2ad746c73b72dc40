"""Articles that are to be indexed for search, since something about them has changed."""

from __future__ import annotations

from newscrawler.archive.connection import Connection


def note(db: Connection, article_id: int) -> None:
    """Put an article that has changed into the queue."""
    db.execute(
        "INSERT INTO search_queue (article_id) VALUES (?) ON CONFLICT (article_id) DO NOTHING",
        (article_id,),
    )


def note_document(db: Connection, capture_id: int) -> None:
    """Put the articles that link to a document, now or before, into the queue."""
    db.execute(
        "INSERT INTO search_queue (article_id) SELECT DISTINCT l.article_id FROM attachment_links l"
        " JOIN attachment_versions v ON v.attachment_id = l.attachment_id WHERE v.capture_id = ?"
        " ON CONFLICT (article_id) DO NOTHING",
        (capture_id,),
    )


def waiting(db: Connection) -> int:
    """Return how many articles wait in the queue."""
    return int(db.execute("SELECT count(*) AS number FROM search_queue").fetchone()["number"])


def mark(db: Connection) -> str:
    """Return what is another text whenever a search may find something else than before.

    What can be found changes by an event, by the text of a document, and by indexing. Documents
    are read and articles indexed from the lowest number on, so that the first number that waits
    tells how far that is.
    """
    row = db.execute(
        "SELECT (SELECT max(id) FROM events) AS event,"
        " (SELECT min(article_id) FROM search_queue) AS queued,"
        " (SELECT min(capture_id) FROM attachment_texts WHERE read_at IS NULL) AS unread"
    ).fetchone()
    return f"{row['event']} {row['queued']} {row['unread']}"


def note_all(db: Connection) -> None:
    """Put all articles into the queue."""
    db.execute(
        "INSERT INTO search_queue (article_id) SELECT id FROM articles WHERE true"
        " ON CONFLICT (article_id) DO NOTHING"
    )
