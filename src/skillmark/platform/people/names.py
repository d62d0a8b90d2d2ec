"""Names that people give themselves and their organisations: one visible line, nothing hidden.

A name stands in pages, mails, subjects and pictures. Line breaks, controls, bidirectional
overrides and zero-width signs have no place in one; joiners stay, because Persian and Indic words
are written with them.
"""

import unicodedata
from typing import Final

from skillmark.core.encoding.lookalikes import is_reordered, one_line, skeleton

__all__ = ["is_reordered", "mixes_scripts", "one_line", "skeleton"]

_SCRIPTS: Final = ("LATIN", "CYRILLIC", "GREEK", "CHEROKEE", "ARMENIAN")


def mixes_scripts(name: str) -> bool:
    """Tell whether one word mixes alphabets whose letters look alike (UTS 39 §5.1)."""
    for word in name.split():
        names = [unicodedata.name(letter, "") for letter in word]
        found = {script for script in _SCRIPTS for one in names if one.startswith(f"{script} ")}
        if len(found) > 1:
            return True
    return False
