"""The audit chain: whatever is done to it shows, and where."""

from collections.abc import Callable
from uuid import UUID

import pytest
from django.db import connection
from django_scopes.exceptions import ScopeError

from skillmark.platform.events import audit, services
from skillmark.platform.events.audit import Act
from skillmark.platform.events.ids import uuid7
from skillmark.platform.events.models import AuditEntry, AuditHead, AuditImmutableError
from skillmark.platform.orgs.access import organisation_scope
from skillmark.platform.orgs.models import Organisation
from skillmark.platform.people.models import User

LENGTH = 9


@pytest.fixture
def chain(user: User) -> UUID:
    """A chain of nine entries."""
    acts = [
        Act("thing.changed", user, {"n": n}, {"n": n + 1, "word": "ünïcode"}, "Thing")
        for n in range(LENGTH)
    ]
    tenant = uuid7()
    services.record_many(organisation_id=tenant, actor=user, acts=acts)
    return tenant


def _sql(statement: str, chain: UUID) -> None:
    key = chain.hex if connection.vendor == "sqlite" else str(chain)
    with connection.cursor() as cursor:
        cursor.execute(statement.replace("{org}", f"'{key}'"))


TAMPERING = [
    ("altered action", "UPDATE events_auditentry SET action='x' WHERE sequence=4", 4),
    ("altered actor", "UPDATE events_auditentry SET actor='user:x' WHERE sequence=5", 5),
    ("altered facts", """UPDATE events_auditentry SET after='{"n": 7}' WHERE sequence=3""", 3),
    ("altered hash", "UPDATE events_auditentry SET hash='aa' WHERE sequence=6", 6),
    ("deleted entry", "DELETE FROM events_auditentry WHERE sequence=4", 4),
    ("deleted first", "DELETE FROM events_auditentry WHERE sequence=1", 1),
    ("truncated end", "DELETE FROM events_auditentry WHERE sequence>7", 8),
    ("deleted all", "DELETE FROM events_auditentry WHERE sequence>0", 1),
    ("swapped", "UPDATE events_auditentry SET sequence=100 WHERE sequence=2", 2),
    (
        "altered head",
        "UPDATE events_audithead SET sequence=8 WHERE organisation_id={org}",
        LENGTH,
    ),
    ("deleted head", "DELETE FROM events_audithead WHERE organisation_id={org}", 1),
]


@pytest.mark.parametrize(
    ("statement", "position"), [row[1:] for row in TAMPERING], ids=[row[0] for row in TAMPERING]
)
def test_tampering_is_found_and_located(chain: UUID, statement: str, position: int) -> None:
    if "events_auditentry" in statement:
        statement += " AND organisation_id={org}"
    _sql(statement, chain)
    report = audit.verify(chain)
    assert not report.intact
    assert report.broken_at == position
    assert report.reason


def test_an_untouched_chain_is_intact(chain: UUID) -> None:
    assert audit.verify(chain) == audit.ChainReport(LENGTH)


def test_chains_of_organisations_are_apart(
    chain: UUID, other_organisation: Organisation
) -> None:
    _sql("DELETE FROM events_auditentry WHERE organisation_id={org}", chain)
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


@pytest.mark.parametrize("value", [{"n": 0.5}, {"n": float("nan")}, {"n": object()}])
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
