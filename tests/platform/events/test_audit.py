"""The audit chain: whatever is done to it shows, and where."""

from collections.abc import Callable
from uuid import UUID

import pytest
from django.db import connection
from django_scopes.exceptions import ScopeError

from skillmark.core.audit import BEGIN, Fault, Finding, digest
from skillmark.platform.events import audit, services
from skillmark.platform.events.audit import Act
from skillmark.platform.events.ids import uuid7
from skillmark.platform.events.models import AuditEntry, AuditHead, AuditImmutableError
from skillmark.platform.orgs.access import organisation_scope
from skillmark.platform.orgs.models import Organisation
from skillmark.platform.people.models import User

LENGTH = 9
ENTRIES = "events_auditentry"
OWN = "organisation_id={org}"
OTHERS_ID = "0199a00000007000800000000000000a"


@pytest.fixture
def chain(user: User) -> UUID:
    """A chain of nine entries."""
    acts = [
        Act("thing.changed", user, {"n": n}, {"word": "ünïcode", "n": n + 1}, "Thing")
        for n in range(LENGTH)
    ]
    tenant = uuid7()
    services.record_many(organisation_id=tenant, actor=user, acts=acts)
    return tenant


def _key(identifier: UUID) -> str:
    return identifier.hex if connection.vendor == "sqlite" else str(identifier)


def _sql(statement: str, chain: UUID, **words: object) -> None:
    """Run a statement by hand on the entries (or what it names) of one chain."""
    named = {"org": f"'{_key(chain)}'", "entries": ENTRIES, **words}
    for name, word in named.items():
        statement = statement.replace(f"{{{name}}}", str(word))
    with connection.cursor() as cursor:
        cursor.execute(statement)


def _update(chain: UUID, number: int, column: str, value: object) -> None:
    statement = 'UPDATE {entries} SET "{column}"={value} WHERE sequence={n} AND {own}'
    _sql(statement.replace("{own}", OWN), chain, column=column, value=value, n=number)


# Column → what somebody writes into it by hand, and the fault that is named.
ALTERED = {
    "id": (f"'{OTHERS_ID}'", 4, Fault.CONTENT),
    "organisation_id": (f"'{OTHERS_ID}'", 4, Fault.MISSING),
    "sequence": ("400", 4, Fault.MISSING),
    "at": ("'2020-01-01 00:00:00+00:00'", 4, Fault.CONTENT),
    "actor": ("'user:x'", 4, Fault.CONTENT),
    "action": ("'x.y'", 4, Fault.CONTENT),
    "object_kind": ("'key'", 4, Fault.CONTENT),
    "object_id": ("'7'", 4, Fault.CONTENT),
    "label": ("'Another'", 4, Fault.CONTENT),
    "words": ("'nothing to find'", 4, Fault.CONTENT),
    "before": ("NULL", 4, Fault.CONTENT),
    "after": ("""'{"n": 7}'""", 4, Fault.CONTENT),
    "previous_hash": ("'aa'", 4, Fault.LINK),
    "hash": ("'aa'", 4, Fault.CONTENT),
}


def test_every_column_is_tried() -> None:
    assert {field.column for field in AuditEntry._meta.fields} == set(ALTERED)


@pytest.mark.parametrize("column", ALTERED)
def test_altering_any_column_is_found_and_located(chain: UUID, column: str) -> None:
    value, number, fault = ALTERED[column]
    _update(chain, 4, column, value)
    report = audit.verify(chain)
    assert report.finding == Finding(number, fault)
    assert report.entries == number - 1


@pytest.mark.sqlite_only
@pytest.mark.parametrize(
    ("column", "value"),
    [("after", "'{'"), ("after", "'[1]'"), ("at", "'2026-99-99 00:00:00'"), ("id", "'x'")],
)
def test_what_no_column_can_hold_is_located_too(chain: UUID, column: str, value: str) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("another database refuses such values itself")
    _sql("PRAGMA ignore_check_constraints=ON", chain)
    try:
        _update(chain, 6, column, value)
    finally:
        _sql("PRAGMA ignore_check_constraints=OFF", chain)
    assert audit.verify(chain).finding == Finding(6, Fault.CONTENT)


OTHERWISE = [
    ("deleted entry", "DELETE FROM {entries} WHERE sequence=4", 4, Fault.MISSING),
    ("deleted first", "DELETE FROM {entries} WHERE sequence=1", 1, Fault.MISSING),
    ("truncated end", "DELETE FROM {entries} WHERE sequence>7", 8, Fault.MISSING),
    ("deleted all", "DELETE FROM {entries} WHERE sequence>0", 1, Fault.MISSING),
    ("moved", "UPDATE {entries} SET sequence=100 WHERE sequence=2", 2, Fault.MISSING),
    (
        "head set back",
        "UPDATE events_audithead SET sequence=8",
        LENGTH,
        Fault.END,
    ),
    (
        "head altered",
        "UPDATE events_audithead SET hash='aa'",
        LENGTH,
        Fault.END,
    ),
    (
        "head deleted",
        "DELETE FROM events_audithead",
        1,
        Fault.END,
    ),
]


@pytest.mark.parametrize(
    ("statement", "number", "fault"),
    [row[1:] for row in OTHERWISE],
    ids=[row[0] for row in OTHERWISE],
)
def test_other_tampering_is_found_and_located(
    chain: UUID, statement: str, number: int, fault: Fault
) -> None:
    where = " AND " if "WHERE" in statement else " WHERE "
    _sql(statement + where + OWN, chain)
    report = audit.verify(chain)
    assert not report.intact
    assert report.finding == Finding(number, fault)


def test_swapped_entries_are_found(chain: UUID) -> None:
    for old, new in ((3, 1000), (5, 3), (1000, 5)):
        _update(chain, old, "sequence", new)
    assert audit.verify(chain).finding == Finding(3, Fault.ORDER)


def test_an_inserted_entry_is_found(chain: UUID, user: User) -> None:
    """Somebody shifts the rest and forges one that fits both neighbours as well as may be."""
    for number in range(LENGTH, 4, -1):
        _update(chain, number, "sequence", number + 1)
    before = AuditEntry.objects.with_scopes_disabled().get(organisation_id=chain, sequence=4)
    head = AuditHead(organisation_id=chain, sequence=4, hash=before.hash)
    forged = audit._next(head, before.at, "user:7", Act("thing.forged", user))
    AuditEntry.objects.with_scopes_disabled().bulk_create([forged])
    assert audit.verify(chain).finding == Finding(6, Fault.ORDER)


def test_an_entry_forged_with_its_hash_breaks_the_link(chain: UUID) -> None:
    rows = AuditEntry.objects.with_scopes_disabled().filter(organisation_id=chain)
    row = rows.get(sequence=4)
    row.label = "Forged"
    entry = audit.as_written(row, row.before, row.after)
    rows.filter(sequence=4).update(
        label="Forged", words=audit.words_of(entry), hash=digest(entry)
    )
    assert audit.verify(chain).finding == Finding(5, Fault.LINK)


def test_a_chain_is_checked_in_pieces(chain: UUID) -> None:
    position = BEGIN
    for until in (4, 4, 8, None):
        position, finding = audit.check(chain, position, until)
        assert finding is None
    assert position == audit.end(chain)


def test_an_untouched_chain_is_intact(chain: UUID) -> None:
    assert audit.verify(chain) == audit.ChainReport(LENGTH)


def test_chains_of_organisations_are_apart(
    chain: UUID, other_organisation: Organisation
) -> None:
    _sql("DELETE FROM {entries} WHERE {own}", chain, own=OWN.format(org=f"'{_key(chain)}'"))
    assert audit.verify(other_organisation.pk).intact


def test_an_empty_chain_is_intact(db: None) -> None:
    assert audit.verify(UUID(int=5)) == audit.ChainReport(0)


def test_entries_cannot_be_changed_or_removed(chain: UUID) -> None:
    entry = AuditEntry.objects.with_scopes_disabled().filter(organisation_id=chain).first()
    with pytest.raises(AuditImmutableError):
        entry.save()
    with pytest.raises(AuditImmutableError):
        entry.delete()


def test_reading_without_a_scope_raises(chain: UUID) -> None:
    with pytest.raises(ScopeError):
        list(AuditEntry.objects.all())


def test_a_scope_shows_one_chain_only(chain: UUID, other_organisation: Organisation) -> None:
    with organisation_scope(other_organisation):
        assert {entry.organisation_id for entry in AuditEntry.objects.all()} == {
            other_organisation.pk
        }


@pytest.mark.parametrize(
    "value", [{"n": 0.5}, {"n": float("nan")}, {"n": object()}, {"n": 2**53}, {"n": -(10**30)}]
)
def test_values_without_one_spelling_are_refused(
    organisation: Organisation, value: dict[str, object]
) -> None:
    with pytest.raises(audit.AuditValueError):
        services.record(
            organisation_id=organisation.pk,
            actor=None,
            action="thing.changed",
            object=organisation,
            after=value,
        )


@pytest.mark.parametrize(
    ("make_actor", "expected"),
    [
        (lambda _user: None, "system"),
        (lambda _user: "system:demo", "system:demo"),
        (lambda user: user, "user:"),
    ],
)
def test_actors_are_references(
    user: User, make_actor: Callable[[object], object], expected: str
) -> None:
    assert audit.reference(make_actor(user)).startswith(expected)
    assert user.email not in audit.reference(make_actor(user))


def test_a_rollback_leaves_no_entry(organisation: Organisation) -> None:
    from django.db import transaction

    before = AuditHead.objects.get(pk=organisation.pk).sequence

    def record_and_fail() -> None:
        with transaction.atomic():
            services.record(
                organisation_id=organisation.pk, actor=None, action="x.y", object=organisation
            )
            raise RuntimeError

    with pytest.raises(RuntimeError):
        record_and_fail()
    assert AuditHead.objects.get(pk=organisation.pk).sequence == before
    assert audit.verify(organisation.pk).intact
