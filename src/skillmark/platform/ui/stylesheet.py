"""One style sheet out of many, so that a page asks once.

`skillmark.css` names its parts with ``@import``, which a browser would fetch one by one, each
with headers of its own. Where static files are collected, `joined` writes them as one file. What
it reads is ours: comments and indentation go, nothing else is understood.
"""

import re
from collections.abc import Callable
from typing import Final

ENTRY: Final = "ui/css/skillmark.css"

_IMPORT: Final = re.compile(r'^@import url\("([\w./-]+)"\)(?: layer\((\w+)\))?;$', re.MULTILINE)
_COMMENT: Final = re.compile(r"/\*.*?\*/", re.DOTALL)


def joined(entry: str, read: Callable[[str], str]) -> str:
    """Return `entry` with every import in its place, in its layer.

    Args:
        entry: the text of the sheet that imports; the others stand beside it, so that relative
            addresses stay right.
        read: returns the text of a sheet by the name it is imported under.

    Raises:
        ValueError: a sheet imports in a spelling that is not understood.
    """

    def part(found: re.Match[str]) -> str:
        text = _bare(read(found[1]))
        return f"@layer {found[2]}{{\n{text}\n}}" if found[2] else text

    whole = _IMPORT.sub(part, _bare(entry))
    if "@import" in whole:
        raise ValueError("a style sheet imports in a way that cannot be joined")
    return whole + "\n"


def _bare(text: str) -> str:
    lines = (line.strip() for line in _COMMENT.sub("", text).splitlines())
    return "\n".join(line for line in lines if line)
