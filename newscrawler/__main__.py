"""The console script `newscrawler`: Scrapy's command line with newscrawler's settings."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from io import TextIOWrapper
from pkgutil import iter_modules

from newscrawler import __version__
from newscrawler.console.exit_status import EXIT_STATUS
from newscrawler.console.nearest import meant

BEGIN = f"""newscrawler {__version__}: keeps the public record of an organisation's own words

  newscrawler init URL --show             what is understood of a media room
  newscrawler crawl any_room -a url=URL   keep it; the same command brings it up to date
  newscrawler crawl ROOM                  a room that 'newscrawler list' shows
"""
END = """
'newscrawler VERB --help' explains a verb. Scrapy's own (list, check, shell …) work too."""
OWN, SCRAPYS = "newscrawler.commands", "scrapy.commands"
ASKS_FOR_HELP: tuple[list[str], ...] = ([], ["-h"], ["--help"], ["help"])


def main() -> None:
    """Run a verb; outside of any project, with the settings of the installed package."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # Where the locale has no 品, it is better shown as an escape than not at all.
            stream.reconfigure(errors="backslashreplace")
    try:
        _run(sys.argv)
    except KeyboardInterrupt:
        print("\nnewscrawler: interrupted", file=sys.stderr)
        sys.exit(EXIT_STATUS["interrupted"])
    except BrokenPipeError:
        # `… | head` closed the pipe: not an error of ours.
        sys.stderr.close()


def _run(argv: list[str]) -> None:
    if argv[1:] in ASKS_FOR_HELP:
        print(_overview())
    elif argv[1:] == ["--version"]:
        print(f"newscrawler {__version__}")
    else:
        # Imported here, since it takes a moment in which Ctrl-C may be pressed too.
        from scrapy.cmdline import execute
        from scrapy.utils.conf import closest_scrapy_cfg

        if not closest_scrapy_cfg():
            _require_verb(argv)
            os.environ.setdefault("SCRAPY_SETTINGS_MODULE", "newscrawler.settings")
        execute(argv)


def _require_verb(argv: list[str]) -> None:
    """Exit where there is no such verb: Scrapy would name a program that nobody called."""
    name = next((word for word in argv[1:] if not word.startswith("-")), None)
    if name is not None and name not in (own := _verbs(OWN)) and name not in _verbs(SCRAPYS):
        print(f"newscrawler: there is no verb {name!r}; {meant(name, own)}", file=sys.stderr)
        sys.exit(EXIT_STATUS["usage"])


def _verbs(package: str) -> list[str]:
    return sorted(module.name for module in iter_modules(import_module(package).__path__))


def _overview() -> str:
    """Return the verbs, and where to begin."""
    lines = [
        f"  {name:<10} {import_module(f'{OWN}.{name}').Command().short_desc()}"
        for name in _verbs(OWN)
    ]
    return "\n".join([BEGIN, *lines, END])


if __name__ == "__main__":
    main()
