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


def note_all(db: Connection) -> None:
    """Put all articles into the queue."""
    db.execute(
        "INSERT INTO search_queue (article_id) SELECT id FROM articles WHERE true"
        " ON CONFLICT (article_id) DO NOTHING"
    )
