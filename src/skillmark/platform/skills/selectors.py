"""Reading frameworks and skills: by address for other apps, in lists for pages."""

from collections.abc import Iterable, Mapping
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.db.models import F, QuerySet

from skillmark.platform.skills.importing import OWN_ADDRESS
from skillmark.platform.skills.models import Framework, FrameworkUpload, Skill

COMPETENCY: Final = "ceasn:Competency"  # Open Badges 3.0 AlignmentTargetType
CASE_ITEM: Final = "CFItem"
_PARTS: Final = 500  # addresses of one query
_FRAMEWORK_SORTS: Final = {
    "name": ("name", "id"),
    "-name": ("-name", "id"),
    "skills": ("skill_count", "id"),
    "-skills": ("-skill_count", "id"),
    "changed": ("changed_at", "id"),
    "-changed": ("-changed_at", "id"),
}
_SKILL_SORTS: Final = {
    "name": ("label", "id"),
    "-name": ("-label", "-id"),
    "code": ("code", "id"),
    "-code": ("-code", "-id"),
}


def by_uri(uris: Iterable[str]) -> dict[str, Skill]:
    """Return the skills at these addresses that may be seen now, withdrawn ones too.

    Args:
        uris: as alignments have them: the publisher's, or ours at ``/skills/<id>``.
    """
    asked = {_stored(uri): uri for uri in uris if uri}
    found: dict[str, Skill] = {}
    keys = list(asked)
    for start in range(0, len(keys), _PARTS):
        rows = Skill.objects.filter(uri__in=keys[start : start + _PARTS])
        for row in rows.select_related("framework").order_by(
            F("framework__organisation_id").asc(nulls_first=True), "framework_id"
        ):
            found.setdefault(asked[row.uri], row)
    return found


def known(uri: str) -> bool:
    """Say whether a framework that may be seen now has a skill at this address."""
    rows = Skill.objects.filter(uri=_stored(uri), withdrawn_at=None)
    return bool(rows.exists())


def address(skill: Skill) -> str:
    """Return the web address of a skill that a credential can point to."""
    if skill.uri.startswith(OWN_ADDRESS):
        return f"{settings.SKILLMARK.site_url}/skills/{skill.pk}"
    return skill.uri


def alignment(skill: Skill) -> dict[str, str]:
    """Return a skill as the alignment that an achievement keeps."""
    standard = skill.kind == "standard"
    return {
        "target_name": skill.label,
        "target_url": address(skill),
        "target_framework": skill.framework.name,
        "target_code": skill.code,
        "target_type": CASE_ITEM if standard else COMPETENCY,
    }


def frameworks(query: str = "", sort: str = "") -> QuerySet[Framework]:
    """Return the frameworks that may be seen now."""
    rows: QuerySet[Framework] = Framework.objects.order_by(
        *_FRAMEWORK_SORTS.get(sort, ("name", "id"))
    )
    return rows.filter(name__icontains=query) if query else rows


def framework(framework_id: UUID) -> Framework | None:
    """Return a framework that may be seen now."""
    found: Framework | None = Framework.objects.filter(pk=framework_id).first()
    return found


def framework_by_key(key: str) -> Framework | None:
    """Return a framework by its key: the organisation's own in scope before that for all."""
    rows = Framework.objects.filter(key=key)
    found: Framework | None = rows.order_by(F("organisation_id").desc(nulls_last=True)).first()
    return found


def skills_of(
    framework: Framework, query: str = "", sort: str = "", *, withdrawn: bool = False
) -> QuerySet[Skill]:
    """Return the skills of a framework for a list.

    Args:
        framework: whose.
        query: the beginning of a code, or part of a name.
        sort: ``name``, ``code``, or either with a minus.
        withdrawn: those that the publisher took back instead of the current ones.
    """
    rows: QuerySet[Skill] = framework.skills.filter(withdrawn_at__isnull=not withdrawn)
    if query:
        rows = rows.filter(label__icontains=query) | rows.filter(code__istartswith=query)
    return rows.order_by(*_SKILL_SORTS.get(sort, ("label", "id")))


def skill(skill_id: UUID) -> Skill | None:
    """Return a skill that may be seen now."""
    found: Skill | None = (
        Skill.objects.filter(pk=skill_id).select_related("framework__organisation").first()
    )
    return found


def public_skill(skill_id: UUID) -> Skill | None:
    """Return any skill: its page is public, because credentials point to it."""
    rows = Skill.objects.everywhere().select_related("framework__organisation")
    found: Skill | None = rows.filter(pk=skill_id).first()
    return found


def upload(upload_id: UUID) -> FrameworkUpload | None:
    """Return a file of the organisation in scope."""
    rows = FrameworkUpload.objects.select_related("framework", "job", "organisation")
    found: FrameworkUpload | None = rows.filter(pk=upload_id).first()
    return found


def credit(framework: Framework) -> dict[str, str]:
    """Return what must be told of a framework: licence, its address, attribution."""
    return {
        "licence": framework.licence,
        "licence_url": framework.licence_url,
        "attribution": framework.attribution,
        "source_url": framework.source_url,
    }


def as_case_item(skill: Skill) -> Mapping[str, Any]:
    """Return a skill as a CASE 1.1 CFItem with the members we know."""
    known_members = {
        "identifier": str(skill.pk),
        "uri": address(skill),
        "fullStatement": skill.label,
        "humanCodingScheme": skill.code,
        "alternativeLabel": skill.alternatives[0] if skill.alternatives else "",
        "notes": skill.description,
        "language": skill.language,
        "lastChangeDateTime": skill.framework.changed_at.isoformat(timespec="seconds"),
    }
    return {name: value for name, value in known_members.items() if value}


def _stored(uri: str) -> str:
    """Return the address a skill is kept under: ours is kept by its id."""
    ours = f"{settings.SKILLMARK.site_url}/skills/"
    if not uri.startswith(ours):
        return uri
    try:
        return f"{OWN_ADDRESS}{UUID(uri.removeprefix(ours))}"
    except ValueError:
        return uri
