"""What a launch teaches us of its course, and the unit it leads to."""

from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from skillmark.core.jsonio import JsonValue
from skillmark.platform.assessment.models import Plan
from skillmark.platform.lti.messages import RESOURCE, Message
from skillmark.platform.lti.models import URL_LENGTH, Course, Feed, Placement, Registration

UNIT: Final = "unit"
"""The custom parameter that names the plan of a unit."""


def note(registration: Registration, message: Message) -> Plan | None:
    """Keep what a launch says of its course; return the plan it leads to, if it names one.

    Results of the course are read again soon: who comes has perhaps just done something there.
    """
    plan = plan_of(message)
    if not message.course[0]:
        return plan
    with transaction.atomic():
        course, _is_new = Course.objects.update_or_create(
            registration=registration,
            deployment=message.deployment,
            context=message.course[0],
            defaults={
                "organisation_id": registration.organisation_id,
                "title": message.course[1],
                "line_items_url": _url(message.grades.get("lineitems")),
                "members_url": message.members_url,
                "scopes": _scopes(message.grades.get("scope")),
                "seen_at": timezone.now(),
            },
        )
        if message.kind == RESOURCE:
            Feed.objects.filter(course=course).update(due_at=timezone.now())
        if plan is not None and message.kind == RESOURCE:
            Placement.objects.update_or_create(
                course=course,
                resource=message.resource,
                defaults={
                    "organisation_id": registration.organisation_id,
                    "plan": plan,
                    "line_item": _url(message.grades.get("lineitem")),
                },
            )
    return plan


def plan_of(message: Message) -> Plan | None:
    """Return the plan of the unit that a launch names, of the current organisation only."""
    named = message.custom.get(UNIT)
    try:
        identifier = UUID(named) if isinstance(named, str) else None
    except ValueError:
        return None
    found: Plan | None = (
        Plan.objects.select_related("achievement", "organisation").filter(pk=identifier).first()
    )
    return found


def _url(value: JsonValue) -> str:
    fits = isinstance(value, str) and len(value) <= URL_LENGTH and value.isascii()
    return str(value) if fits else ""


def _scopes(value: JsonValue) -> list[str]:
    if not isinstance(value, list):
        return []
    return [one for one in value if isinstance(one, str) and len(one) <= 200][:20]  # noqa: PLR2004
