"""Names as an eye sees them: one visible line, and what it looks like.

`skeleton` follows UTS 39 §4: two names that look alike have the same one. Its table holds the
letters that pass for Latin ones in common typefaces, not all of Unicode's.
"""

import unicodedata
from typing import Final

_HIDDEN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_JOINERS: Final = frozenset("\u200c\u200d")
_REORDERING: Final = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_LOOKS: Final = {
    # Before case folding: the capital I, the digit one and the bar are a small L.
    **dict.fromkeys("I1|", "l"),
    "0": "o",
    # After it, script by script: each letter, and the Latin one it passes for.
    **dict(zip("авсԁеєһніјкӏмпорԛгѕтѵԝхуү", "abcdeehhijklmnopqrstvwxyy", strict=True)),
    **dict(zip("αβεηικνοσρτυχγωμ", "abenikvooptuxywu", strict=True)),
    **dict(zip("ցհոօզս", "ghnoqu", strict=True)),  # noqa: RUF001
    **dict(zip("ɑɡɩɪʟɴᴏʀꜱʏʜ", "agiilnorsyh", strict=True)),
}
_PAIRS: Final = {"rn": "m", "vv": "w"}


def one_line(text: str) -> str:
    """Return a name as one line in NFC: white space collapsed, nothing invisible."""
    seen = (
        letter
        for letter in " ".join(text.split())
        if letter in _JOINERS or unicodedata.category(letter) not in _HIDDEN
    )
    return unicodedata.normalize("NFC", " ".join("".join(seen).split()))


def is_reordered(text: str) -> bool:
    """Tell whether a text holds signs that show its letters in another order (UAX 9 §2)."""
    return not _REORDERING.isdisjoint(text)


def skeleton(name: str) -> str:
    """Return what a name looks like: equal for two names that an eye takes for one another.

    Accents stay: “Université” and “Universite” are told apart by reading them.
    """
    plain = unicodedata.normalize("NFKC", one_line(name))
    folded = "".join(_LOOKS.get(letter, letter) for letter in plain).casefold()
    looks = "".join(_LOOKS.get(letter, letter) for letter in folded if letter.isalnum())
    for pair, single in _PAIRS.items():
        looks = looks.replace(pair, single)
    return looks
