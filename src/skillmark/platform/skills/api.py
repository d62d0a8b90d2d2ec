"""Skills over the REST API: search them by a sentence, open to everybody; add one's own."""

from typing import Annotated, Any, Final, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router, Schema, Status
from pydantic import Field

from skillmark.platform.orgs.api_auth import ApiKeyAuth, ApiRequest, in_key_scope
from skillmark.platform.orgs.models import Scope
from skillmark.platform.skills import search, selectors, services
from skillmark.platform.skills.models import Framework, Skill
from skillmark.platform.skills.search import Hit
from skillmark.platform.skills.vocabulary import MAX_DESCRIPTION, MAX_LABEL

router = Router(tags=["Skills"])
_WRITE: Final = ApiKeyAuth(Scope.ACHIEVEMENTS_WRITE)


class FrameworkOut(Schema):
    """A framework that is searched."""

    key: str
    name: str
    publisher: str
    version: str
    licence: str
    licence_url: str
    attribution: Annotated[str, Field(description="Show it where you show its skills.")]
    source_url: str
    skills: Annotated[int, Field(description="How many it has now.")]


class SkillOut(Schema):
    """One skill of a framework."""

    id: UUID
    name: str
    url: Annotated[str, Field(description="What an alignment points to.")]
    code: str
    framework: Annotated[str, Field(description="Key of its framework.")]
    framework_name: str
    kind: str
    description: str
    name_confirmed: Annotated[
        bool, Field(description="False where the name was pieced together from running text.")
    ]


class ReasonOut(Schema):
    """Where words of the sentence met a skill."""

    place: Literal["label", "alternative", "description"]
    text: Annotated[str, Field(description="The name they met in; empty for a description.")]
    typed: Annotated[list[str], Field(description="Words of the sentence.")]
    met: Annotated[list[str], Field(description="The words they met, in the same order.")]
    how: Annotated[
        list[Literal["word", "beginning", "spelling", "synonym"]],
        Field(description="By which way each met."),
    ]


class HitOut(SkillOut):
    """One skill that a sentence speaks of."""

    score: Annotated[float, Field(description="Only for comparing within one answer.")]
    reasons: list[ReasonOut]


class FoundOut(Schema):
    """The answer to a sentence."""

    items: list[HitOut]
    unknown: Annotated[list[str], Field(description="Words that no framework has.")]
    read_as: Annotated[dict[str, str], Field(description="Words read as misspelt.")]


class SearchIn(Schema):
    """What to look for."""

    q: Annotated[
        str, Field(max_length=search.MAX_SENTENCE, description="A sentence, in English.")
    ] = ""
    limit: Annotated[int, Field(ge=1, le=search.MAX_LIMIT)] = 10
    framework: Annotated[
        list[str], Field(max_length=20, description="Keys of the only ones to search.")
    ] = []


class OwnIn(Schema):
    """A skill in the organisation's own words."""

    name: Annotated[str, Field(min_length=1, max_length=MAX_LABEL)]
    description: Annotated[str, Field(max_length=MAX_DESCRIPTION)] = ""


@router.get(
    "/skills",
    response=FoundOut,
    auth=None,
    operation_id="searchSkills",
    summary="Find skills by a sentence",
)
def find(
    request: HttpRequest,  # noqa: ARG001 - Ninja finds it by this name
    asked: Query[SearchIn],
) -> dict[str, Any]:
    """Return the skills of public frameworks that a sentence speaks of, best first, with reasons.

    No key is needed, nothing leaves this server, and nothing you type is kept.
    """
    found = search.search(asked.q, asked.limit, asked.framework or None)
    return {
        "items": [_hit(one) for one in found.hits],
        "unknown": list(found.unknown),
        "read_as": dict(found.read_as),
    }


@router.get(
    "/skills/frameworks",
    response=list[FrameworkOut],
    auth=None,
    operation_id="listSkillsFrameworks",
    summary="List the frameworks",
)
def frameworks(
    request: HttpRequest,  # noqa: ARG001 - Ninja finds it by this name
) -> list[dict[str, Any]]:
    """List the public frameworks with licence and attribution."""
    return [_framework(one) for one in selectors.frameworks()[:100]]


@router.post(
    "/skills",
    response=SkillOut,
    auth=_WRITE,
    operation_id="addSkill",
    summary="Add a skill of your own",
)
@in_key_scope
def add(request: ApiRequest, body: OwnIn) -> Status[dict[str, Any]]:
    """Add a skill in your own words, with a public page to point to.

    The same name again returns the skill that is there.
    """
    made = services.add_own(
        request.organisation, body.name, description=body.description, actor=request.api_key
    )
    return Status(200, _skill(made))


def _framework(one: Framework) -> dict[str, Any]:
    return {
        "key": one.key,
        "name": one.name,
        "publisher": one.publisher,
        "version": one.version,
        "skills": one.skill_count,
        **selectors.credit(one),
    }


def _skill(one: Skill) -> dict[str, Any]:
    return {
        "id": one.pk,
        "name": one.label,
        "url": selectors.address(one),
        "code": one.code,
        "framework": one.framework.key,
        "framework_name": one.framework.name,
        "kind": one.kind,
        "description": one.description,
        "name_confirmed": not one.label_rebuilt,
    }


def _hit(one: Hit) -> dict[str, Any]:
    reasons = [
        {
            "place": reason.place.value,
            "text": reason.text,
            "typed": list(reason.typed),
            "met": list(reason.met),
            "how": [how.value for how in reason.how],
        }
        for reason in one.reasons
    ]
    return {**_skill(one.skill), "score": round(one.score, 3), "reasons": reasons}
