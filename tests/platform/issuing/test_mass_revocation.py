"""All that a key signed is revoked: lists first, then states, trail and mails."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

import pytest
from django.utils import timezone

from skillmark.core import jsonio
from skillmark.core.status import list_credential
from skillmark.platform.issuing.errors import ApprovalNeededError, ReasonMissingError

if TYPE_CHECKING:
    from skillmark.platform.issuing.models import Credential
    from skillmark.platform.orgs.models import Organisation
    from skillmark.platform.trust.models import IssuerKey

type Issue = Callable[..., Credential]


def set_bits() -> set[UUID]:
    """Return the credentials that the published lists call revoked, by their own bytes."""
    from skillmark.platform.trust.models import StatusList, StatusSlot

    found = set()
    for row in StatusList.objects.filter(purpose="revocation"):
        bits = list_credential.parse(jsonio.load_object(bytes(row.document))).bits
        slots = StatusSlot.objects.filter(status_list=row)
        found |= {slot.subject_id for slot in slots if bits.get(slot.index)}
    return found


def key_of(organisation: "Organisation") -> "IssuerKey":
    from skillmark.platform.trust import keys
    from skillmark.platform.trust.models import KeyPurpose

    return keys.active_key(keys.ensure_identity(organisation), KeyPurpose.CREDENTIAL)


@pytest.fixture
def many(issue: Issue) -> "list[Credential]":
    return [issue(f"Person{number} Olsen") for number in range(6)]


def test_every_list_says_so_when_it_returns(
    many: "list[Credential]", in_scope: "Organisation"
) -> None:
    from skillmark.platform.issuing.models import Credential, Delivery
    from skillmark.platform.issuing.services import mass_revocation
    from skillmark.platform.jobs import runner

    key = key_of(in_scope)
    foreseen = mass_revocation.foresee(key)
    assert (foreseen.credentials, foreseen.mails, foreseen.lists) == (6, 6, 1)
    done = mass_revocation.revoke_all_of_key(
        key, since=None, reason="The key was stolen.", actor=None, approved=True
    )
    assert (done.credentials, done.spared, done.lists) == (6, 0, 1)
    assert set_bits() == {one.pk for one in many}
    assert set(Credential.objects.values_list("state", flat=True)) == {"active"}
    assert done.job_id is not None
    runner.run_to_end(done.job_id)
    rows = Credential.objects.values_list("state", "reason", "state_changed_at")
    assert set(rows) == {("revoked", "The key was stolen.", done.at)}
    assert Delivery.objects.filter(kind="revoked").count() == 6
    assert set_bits() == {one.pk for one in many}
    assert mass_revocation.foresee(key).credentials == 0


def test_the_trail_names_the_act_and_every_credential(
    many: "list[Credential]", in_scope: "Organisation"
) -> None:
    from skillmark.platform.events import audit
    from skillmark.platform.events.models import AuditEntry
    from skillmark.platform.issuing.services import mass_revocation
    from skillmark.platform.jobs import runner

    done = mass_revocation.revoke_all_of_key(
        key_of(in_scope), since=None, reason="Stolen.", actor="user:1", approved=True
    )
    assert done.job_id is not None
    runner.run_to_end(done.job_id)
    act = AuditEntry.objects.get(action="key.all_revoked")
    assert (act.actor, act.after["credentials"]) == ("user:1", 6)
    assert AuditEntry.objects.filter(action="credential.revoked").count() == 6
    assert audit.verify(in_scope.pk).intact


def test_what_is_spared_and_what_was_issued_before_stays(
    issue: Issue, in_scope: "Organisation"
) -> None:
    from skillmark.platform.issuing.models import Credential
    from skillmark.platform.issuing.services import mass_revocation

    old, spared, fallen = issue("A Olsen"), issue("B Olsen"), issue("C Olsen")
    known_good = timezone.now() - timedelta(hours=1)
    Credential.objects.filter(pk=old.pk).update(issued_at=known_good - timedelta(hours=1))
    asked: list[UUID] = []

    def spare(ids: Sequence[UUID]) -> set[UUID]:
        asked.extend(ids)
        return {spared.pk}

    done = mass_revocation.revoke_all_of_key(
        key_of(in_scope), since=known_good, reason="Stolen.", actor=None, spare=spare,
        approved=True, follow=False,
    )  # fmt: skip
    assert (done.credentials, done.spared, done.job_id) == (1, 1, None)
    assert set_bits() == {fallen.pk}
    assert set(asked) == {spared.pk, fallen.pk}


def test_the_fuse_wants_a_second_person(
    issue: Issue, in_scope: "Organisation", monkeypatch: pytest.MonkeyPatch
) -> None:
    from skillmark.platform.issuing.services import fuse, mass_revocation

    issue("A Olsen")
    monkeypatch.setattr(fuse, "FLOOR", 0)
    with pytest.raises(ApprovalNeededError):
        mass_revocation.revoke_all_of_key(
            key_of(in_scope), since=None, reason="Stolen.", actor=None
        )
    with pytest.raises(ReasonMissingError):
        mass_revocation.revoke_all_of_key(
            key_of(in_scope), since=None, reason=" ", actor=None, approved=True
        )
    assert not set_bits()


def test_another_key_s_credentials_stay(
    issue: Issue, in_scope: "Organisation", settings: object
) -> None:
    """Rotated a moment ago: in the minutes around, the document says whose it is."""
    from skillmark.platform.issuing.services import mass_revocation
    from skillmark.platform.trust import keys
    from skillmark.platform.trust.models import KeyPurpose

    settings.SKILLMARK = settings.SKILLMARK.model_copy(  # type: ignore[attr-defined]
        update={"site_url": "https://skills.example"}
    )
    before = issue("A Olsen")
    first = key_of(in_scope)
    keys.rotate(in_scope, KeyPurpose.CREDENTIAL, actor=None)
    after = issue("B Olsen")
    first.refresh_from_db()
    done = mass_revocation.revoke_all_of_key(
        first, since=None, reason="Stolen.", actor=None, approved=True, follow=False
    )
    assert done.credentials == 1
    assert set_bits() == {before.pk}
    second = key_of(in_scope)
    mass_revocation.revoke_all_of_key(
        second, since=None, reason="Stolen.", actor=None, approved=True, follow=False
    )
    assert set_bits() == {before.pk, after.pk}


def test_a_run_that_broke_off_is_taken_up_again(
    many: "list[Credential]", in_scope: "Organisation", monkeypatch: pytest.MonkeyPatch
) -> None:
    from skillmark.platform.issuing.services import mass_revocation
    from skillmark.platform.jobs.models import Job
    from skillmark.platform.trust import status
    from skillmark.platform.trust.errors import SigningHaltedError

    real = status.publish

    def broken(*_args: object, **_more: object) -> None:
        raise SigningHaltedError("drill")

    at = timezone.now()
    key = key_of(in_scope)
    monkeypatch.setattr(status, "publish", broken)
    with pytest.raises(SigningHaltedError):
        mass_revocation.revoke_all_of_key(
            key, since=None, reason="Stolen.", actor=None, approved=True, at=at
        )
    assert not set_bits()
    monkeypatch.setattr(status, "publish", real)
    for count in (6, 0):
        done = mass_revocation.revoke_all_of_key(
            key, since=None, reason="Stolen.", actor=None, approved=True, at=at
        )
        assert done.credentials == count
        job = Job.objects.get(pk=done.job_id)
        assert job.total == 6
    assert set_bits() == {one.pk for one in many}


def test_a_credential_that_was_replaced_meanwhile_stays_replaced(
    many: "list[Credential]", in_scope: "Organisation"
) -> None:
    from skillmark.platform.issuing.models import Credential
    from skillmark.platform.issuing.services import mass_revocation
    from skillmark.platform.jobs import runner

    done = mass_revocation.revoke_all_of_key(
        key_of(in_scope), since=None, reason="Stolen.", actor=None, approved=True
    )
    Credential.objects.filter(pk=many[0].pk).update(state="superseded")
    assert done.job_id is not None
    runner.run_to_end(done.job_id)
    many[0].refresh_from_db()
    assert many[0].state == "superseded"
    assert Credential.objects.filter(state="revoked").count() == 5
