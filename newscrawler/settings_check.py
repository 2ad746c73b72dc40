"""Own settings that are unknown or unusable, told before anything begins."""

from __future__ import annotations

from scrapy.exceptions import UsageError
from scrapy.settings import BaseSettings

from newscrawler.console.nearest import meant

PREFIX = "NEWSCRAWLER_"
COUNTS = (
    "NEWSCRAWLER_ATTACHMENT_MB",
    "NEWSCRAWLER_FULL_EVERY",
    "NEWSCRAWLER_MAX_PAGES",
    "NEWSCRAWLER_RECHECK",
    "NEWSCRAWLER_SILENT_DAYS",
    "NEWSCRAWLER_WITHDRAWN_CHECKS",
)
AMOUNTS = (
    "NEWSCRAWLER_ANSWER_SECONDS",
    "NEWSCRAWLER_RETRY_SECONDS",
    "NEWSCRAWLER_WITHDRAWN_DAYS",
)
SWITCHES = ("NEWSCRAWLER_ATTACHMENTS", "NEWSCRAWLER_FULL_TEXT")


def require(settings: BaseSettings) -> None:
    """Raise UsageError for the first own setting that there is not, or that cannot be used."""
    _require_known(settings)
    for names, kind, words in (
        (COUNTS, settings.getint, "a whole number"),
        (AMOUNTS, settings.getfloat, "a number"),
        (SWITCHES, settings.getbool, "0 or 1"),
    ):
        for name in names:
            try:
                kind(name)
            except ValueError as error:
                raise _wrong(settings, name, words) from error
    if settings["NEWSCRAWLER_OPT_OUT"] not in (None, "record", "skip"):
        raise _wrong(settings, "NEWSCRAWLER_OPT_OUT", "record or skip")


def _require_known(settings: BaseSettings) -> None:
    from newscrawler import settings as own

    known = [name for name in dir(own) if name.startswith(PREFIX)]
    given = [name for name in settings if str(name).startswith(PREFIX)]
    for name in [*own.named, *given]:
        # The verb sets that one.
        if name not in known and name != "NEWSCRAWLER_RECORD":
            raise UsageError(
                f"there is no setting {name}; {meant(str(name), known)}", print_help=False
            )


def _wrong(settings: BaseSettings, name: str, words: str) -> UsageError:
    return UsageError(f"{name}={settings[name]!r}: use {words}", print_help=False)
