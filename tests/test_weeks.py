"""Days in the life of made rooms: what the archive says of them is what was true."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

# A posted pager, and a declared room by years
SEEDS, DAYS, CALM = "7,17", "5", "4"


def test_rooms_are_held_as_they_were_whatever_their_sites_do():
    here = Path(__file__).parent.parent
    asked = {"BENCH_SEEDS": SEEDS, "BENCH_DAYS": DAYS, "BENCH_CALM": CALM}
    done = subprocess.run(
        [sys.executable, "-m", "bench", "weeks"],
        cwd=here,
        env=os.environ | asked | {"PYTHONPATH": str(here)},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr + done.stdout
    assert "runs complete" in done.stdout
