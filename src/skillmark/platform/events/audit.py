"""The audit trail: who did what, chained so that no entry can vanish or change unseen.

Each organisation has its own chain (`skillmark.core.audit`). The head of the chain is kept apart,
so that cutting off the end shows too. Here entries are written and checked; `trail` reads them
for people.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.utils import timezone

from skillmark.core import audit as chain
from skillmark.core.audit import BEGIN, FIRST, Entry, Fault, Finding, Position
from skillmark.core.errors import SkillmarkError
from skillmark.core.jsonio import MAX_INTEGER
from skillmark.platform.events import told
from skillmark.platform.events.models import AuditEntry, AuditHead, AuditWords

if TYPE_CHECKING:
    from django.db.models import QuerySet

SYSTEM: Final = "system"
WORDS_LENGTH: Final = 2_000  # characters of an entry that search looks through
_CHUNK: Final = 2_000  # entries written or read at a time
_VALUE_LENGTH: Final = 200  # characters of one value that search looks through


class AuditValueError(SkillmarkError):
    """A recorded value has no single spelling: floating point, a huge number, or no JSON."""

    code = "audit.value"


@dataclass(frozen=True, slots=True)
class Act:
    """One act to record.

    Attributes:
        action: what was done, ``noun.verb`` in the past tense: ``achievement.published``.
        object: what it was done to.
        before: the facts that changed, as they were; no personal data. A typed ``reason`` or
            ``note`` is kept beside the chain, see `told`.
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
        entries: how many entries fit, from the first on.
        finding: the first thing that does not match, None when all does.
    """

    entries: int
    finding: Finding | None = None

    @property
    def intact(self) -> bool:
        """Say whether every entry is there and unchanged."""
        return self.finding is None


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
        head = hold(organisation_id)
        now, who = timezone.now(), reference(actor)
        words: list[AuditWords] = []
        entries = [_next(head, now, who, act, words) for act in acts]
        everyone = AuditEntry.objects.with_scopes_disabled()
        written: list[AuditEntry] = everyone.bulk_create(entries, batch_size=_CHUNK)
        AuditWords.objects.with_scopes_disabled().bulk_create(words, batch_size=_CHUNK)
        head.save()
    return written


def hold(organisation_id: UUID) -> AuditHead:
    """Lock the end of an organisation's chain, in the caller's transaction, and return it."""
    AuditHead.objects.get_or_create(pk=organisation_id, defaults={"hash": FIRST})
    return AuditHead.objects.select_for_update().get(pk=organisation_id)


def end(organisation_id: UUID) -> Position:
    """Return where an organisation's chain is recorded to end."""
    head = AuditHead.objects.filter(pk=organisation_id).first()
    return Position(head.sequence, head.hash) if head else Position(0, FIRST)


def verify(organisation_id: UUID) -> ChainReport:
    """Check an organisation's chain from its first entry to its head."""
    position, finding = check(organisation_id, BEGIN)
    finding = finding or chain.close(position, end(organisation_id))
    return ChainReport(position.sequence, finding)


def check(
    organisation_id: UUID, start: Position, until: int | None = None
) -> tuple[Position, Finding | None]:
    """Check a piece of a chain, after `start` up to the number `until`.

    Returns:
        How far the piece fits, and the first thing that does not.
    """
    found = AuditEntry.objects.with_scopes_disabled().filter(
        organisation_id=organisation_id, sequence__gt=start.sequence
    )
    if until is not None:
        found = found.filter(sequence__lte=until)
    try:
        return _follow(found, start)
    except (ValueError, TypeError):  # a value that is not even of its column's kind
        return _one_by_one(found, start)


def as_written(
    row: AuditEntry, before: dict[str, Any] | None, after: dict[str, Any] | None
) -> Entry:
    """Return what a row says, in the spelling that its hash covers."""
    return Entry(
        id=str(row.pk),
        organisation=str(row.organisation_id),
        sequence=row.sequence,
        at=row.at.astimezone(UTC).isoformat(timespec="microseconds"),
        actor=row.actor,
        action=row.action,
        object_kind=row.object_kind,
        object_id=row.object_id,
        label=row.label,
        before=before,
        after=after,
        previous=row.previous_hash,
        hash=row.hash,
    )


def words_of(entry: Entry) -> str:
    """Return what search looks through, in small letters."""
    parts = [entry.action, entry.object_kind, entry.object_id, entry.label]
    for facts in (entry.before, entry.after):
        parts += [text[:_VALUE_LENGTH] for text in _texts(facts)]
    unique = dict.fromkeys(part.casefold() for part in parts if part)
    return " ".join(unique)[:WORDS_LENGTH].replace("\x00", "")


def _follow(found: "QuerySet[AuditEntry]", start: Position) -> tuple[Position, Finding | None]:
    """Follow the rows, and see that what search looks through is what they say."""
    position = start
    for row in found.order_by("sequence").iterator(chunk_size=_CHUNK):
        entry = as_written(row, row.before, row.after)
        position, finding = chain.follow([entry], position)
        if finding is None and row.words != words_of(entry):
            before = Position(entry.sequence - 1, entry.previous)
            return before, Finding(entry.sequence, Fault.CONTENT)
        if finding is not None:
            return position, finding
    return position, None


def _one_by_one(
    found: "QuerySet[AuditEntry]", start: Position
) -> tuple[Position, Finding | None]:
    """Find the row that cannot even be read."""
    position = start
    while True:
        try:
            number = position.sequence + 1
            following, finding = _follow(found.filter(sequence=number), position)
        except (ValueError, TypeError):
            return position, Finding(number, Fault.CONTENT)
        if finding is not None or following == position:
            return position, finding or Finding(number, Fault.MISSING)
        position = following


def _texts(value: Any) -> Iterator[str]:
    """Yield every text and number inside a JSON value; a database may keep keys in any order."""
    if isinstance(value, dict):
        for _key, inner in sorted(value.items()):
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)
    elif isinstance(value, str) or (isinstance(value, int) and not isinstance(value, bool)):
        yield str(value)


def _next(
    head: AuditHead, at: datetime, actor: str, act: Act, words: list[AuditWords] | None = None
) -> AuditEntry:
    row = AuditEntry(
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
    typed = told.apart(row)
    if words is not None:
        words += typed
    entry = as_written(row, row.before, row.after)
    row.words, row.hash = words_of(entry), chain.digest(replace(entry, hash=""))
    head.sequence, head.hash = row.sequence, row.hash
    return row


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


def _refuse_huge(text: str) -> int:
    value = int(text) if len(text) <= len(str(-MAX_INTEGER)) else MAX_INTEGER + 1
    if abs(value) > MAX_INTEGER:
        raise AuditValueError("An audit value is too large a number.", digits=len(text))
    return value


_PLAIN: Final = DjangoJSONEncoder(allow_nan=False)
_STRICT: Final = json.JSONDecoder(parse_float=_refuse_float, parse_int=_refuse_huge)
