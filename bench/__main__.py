"""`python -m bench [NAME …]`: run the benchmarks and print each figure with its target."""

from __future__ import annotations

import argparse
import os
import platform
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
    os.environ["BENCH_ROWS"] = arguments.rows or ""
    unknown = set(names) - set(BENCHMARKS)
    if unknown:
        parser.error(f"no such benchmark: {', '.join(sorted(unknown))}")
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, {platform.system()}\n")
    missed = 0
    with tempfile.TemporaryDirectory() as folder:
        for name in names:
            print(f"── {name} ──", flush=True)
            for figure in BENCHMARKS[name](Path(folder) / name):
                missed += not figure.reached
                print(figure, flush=True)
            print()
    raise SystemExit(1 if missed else 0)


if __name__ == "__main__":
    main()
