"""From tables to the values of Open Badges; what is absent stays absent."""

from skillmark.core.badges.achievement import (
    Achievement,
    Alignment,
    Criteria,
    Related,
    ResultDescription,
    RubricCriterionLevel,
)
from skillmark.core.badges.members import under
from skillmark.core.badges.profile import IdentifierEntry, Image, Profile
from skillmark.core.issue.achievement_file.table import Table


def achievement(table: Table) -> Achievement:
    """Return the achievement; the caller finishes the table and looks at the problems."""
    name = table.required("id")
    table.texts("type")
    table.has("@context")
    return Achievement(
        id=name,
        name=table.required("name"),
        description=table.required("description"),
        criteria=_criteria(table),
        achievement_type=table.text("achievementType"),
        alignment=_alignments(table),
        creator=_creator(table),
        credits_available=table.number("creditsAvailable"),
        endorsement_jwt=table.texts("endorsementJwt"),
        field_of_study=table.text("fieldOfStudy"),
        human_code=table.text("humanCode"),
        image=_image(table),
        in_language=table.text("inLanguage"),
        other_identifier=_identifiers(table),
        related=tuple(_related(entry) for entry in table.tables("related")),
        result_description=tuple(
            _result(entry, under(name, f"result-{place}"))
            for place, entry in enumerate(table.tables("resultDescription"), 1)
        ),
        specialization=table.text("specialization"),
        tag=table.texts("tag"),
        version=table.text("version"),
    )


def _criteria(table: Table) -> Criteria:
    if not table.has("criteria"):
        table.refuse("criteria", "missing", "“criteria” is missing: say how it is earned.")
    found = table.table("criteria", short="narrative")
    if found is None:
        return Criteria()
    criteria = Criteria(narrative=found.text("narrative"), id=found.text("id"))
    found.texts("type")
    found.finish()
    return criteria


def _image(table: Table) -> Image | None:
    found = table.table("image", short="id")
    if found is None:
        return None
    image = Image(id=found.required("id"), caption=found.text("caption"))
    found.texts("type")
    found.finish()
    return image


def _alignments(table: Table) -> tuple[Alignment, ...]:
    return tuple(_alignment(entry) for entry in table.tables("alignment"))


def _alignment(table: Table) -> Alignment:
    alignment = Alignment(
        target_name=table.required("targetName"),
        target_url=table.required("targetUrl"),
        target_type=table.text("targetType"),
        target_framework=table.text("targetFramework"),
        target_code=table.text("targetCode"),
        target_description=table.text("targetDescription"),
        id=table.text("id"),
    )
    table.texts("type")
    table.finish()
    return alignment


def _identifiers(table: Table) -> tuple[IdentifierEntry, ...]:
    return tuple(_identifier(entry) for entry in table.tables("otherIdentifier"))


def _identifier(table: Table) -> IdentifierEntry:
    entry = IdentifierEntry(
        identifier=table.required("identifier"),
        identifier_type=table.text("identifierType") or "identifier",
    )
    table.texts("type")
    table.finish()
    return entry


def _related(table: Table) -> Related:
    related = Related(
        id=table.required("id"),
        in_language=table.text("inLanguage"),
        version=table.text("version"),
    )
    table.texts("type")
    table.finish()
    return related


def _result(table: Table, default_id: str) -> ResultDescription:
    name = table.text("id") or default_id
    description = ResultDescription(
        id=name,
        name=table.required("name"),
        result_type=table.text("resultType") or "Result",
        allowed_value=table.texts("allowedValue"),
        required_level=table.text("requiredLevel"),
        required_value=table.text("requiredValue"),
        rubric_criterion_level=tuple(
            _level(entry, under(name, f"level-{place}"))
            for place, entry in enumerate(table.tables("rubricCriterionLevel"), 1)
        ),
        value_max=table.text("valueMax"),
        value_min=table.text("valueMin"),
        alignment=_alignments(table),
    )
    table.texts("type")
    table.finish()
    return description


def _level(table: Table, default_id: str) -> RubricCriterionLevel:
    level = RubricCriterionLevel(
        id=table.text("id") or default_id,
        name=table.required("name"),
        level=table.text("level"),
        points=table.text("points"),
        description=table.text("description"),
        alignment=_alignments(table),
    )
    table.texts("type")
    table.finish()
    return level


def _creator(table: Table) -> Profile | None:
    found = table.table("creator", short="id")
    if found is None:
        return None
    creator = Profile(
        id=found.required("id"),
        name=found.text("name"),
        url=found.text("url"),
        description=found.text("description"),
        email=found.text("email"),
        image=_image(found),
        other_identifier=_identifiers(found),
    )
    found.texts("type")
    found.finish()
    return creator
