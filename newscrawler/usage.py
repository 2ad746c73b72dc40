"""What all verbs have in common, whoever ran them: what `--help` says, and how they print."""

from __future__ import annotations

import argparse

from newscrawler import printed


def describe(parser: argparse.ArgumentParser, example: str) -> None:
    """Name newscrawler in the usage, where Scrapy names itself, and add an example.

    From here on, before anything is logged, what is printed is harmless (see `printed`).
    """
    printed.protect()
    parser.usage = (parser.usage or "").replace("scrapy", "newscrawler", 1)
    parser.epilog = f"example: {example}"
