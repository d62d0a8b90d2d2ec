"""What the pages show of quality reports: scores, and one line for each thing to do.

Profiles often ask for the same thing in the same words; a line then stands once and names
everybody who asks. Words come from core in English and are translated sentence by sentence.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from skillmark.core.lint import quality
from skillmark.core.lint.quality import Finding, Kind, Level, Report, Verdict
from skillmark.platform.catalog.european import AssessmentType
from skillmark.platform.catalog.forms import ROW_FIELDS, AchievementForm
from skillmark.platform.orgs.models import Organisation

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

SHORT: Final = {"eu": "EU", "trusted": "TrustEd", "cmf": "CMF", "nmf": "NMF", "nzqa": "NZQA"}
"""What a profile is called where there is little room; proper names, not translated."""

CLASSES: Final[dict[Kind, StrPromise]] = {
    Kind.APPLICATION: gettext_lazy("TrustEd class: Application"),
    Kind.KNOWLEDGE: gettext_lazy("TrustEd class: Knowledge"),
    Kind.RECOGNITION: gettext_lazy("TrustEd class: Recognition"),
    Kind.UNKNOWN: gettext_lazy("TrustEd class: not known"),
}
VERDICTS: Final[dict[Verdict, tuple[str, StrPromise]]] = {
    Verdict.MEETS: ("passed", gettext_lazy("Meets it")),
    Verdict.FAILS: ("warning", gettext_lazy("Not yet")),
    Verdict.CANNOT_TELL: ("not_run", gettext_lazy("Cannot be told")),
}
_RENAMED: Final = {
    "title": "name",
    "kind": "achievement_type",
    "criteria": "criteria_markdown",
    "skills": "alignments",
}
"""Fields of a `Definition` that the form calls something else."""

_OF_THE_ORGANISATION: Final = frozenset({"awarding_profile"})
_DIGEST: Final = 16  # letters


@dataclass(slots=True)
class Line:
    """One thing to do.

    Attributes:
        code: of the first rule that asks for it; unique on the page.
        label: the field's own label.
        href: leads to the field.
        asked_by: short names of the profiles that ask, of those that require if any does.
        required: somebody requires it.
    """

    code: str
    label: str
    href: str
    advice: str
    asked_by: list[str] = field(default_factory=list)
    required: bool = False


@dataclass(frozen=True, slots=True)
class Score:
    """How far a definition is by one profile."""

    key: str
    name: str
    short: str
    kept: int
    asked: int
    advised_kept: int
    advised_asked: int
    state: str  # a key of the `status` component
    word: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Classified:
    """The TrustEd class, and why."""

    title: str
    sentence: str
    because: str


@dataclass(frozen=True, slots=True)
class Shown:
    """Everything the panel beside the form says.

    Attributes:
        said: one sentence a profile, for those who listen.
        digest: changes when anything shown changes.
    """

    scores: tuple[Score, ...]
    required: tuple[Line, ...]
    advised: tuple[Line, ...]
    classified: Classified | None
    said: str
    digest: str


def show(reports: Iterable[Report], organisation: Organisation, base: str = "") -> Shown:
    """Return what the pages show of `reports`.

    Args:
        reports: what the profiles say of one definition.
        organisation: whose definition it is.
        base: the address of the form; empty on the form's own page.
    """
    listed = tuple(reports)
    scores = tuple(score(report) for report in listed)
    lines = _lines(listed, organisation, base)
    required = tuple(line for line in lines if line.required)
    advised = tuple(line for line in lines if not line.required)
    found = next((one.classification for one in listed if one.classification), None)
    shown = None if found is None else classified(found)
    said = " ".join(one.sentence for one in scores)
    everything = [
        said,
        [(line.code, line.advice, line.asked_by, line.required) for line in lines],
        [] if shown is None else [shown.title, shown.sentence, shown.because],
    ]
    digest = hashlib.sha256(json.dumps(everything).encode()).hexdigest()[:_DIGEST]
    return Shown(scores, required, advised, shown, said, digest)


def score(report: Report) -> Score:
    """Return how far a definition is by one profile."""
    kept, asked = report.kept(Level.REQUIRED), report.asked(Level.REQUIRED)
    short = SHORT[report.profile.key]
    words = {"profile": short, "kept": kept, "asked": asked}
    return Score(
        key=report.profile.key,
        name=_(report.profile.name),
        short=short,
        kept=kept,
        asked=asked,
        advised_kept=report.kept(Level.ADVISED),
        advised_asked=report.asked(Level.ADVISED),
        state=VERDICTS[report.verdict][0],
        word=str(VERDICTS[report.verdict][1]),
        sentence=_("%(profile)s: %(kept)d of %(asked)d required.") % words,
    )


def classified(found: quality.Classification) -> Classified:
    """Return the class in the reader's language, with the assessments that decided."""
    labels = [
        str(AssessmentType(code).label) for code in found.because if code in AssessmentType
    ]
    return Classified(str(CLASSES[found.kind]), _(found.sentence), ", ".join(labels))


def line(finding: Finding, organisation: Organisation, base: str = "") -> Line:
    """Return one finding as a line of its own."""
    name = _RENAMED.get(finding.rule.field, finding.rule.field)
    return Line(
        code=finding.rule.code,
        label=_label(name),
        href=_href(name, organisation, base),
        advice=_(finding.rule.advice),
        asked_by=[SHORT[finding.rule.profile]],
        required=finding.rule.level is Level.REQUIRED,
    )


def _lines(reports: Iterable[Report], organisation: Organisation, base: str) -> list[Line]:
    """Return one line for each field and advice, in the order of the form."""
    found: dict[tuple[str, str], Line] = {}
    for report in reports:
        for finding in report.findings:
            one = line(finding, organisation, base)
            first = found.setdefault((one.href, one.advice), one)
            if one.required and not first.required:
                found[first.href, first.advice] = one  # who only advises steps back
            elif first is not one and one.required == first.required:
                first.asked_by += one.asked_by
    return sorted(found.values(), key=lambda one: _PLACES.get(one.href.partition("#")[2], 0))


def _label(name: str) -> str:
    if name in _OF_THE_ORGANISATION:
        return _("About the organisation")
    if name in ROW_FIELDS:
        return str(ROW_FIELDS[name])
    return str(AchievementForm.base_fields[name].label)


def _href(name: str, organisation: Organisation, base: str) -> str:
    if name in _OF_THE_ORGANISATION:
        return reverse("orgs:profile", args=[organisation.slug])
    return f"{base}#{_anchor(name)}"


def _anchor(name: str) -> str:
    return name if name in ROW_FIELDS else f"id_{name}"


_FORM_ORDER: Final = (
    "name",
    "description",
    "achievement_type",
    "language",
    "criteria_markdown",
    "outcomes",
    "prerequisites",
    "rubric",
    "alignments",
    "workload_hours",
    "credits",
    "credit_unit",
    "cpd_points",
    "eqf_level",
    "national_level",
    "field_of_study",
    "assessment_types",
    "assessment_description",
    "participation",
    "supervision",
    "grading",
    "quality_assurance",
    "quality_assurance_body",
    "quality_assurance_url",
    "awarding_body",
    "awarding_country",
    "stackability",
    "stacks_into",
    "review_by",
)
_PLACES: Final = {_anchor(name): place for place, name in enumerate(_FORM_ORDER, 1)}
