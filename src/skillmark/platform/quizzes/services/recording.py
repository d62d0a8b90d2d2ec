"""What the audit trail keeps of questions, quizzes and attempts: no person, no answer, no key."""

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from skillmark.platform.events import services as events

MAX_SHOWN = 200  # characters


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
        before=_plain(before),
        after=_plain(after),
        label=label[:MAX_SHOWN],
    )


def changed(thing: Any, values: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the columns of `values` that differ from the row: as they were, as they will be."""
    before = {name: getattr(thing, name) for name in values}
    names = [name for name, value in values.items() if before[name] != value]
    return {name: before[name] for name in names}, {name: values[name] for name in names}


def _plain(facts: dict[str, Any] | None) -> dict[str, Any] | None:
    return None if facts is None else {name: _value(value) for name, value in facts.items()}


def _value(value: Any) -> Any:
    if isinstance(value, Decimal | UUID):
        return str(value)
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, str) and len(value) > MAX_SHOWN:
        return f"{value[:MAX_SHOWN]}…"
    return value
