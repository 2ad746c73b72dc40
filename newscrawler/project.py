"""The rooms of the Scrapy project at hand, and how many processes a verb may use."""

from __future__ import annotations

import argparse
import os

from scrapy.settings import BaseSettings
from scrapy.spiderloader import get_spider_loader

from newscrawler.media_room import MediaRoomSpider
from newscrawler.reextract import Rooms


def rooms(settings: BaseSettings) -> Rooms:
    """Return the media rooms that the project declares."""
    loader = get_spider_loader(settings)
    kinds = {name: loader.load(name) for name in loader.list()}
    return Rooms(
        {
            name: kind
            for name, kind in kinds.items()
            if issubclass(kind, MediaRoomSpider) and kind.listings
        }
    )


def cores() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def add_jobs(parser: argparse.ArgumentParser) -> None:
    """Add `--jobs`."""
    parser.add_argument(
        "--jobs", type=_positive, default=cores(), metavar="N", help="processes; default: all cores"
    )


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("at least 1")
    return number
