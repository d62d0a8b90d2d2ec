"""Which of the old code pages a file is written in, found by what its letters make of words.

A text in the wrong code page has capitals inside words (``MacÈ``), signs between letters (``Nu—ez``)
or words of accented letters alone. The code page with the fewest of these is the guess; it is only
ever a guess, and shown as one.
"""

import unicodedata
from typing import Final

NAMES: Final = {
    "utf-8": "UTF-8",
    "utf-16": "UTF-16",
    "cp1252": "Windows-1252 (Western Europe)",
    "mac_roman": "Mac OS Roman",
    "cp1250": "Windows-1250 (Central Europe)",
    "cp1251": "Windows-1251 (Cyrillic)",
    "cp1253": "Windows-1253 (Greek)",
    "cp1254": "Windows-1254 (Turkish)",
    "cp1255": "Windows-1255 (Hebrew)",
    "cp1256": "Windows-1256 (Arabic)",
    "cp1257": "Windows-1257 (Baltic)",
    "iso8859_15": "ISO 8859-15 (Western Europe)",
    "cp850": "DOS 850 (Western Europe)",
    "shift_jis": "Shift JIS (Japanese)",
    "gb18030": "GB 18030 (Chinese)",
    "big5": "Big5 (Chinese)",
    "euc_kr": "EUC-KR (Korean)",
}
"""Every encoding a person can choose: Python's name → ours."""

GUESSED: Final = (
    "cp1252",
    "cp1250",
    "mac_roman",
    "cp1254",
    "cp1251",
    "cp850",
)  # likelier first
_SAMPLE: Final = 20_000  # bytes that are not ASCII, with their neighbours
_WESTERN: Final = frozenset("éèêëáàâäãåæíìîïóòôöõøœúùûüñçßÉÈÁÀÂÄÅÍÎÓÖØÚÜÑÇ")
_CENTRAL: Final = frozenset("ěščřžůąęłńśźżćőűťďňľĺŕăâșşțţđŠČŘŽŁŚŻŹĆÁÉÍÓÖÚÜáéíóöúüýäôß")
_TURKISH: Final = frozenset("ğışĞİŞ")
_WELL_KNOWN: Final = _WESTERN | _CENTRAL | _TURKISH
_INSIDE_WORDS: Final = frozenset("\u2019'-\u2011·")
_FOREIGN_TO_CZECH: Final = frozenset("ìøùè")
_CARONS: Final = frozenset("šžŠŽ")
_WITHOUT_CZECH: Final = frozenset({"cp1252", "cp1254"})


def guess(data: bytes) -> str:
    """Return the code page that makes most of the words, one of `GUESSED`."""
    sample = _telling(data)
    return max(GUESSED, key=lambda codec: (_score(sample, codec), -GUESSED.index(codec)))


def _telling(data: bytes) -> bytes:
    """Return the words with bytes above 127, each once: more of the same tells nothing."""
    words = {
        word
        for word in data.replace(b",", b" ").replace(b";", b" ").split()
        if not word.isascii()
    }
    return b" ".join(sorted(words))[:_SAMPLE]


def _score(sample: bytes, codec: str) -> float:
    """Return how much the sample reads like words in a code page."""
    text = sample.decode(codec, "replace")
    total = 0.0
    for index, letter in enumerate(text):
        if letter.isascii():
            continue
        before = text[index - 1] if index else " "
        after = text[index + 1] if index + 1 < len(text) else " "
        total += _weight(before, letter, after)
    if codec in _WITHOUT_CZECH and _CARONS & set(text) and _FOREIGN_TO_CZECH & set(text):
        total -= len(text)  # Dvoøák, Jiøí: Czech in the wrong page
    return total


def _weight(before: str, letter: str, after: str) -> float:
    if not letter.isalpha():
        between = before.isalpha() and after.isalpha()
        return -0.5 if letter in _INSIDE_WORDS else (-3.0 if between else -1.0)
    if letter.isupper() and before.islower():
        return -3.0
    if _is_cyrillic(letter):
        return 1.0 if _is_cyrillic(before) or _is_cyrillic(after) else -2.0
    if not before.isascii() and before.isalpha():
        return -1.5  # accented letters seldom stand together
    return 1.0 if letter in _WELL_KNOWN else -0.5


def _is_cyrillic(letter: str) -> bool:
    return unicodedata.name(letter, "").startswith("CYRILLIC")
