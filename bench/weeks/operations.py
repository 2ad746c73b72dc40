"""What the publisher of a made room does in a day: to releases, and to the site."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import timedelta

from bench import press
from bench.weeks import lists
from bench.weeks.site import Release, Site, headline

Operation = Callable[[Site, random.Random], str | None]


def _one(site: Site, dice: random.Random) -> Release:
    """Return a release, rather a young one."""
    rows = site.live()
    return rows[max(0, len(rows) - 1 - int(dice.expovariate(0.15)))]


def publish(site: Site, dice: random.Random) -> str:
    new = site.write(dice, site.today)
    return f"published {new.id}"


def publish_several(site: Site, dice: random.Random) -> str:
    return ", ".join(publish(site, dice) for _ in range(dice.randint(2, 4)))


def publish_under_an_old_day(site: Site, dice: random.Random) -> str:
    new = site.write(dice, site.today - timedelta(days=dice.choice([1, 2, 3, 10, 40])))
    return f"published {new.id} under {new.content.day}"


def translate(site: Site, dice: random.Random) -> str | None:
    one = _one(site, dice)
    if one.original or any(each.original == one.id for each in site.releases.values()):
        return None
    other = "zh" if one.language == "en" else "en"
    new = site.write(dice, site.today, other)
    new.original = one.id
    return f"translated {one.id} as {new.id}"


def edit_text(site: Site, dice: random.Random) -> str:
    one = _one(site, dice)
    name = dice.choice(list(press.EDITS))
    text = tuple(press.EDITS[name](dice, one.language, list(one.content.text)))
    if text == one.content.text or not text:
        text = (*one.content.text, press.paragraph(dice, one.language, 30))
    site.change(one, text=text)
    return f"edited {one.id}: {name}"


def edit_title(site: Site, dice: random.Random) -> str:
    one = _one(site, dice)
    words = headline(dice, one.language)[:5].strip()
    blank = "" if one.language == "zh" else " "
    site.change(one, title=f"{one.content.title}{blank}{words}")
    return f"another title of {one.id}"


def edit_day(site: Site, dice: random.Random) -> str | None:
    one = _one(site, dice)
    day = site.today - timedelta(days=dice.randint(1, 30))
    if day.isoformat() == one.content.day:
        return None
    site.change(one, day=day.isoformat())
    return f"another day of {one.id}: {day}"


def edit_files(site: Site, dice: random.Random) -> str | None:
    if site.kind == "documents":
        return None
    one = _one(site, dice)
    files = one.content.files
    new = (
        () if files and dice.random() < 0.3 else (*files, (f"annex-{dice.randrange(10**6)}.pdf", 1))
    )
    site.change(one, files=new)
    return f"other attachments of {one.id}"


def cosmetic(site: Site, dice: random.Random) -> str | None:
    one = _one(site, dice)
    first = one.content.text[0]
    changed = first.replace(".", " .") if "." in first else first.replace("。", " 。")
    if changed == first or " ." in first or " 。" in first or site.kind == "documents":
        return None
    site.change(one, text=(changed, *one.content.text[1:]))
    return f"cosmetic edit of {one.id}"


def delete(site: Site, dice: random.Random) -> str | None:
    if len(site.live()) < 12:
        return None
    one = _one(site, dice)
    one.is_gone, one.is_pinned = True, False
    return f"deleted {one.id}"


def restore(site: Site, dice: random.Random) -> str | None:
    gone = [each for each in site.releases.values() if each.is_gone]
    if not gone:
        return None
    one = dice.choice(gone)
    one.is_gone = False
    return f"restored {one.id}"


def move(site: Site, dice: random.Random) -> str | None:
    if site.kind == "declared":
        return None
    one = _one(site, dice)
    old = dice.choice([301, 301, 302, 404, 200])
    site.leave(one, old)
    one.number, site.next_number = site.next_number, site.next_number + 1
    site.arrive(one)
    return f"moved {one.id} to {site.path(one)}, the old address answers {old}"


def pin(site: Site, dice: random.Random) -> str:
    one = dice.choice(site.live())
    one.is_pinned = not one.is_pinned
    return f"{'pinned' if one.is_pinned else 'unpinned'} {one.id}"


def resection(site: Site, dice: random.Random) -> str | None:
    if site.kind != "declared":
        return None
    one = _one(site, dice)
    site.change(one, section=1 - one.content.section)
    return f"{one.id} is in section {one.content.section}"


def redesign(site: Site, dice: random.Random) -> str:
    site.design += dice.randint(1, 3)
    return f"design {site.design}"


def repage(site: Site, dice: random.Random) -> str | None:
    if site.kind in lists.FEEDS:
        return None
    site.page_size = dice.choice([4, 6, 10, 15])
    return f"{site.page_size} a page"


def another_pager(site: Site, dice: random.Random) -> str | None:
    if site.kind in lists.FEEDS:
        return None
    site.pager = dice.choice(lists.PAGERS)
    return f"pager: {site.pager}"


def another_scheme(site: Site, dice: random.Random) -> str | None:
    if site.kind in ("declared", "documents"):
        return None
    old = dice.choice([301, 404, 200])
    for one in site.live():
        site.leave(one, old)
    site.scheme += 1
    for one in site.releases.values():
        site.arrive(one)
    return f"scheme {site.scheme}, old addresses answer {old}"


def another_charset(site: Site, dice: random.Random) -> str | None:
    other = {"zh": "gb18030", "en": "windows-1252"}[site.language]
    site.charset = other if site.charset == "utf-8" else "utf-8"
    return f"charset {site.charset}"


def noise(site: Site, dice: random.Random) -> str:
    site.has_noise = not site.has_noise
    return f"noise: {site.has_noise}"


def total(site: Site, dice: random.Random) -> str:
    site.has_total = not site.has_total
    return f"total: {site.has_total}"


# Each with how often it comes beside the others
OPERATIONS: dict[Operation, float] = {
    publish: 8,
    publish_several: 2,
    publish_under_an_old_day: 2,
    translate: 1,
    edit_text: 4,
    edit_title: 2,
    edit_day: 1,
    edit_files: 1.5,
    cosmetic: 1,
    delete: 2.5,
    restore: 1.5,
    move: 2,
    pin: 1,
    resection: 0.7,
    redesign: 0.4,
    repage: 0.5,
    another_pager: 0.3,
    another_scheme: 0.2,
    another_charset: 0.3,
    noise: 0.3,
    total: 0.2,
}


def day(site: Site, dice: random.Random) -> list[str]:
    """Do what a publisher does in a day; return what that was."""
    number = dice.choices([0, 1, 2, 3, 5], [4, 4, 3, 2, 1])[0]
    chosen = dice.choices(list(OPERATIONS), list(OPERATIONS.values()), k=number)
    return [said for each in chosen if (said := each(site, dice))]
