"""Searching skills by a typed sentence: what the picker, the API and other apps call.

In memory and offline: `engine` ranks over an inverted index that `indexing` keeps a framework,
so SQLite and PostgreSQL give the same hits in the same order. Two small queries an answer: which
frameworks are there in which revision, and the rows of the hits.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import F

from skillmark.platform.skills import indexing
from skillmark.platform.skills.engine import answer, reasons
from skillmark.platform.skills.engine.query import How, Query
from skillmark.platform.skills.engine.ranking import Ranked
from skillmark.platform.skills.engine.reasons import Reason
from skillmark.platform.skills.engine.segment import Segment
from skillmark.platform.skills.models import Framework, Skill

MAX_SENTENCE: Final = 2_000  # characters that are read
MAX_LIMIT: Final = 50


@dataclass(frozen=True, slots=True)
class Hit:
    """One skill with its rank and the reason."""

    skill: Skill
    score: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """The answer to a sentence.

    Attributes:
        hits: best first.
        unknown: words of the sentence that no skill has.
        read_as: words that were taken for misspelt, with what they were read as.
    """

    hits: tuple[Hit, ...] = ()
    unknown: tuple[str, ...] = ()
    read_as: tuple[tuple[str, str], ...] = ()


def search(sentence: str, limit: int = 10, frameworks: Collection[str] | None = None) -> Found:
    """Return the skills that a sentence speaks of, best first.

    Searched is what belongs to everybody, and inside an organisation's scope its own frameworks.

    Args:
        sentence: as a person types it; the first `MAX_SENTENCE` characters count.
        limit: hits at most, up to `MAX_LIMIT`.
        frameworks: keys of the only ones to search; all if not given.
    """
    chosen = _segments(frameworks)
    indexes = [segment for _framework, segment in chosen]
    text, most = sentence[:MAX_SENTENCE], max(0, min(limit, MAX_LIMIT))
    query, ranked = answer.to_sentence(text, indexes, most)
    return _found(query, ranked, chosen)


def suggest(
    sentences: Sequence[str], limit: int = 12, frameworks: Collection[str] | None = None
) -> Found:
    """Return the skills that several sentences speak of, such as a title and its outcomes.

    Each sentence brings its own best hits, so that a long list of outcomes does not drown one.
    """
    chosen = _segments(frameworks)
    indexes = [segment for _framework, segment in chosen]
    texts = [sentence[:MAX_SENTENCE] for sentence in sentences]
    query, ranked = answer.to_sentences(texts, indexes, max(0, min(limit, MAX_LIMIT)))
    return _found(query, ranked, chosen)


def _segments(frameworks: Collection[str] | None) -> list[tuple[Framework, Segment]]:
    rows = Framework.objects.order_by(F("organisation_id").asc(nulls_first=True), "key", "id")
    if frameworks is not None:
        rows = rows.filter(key__in=frameworks)
    return indexing.segments(rows.only("id", "key", "name", "revision"))


def _hits(
    query: Query,
    ranked: Sequence[Ranked],
    chosen: Sequence[tuple[Framework, Segment]],
) -> tuple[Hit, ...]:
    places = [
        (chosen[one.segment][0].pk, chosen[one.segment][1].uris[one.document], one.score)
        for one in ranked
    ]
    rows = (
        Skill.objects.filter(
            framework__in={framework for framework, _uri, _score in places},
            uri__in=[uri for _framework, uri, _score in places],
            withdrawn_at=None,
        )
        .select_related("framework")
        .order_by()
    )
    there = {(row.framework_id, row.uri): row for row in rows}
    return tuple(
        Hit(skill, score, _explain(query, skill))
        for framework, uri, score in places
        if (skill := there.get((framework, uri))) is not None
    )


def _explain(query: Query, skill: Skill) -> tuple[Reason, ...]:
    others = list(skill.alternatives)
    for texts in skill.translations.values():
        others += [texts.get("label", ""), *texts.get("alternatives", ())]
    return reasons.explain(query, skill.label, others, skill.description)


def _found(
    query: Query,
    ranked: Sequence[Ranked],
    chosen: Sequence[tuple[Framework, Segment]],
) -> Found:
    hits = _hits(query, ranked, chosen)
    read_as = {
        typed: met
        for hit in hits
        for reason in hit.reasons
        for typed, met, how in zip(reason.typed, reason.met, reason.how, strict=True)
        if how == How.SPELLING
    }
    return Found(hits, tuple(query.unknown), tuple(read_as.items()))
