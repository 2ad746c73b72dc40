"""`python -m tests.fuzz [TARGET …] [--seconds N] [--inputs N]`: fuzz each target, tell the figures.

Inputs that crash, hang for more than a second or take more than 600 MB end the run and are kept in
`tests/fuzz/crashes/`; `tests/test_fuzz.py` replays them ever after. Needs atheris: `pip install
'.[fuzz]'`.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

CRASHES = Path(__file__).parent / "crashes"
MOST_MB = 600
LONGEST = {"article": 4096, "listing": 4096, "charset": 4096}
WORDS = """
<a href=" </a> <p> <div> <table> <tr> <td> <li> <ul> <h1> <h2> <title> <meta charset=" <br> <span>
<script> <style> <!-- --> <base href=" <img src=" <input type="password"> <form> class=" style="
You are here: Home > Create Time: 2021-04-19 发布时间：2021年4月19日
当前位置： By 作者： Next >> 下一页
/articles/view/cid/18/id/1238 /Home/Articles/index/cid/18/p/2 http:// https:// // : ? & = # %20 %2e
[::1] xn-- @ User-agent: * Disallow: Allow: Crawl-delay: noindex
{"location":"/","tdm-reservation":1}
text/html;charset= gb2312 big5 shift_jis utf-16 &#0; &#x110000; &nbsp; &amp; Mon, 21 Oct 2024 GMT
""".split()


def seeds(target: str) -> Iterator[bytes]:
    """Yield good inputs, from which the fuzzer goes on."""
    from fixtures.replica import render
    from fixtures.replica.releases import room

    shown = room()
    if target == "article":
        yield from (render.article(each).encode() for each in shown.releases.values())
    elif target == "listing":
        yield from (render.listing(shown, number).encode() for number in range(1, shown.pages + 1))
    elif target == "charset":
        text = "<meta charset=gbk>品牌保护 é ü ж"
        for name in ("utf-8", "gb18030", "utf-16"):
            yield b"text/html; charset=gbk\n" + text.encode(name)
    elif target == "url":
        yield from (render.address(each).encode() for each in shown.releases.values())
    elif target == "date":
        yield from (
            each.encode() for each in ("2021-04-19 10:30", "April 19th, 2021", "二〇二一年四月")
        )
    else:
        yield b"User-agent: *\nDisallow: /a*b$\nCrawl-delay: 2\n"
        yield b'[{"location": "/", "tdm-reservation": 1}]'


def fuzz(target: str) -> None:
    """Fuzz one target in this process; libFuzzer ends it."""
    import atheris

    with atheris.instrument_imports(include=["newscrawler"]):
        from tests.fuzz.targets import TARGETS

    atheris.Setup(sys.argv, TARGETS[target])
    atheris.Fuzz()


def run(target: str, seconds: int, inputs: int) -> tuple[int, int, bool]:
    """Fuzz one target in a process of its own; return (inputs, seconds, whether all was well)."""
    crashes = CRASHES / target
    crashes.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        corpus = Path(folder)
        for number, seed in enumerate(seeds(target)):
            (corpus / str(number)).write_bytes(seed)
        words = corpus.with_suffix(".dict")
        words.write_text("".join(f'"{_escaped(word)}"\n' for word in WORDS))
        command = [sys.executable, "-m", "tests.fuzz", "--one", target, str(corpus)]
        options = {
            "max_total_time": seconds,
            "runs": inputs or -1,
            "timeout": 1,
            "rss_limit_mb": MOST_MB,
            "max_len": LONGEST.get(target, 1024),
            "dict": words,
            "artifact_prefix": f"{crashes}/",
            "print_final_stats": 1,
        }
        command += [f"-{name}={value}" for name, value in options.items()]
        process = subprocess.run(command, stderr=subprocess.PIPE, text=True, errors="replace")
        words.unlink()
    done = re.findall(r"stat::number_of_executed_units:\s+(\d+)", process.stderr)
    took = re.findall(r"Done \d+ runs in (\d+) second", process.stderr)
    if process.returncode:
        print(process.stderr[-3000:], file=sys.stderr)
    return int(done[-1]) if done else 0, int(took[-1]) if took else 0, process.returncode == 0


def _escaped(word: str) -> str:
    return "".join(f"\\x{byte:02x}" for byte in word.encode())


def main() -> None:
    """Fuzz what was named, or all."""
    if sys.argv[1:2] == ["--one"]:
        target = sys.argv[2]
        del sys.argv[1:3]
        fuzz(target)
        return
    names = ("url", "date", "rules", "charset", "article", "listing")
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", metavar="TARGET", help=", ".join(names))
    parser.add_argument("--seconds", type=int, default=60, help="for each target")
    parser.add_argument("--inputs", type=int, default=0, help="for each target; 0: any number")
    options = parser.parse_args()
    total, well = 0, True
    for target in options.names or names:
        done, took, good = run(target, options.seconds, options.inputs)
        total, well = total + done, well and good
        print(
            f"{target:10}{done:>10} inputs {took:>6} s   {'ok' if good else 'CRASHED'}", flush=True
        )
    print(f"{'all':10}{total:>10} inputs")
    raise SystemExit(0 if well else 1)


if __name__ == "__main__":
    main()
