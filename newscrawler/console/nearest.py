"""What somebody may have meant who wrote a name that there is not."""

from __future__ import annotations

from collections.abc import Sequence

# Of the characters so many in common: a letter or two that is missing, doubled or changed.
ALIKE = 0.9


def meant(name: str, known: Sequence[str]) -> str:
    """Return the names that are like `name`, as a question, or else all that there are.

    >>> meant("qbpcnews", ["any_room", "qbpc_news"])
    'did you mean qbpc_news?'
    >>> meant("acme", ["any_room", "qbpc_news"])
    'there is: any_room, qbpc_news'
    """
    # Most names are right, and then it need not be imported.
    from difflib import get_close_matches

    near = [each for each in known if name and name in each] or get_close_matches(
        name, known, cutoff=ALIKE
    )
    if near:
        return f"did you mean {' or '.join(near[:3])}?"
    return f"there is: {', '.join(known) or 'none'}"
