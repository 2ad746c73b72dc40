"""A made media room and the truth about it: releases, each version of them, and their addresses."""

from __future__ import annotations

import copy
import random
import re
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from bench import press
from fixtures.replica.documents import pdf

# Paths of a release by its number; a site that changes its system takes the next one.
SCHEMES = (
    "/news/{}.html",
    "/press/view?id={}",
    "/en/article/{}/",
    "/content/{}.shtml",
)
DOCUMENT, DECLARED = "/files/{}.pdf", "/articles/view/cid/18/id/{}"
_NUMBER = re.compile(r"/id/(\d+)", re.IGNORECASE)
SECTIONS = {"en": ("Press Releases", "Events"), "zh": ("新闻发布", "活动动态")}


@dataclass(frozen=True, slots=True)
class Content:
    """What a release says; `day` is an ISO date, `files` are names with their versions."""

    title: str
    day: str
    text: tuple[str, ...]
    files: tuple[tuple[str, int], ...] = ()
    section: int = 0


@dataclass(slots=True)
class Release:
    """One release: every version that it had, oldest first, and where it is now."""

    id: int
    versions: list[Content]
    number: int
    language: str
    is_gone: bool = False
    is_pinned: bool = False
    # Of which release it is a translation
    original: int | None = None

    @property
    def content(self) -> Content:
        """What it says now."""
        return self.versions[-1]


@dataclass
class Site:
    """A room as it is on one day.

    `kind` is what the room is, `pager` how a list leads on (see `lists`), `places` the release of
    each path that was ever one, `old` how such a path answers: 301, 302, 404, 200 (it shows the
    release, too).
    """

    seed: int
    kind: str
    language: str
    today: date
    pager: str = "numbered"
    form: int = 0
    design: int = 0
    scheme: int = 0
    page_size: int = 10
    charset: str = "utf-8"
    has_noise: bool = True
    has_total: bool = False
    validators: bool = True
    releases: dict[int, Release] = field(default_factory=dict)
    places: dict[str, int] = field(default_factory=dict)
    old: dict[str, int] = field(default_factory=dict)
    hidden: set[int] = field(default_factory=set)
    next_number: int = 1001

    def write(self, dice: random.Random, day: date, language: str | None = None) -> Release:
        """Publish a new release under `day`."""
        language = language or self.language
        title = headline(dice, language)
        text = tuple(press.paragraphs(dice, language, dice.randint(2, 5)))
        files = ((f"annex-{dice.randrange(10**6)}.pdf", 1),) if dice.random() < 0.2 else ()
        files = () if self.kind == "documents" else files
        section = dice.randrange(2) if self.kind == "declared" else 0
        said = Content(title, day.isoformat(), text, files, section)
        release = Release(len(self.releases) + 1, [said], self.next_number, language)
        self.next_number += dice.randint(1, 3)
        self.releases[release.id] = release
        self.places[self.path(release)] = release.id
        return release

    def change(self, release: Release, **fields: object) -> None:
        """Give a release another version."""
        release.versions.append(replace(release.content, **fields))

    def path(self, release: Release) -> str:
        """Return where a release is now."""
        special = {"documents": DOCUMENT, "declared": DECLARED}
        form = special.get(self.kind) or SCHEMES[self.scheme % len(SCHEMES)]
        return form.format(release.number)

    def leave(self, release: Release, old: int) -> None:
        """Note how the present address of a release answers from now on."""
        self.old[self.path(release)] = old

    def arrive(self, release: Release) -> None:
        """Note the present address of a release."""
        self.places[self.path(release)] = release.id
        self.old.pop(self.path(release), None)

    def owner(self, place: str) -> int | None:
        """Return the release whose address a path with its query is, or was once."""
        if self.kind == "declared":
            named = _NUMBER.search(place)
            place = DECLARED.format(named[1]) if named and "cid/18" in place.lower() else place
        return self.places.get(place) or self.places.get(place.partition("?")[0])

    def listed(self) -> list[Release]:
        """Return what the site lists: pinned ones, then the newest first."""
        shown = [
            each
            for each in self.releases.values()
            if not each.is_gone and each.id not in self.hidden
        ]
        shown.sort(key=lambda each: (each.content.day, each.id), reverse=True)
        return sorted(shown, key=lambda each: not each.is_pinned)

    def live(self) -> list[Release]:
        """Return what is there, oldest first."""
        return [each for each in self.releases.values() if not each.is_gone]

    def copy(self) -> Site:
        """Return the site as it is now, for mirrors that lag behind."""
        return copy.deepcopy(self)


def headline(dice: random.Random, language: str) -> str:
    """Return a title unlike any other."""
    if language == "zh":
        return press.paragraph(dice, "zh", dice.randint(12, 24))[:-1]
    return press.paragraph(dice, "en", dice.randint(6, 10))[:-1].title()


def document(release: Release) -> bytes:
    """Return the bytes of a release that is a document."""
    said = release.content
    return pdf(said.title, *(each[:80] for each in said.text))


def annex(name: str, version: int) -> bytes:
    """Return the bytes of a document beside a release."""
    return pdf(f"{name} {version}")


def opened(
    seed: int, kind: str, pager: str, dice: random.Random, today: date, releases: int
) -> Site:
    """Return a room with `releases` of the last years, most of them of the last weeks."""
    language = dice.choice(["en", "en", "zh"])
    site = Site(seed, kind, language, today, pager)
    site.form, site.design = dice.randrange(4), dice.randrange(4)
    site.scheme, site.page_size = dice.randrange(len(SCHEMES)), dice.choice([5, 8, 10])
    site.has_noise, site.has_total = dice.random() < 0.7, dice.random() < 0.3
    site.validators = dice.random() < 0.7
    days = [int(dice.paretovariate(0.7) * 3) for _ in range(releases)]
    for back in sorted((min(each, 1000) for each in days), reverse=True):
        site.write(dice, today - timedelta(days=back))
    return site
