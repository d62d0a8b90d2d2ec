"""What the audit trail keeps of programmes, cohorts and enrolments: no word about a person."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Model

from skillmark.platform.events import services as events


def record(
    action: str,
    thing: Any,
    *,
    actor: object,
    label: str,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    """Write what was done to `thing`, a row with an ``organisation_id``."""
    events.record(
        organisation_id=thing.organisation_id,
        actor=actor,
        action=action,
        object=thing,
        before=plain(before),
        after=plain(after),
        label=label[:200],
    )


def changed(thing: Model, values: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the columns of `values` that differ from the row: as they were, as they will be."""
    before = {name: getattr(thing, name) for name in values}
    names = [name for name, value in values.items() if before[name] != value]
    return {name: before[name] for name in names}, {name: values[name] for name in names}


def plain(facts: dict[str, Any] | None) -> dict[str, Any] | None:
    """Return facts as the trail keeps them: no floats, long texts only by their length."""
    return None if facts is None else {name: _plain(value) for name, value in facts.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal | date):
        return str(value)
    if isinstance(value, str) and len(value) > 200:  # noqa: PLR2004 - what a trail shows
        return f"{value[:200]}…"
    return value
