"""`python -m bench [NAME …]`: run the benchmarks and print each figure with its target."""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
import tempfile
from pathlib import Path

from bench import (
    copying,
    cost,
    feeds,
    forbidden,
    interruptions,
    memory,
    pages,
    reextraction,
    requests,
    revisions,
    safety,
    searching,
    speed,
    start_up,
    storage,
    twins,
    weeks,
    withdrawals,
)

BENCHMARKS = {
    "requests": requests.measure,
    "forbidden": forbidden.measure,
    "cost": cost.measure,
    "safety": safety.measure,
    "start-up": start_up.measure,
    "memory": memory.measure,
    "pages": pages.measure,
    "pages-postgresql": pages.measure_on_postgresql,
    "copying": copying.measure,
    "interruptions": interruptions.measure,
    "speed": speed.measure,
    "interruptions-postgresql": interruptions.measure_on_postgresql,
    "twins": twins.measure,
    "storage": storage.measure,
    "revisions": revisions.measure,
    "withdrawals": withdrawals.measure,
    "weeks": weeks.measure,
    "reextraction": reextraction.measure,
    "feeds": feeds.measure,
    "feeds-postgresql": feeds.measure_on_postgresql,
    "search": searching.measure,
    "search-postgresql": searching.measure_on_postgresql,
}


def main() -> None:
    """Run what was named, or all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(BENCHMARKS))
    parser.add_argument("--rows", metavar="N", help="articles of a large archive")
    arguments = parser.parse_args()
    names = arguments.names or list(BENCHMARKS)
    if arguments.rows:
        os.environ["BENCH_ROWS"] = arguments.rows
    unknown = set(names) - set(BENCHMARKS)
    if unknown:
        parser.error(f"no such benchmark: {', '.join(sorted(unknown))}")
    if len(names) > 1:
        # Each in a process of its own: Twisted's reactor runs once in one.
        commands = ([sys.executable, "-m", "bench", name] for name in names)
        statuses = [subprocess.run(command, check=False).returncode for command in commands]
        raise SystemExit(1 if any(statuses) else 0)
    raise SystemExit(0 if _run(names[0]) else 1)


def _run(name: str) -> bool:
    """Run one benchmark; tell whether every figure is reached."""
    print(f"── {name} ── (Python {platform.python_version()}, {os.cpu_count()} cores)", flush=True)
    is_reached = True
    with tempfile.TemporaryDirectory() as folder:
        for figure in BENCHMARKS[name](Path(folder) / name):
            is_reached &= figure.reached
            print(figure, flush=True)
    print()
    return is_reached


if __name__ == "__main__":
    main()
