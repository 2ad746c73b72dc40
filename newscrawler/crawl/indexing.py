"""What the end of a run does with what is new of any room: texts of documents, twins, search."""

from __future__ import annotations

import asyncio
import time

from newscrawler import clock, pdf_text
from newscrawler.archive import attachment_versions, search_index, twin_index
from newscrawler.archive.writer import ArchiveWriter

# Articles that one transaction indexes, and how long a run's end does so: the next one goes on.
TWINS_BATCH, TWINS_SECONDS = 200, 60.0
SEARCH_BATCH, SEARCH_SECONDS = 500, 60.0
# How long a run's end reads documents: the next one goes on.
TEXTS_SECONDS = 120.0


async def bring_up_to_date(writer: ArchiveWriter, crawl_id: int) -> None:
    """Read documents, then index what is new and what an earlier run left.

    Raises ArchiveError when a write fails.
    """
    await _read_texts(writer)
    await _index_twins(writer, crawl_id)
    await _index_words(writer)


async def _read_texts(writer: ArchiveWriter) -> None:
    """Read the texts of documents, each in a process of its own."""
    end, after = time.monotonic() + TEXTS_SECONDS, 0
    while time.monotonic() < end:
        unread = await writer.write(attachment_versions.unread, after=after)
        if unread is None:
            return
        after, body = unread
        found = await asyncio.to_thread(pdf_text.read, body)
        await writer.write(attachment_versions.keep_text, after, found, now=clock.now())


async def _index_twins(writer: ArchiveWriter, crawl_id: int) -> None:
    end = time.monotonic() + TWINS_SECONDS
    while time.monotonic() < end:
        indexed = await writer.write(
            twin_index.index, limit=TWINS_BATCH, crawl_id=crawl_id, now=clock.now()
        )
        if indexed < TWINS_BATCH:
            return


async def _index_words(writer: ArchiveWriter) -> None:
    end = time.monotonic() + SEARCH_SECONDS
    while time.monotonic() < end:
        if not await writer.write(search_index.index, limit=SEARCH_BATCH):
            return
