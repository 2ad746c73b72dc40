"""What every verb is: a command of Scrapy's whose help is declared, by newscrawler's name."""

from __future__ import annotations

import argparse

from scrapy.commands import ScrapyCommand

from newscrawler.console import printed


class Verb(ScrapyCommand):
    """A command that declares what `--help` and the list of verbs say of it."""

    arguments = ""
    summary = ""
    description = ""
    example = ""

    def syntax(self) -> str:
        """Return the arguments, as Scrapy asks."""
        return self.arguments

    def short_desc(self) -> str:
        """Return the line of the list of verbs."""
        return self.summary

    def long_desc(self) -> str:
        """Return what `--help` says below the arguments."""
        return self.description or self.summary

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add Scrapy's options; name newscrawler where Scrapy names itself, and an example.

        From here on, before anything is logged, what is printed is harmless (see `printed`).
        """
        super().add_options(parser)
        printed.protect()
        parser.usage = (parser.usage or "").replace("scrapy", "newscrawler", 1).rstrip()
        parser.epilog = f"example: {self.example}"
