"""“I want to become…”: from a goal in a person's words to the programmes that lead there.

Three things speak for a programme: its provider names the goal, it teaches skills that the goal
speaks of (found offline in the frameworks), or its own words hold the goal's. Each match says why.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Final

from django.db.models import Q
from django.utils.translation import gettext as _

from skillmark.platform.catalog.text import line
from skillmark.platform.programmes import catalogue, indexing
from skillmark.platform.programmes.models import Programme, ProgrammeSkill
from skillmark.platform.skills import search
from skillmark.platform.skills import selectors as skills

MAX_GOAL: Final = 120  # characters
MAX_FOUND: Final = 24  # programmes
MAX_READ: Final = 500  # programmes looked at
HITS: Final = 20  # skills a goal stands for
SHOWN_SKILLS: Final = 4  # in a reason
_SHORTEST: Final = 3  # letters of a word that counts
_FILLING: Final = frozenset({
    "the", "and", "for", "with", "want", "become", "becoming", "would", "like", "work", "working", "job", "der",
    "die", "das", "und", "ein", "eine", "einer", "werden", "les", "des", "une", "pour", "devenir", "los", "las", "una", "para", "ser",
})  # fmt: skip
_NAMED: Final = 4.0  # the provider names exactly this goal
_TOLD: Final = 1.5  # its words hold the goal's
_WEAK: Final = 0.35  # of the best skill's score: below it a skill is a guess


@dataclass(frozen=True, slots=True)
class Match:
    """A programme that leads to a goal.

    Attributes:
        score: for ordering only.
        reasons: sentences that say why it is here, the strongest first.
    """

    programme: Programme
    score: float
    reasons: tuple[str, ...]


def leading_to(goal: str) -> list[Match]:
    """Return the programmes that lead to a goal, best first.

    Args:
        goal: as a person writes it: “safety officer”.
    """
    said = line(goal)[:MAX_GOAL]
    words = _words(said)
    if not words:
        return []
    taught = _taught(said)
    rows = catalogue.everything().filter(
        reduce(or_, (Q(search_text__contains=word) for word in words), Q(pk__in=list(taught)))
    )
    matches = [
        match
        for row in rows.order_by("pk")[:MAX_READ]
        if (match := _match(row, said, words, taught.get(row.pk, {})))
    ]
    matches.sort(key=lambda one: (-one.score, one.programme.title, one.programme.pk))
    return matches[:MAX_FOUND]


def _taught(goal: str) -> dict[object, dict[str, float]]:
    """Return by programme the skills that it teaches and the goal speaks of, with their weight."""
    hits = search.search(goal, limit=HITS).hits
    if not hits or hits[0].score <= 0:
        return {}
    best = hits[0].score
    weights: dict[str, float] = {}
    for hit in hits:
        if hit.score >= best * _WEAK:
            weights.setdefault(indexing.digest_of(skills.address(hit.skill)), hit.score / best)
    rows = ProgrammeSkill.objects.with_scopes_disabled().filter(uri_digest__in=list(weights))
    found: dict[object, dict[str, float]] = {}
    for programme, digest, name in rows.values_list("programme", "uri_digest", "name"):
        found.setdefault(programme, {})[name] = weights[digest]
    return found


def _match(
    row: Programme, goal: str, words: frozenset[str], taught: dict[str, float]
) -> Match | None:
    named, nearness = _nearest(words, row.goals)
    told = len([word for word in words if word in row.search_text]) / len(words)
    score = _NAMED * nearness + sum(sorted(taught.values(), reverse=True)[:SHOWN_SKILLS])
    whole = told == 1.0
    if not score and not whole:
        return None
    reasons = []
    if named:
        reasons.append(_("It prepares for: %(goal)s.") % {"goal": named})
    if taught:
        best = sorted(taught, key=lambda name: (-taught[name], name))[:SHOWN_SKILLS]
        reasons.append(_("It teaches: %(skills)s.") % {"skills": ", ".join(best)})
    if not reasons:
        reasons.append(_("It speaks of “%(goal)s”.") % {"goal": goal})
    return Match(row, score + _TOLD * told, tuple(reasons))


def _nearest(words: frozenset[str], goals: Iterable[str]) -> tuple[str, float]:
    """Return the goal that shares most words, and how much: 1 is the same words."""
    best = ("", 0.0)
    for one in goals:
        theirs = _words(one)
        shared = len(words & theirs)
        nearness = shared / len(words | theirs) if shared else 0.0
        if nearness > best[1]:
            best = (one, nearness)
    return best


def _words(text: str) -> frozenset[str]:
    """Return the words that count, folded; letters of scripts without spaces stay together."""
    split = "".join(c if c.isalnum() else " " for c in indexing.folded(text)).split()
    kept = [one for one in split if len(one) >= _SHORTEST and one not in _FILLING]
    return frozenset(kept or split)
