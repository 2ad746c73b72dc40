"""Trees as Python code: an expression each, a function all together."""

from __future__ import annotations

import re
from typing import Any

# Most lines and texts are plainly this or that, which few trees tell: after how many it is asked
# whether the log of the odds is sure. Of the lines of a page one in 700 would be judged otherwise
# by all, of 45,000 texts that may be a title and 12,000 links none, on the pages learnt from.
_LOOKS = {
    "body": ((11, 19, 39), "not -1.5 < s < 1.5"),
    "title": ((14, 19, 24, 29, 39, 59), "s < -4.5"),
    "listing": ((29, 39), "s < -2.5"),
}


def module(model: Any, columns: list[str], arguments: list[str], question: str) -> str:
    """Return the source of a module for a model of lightgbm.

    `columns` are the names that the model was learnt with, or expressions of them such as
    `own_bits & 4`; `arguments` the numbers that the function is given, in order.
    """
    learnt = model.dump_model()["tree_info"]
    code = [_tree(tree["tree_structure"], columns) for tree in learnt]
    used = set(re.findall(r"[a-z]\w*", " ".join(code)))
    lines = [
        f'"""{len(code)} trees for: {question}. Written by `python -m bench.train`."""',
        "",
        "from collections.abc import Sequence",
        "from typing import Any",
        "",
        "",
        "def score(features: Sequence[Any]) -> float:",
        '    """Return the log of the odds; see `newscrawler.extract.weights`."""',
        f"    {', '.join(name if name in used else '_' for name in arguments)} = features",
    ]
    looks, is_sure = _LOOKS.get(question, ((), ""))
    for number, tree in enumerate(code):
        lines.append(f"    s {'+=' if number else '='} {tree}")
        if number in looks:
            lines += [f"    if {is_sure}:", "        return s"]
    return "\n".join([*lines, "    return s", ""])


def _tree(node: dict[str, Any], names: list[str]) -> str:
    if "leaf_value" in node:
        return f"{node['leaf_value']:.4g}"
    left, right = (_tree(node[side], names) for side in ("left_child", "right_child"))
    name = names[node["split_feature"]]
    if "&" in name:
        return f"({right} if {name} else {left})"
    return f"({left} if {name} <= {node['threshold']:.6g} else {right})"
