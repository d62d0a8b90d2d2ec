"""Keeping in the audit trail what was changed in a row, without long texts."""

from datetime import date
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.db.models import Model

from skillmark.platform.events import services as events

MAX_SHOWN: Final = 200  # characters


def record(
    action: str,
    thing: Any,
    *,
    actor: object,
    label: str,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    """Write what was done to `thing`, a row with an ``organisation_id``.

    Args:
        action: ``noun.verb``, past tense.
        thing: what it was done to.
        actor: the account or API key that acted, or None for the platform itself.
        label: how the list calls the thing.
        before: changed facts as they were, without personal data.
        after: the same facts now.
    """
    events.record(
        organisation_id=thing.organisation_id,
        actor=actor,
        action=action,
        object=thing,
        before=plain(before),
        after=plain(after),
        label=label[:MAX_SHOWN],
    )


def changed(thing: Model, values: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the columns of `values` that differ from the row: as they were, as they will be."""
    before = {name: getattr(thing, name) for name in values}
    names = [name for name, value in values.items() if before[name] != value]
    return {name: before[name] for name in names}, {name: values[name] for name in names}


def plain(facts: dict[str, Any] | None) -> dict[str, Any] | None:
    """Return facts as the trail keeps them: no floats, and of a long text its beginning."""
    return None if facts is None else {name: _plain(value) for name, value in facts.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal | UUID):
        return str(value)
    if isinstance(value, date):  # a moment is one, too
        return value.isoformat()
    if isinstance(value, str) and len(value) > MAX_SHOWN:
        return f"{value[:MAX_SHOWN]}…"
    return value
