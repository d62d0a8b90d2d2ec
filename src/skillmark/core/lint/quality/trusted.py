"""1EdTech TrustEd Microcredential: Knowledge, Application, or a Recognition badge.

Source: TrustEd Microcredential Framework, 1EdTech, March 2024. The classes and the three levels of
expectation (required, recommended, recommended if available) were read on its page; the unfolded
table of fields was not. Which field is required follows a published implementation of that table
and 1EdTech's announcement, and awaits confirmation.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from skillmark.core.lint.quality import codes, conditions, wording
from skillmark.core.lint.quality.conditions import are_given, is_given
from skillmark.core.lint.quality.definition import Definition
from skillmark.core.lint.quality.rule import Profile, advised, required

_UNSPECIFIC: Final = frozenset({"", "achievement", "n/a", "not applicable"})


class Kind(StrEnum):
    """What a TrustEd reader may conclude from having earned it."""

    APPLICATION = "application"
    KNOWLEDGE = "knowledge"
    RECOGNITION = "recognition"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Classification:
    """The class of a definition, and why.

    Attributes:
        reason: stable code, ``quality.class.…``.
        because: the types of assessment that decided, sorted.
    """

    kind: Kind
    reason: str
    sentence: str
    because: tuple[str, ...] = ()

    def to_json(self) -> dict[str, object]:
        """Return ``{kind, reason, sentence, because}``, ready to be written as JSON."""
        return {
            "kind": self.kind.value,
            "reason": self.reason,
            "sentence": self.sentence,
            "because": list(self.because),
        }


SENTENCES: Final = {
    "quality.class.applied": "The assessment shows people using what they learnt.",
    "quality.class.known": "The assessment measures what people know.",
    "quality.class.described": (
        "An assessment is described but its type is not chosen, so knowledge is all that is "
        "claimed."
    ),
    "quality.class.not_assessed": "Attendance and self-assessment prove nothing to others.",
    "quality.class.nothing": "No assessment is stated.",
    "quality.class.unknown": "This file has no place for the type of assessment.",
}


def classify(definition: Definition) -> Classification:
    """Return the class a definition belongs to; the best that its assessment supports.

    Framework, "types of microcredentials": Application when applying is assessed, Knowledge when
    foundational knowledge is, otherwise a recognition badge.
    """
    types = {code.strip() for code in definition.assessment_types if is_given(code)}
    applied = types & codes.APPLYING
    judged = types - codes.NOT_ASSESSING
    if applied:
        return _class(Kind.APPLICATION, "applied", applied)
    if judged:
        return _class(Kind.KNOWLEDGE, "known", judged)
    if types:
        return _class(Kind.RECOGNITION, "not_assessed", types)
    if is_given(definition.assessment_description):
        return _class(Kind.KNOWLEDGE, "described")
    if "assessment_types" in definition.unknown:
        return _class(Kind.UNKNOWN, "unknown")
    return _class(Kind.RECOGNITION, "nothing")


def _class(
    kind: Kind, why: str, because: set[str] | frozenset[str] = frozenset()
) -> Classification:
    reason = f"quality.class.{why}"
    return Classification(kind, reason, SENTENCES[reason], tuple(sorted(because)))


@required("quality.trusted.title_missing", "title", *wording.TITLE)
def title(definition: Definition) -> bool:
    """Open Badges 3.0 §B.1: an achievement has a name; the framework builds on it."""
    return is_given(definition.title)


@required("quality.trusted.description_missing", "description", *wording.DESCRIPTION)
def description(definition: Definition) -> bool:
    """Open Badges 3.0 §B.1: an achievement has a description."""
    return is_given(definition.description)


@required("quality.trusted.kind_missing", "kind", *wording.KIND)
def kind(definition: Definition) -> bool:
    """Metadata, achievement type: required (by the published implementation)."""
    return is_given(definition.kind)


@advised(
    "quality.trusted.kind",
    "kind",
    "The kind of achievement says something",
    "Choose a kind that says more than “achievement”.",
    applies=lambda definition: is_given(definition.kind),
)
def specific_kind(definition: Definition) -> bool:
    """Metadata, achievement type: one that is specific (by the published implementation)."""
    return definition.kind.strip().casefold() not in _UNSPECIFIC


@required("quality.trusted.criteria_missing", "criteria", *wording.CRITERIA)
def criteria(definition: Definition) -> bool:
    """Metadata, criteria: required (by the published implementation)."""
    return is_given(definition.criteria)


@required("quality.trusted.outcomes_missing", "outcomes", *wording.OUTCOMES)
def outcomes(definition: Definition) -> bool:
    """Types of microcredentials: the assessment "measures the defined learning outcomes"."""
    return are_given(definition.outcomes)


@required(
    "quality.trusted.assessment_missing",
    "assessment_types assessment_description",
    *wording.ASSESSMENT,
)
def assessment(definition: Definition) -> bool:
    """Types of microcredentials: "demonstrated by a validated assessment"."""
    return conditions.has_assessment(definition)


@required(
    "quality.trusted.assessment_by_others",
    "assessment_types",
    *wording.ASSESSED,
    applies=conditions.names_assessment_types,
)
def assessment_by_others(definition: Definition) -> bool:
    """Types of microcredentials: taking part or completing a task is a recognition badge."""
    return conditions.assesses_outcomes(definition)


@required(
    "quality.trusted.assessment_described_missing",
    "assessment_description",
    "The assessment is described",
    "Describe the assessment: what people do, who marks it and what counts as enough.",
)
def assessment_described(definition: Definition) -> bool:
    """Metadata, assessment: a description is required (by the published implementation)."""
    return is_given(definition.assessment_description)


@advised("quality.trusted.rubric_missing", "rubric", *wording.RUBRIC)
def rubric(definition: Definition) -> bool:
    """Metadata, rubric: recommended (by the published implementation)."""
    return any(is_given(criterion.name) for criterion in definition.rubric)


@advised(
    "quality.trusted.rubric_levels",
    "rubric",
    "Every row of the rubric has levels",
    "Give every row of the rubric at least two levels.",
    applies=rubric.passes,
)
def rubric_levels(definition: Definition) -> bool:
    """Metadata, rubric: it tells levels apart, which takes two."""
    rows = [criterion for criterion in definition.rubric if is_given(criterion.name)]
    return all(sum(map(is_given, criterion.levels)) > 1 for criterion in rows)


@required("quality.trusted.skills_missing", "skills", *wording.SKILLS)
def skills(definition: Definition) -> bool:
    """Metadata, skills: required (by the published implementation)."""
    return any(is_given(skill.name) for skill in definition.skills)


@required(
    "quality.trusted.skill_addresses",
    "skills",
    *wording.SKILL_ADDRESSES,
    applies=skills.passes,
)
def skill_addresses(definition: Definition) -> bool:
    """Metadata, framework alignment: linked, required (by the published implementation)."""
    named = [skill for skill in definition.skills if is_given(skill.name)]
    return all(conditions.is_web_address(skill.url) for skill in named)


@required("quality.trusted.awarding_body_missing", "awarding_body", *wording.AWARDING_BODY)
def awarding_body(definition: Definition) -> bool:
    """Metadata, issuer: awarding authority (by the published implementation)."""
    return is_given(definition.awarding_body)


@advised(
    "quality.trusted.quality_assurance_missing",
    "quality_assurance",
    *wording.QUALITY_ASSURANCE,
)
def quality_assurance(definition: Definition) -> bool:
    """Announcement of March 2024: information about the issuer, accreditation included."""
    return is_given(definition.quality_assurance)


@advised("quality.trusted.size_missing", "workload_hours credits", *wording.WORKLOAD_OR_CREDITS)
def size(definition: Definition) -> bool:
    """Metadata, duration and credit: recommended (by the published implementation)."""
    return conditions.has_size(definition)


PROFILE: Final = Profile(
    key="trusted",
    name="1EdTech TrustEd Microcredential",
    about="What 1EdTech asks so that a reader can tell knowledge, application and recognition.",
    source="TrustEd Microcredential Framework, 1EdTech, March 2024",
    url="https://www.1edtech.org/program/tmc",
    note="The classes were read at the source; the table of fields was not.",
    at_issue=(
        "Result and its date stand in the credential when you give them on issuing.",
        "Evidence stands in the credential when you give it on issuing.",
    ),
    by_hand=(
        "Whether the assessment is validated and measures the stated outcomes.",
        "Endorsements by others, which 1EdTech recommends.",
    ),
    rules=(
        title,
        description,
        kind,
        specific_kind,
        criteria,
        outcomes,
        rubric,
        rubric_levels,
        skills,
        skill_addresses,
        size,
        assessment,
        assessment_by_others,
        assessment_described,
        quality_assurance,
        awarding_body,
    ),
)
