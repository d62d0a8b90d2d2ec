"""Cutting text into the parts that name one thing each: lines, sentences, items of a list."""

import re
from collections.abc import Iterable
from typing import Final

from skillmark.platform.skills.engine import words

MOST: Final = 24  # parts of one text
_CUT: Final = re.compile(r"[\n;•]|(?<=[.!?])\s|,\s| and | or ", re.IGNORECASE)


def of(texts: Iterable[str]) -> list[str]:
    """Return each text, and its parts where it has several; at most `MOST`, none twice."""
    found: dict[str, None] = {}
    for text in texts:
        for line in re.split(r"\n", text):
            if not words.stems(line):
                continue
            found[line.strip()] = None
            parts = [part.strip() for part in _CUT.split(line)]
            told = [part for part in parts if len(words.stems(part)) > 1]
            if len(told) > 1:
                found.update(dict.fromkeys(told))
    return list(found)[:MOST]
