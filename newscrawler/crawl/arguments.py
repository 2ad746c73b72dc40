"""The `-a` arguments of a room's crawl: which there are, and what is wrong with one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from newscrawler.crawl.addresses import Addresses

ARGUMENTS = {"base_url", "full", "recheck", "since"}
CHOICES = {"full": ("1", "0"), "recheck": ("all",)}


class RoomArgumentError(ValueError):
    """A spider argument is unknown or unusable."""


def checked(arguments: Mapping[str, str]) -> dict[str, str]:
    """Return the room's own arguments; those of a scheduler start with "_" and are left out.

    Raises RoomArgumentError for any other, and for a value that is none of its CHOICES.
    """
    unknown = {key for key in arguments if not key.startswith("_")} - ARGUMENTS
    if unknown:
        raise RoomArgumentError(
            f"unknown argument {', '.join(sorted(unknown))}; known: {', '.join(sorted(ARGUMENTS))}"
        )
    for name, values in CHOICES.items():
        if arguments.get(name, values[0]) not in values:
            raise RoomArgumentError(f"{name}={arguments[name]!r}: use {' or '.join(values)}")
    return {key: value for key, value in arguments.items() if key in ARGUMENTS}


def addresses(
    hosts: Sequence[str], scheme: str, base_url: str | None, domain: str | None
) -> Addresses:
    """Return the room's addresses. Raises RoomArgumentError for an unusable one."""
    try:
        return Addresses(hosts, scheme, base_url, domain)
    except ValueError as error:
        told = f"base_url={base_url!r}" if base_url else f"hosts={list(hosts)!r}"
        raise RoomArgumentError(f"{told}: {error}") from error


def day(value: str | None) -> str | None:
    """Return `since` as YYYY-MM-DD. Raises RoomArgumentError when it is no date."""
    if value is None:
        return None
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError as error:
        raise RoomArgumentError(f"since={value!r} is not a date such as 2024-06-04") from error
