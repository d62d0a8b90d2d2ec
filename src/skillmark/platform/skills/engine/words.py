"""Words of a text and their stems: light English stemming that never fails on other languages.

A stem is only ever compared with a stem made here, so it need not be a word. The rules bring the
forms together that labels of skills use for the same act: *extinguish fires*, *extinguishing a
fire*; *analyse*, *analysis*, *analyzing*; *organisation*, *organize*. Accents and case are folded,
so that ``Aprés`` finds ``apres``. Text of other scripts is kept as it is, word by word.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

MAX_TEXT: Final = 20_000  # characters of one text that are read
_TOKEN: Final = re.compile(r"[^\W_]+(?:[+#]{1,2}(?![^\W_]))?")
_POSSESSIVE: Final = re.compile(r"(?<=\w)['\u2019]s?(?!\w)")
_LETTER_DASH: Final = re.compile(r"\b([a-z])-(?=[a-z])", re.IGNORECASE)
_VOWEL: Final = re.compile(r"[aeiouy]")
_SHORT: Final = 3  # letters a stem keeps at least

_EMPTY: Final = """
a able about after all also am an and any are as at be been being both but by can could do does
doing each either etc for from had has have he her his how i if in into is it its itself may me
might more most must my no nor not of on one onto or other others our out over own shall she should
so some such than that the their them then there these they this those through to under until up
upon us very was we were what when where whether which while who whom whose will with within
without would you your yourself against before well
"""
_FAINT: Final = """
ability adequate appropriate apply basic carry competence correct correctly different ensure good
holder knowledge know learner make new participant perform proper properly relevant safely safe
skill student successfully understand understanding use using various work provide conduct
undertake execute
"""
STOPWORDS: Final = frozenset(_EMPTY.split())
"""Words that say nothing about a skill."""
WEAK: Final = frozenset(_FAINT.split())
"""Words that stand in so many sentences about skills that they count little."""
LITTLE: Final = 0.3  # what a weak word counts

_IRREGULAR: Final = {
    "analyses": "analys", "analysis": "analys", "analytic": "analys", "analytics": "analys",
    "analytical": "analys", "analyse": "analys", "analyze": "analys", "analyzing": "analys",
    "analyzed": "analys", "analyst": "analys", "children": "child", "women": "woman",
    "men": "man", "built": "build", "taught": "teach", "sold": "sell", "written": "writ",
    "wrote": "writ", "driven": "driv", "made": "mak", "led": "lead", "kept": "keep",
    "sewn": "sew", "grown": "grow", "spoken": "speak", "programme": "program",
    "programmes": "program", "programming": "programm", "centre": "center", "centres": "center",
    "computing": "comput", "lenses": "lens", "maths": "mathemat", "mathematics": "mathemat",
    "mathematical": "mathemat", "statistics": "statist", "statistical": "statist",
    "data": "data", "news": "news", "business": "business", "businesses": "business",
    "people": "person", "persons": "person", "emergency": "emergenc", "diagnoses": "diagnos",
    "diagnosis": "diagnos", "diagnose": "diagnos", "diagnostic": "diagnos", "media": "media",
    "safety": "safet", "tyre": "tir", "tyres": "tir", "tire": "tir", "tires": "tir",
    "training": "training", "building": "building", "buildings": "building",
    "hygienic": "hygien", "ethical": "ethic", "ethics": "ethic",
}  # fmt: skip
_ENDINGS: Final = (
    ("ization", "iz"), ("isation", "iz"), ("izing", "iz"), ("ising", "iz"), ("ised", "iz"),
    ("ized", "iz"), ("ise", "iz"), ("ize", "iz"), ("ational", "at"), ("ation", "at"),
    ("ating", "at"), ("ated", "at"), ("ition", "it"), ("ction", "ct"), ("ption", "pt"),
    ("tion", "t"), ("ssion", "ss"), ("sion", "s"), ("ative", "at"), ("tively", "t"),
    ("tive", "t"), ("ments", ""), ("ment", ""), ("ness", ""), ("ively", "iv"), ("ally", "al"),
    ("ingly", ""), ("ly", ""), ("ishers", "ish"), ("isher", "ish"), ("ity", ""),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a text.

    Attributes:
        text: as it stands there.
        stem: what it is compared by.
        start: its place in the text, in characters.
        end: where it ends.
    """

    text: str
    stem: str
    start: int
    end: int

    @property
    def empty(self) -> bool:
        """Say whether the word says nothing about a skill."""
        return self.text.casefold() in STOPWORDS


def read(text: str) -> list[Word]:
    """Return the words of `text` in order; at most `MAX_TEXT` characters are read."""
    plain = _spelt(text[:MAX_TEXT])
    return [
        Word(found[0], stem(found[0]), found.start(), found.end())
        for found in _TOKEN.finditer(plain)
    ]


def stems(text: str) -> list[str]:
    """Return the stems of the words of `text` that say something, in order."""
    found = _TOKEN.findall(_spelt(text[:MAX_TEXT]))
    return [said for word in found if (said := _telling(word))]


@lru_cache(maxsize=200_000)
def _telling(word: str) -> str:
    """Return the stem of a word, or nothing for one that says nothing."""
    return "" if word.casefold() in STOPWORDS else stem(word)


def _spelt(text: str) -> str:
    """Return `text` of the same meaning with ``e-mail`` as one word and without ``'s``."""
    plain = text if text.isascii() else unicodedata.normalize("NFC", text)
    if "'" in plain or "\u2019" in plain:
        plain = _POSSESSIVE.sub("", plain)
    return _LETTER_DASH.sub(r"\1", plain) if "-" in plain else plain


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """Return what `word` is compared by."""
    plain = word.casefold()
    if not plain.isascii():
        plain = "".join(
            letter
            for letter in unicodedata.normalize("NFKD", plain)
            if not unicodedata.combining(letter)
        ).casefold()
    if plain in _IRREGULAR:
        return _IRREGULAR[plain]
    if len(plain) <= _SHORT or not plain.isascii() or not plain.isalpha():
        return plain
    return _tail(_shortened(_singular(plain)))


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > _SHORT + 1:
        return word[:-3] + "y"
    if word.endswith(("sses", "xes", "ches", "shes", "zzes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def _shortened(word: str) -> str:
    for ending, kept in _ENDINGS:
        rest = word[: -len(ending)]
        if (
            word.endswith(ending)
            and len(rest) >= _SHORT
            and not (
                ending == "ly" and rest[-1] in "pb"  # apply, assembly
            )
        ):
            return rest + kept
    for ending in ("ing", "ed"):
        rest = word[: -len(ending)]
        if word.endswith(ending) and len(rest) >= _SHORT and _VOWEL.search(rest):
            return rest
    return word


def _tail(word: str) -> str:
    """Fold the ends that inflection changes: a doubled consonant, ``-e``, ``-y``, ``-our``."""
    if word.endswith("our") and len(word) > _SHORT + 2:
        word = word[:-3] + "or"
    if len(word) > _SHORT and word[-1] in "ey":
        word = word[:-1] + ("i" if word[-1] == "y" else "")
    if len(word) > _SHORT and word[-1] == word[-2] and word[-1] not in "aeiou":
        word = word[:-1]
    return word


WEAK_STEMS: Final = frozenset(stem(word) for word in WEAK)
