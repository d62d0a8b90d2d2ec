"""The rigor block: how somebody was assessed, in terms that every Open Badges verifier reads.

Levels reached are results that answer the achievement's own rubric. Everything else has no member
of its own in the standard: it stands as evidence, under the genres below, in English because the
text is signed. Words of the European Learning Model link to their official concepts. Learners' work
is named by its fingerprint unless they let it be named; assessors by a lasting key.
"""

from collections.abc import Iterator
from typing import Final

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from skillmark.core.badges.subject import Evidence as Work
from skillmark.core.badges.subject import Result
from skillmark.core.badges.vocabulary import ResultStatus
from skillmark.core.lint.quality import trusted
from skillmark.platform.assessment import checks, criteria, sampling
from skillmark.platform.assessment.criteria import Scale
from skillmark.platform.assessment.models import (
    Decision,
    Evidence,
    Mark,
    Secret,
    Submission,
)
from skillmark.platform.assessment.vocabulary import (
    EvidenceKind,
    Kind,
    MarkState,
    Round,
)
from skillmark.platform.catalog import badge, european
from skillmark.platform.catalog.european import AssessmentType
from skillmark.platform.catalog.quality import definitions as quality
from skillmark.platform.issuing.making.assessed import Assessed

GENRE_WORK: Final = "Evidence"
GENRE_ASSESSMENT: Final = "Assessment"
GENRE_PRIOR: Final = "Recognition of prior learning"

type Facts = list[tuple[str, str]]


def block(decision: Decision, secret: Secret) -> Assessed:
    """Return what the credential says of the assessment that a decision ends."""
    work = decision.submission
    found = criteria.scales(work.version, work.kind, work.plan.required_levels)
    with override("en"):
        own = [_piece(place, piece) for place, piece in enumerate(work.evidence.all(), 1)]
        how = Work(
            name=_("How this was assessed"),
            narrative=_narrative(decision, found, secret),
            genre=GENRE_PRIOR if work.kind == Kind.PRIOR else GENRE_ASSESSMENT,
        )
    return Assessed(tuple(_results(decision, found)), (*own, how))


def _results(decision: Decision, found: tuple[Scale, ...]) -> Iterator[Result]:
    """Yield a result for each criterion of the rubric, and one for the whole."""
    version = decision.submission.version
    here = badge.address(version)
    described = f"{here}#result" if version.rubric else None
    yield Result(result_description=described, status=ResultStatus.COMPLETED.value)
    for scale in found:
        if not scale.is_rubric:
            continue
        own = f"{here}#rubric-{scale.id}"
        yield Result(
            result_description=own,
            achieved_level=f"{own}-{decision.levels[scale.id]}",
            status=ResultStatus.COMPLETED.value,
        )


def _piece(place: int, piece: Evidence) -> Work:
    words = {
        EvidenceKind.TEXT: _("A text; SHA-256 of its UTF-8 bytes: `%(digest)s`."),
        EvidenceKind.LINK: _("A page; SHA-256 of its address: `%(digest)s`."),
        EvidenceKind.FILE: _("A file; SHA-256 of its bytes: `%(digest)s`."),
    }[EvidenceKind(piece.kind)] % {"digest": piece.sha256}
    if not piece.is_public:
        kept = _("The issuer keeps it; the learner decides who sees it.")
        name = _("Piece of evidence %(place)d") % {"place": place}
        return Work(name=name, narrative=f"{words} {kept}", genre=GENRE_WORK)
    return Work(id=piece.url or None, name=piece.title, narrative=words, genre=GENRE_WORK)


def _narrative(decision: Decision, found: tuple[Scale, ...], secret: Secret) -> str:
    work = decision.submission
    parts = [_listed(_facts(decision)), _listed(_people(work, secret))]
    judged = [(scale.name, _reached(decision, scale)) for scale in found]
    parts.append(f"## {_('What was judged')}\n\n{_listed(judged)}")
    return "\n\n".join(part for part in parts if part)


def _facts(decision: Decision) -> Facts:
    work = decision.submission
    known = dict(AssessmentType.choices)
    types = [
        _concept(str(known[code]), european.uri(code)) for code in work.version.assessment_types
    ]
    watched = checks.in_words_of_annex(work)
    kind = trusted.classify(quality.of_version(work.version))
    facts = [
        (_("Type of assessment"), ", ".join(types)),
        (
            _("Supervision and identity check"),
            _concept(str(watched.label), european.uri(watched)),
        ),
        (_("TrustEd class"), kind.kind.value.capitalize()),
        (_("Attempt"), str(work.number)),
        (_("Handed in on"), date_format(work.submitted_at or work.created_at, "j F Y")),
        (_("Decided on"), date_format(decision.decided_at, "j F Y")),
        (_("Decided by"), str(decision.get_basis_display())),
    ]
    return [fact for fact in facts if fact[1]]


def _people(work: Submission, secret: Secret) -> Facts:
    rows: list[Mark] = list(
        work.marks.filter(state=MarkState.FINISHED).order_by("finished_at", "pk")
    )
    words = {
        Round.FIRST: _("Assessor"),
        Round.SECOND: _("Second assessor, blind"),
        Round.MODERATION: _("Moderator"),
        Round.APPEAL: _("Assessor on appeal"),
    }
    naming = bytes(secret.naming)
    return [
        (words[Round(row.round)], f"`{sampling.pseudonym(naming, row.marker_id)}`")
        for row in rows
        if row.marker_id is not None
    ]


def _reached(decision: Decision, scale: Scale) -> str:
    step = scale.step(decision.levels.get(scale.id, ""))
    reached = step.name if step else ""
    if not scale.required or len(scale.steps) < 2:  # noqa: PLR2004 - nothing to compare
        return reached
    return _("%(level)s (required: %(required)s)") % {
        "level": reached,
        "required": scale.required_name,
    }


def _listed(facts: Facts) -> str:
    return "\n".join(f"- {label}: {value}" for label, value in facts)


def _concept(words: str, address: str | None) -> str:
    return f"[{words}]({address})" if address else words
