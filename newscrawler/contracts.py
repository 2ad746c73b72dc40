"""Contracts for `scrapy check`: the callbacks of a room, tried on the live site.

The addresses are the room's own declarations, so every room has both contracts.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from scrapy import Request
from scrapy.contracts import Contract
from scrapy.exceptions import ContractFail

from newscrawler.items import Article
from newscrawler.media_room import MediaRoomSpider


class RoomContract(Contract):
    """Knows the room whose callback it is about."""

    def __init__(self, method: Callable[..., Any], *args: Any) -> None:
        super().__init__(method, *args)
        room = getattr(method, "__self__", None)
        assert isinstance(room, MediaRoomSpider)
        self.room = room


class RoomListing(RoomContract):
    """`@room_listing`: the first declared listing leads to at least one article."""

    name = "room_listing"

    def adjust_request_args(self, args: dict[str, Any]) -> dict[str, Any]:
        """Ask for the room's first declared listing."""
        room = self.room
        return {**args, "url": room.addresses.here(room.listings[0][0])}

    def post_process(self, output: list[Any]) -> None:
        """Fail when no article is followed."""
        if not any(isinstance(part, Request) for part in output):
            raise ContractFail("no article link of this room on the first declared listing")


class RoomArticle(RoomContract):
    """`@room_article`: the room's sample article has title, create time and body."""

    name = "room_article"

    def adjust_request_args(self, args: dict[str, Any]) -> dict[str, Any]:
        """Ask for the room's sample article; a room without one has no such contract."""
        room = self.room
        return {**args, "url": room.addresses.here(room.sample)} if room.sample else args

    def post_process(self, output: list[Any]) -> None:
        """Fail when the sample is not read as an article."""
        for part in output:
            if isinstance(part, Article):
                missing = {"title", "create_time", "body"} & set(part.missing)
                if missing:
                    raise ContractFail(f"not found: {', '.join(sorted(missing))}")
                return
        raise ContractFail("the sample gave no article")
