"""What an achievement says in languages other than its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from skillmark.platform.catalog.content.reader import Reader
from skillmark.platform.catalog.models import MAX_CRITERIA, MAX_DESCRIPTION, MAX_NAME
from skillmark.platform.catalog.vocabulary import LANGUAGES

MAX_OUTCOMES: Final = 40
MAX_OUTCOME: Final = 400  # characters
NAMES: Final = dict(LANGUAGES)


@dataclass(frozen=True, slots=True)
class Translation:
    """The words of one language; what is empty is shown in the main language."""

    language: str
    name: str = ""
    description: str = ""
    criteria_markdown: str = ""
    outcomes: tuple[str, ...] = ()

    def to_json(self) -> dict[str, object]:
        """Return the form that is kept in the database, under the language."""
        return {
            "name": self.name,
            "description": self.description,
            "criteria_markdown": self.criteria_markdown,
            "outcomes": list(self.outcomes),
        }


def read(reader: Reader, name: str, main: str) -> tuple[Translation, ...]:
    """Return the translations of the object `name`, by language; empty ones are left out."""
    given = reader.raw.get(name) or {}
    if not isinstance(given, Mapping):
        reader.problems[name] = _("Give an object of languages.")
        return ()
    found = []
    for language, words in given.items():
        if not isinstance(words, Mapping) or language not in NAMES:
            reader.problems[name] = _("Choose each language of the list.")
            continue
        own = Reader({str(key): value for key, value in words.items()})
        one = Translation(
            language=str(language),
            name=own.line("name", MAX_NAME),
            description=own.block("description", MAX_DESCRIPTION),
            criteria_markdown=own.block("criteria_markdown", MAX_CRITERIA),
            outcomes=own.lines("outcomes", MAX_OUTCOMES, MAX_OUTCOME),
        )
        where = {"language": NAMES[one.language]}
        if own.problems:
            reader.problems[name] = _("%(language)s: %(problem)s") % {
                **where,
                "problem": next(iter(own.problems.values())),
            }
        empty = not (one.name or one.description or one.criteria_markdown or one.outcomes)
        if empty:
            continue
        if one.language == main:
            reader.problems[name] = (
                _("%(language)s is the main language: write its words above.") % where
            )
        found.append(one)
    return tuple(sorted(found, key=lambda one: one.language))
