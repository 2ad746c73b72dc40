"""What a person is told of a run when it has ended."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

# More than clocks drift; a wrong zone is an hour.
WRONG_CLOCK = timedelta(minutes=30)
NOT_SEEN_LIVE = (
    "nobody has seen this room live: compare it with 'newscrawler probe', "
    "then take `seen_live = False` from its file"
)
NO_CONTACT = (
    "the User-Agent names nobody to turn to: set NEWSCRAWLER_CONTACT to a mail or web address"
)


def of_run(
    room: str,
    outcome: str,
    report: Mapping[str, Any],
    gaps: Sequence[tuple[str, str, Any]],
) -> str:
    """Return what a person needs to know of a run, in a line or two."""
    states = report["states"]
    listed = sum(states.values())
    text = (
        f"{room}: {outcome}. {report['new']} new, {report['revised']} revised, "
        f"{report['unchanged']} unchanged{_changes(report)}; "
        f"{states.get('held', 0)} of {listed} listed held{_lists(report['walks'])}"
    )
    if report["suspect"]:
        text += f"; {_plural(report['suspect'], 'suspect page')} kept aside"
    if gaps:
        text += f"; {_plural(len(gaps), 'gap')}: {_reasons(gaps)}"
    if why := report["why"]:
        text += f". {why[0].upper()}{why[1:]}"
    if report["template"]:
        text += (
            f"\n{_plural(report['template'], 'release')} shown in another design than before; "
            "'newscrawler diff' tells whether they are still read rightly"
        )
    coverage = [f"{name} {share:.0%}" for name, share in report["coverage"].items() if share < 1]
    if coverage:
        text += f"\nfields found: {', '.join(coverage)}, the others 100%"
    return text


def attachments(report: Mapping[str, Any], missing: Sequence[tuple[str, str, Any]]) -> str:
    """Return a line on the documents that releases link to; nothing where there is no news."""
    new, changed = report["attachments_new"], report["attachments_changed"]
    if not (new or changed or missing):
        return ""
    text = f"attachments: {new} new, {changed} changed"
    return text + (f"; {_plural(len(missing), 'gap')}: {_reasons(missing)}" if missing else "")


def alone(states: Mapping[str, int], advice: str) -> str:
    """Return a line where one release is all that is listed: it may be the page of a release."""
    return (
        f"only one release is listed: is this the list? {advice}"
        if sum(states.values()) == 1
        else ""
    )


def foreign(addresses: Iterable[str]) -> str:
    """Return a line on entries that lead to other sites; nothing where all are the room's."""
    hosts = Counter(urlsplit(address).netloc for address in addresses)
    if not hosts:
        return ""
    named = ", ".join(f"{host} {number}" for host, number in hosts.most_common(3))
    more = " …" if len(hosts) > 3 else ""
    return f"on other sites, and not kept: {_plural(hosts.total(), 'release')} ({named}{more})"


def clocks(apart: timedelta | None) -> str:
    """Return a line where the clocks of the machine and of the site are not the same."""
    if apart is None or abs(apart) < WRONG_CLOCK:
        return ""
    said = f"the clocks of this machine and of the site are {abs(apart)} apart"
    return f"{said}; what is held has the machine's times"


def _changes(report: Mapping[str, Any]) -> str:
    """Return what is worth a word only when it happened, each with a comma in front."""
    numbers = {name: report[name] for name in ("withdrawn", "moved", "restored")}
    numbers["that could not be looked at again"] = report["unchecked"]
    numbers["not found, to be confirmed"] = report["absent"] - report["withdrawn"]
    return "".join(f", {number} {words}" for words, number in numbers.items() if number > 0)


def _lists(walks: Sequence[Mapping[str, Any]]) -> str:
    """Say which list took the place of one, and which says that it has more than it showed."""
    said = [
        f"; listed by {walk['listing']}, for the page given shows no list"
        for walk in walks
        if walk["instead"] and walk["listed"]
    ]
    more = [walk for walk in walks if (walk["total"] or 0) > walk["listed"]]
    said += [f"; {walk['listing']} counts {walk['total']}" for walk in more]
    return "".join(said)


def _plural(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _reasons(gaps: Sequence[tuple[str, str, Any]]) -> str:
    """Name the three commonest reasons; `gaps` lists them all."""
    reasons = Counter(f"{state} ({reason})" if reason else state for _, state, reason in gaps)
    named = [f"{number} {words}" for words, number in reasons.most_common(3)]
    return ", ".join(named) + (" …" if len(reasons) > 3 else "")
