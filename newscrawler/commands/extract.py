"""`extract`: pages in, what they say out, as JSON Lines. Nothing is fetched, nothing is stored."""

from __future__ import annotations

import argparse
import sys

from scrapy.exceptions import UsageError

from newscrawler.console.terminal import reader_may_leave
from newscrawler.console.verb import Verb


class Command(Verb):
    """Reads pages of any site from standard input."""

    arguments = "[--listing] [--jobs N] < PAGES"
    summary = "Read pages from standard input: JSON Lines in, JSON Lines out"
    description = (
        'Reads one page a line, {"id", "url", "html_b64"}, and answers each with one line in '
        'the item\'s field names, in order. A line may say more: "listing" ({"title", "date"} '
        'as a listing shows them), "siblings" (other articles of the site, html_b64 each), '
        '"content_type". With --listing the answer is {"items": [{"url", "title", "date"}], '
        '"next"}. A line that cannot be read is answered with "error".'
    )
    example = "jq -c '{id, url, html_b64: (.html | @base64)}' pages.jsonl | newscrawler extract"

    requires_project = False
    requires_crawler_process = False

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the kind of page and the number of processes."""
        super().add_options(parser)
        parser.add_argument("--listing", action="store_true", help="the pages are listings")
        parser.add_argument(
            "--jobs", type=int, default=1, metavar="N", help="processes (default: 1)"
        )

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Answer line by line, each as soon as it is known."""
        from newscrawler.page_stream import answers

        if args:
            raise UsageError("pages are read from standard input, not named as arguments")
        if opts.jobs < 1:
            raise UsageError("--jobs must be at least 1")
        if sys.stdin.isatty():
            print("reading pages from this terminal, one JSON object a line", file=sys.stderr)
        with reader_may_leave():
            for line in answers(sys.stdin.buffer, opts.listing, opts.jobs):
                sys.stdout.write(line + "\n")
                sys.stdout.flush()
