"""Achievement and what belongs to its definition in Open Badges 3.0 (§B.1).

What every recipient shares. What is said of one recipient stands in `subject`.
"""

from dataclasses import dataclass

from skillmark.core.badges.members import members, number, texts, under
from skillmark.core.badges.profile import IdentifierEntry, Image, Profile
from skillmark.core.jsonio import JsonObject


@dataclass(frozen=True, slots=True, kw_only=True)
class Alignment:
    """A link from an achievement, result or level to a node of a skills framework.

    Attributes:
        target_name: the node's name in the framework.
        target_url: the node's official page.
        target_type: a `vocabulary.AlignmentTargetType` or an ``ext:`` term.
        target_framework: the framework's name, for example ``ESCO``.
        target_code: the node's code in the framework.
    """

    target_name: str
    target_url: str
    target_type: str | None = None
    target_framework: str | None = None
    target_code: str | None = None
    target_description: str | None = None
    id: str | None = None

    def to_json(self, default_id: str) -> JsonObject:
        """Return the Alignment object, named ``default_id`` unless it has its own name."""
        return members(
            {
                "id": self.id or default_id,
                "type": ["Alignment"],
                "targetCode": self.target_code,
                "targetDescription": self.target_description,
                "targetName": self.target_name,
                "targetFramework": self.target_framework,
                "targetType": self.target_type,
                "targetUrl": self.target_url,
            }
        )


def alignments(found: tuple[Alignment, ...], owner_id: str) -> JsonObject:
    """Return the ``alignment`` member of the node ``owner_id``, or nothing."""
    listed = [
        entry.to_json(under(owner_id, f"alignment-{place}"))
        for place, entry in enumerate(found, 1)
    ]
    return members({"alignment": list(listed)})


@dataclass(frozen=True, slots=True, kw_only=True)
class Criteria:
    """How the achievement is earned.

    Attributes:
        narrative: Markdown.
        id: a page that describes it; the achievement's own page by default.
    """

    narrative: str | None = None
    id: str | None = None

    def to_json(self, default_id: str) -> JsonObject:
        """Return the Criteria object, named ``default_id`` unless it has its own page."""
        return members({"id": self.id or default_id, "narrative": self.narrative})


@dataclass(frozen=True, slots=True, kw_only=True)
class Related:
    """Another language or version of the same achievement."""

    id: str
    in_language: str | None = None
    version: str | None = None

    def to_json(self) -> JsonObject:
        """Return the Related object."""
        return members(
            {
                "id": self.id,
                "type": ["Related"],
                "inLanguage": self.in_language,
                "version": self.version,
            }
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class RubricCriterionLevel:
    """One level of a rubric, from low to high in its list.

    Attributes:
        id: absolute, so that a result can point to it.
        level: the level in terms of success, for example ``Mastered``.
        points: as text, as the specification has it.
    """

    id: str
    name: str
    level: str | None = None
    points: str | None = None
    description: str | None = None
    alignment: tuple[Alignment, ...] = ()

    def to_json(self) -> JsonObject:
        """Return the RubricCriterionLevel object."""
        return members(
            {
                "id": self.id,
                "type": ["RubricCriterionLevel"],
                **alignments(self.alignment, self.id),
                "description": self.description,
                "level": self.level,
                "name": self.name,
                "points": self.points,
            }
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultDescription:
    """What results the achievement can have.

    Attributes:
        id: absolute, so that a result can point to it.
        result_type: a `vocabulary.ResultType` or an ``ext:`` term.
        allowed_value: from low to high.
        required_level: id of a level of ``rubric_criterion_level``.
        required_value: the least that passes.
        value_min, value_max: bounds of a numeric value, as texts.
    """

    id: str
    name: str
    result_type: str = "Result"
    allowed_value: tuple[str, ...] = ()
    required_level: str | None = None
    required_value: str | None = None
    rubric_criterion_level: tuple[RubricCriterionLevel, ...] = ()
    value_max: str | None = None
    value_min: str | None = None
    alignment: tuple[Alignment, ...] = ()

    def to_json(self) -> JsonObject:
        """Return the ResultDescription object."""
        return members(
            {
                "id": self.id,
                "type": ["ResultDescription"],
                **alignments(self.alignment, self.id),
                "allowedValue": texts(self.allowed_value),
                "name": self.name,
                "requiredLevel": self.required_level,
                "requiredValue": self.required_value,
                "resultType": self.result_type,
                "rubricCriterionLevel": [
                    level.to_json() for level in self.rubric_criterion_level
                ],
                "valueMax": self.value_max,
                "valueMin": self.value_min,
            }
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Achievement:
    """What is recognised; one definition for many credentials.

    Attributes:
        id: absolute and permanent; usually its public page.
        achievement_type: a `vocabulary.AchievementType` or an ``ext:`` term.
        credits_available: credit hours.
        endorsement: signed EndorsementCredentials with embedded proof.
        endorsement_jwt: the same as compact JWS.
        in_language: BCP 47 tag.
    """

    id: str
    name: str
    description: str
    criteria: Criteria
    achievement_type: str | None = None
    types: tuple[str, ...] = ()
    alignment: tuple[Alignment, ...] = ()
    creator: Profile | None = None
    credits_available: float | None = None
    endorsement: tuple[JsonObject, ...] = ()
    endorsement_jwt: tuple[str, ...] = ()
    field_of_study: str | None = None
    human_code: str | None = None
    image: Image | None = None
    in_language: str | None = None
    other_identifier: tuple[IdentifierEntry, ...] = ()
    related: tuple[Related, ...] = ()
    result_description: tuple[ResultDescription, ...] = ()
    specialization: str | None = None
    tag: tuple[str, ...] = ()
    version: str | None = None

    def to_json(self) -> JsonObject:
        """Return the Achievement object, every node that may have a name named."""
        return members(
            {
                "id": self.id,
                "type": ["Achievement", *self.types],
                **alignments(self.alignment, self.id),
                "achievementType": self.achievement_type,
                "creator": self.creator.to_json() if self.creator else None,
                "creditsAvailable": number(self.credits_available),
                "criteria": self.criteria.to_json(under(self.id, "criteria")),
                "description": self.description,
                "endorsement": list(self.endorsement),
                "endorsementJwt": texts(self.endorsement_jwt),
                "fieldOfStudy": self.field_of_study,
                "humanCode": self.human_code,
                "image": self.image.to_json() if self.image else None,
                "inLanguage": self.in_language,
                "name": self.name,
                "otherIdentifier": [entry.to_json() for entry in self.other_identifier],
                "related": [other.to_json() for other in self.related],
                "resultDescription": [found.to_json() for found in self.result_description],
                "specialization": self.specialization,
                "tag": texts(self.tag),
                "version": self.version,
            }
        )
