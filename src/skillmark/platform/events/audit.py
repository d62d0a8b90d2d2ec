"""The audit trail: who did what, chained so that no entry can vanish or change unseen.

Each organisation has its own chain. An entry's hash covers everything it says and the hash of the
entry before it; the head of the chain is kept apart, so that cutting off the end shows too.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.utils import timezone

from skillmark.core.errors import SkillmarkError
from skillmark.platform.events.models import AuditEntry, AuditHead

FIRST: Final = "0" * 64  # what the first entry of a chain names as its predecessor
SYSTEM: Final = "system"
_CHUNK: Final = 2_000  # entries read or written at a time
_FIELDS: Final = (
    "organisation_id",
    "sequence",
    "at",
    "actor",
    "action",
    "object_kind",
    "object_id",
    "label",
    "before",
    "after",
    "previous_hash",
    "hash",
)


class AuditValueError(SkillmarkError):
    """A recorded value has no single spelling: floating point, or no JSON at all."""

    code = "audit.value"


@dataclass(frozen=True, slots=True)
class Act:
    """One act to record.

    Attributes:
        action: what was done, ``noun.verb`` in the past tense: ``achievement.published``.
        object: what it was done to.
        before: the facts that changed, as they were; no personal data.
        after: the same facts, as they are now.
        label: how to call the object in the list, where its kind does not say; no person's name.
    """

    action: str
    object: models.Model
    before: dict[str, Any] | None = None
    after: dict[str, Any] | None = None
    label: str = ""


@dataclass(frozen=True, slots=True)
class ChainReport:
    """What checking a chain found.

    Attributes:
        entries: how many entries were read.
        broken_at: the first sequence number that does not fit; None when all do.
        reason: why it does not fit; empty when all do.
    """

    entries: int
    broken_at: int | None = None
    reason: str = ""

    @property
    def intact(self) -> bool:
        """Say whether every entry is there and unchanged."""
        return self.broken_at is None


def reference(actor: object) -> str:
    """Return how the chain names `actor`: ``user:<id>``, ``key:<id>`` or ``system``.

    None stands for the platform itself, a string is taken as it is, anything else says it with
    its ``audit_reference``.
    """
    if actor is None:
        return SYSTEM
    if isinstance(actor, str):
        return actor
    given = getattr(actor, "audit_reference", None)
    if isinstance(given, str):
        return given
    return f"{type(actor).__name__.lower()}:{getattr(actor, 'pk', None)}"


def append(organisation_id: UUID, actor: object, acts: Sequence[Act]) -> list[AuditEntry]:
    """Add `acts` to the end of an organisation's chain, in the caller's transaction.

    Raises:
        AuditValueError: a value of ``before`` or ``after`` is no plain JSON or a float.
    """
    if not acts:
        return []
    with transaction.atomic():
        AuditHead.objects.get_or_create(pk=organisation_id, defaults={"hash": FIRST})
        head = AuditHead.objects.select_for_update().get(pk=organisation_id)
        now, who = timezone.now(), reference(actor)
        entries = [_next(head, now, who, act) for act in acts]
        everyone = AuditEntry.objects.with_scopes_disabled()
        written: list[AuditEntry] = everyone.bulk_create(entries, batch_size=_CHUNK)
        head.save()
    return written


def verify(organisation_id: UUID) -> ChainReport:
    """Check an organisation's chain from its first entry to its head."""
    expected, previous = 0, FIRST
    for row in _rows(organisation_id):
        expected += 1
        problem = _problem(row, expected, previous)
        if problem:
            return ChainReport(expected, expected, problem)
        previous = row["hash"]
    head = AuditHead.objects.filter(pk=organisation_id).first()
    at_head = (head.sequence, head.hash) if head else (0, FIRST)
    if at_head != (expected, previous):
        first_missing = min(expected, at_head[0]) + 1
        return ChainReport(
            expected, first_missing, "the chain does not end where its head says"
        )
    return ChainReport(expected)


def _rows(organisation_id: UUID) -> Iterator[dict[str, Any]]:
    everyone = AuditEntry.objects.with_scopes_disabled()
    rows: Iterable[dict[str, Any]] = (
        everyone.filter(organisation_id=organisation_id)
        .order_by("sequence")
        .values(*_FIELDS)
        .iterator(chunk_size=_CHUNK)
    )
    yield from rows


def _problem(row: dict[str, Any], expected: int, previous: str) -> str:
    if row["sequence"] != expected:
        return "an entry is missing"
    if row["previous_hash"] != previous:
        return "the entry does not follow the one before it"
    if _digest(row) != row["hash"]:
        return "the entry was changed"
    return ""


def _next(head: AuditHead, at: datetime, actor: str, act: Act) -> AuditEntry:
    entry = AuditEntry(
        organisation_id=head.organisation_id,
        sequence=head.sequence + 1,
        at=at,
        actor=actor,
        action=act.action,
        object_kind=act.object._meta.model_name or "",  # noqa: SLF001 - Django's public name
        object_id=str(act.object.pk),
        label=act.label,
        before=_plain(act.before),
        after=_plain(act.after),
        previous_hash=head.hash,
    )
    entry.hash = _digest({name: getattr(entry, name) for name in _FIELDS})
    head.sequence, head.hash = entry.sequence, entry.hash
    return entry


def _plain(value: dict[str, Any] | None) -> dict[str, Any] | None:
    """Return `value` as the database will give it back."""
    try:
        text = _PLAIN.encode(value)
    except (TypeError, ValueError) as error:
        raise AuditValueError("An audit value must be plain JSON.") from error
    plain: dict[str, Any] | None = _STRICT.decode(text)
    return plain


def _refuse_float(text: str) -> float:
    raise AuditValueError("An audit value must not be a floating-point number.", value=text)


def _digest(row: dict[str, Any]) -> str:
    at: datetime = row["at"]
    said = [
        str(row["organisation_id"]),
        row["sequence"],
        at.astimezone(UTC).isoformat(timespec="microseconds"),
        *(row[name] for name in _FIELDS[3:-1]),
    ]
    return hashlib.sha256(_CANONICAL.encode(said).encode("ascii")).hexdigest()


_PLAIN: Final = DjangoJSONEncoder(allow_nan=False)
_STRICT: Final = json.JSONDecoder(parse_float=_refuse_float)
_CANONICAL: Final = json.JSONEncoder(ensure_ascii=True, sort_keys=True, separators=(",", ":"))
