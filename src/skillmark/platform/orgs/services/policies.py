"""Changing what an organisation asks of its own work."""

from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction

from skillmark.platform.events import services as events
from skillmark.platform.orgs import errors, policy
from skillmark.platform.orgs.models import Organisation, Policy

FIELDS: Final = (
    "review_definitions",
    "approve_issuing_from",
    "remind_after_days",
    "remind_times",
)


def set_policy(organisation: Organisation, *, actor: object, **wanted: Any) -> Policy:
    """Keep the organisation's policy; what is the same already is not recorded.

    Args:
        organisation: whose.
        actor: who changes it.
        wanted: any of `FIELDS`.

    Raises:
        PolicyInvalidError: a number is out of range.
    """
    unknown = set(wanted) - set(FIELDS)
    if unknown:
        raise TypeError(f"unknown policy fields: {', '.join(sorted(unknown))}")
    with transaction.atomic():
        kept = policy.of(organisation)
        changed = {
            name: value for name, value in wanted.items() if getattr(kept, name) != value
        }
        if not changed:
            return kept
        before = {name: getattr(kept, name) for name in changed}
        for name, value in changed.items():
            setattr(kept, name, value)
        try:
            kept.full_clean(exclude=["organisation"])
        except ValidationError as error:
            field, messages = next(iter(error.message_dict.items()))
            raise errors.PolicyInvalidError(" ".join(messages), field=field) from error
        kept.save()
        events.record(
            organisation_id=organisation.pk,
            actor=actor,
            action="policy.changed",
            object=kept,
            before=before,
            after=changed,
            label=organisation.name,
        )
    return kept
