"""Text that people typed, made safe to show and to send on."""

import unicodedata
from typing import Final

_CONTROL: Final = frozenset({"Cc", "Cs", "Co", "Cn", "Zl", "Zp"})
_OVERRIDES: Final = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")


def one_line(text: str, limit: int) -> str:
    """Return the text in NFC on one line: no control characters, no direction overrides.

    Args:
        text: what was typed.
        limit: characters kept.
    """
    spaced = " ".join(unicodedata.normalize("NFC", text).split())
    kept = (
        letter
        for letter in spaced
        if letter not in _OVERRIDES and unicodedata.category(letter) not in _CONTROL
    )
    return "".join(kept)[:limit].strip()
