"""What `--help` says of a verb, whoever ran it: the program by its own name, and an example."""

from __future__ import annotations

import argparse


def describe(parser: argparse.ArgumentParser, example: str) -> None:
    """Name newscrawler in the usage, where Scrapy names itself, and add an example."""
    parser.usage = (parser.usage or "").replace("scrapy", "newscrawler", 1).rstrip()
    parser.epilog = f"example: {example}"
