"""What the archive says of a made room, compared with what was true: day by day, and at the end."""

from __future__ import annotations

import json
import re
import sqlite3
from collections import Counter
from collections.abc import Collection, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

from bench.weeks.server import Shown
from bench.weeks.site import Release, Site
from bench.weeks.versions import letters, lines, owner_of, place_of, versions_of
from newscrawler.console.exit_status import EXIT_STATUS
from newscrawler.content import words

# Faults under which nobody can call a run complete that has met them on a list
GRAVE = {
    "everything 500",
    "lists 500",
    "503 for an hour",
    "everything dropped",
    "lists cut",
    "lists empty",
    "everything under maintenance",
    "everything asks for consent",
    "everything asks for a login",
    "a captcha",
    "a captcha, 403",
    "everything says not found",
    "lists lead home",
    "everything hijacked",
    "robots.txt 500",
    "robots.txt forbids",
    "lists without rows",
}
OLD_PAGES = {"a stale cache", "a mirror that lags"}
# In so many runs a version has to be shown before it must be held.
SEEN_ENOUGH = 3
_SUMMARY = re.compile(r"(\d+) new, (\d+) revised, .*?; (\d+) of (\d+) listed held")


class Violation(NamedTuple):
    """Where the archive is not right: what kind of thing, on which day, and what it is."""

    kind: str
    day: int
    text: str


class Audit:
    """Looks at one archive of one site; `violations` is what it has found."""

    def __init__(self, archive: Path) -> None:
        self.archive = archive
        self.violations: list[Violation] = []
        self.counts: Counter[str] = Counter()
        self._event = 0
        self._day = 0
        self._troubled = 0
        self._seen: Counter[tuple[int, int]] = Counter()
        self._told: set[tuple[str, object]] = set()

    def day(self, day: int, site: Site, shown: Shown) -> None:
        """Look at the run of a day, of which the server has `shown` this."""
        self._day = day
        faults = {name for name, _ in shown.faults}
        self._troubled = 0 if faults else self._troubled + 1
        if not faults & OLD_PAGES:
            for id_, version in shown.versions.items():
                if id_ not in shown.is_spoilt:
                    self._seen[id_, version] += 1
        with closing(sqlite3.connect(self.archive)) as db:
            db.row_factory = sqlite3.Row
            run = db.execute("SELECT * FROM crawls ORDER BY id DESC LIMIT 1").fetchone()
            self.counts["runs"] += 1
            self.counts[f"runs {run['outcome']}"] += 1
            self._numbers(db, run)
            self._outcome(db, run, site, shown, faults)
            for event in db.execute(
                "SELECT * FROM events WHERE id > ? ORDER BY id", (self._event,)
            ):
                self._event = event["id"]
                self.counts[event["kind"]] += 1
                self._happened(db, event, site)
            self._copies(db, site)

    def _note(self, kind: str, text: str, once: object = None) -> None:
        if once is None or (kind, once) not in self._told:
            self._told.add((kind, once))
            self.violations.append(Violation(kind, self._day, text))

    # ── how a run ended ──

    def _numbers(self, db: sqlite3.Connection, run: sqlite3.Row) -> None:
        outcome, status = run["outcome"], run["exit_status"]
        usual = {"failed": EXIT_STATUS["listing"]}.get(outcome, EXIT_STATUS.get(outcome))
        if status != usual:
            self._note("exit status", f"{outcome} with {status}")
        said = _SUMMARY.search(run["summary"] or "")
        happened = Counter(
            row["kind"]
            for row in db.execute("SELECT kind FROM events WHERE crawl_id = ?", (run["id"],))
        )
        articles = db.execute("SELECT count(*) FROM articles").fetchone()[0]
        told = tuple(map(int, said.groups())) if said else ()
        if not said or told[:3] != (happened["new"], happened["revised"], articles):
            self._note("summary", f"{run['summary']!r}, but {dict(happened)}, {articles} held")
        gaps = re.search(r"(\d+) gaps?:", run["summary"] or "")
        number = db.execute("SELECT count(*) FROM room_gaps").fetchone()[0]
        if number != (int(gaps[1]) if gaps else 0):
            self._note("summary", f"{number} gaps, but {run['summary']!r}")

    def _outcome(
        self,
        db: sqlite3.Connection,
        run: sqlite3.Row,
        site: Site,
        shown: Shown,
        faults: Collection[str],
    ) -> None:
        is_complete = run["outcome"] == "complete"
        if is_complete:
            self._holds_what_is_listed(db, site, shown, faults)
        grave = {name for name, kind in shown.faults if kind in ("list", "robots")} & GRAVE
        if is_complete and grave:
            self._note("missed alarm", f"{', '.join(grave)}: {run['summary'].splitlines()[0]}")
        if not is_complete and self._troubled > 2:
            self._note("false alarm", run["summary"].splitlines()[0])

    def _holds_what_is_listed(
        self, db: sqlite3.Connection, site: Site, shown: Shown, faults: Collection[str]
    ) -> None:
        held = {owner for _, owner in self._articles(db, site)}
        known = {
            owner: (row["state"], row["reason"])
            for row in db.execute("SELECT url, state, reason FROM ledger")
            if (owner := owner_of(site, row["url"])) is not None
        }
        for each in site.listed():
            if each.id in held:
                continue
            state = known.get(each.id)
            said = f"{each.id} ({site.path(each)}, {each.content.day}): {state}"
            if each.id in shown.entries and (state is None or state[0] not in ("gone", "refused")):
                self._note("false completeness", f"shown and not held: {said}", each.id)
            elif state is not None and each.id in shown.versions and each.id not in shown.is_spoilt:
                self._note("false gap", said, each.id)
            elif state is None and not faults:
                is_late = each.versions[0].day < site.today.isoformat()
                self._note("not read yet" if is_late else "false completeness", said, each.id)

    # ── what happened ──

    def _articles(self, db: sqlite3.Connection, site: Site) -> Iterator[tuple[sqlite3.Row, int]]:
        for row in db.execute("SELECT * FROM articles ORDER BY id"):
            owner = owner_of(site, row["url"])
            if owner is None:
                self._note("held, and no release", row["url"], row["url"])
            else:
                yield row, owner

    def _copies(self, db: sqlite3.Connection, site: Site) -> None:
        owners = Counter(owner for _, owner in self._articles(db, site))
        for owner, number in owners.items():
            if number > 1:
                self._note("second copy", f"release {owner} is held {number} times", owner)

    def _happened(self, db: sqlite3.Connection, event: sqlite3.Row, site: Site) -> None:
        kind = event["kind"]
        if kind not in ("new", "revised", "withdrawn", "restored", "moved"):
            return
        row = db.execute("SELECT * FROM articles WHERE key = ?", (event["key"],)).fetchone()
        owner = owner_of(site, row["url"])
        if owner is None:
            return
        release = site.releases[owner]
        said = f"{owner} ({event['key']}) {event['detail']}"
        if kind in ("new", "revised"):
            self._content(db, row, release, site, event)
        elif kind == "withdrawn" and not release.is_gone:
            self._note("false withdrawal", said)
        elif kind == "restored" and release.is_gone:
            self._note("false restoration", said)
        elif kind == "moved" and sum(id_ == owner for id_ in site.places.values()) < 2:
            self._note("false move", said)

    def _content(
        self,
        db: sqlite3.Connection,
        row: sqlite3.Row,
        release: Release,
        site: Site,
        event: sqlite3.Row,
    ) -> None:
        number = event["revision"]
        revisions = {
            each["number"]: each
            for each in db.execute(
                "SELECT * FROM revisions WHERE article_id = ? AND number IN (?, ?)",
                (row["id"], number, number - 1),
            )
        }
        now = versions_of(revisions[number], release, site)
        if not now:
            self._note("read otherwise", self._wrong(revisions[number], release, site), row["key"])
        if event["kind"] == "new" or not now:
            return
        before = versions_of(revisions[number - 1], release, site)
        detail = json.loads(event["detail"])
        said = f"{release.id} ({row['key']}) revision {number} {event['detail']}"
        if not before:
            return
        is_edit = not set(now) & set(before)
        if max(now) < min(before):
            self._note("false edit", f"back to version {now} of {before}: {said}")
        elif not is_edit and detail["cause"] == "publisher":
            self._note("false edit", said)
        elif detail["cause"] == "extractor":
            self._note("wrong cause", said)
        elif is_edit and detail["cause"] == "template":
            # In another design other sections, and another order, are the site's.
            if lines(release.versions[before[-1]]) != lines(release.versions[now[-1]]):
                self._note("wrong cause", said)
        elif is_edit:
            self._kind(release, before, now, detail, said)

    def _kind(
        self, release: Release, before: list[int], now: list[int], detail: dict[str, Any], said: str
    ) -> None:
        one, other = release.versions[before[-1]], release.versions[now[-1]]
        is_cosmetic = letters(one) == letters(other)
        if is_cosmetic != bool(detail.get("cosmetic")):
            self._note("cosmetic or not", said)

    def _wrong(self, revision: sqlite3.Row, release: Release, site: Site) -> str:
        said = release.content
        for name, found, true in (
            ("title", revision["title"], said.title),
            ("day", revision["create_time"], said.day),
        ):
            if words(found or "")[:10] != words(true)[:10] or (name == "title" and found != true):
                return f"{release.id} design {site.design % 4}: {name} {found!r}, not {true!r}"
        body = (revision["body"] or "")[:80], (revision["body"] or "")[-80:]
        beside = f"{revision['attachments']} {revision['breadcrumb']}"
        return f"{release.id} design {site.design % 4}: {beside} {body}"

    # ── the end ──

    def end(self, site: Site) -> None:
        """Look at everything after some days without trouble, in which all was asked for again."""
        with closing(sqlite3.connect(self.archive)) as db:
            db.row_factory = sqlite3.Row
            found: dict[int, list[sqlite3.Row]] = {}
            for row, owner in self._articles(db, site):
                found.setdefault(owner, []).append(row)
            feed = site.kind in ("rss", "atom", "json")
            listed = {each.id for each in site.listed()[: 20 if feed else None]}
            for release in site.releases.values():
                rows = found.get(release.id, [])
                self.counts["releases"] += 1
                self.counts["versions"] += len(release.versions)
                if rows:
                    self._is_true(db, rows[-1], release, site)
                elif release.id in listed:
                    self._note("lost release", f"{release.id} ({site.path(release)})")

    def _is_true(
        self, db: sqlite3.Connection, row: sqlite3.Row, release: Release, site: Site
    ) -> None:
        said = f"{release.id} ({row['key']}, {row['url']})"
        if release.is_gone:
            self.counts["gone"] += 1
            if row["state"] != "withdrawn":
                self._note("missed withdrawal", f"{said} is {row['state']}")
            return
        if row["state"] == "withdrawn":
            self._note("not restored", said)
        revisions = db.execute(
            "SELECT * FROM revisions WHERE article_id = ? ORDER BY number", (row["id"],)
        ).fetchall()
        kept = {version for each in revisions for version in versions_of(each, release, site)}
        last = len(release.versions) - 1
        if last not in versions_of(revisions[-1], release, site):
            self._note(
                "missed edit",
                f"{said} is not as it is now: {self._wrong(revisions[-1], release, site)}",
            )
        for (id_, version), runs in self._seen.items():
            if id_ == release.id and runs >= SEEN_ENOUGH and version not in kept:
                self._note("missed edit", f"{said}: version {version}, shown in {runs} runs")
        path, place = site.path(release), place_of(row["url"])
        if place != path and site.old.get(place, 200) != 200:
            self._note("missed move", f"{said} is now at {path}")
