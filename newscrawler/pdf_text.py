"""The text of a PDF, read by a process of its own: a hostile file costs that process, and no more.

This file is a script too; it imports nothing of the package, and pypdf only there. pypdf is pure
Python: what it reads cannot corrupt memory. It is slow on purpose-made files, so the process has
limits of time, memory and output.
"""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

# Seconds of computing and of waiting, bytes of memory
MOST_CPU, MOST_SECONDS, MOST_MEMORY = 30, 45, 1 << 30
MOST_PAGES, MOST_CHARACTERS = 2000, 2_000_000


def read(body: bytes) -> dict[str, Any]:
    """Return `text` (pages separated by a form feed) and `pages`, or `problem` in words."""
    command = [sys.executable, "-P", str(Path(__file__))]
    try:
        done = subprocess.run(  # noqa: S603  our own script
            command, input=body, capture_output=True, timeout=MOST_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        return {"problem": f"it took longer than {MOST_SECONDS} seconds to read"}
    try:
        answer: dict[str, Any] = json.loads(done.stdout)
    except ValueError:
        return {"problem": f"its reader ended with status {done.returncode}"}
    return answer


def _limit() -> None:
    """Take from this process what it will not need. Windows has no such limits."""
    with suppress(ImportError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (MOST_CPU, MOST_CPU))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def _pages(body: bytes) -> dict[str, Any]:
    from io import BytesIO

    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(BytesIO(body))
        if reader.is_encrypted and not reader.decrypt(""):
            return {"problem": "it is encrypted"}
        texts: list[str] = []
        for page in reader.pages[:MOST_PAGES]:
            texts.append(page.extract_text())
            if sum(map(len, texts)) > MOST_CHARACTERS:
                break
        return {"text": "\f".join(texts)[:MOST_CHARACTERS], "pages": len(reader.pages)}
    except (PyPdfError, RecursionError, MemoryError) as error:
        return {"problem": str(error) or type(error).__name__}
    except Exception as error:  # noqa: BLE001  a damaged file may raise anything from the library
        return {"problem": f"{type(error).__name__}: {error}"}


def _main() -> None:
    import logging

    _limit()
    logging.disable(logging.CRITICAL)
    print(json.dumps(_pages(sys.stdin.buffer.read())))


if __name__ == "__main__":
    _main()
