"""Status lists: unique random places, bits and published bytes that change together."""

import threading
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from skillmark.core import jsonio
from skillmark.core.did import key as did_key
from skillmark.core.proof import check_proof
from skillmark.core.status import list_credential
from skillmark.platform.trust.errors import SigningHaltedError, StatusSlotError

if TYPE_CHECKING:
    from skillmark.platform.orgs.models import Organisation
    from skillmark.platform.trust.models import IssuerIdentity, StatusList

WORKERS = 6
EACH = 60


@pytest.fixture
def identity(organisation: "Organisation") -> "IssuerIdentity":
    from skillmark.platform.trust import keys

    return keys.ensure_identity(organisation)


@pytest.fixture
def small_lists(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lists count as full after 20 places, so that a test can fill one."""
    from skillmark.platform.trust import status

    monkeypatch.setattr(status, "FULL_SHARE", 131_072 // 20)


def allot(identity: "IssuerIdentity", count: int) -> list[UUID]:
    from skillmark.platform.trust import status

    subjects = [uuid4() for _ in range(count)]
    with transaction.atomic():
        status.allot(identity, subjects)
    return subjects


def lists(purpose: str = "revocation") -> "list[StatusList]":
    from skillmark.platform.trust.models import StatusList

    rows = StatusList.objects.with_scopes_disabled().filter(purpose=purpose)
    return list(rows.order_by("number"))


def test_every_credential_has_a_place_for_each_purpose(identity: "IssuerIdentity") -> None:
    from skillmark.platform.trust import status

    subject = uuid4()
    with transaction.atomic():
        places = status.allot(identity, [subject])[subject]
    assert [place.purpose for place in places] == ["revocation", "suspension"]
    assert len({place.url for place in places}) == 2
    entry = places[0].to_entry()
    assert entry["type"] == "BitstringStatusListEntry"
    assert entry["statusListIndex"] == str(places[0].index)


def test_places_are_spread_over_the_whole_list(identity: "IssuerIdentity") -> None:
    from skillmark.platform.trust.models import StatusSlot

    allot(identity, 400)
    rows = StatusSlot.objects.with_scopes_disabled().filter(purpose="revocation")
    indexes = list(rows.order_by("pk").values_list("index", flat=True))
    assert len(set(indexes)) == 400
    assert indexes != sorted(indexes)
    quarters = {index * 4 // 131_072 for index in indexes}
    assert quarters == {0, 1, 2, 3}


def test_a_half_full_list_is_followed_by_a_new_one(
    small_lists: None, identity: "IssuerIdentity"
) -> None:
    allot(identity, 15)
    allot(identity, 15)
    assert [(row.number, row.used) for row in lists()] == [(1, 20), (2, 10)]


def test_allotting_outside_a_transaction_is_refused(transactional_db: None) -> None:
    from skillmark.platform.trust import status
    from skillmark.platform.trust.models import IssuerIdentity

    with pytest.raises(StatusSlotError):
        status.allot(IssuerIdentity(), [uuid4()])


def test_a_rolled_back_allotment_leaves_nothing(identity: "IssuerIdentity") -> None:
    from skillmark.platform.trust import status
    from skillmark.platform.trust.models import StatusSlot

    with transaction.atomic():
        status.allot(identity, [uuid4()])
        transaction.set_rollback(True)
    assert not StatusSlot.objects.with_scopes_disabled().exists()


@pytest.mark.django_db(transaction=True)
def test_parallel_allotments_never_share_a_place(organisation: "Organisation") -> None:
    from skillmark.platform.trust import keys, status
    from skillmark.platform.trust.models import StatusSlot

    identity = keys.ensure_identity(organisation)
    start = threading.Barrier(WORKERS)
    errors: list[Exception] = []

    def work() -> None:
        try:
            start.wait()
            for _ in range(4):
                with transaction.atomic():
                    status.allot(identity, [uuid4() for _ in range(EACH // 4)])
        except Exception as error:  # noqa: BLE001 - reported by the test
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(WORKERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    slots = StatusSlot.objects.with_scopes_disabled()
    assert slots.count() == WORKERS * EACH * 2
    assert slots.values("status_list", "index").distinct().count() == WORKERS * EACH * 2
    assert [row.used for row in lists()] == [WORKERS * EACH]


@pytest.mark.django_db(transaction=True)
def test_parallel_revocations_all_reach_the_published_list(
    organisation: "Organisation",
) -> None:
    from skillmark.platform.trust import keys, status
    from skillmark.platform.trust.models import StatusPurpose, StatusSlot

    subjects = allot(keys.ensure_identity(organisation), WORKERS)

    def work(subject: UUID) -> None:
        try:
            status.set_status([status.Change(subject, StatusPurpose.REVOCATION, value=True)])
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=[subject]) for subject in subjects]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    bits = list_credential.parse(jsonio.load_object(bytes(lists()[0].document))).bits
    rows = StatusSlot.objects.with_scopes_disabled().filter(purpose="revocation")
    assert all(bits.get(index) for index in rows.values_list("index", flat=True))


def test_a_change_is_published_signed_and_verifies(identity: "IssuerIdentity") -> None:
    from skillmark.platform.trust import status
    from skillmark.platform.trust.models import StatusPurpose, StatusSlot

    one, other = allot(identity, 2)
    before = lists()[0].digest
    status.set_status([status.Change(one, StatusPurpose.REVOCATION, value=True)])
    row = lists()[0]
    assert row.digest != before
    document = jsonio.load_object(bytes(row.document))
    assert document["id"] == row.url
    assert document["issuer"] == identity.did
    proof = document["proof"]
    assert isinstance(proof, dict)
    check_proof(document, proof, did_key.public_key(identity.did))
    bits = list_credential.parse(document).bits
    slots = StatusSlot.objects.with_scopes_disabled().filter(purpose="revocation")
    index = dict(slots.values_list("subject_id", "index"))
    assert bits.get(index[one])
    assert not bits.get(index[other])


def test_one_change_set_publishes_each_list_once(
    identity: "IssuerIdentity", monkeypatch: pytest.MonkeyPatch
) -> None:
    from skillmark.platform.trust import status
    from skillmark.platform.trust.models import StatusPurpose

    subjects = allot(identity, 50)
    published = []
    real = status.publish
    monkeypatch.setattr(
        status, "publish", lambda row, **at: published.append(row.pk) or real(row, **at)
    )
    touched = status.set_status(
        status.Change(subject, StatusPurpose.SUSPENSION, value=True) for subject in subjects
    )
    assert published == list(touched)
    assert len(touched) == 1


def test_setting_what_is_set_publishes_nothing(identity: "IssuerIdentity") -> None:
    from skillmark.platform.trust import status
    from skillmark.platform.trust.models import StatusPurpose

    subject = allot(identity, 1)[0]
    assert (
        status.set_status([status.Change(subject, StatusPurpose.REVOCATION, value=False)]) == ()
    )


def test_a_credential_without_a_place_is_an_error(identity: "IssuerIdentity") -> None:
    from skillmark.platform.trust import status
    from skillmark.platform.trust.models import StatusPurpose

    with pytest.raises(StatusSlotError):
        status.set_status([status.Change(uuid4(), StatusPurpose.REVOCATION, value=True)])


def test_a_kill_switch_stops_publishing_and_changes_nothing(identity: "IssuerIdentity") -> None:
    from skillmark.platform.trust import signing, status
    from skillmark.platform.trust.models import StatusPurpose, StatusSlot

    subject = allot(identity, 1)[0]
    signing.halt(reason="Key may be stolen", organisation=identity.organisation)
    with pytest.raises(SigningHaltedError):
        status.set_status([status.Change(subject, StatusPurpose.REVOCATION, value=True)])
    assert not StatusSlot.objects.with_scopes_disabled().filter(value=True).exists()


def test_the_list_is_served_cacheable_with_its_type(
    identity: "IssuerIdentity", client: Client
) -> None:
    allot(identity, 1)
    row = lists()[0]
    response = client.get(f"/status/{row.pk}")
    assert response.content == bytes(row.document)
    assert response["Content-Type"] == "application/vc"
    assert response["Access-Control-Allow-Origin"] == "*"
    assert "max-age=60" in response["Cache-Control"]
    assert not response.cookies
    again = client.get(f"/status/{row.pk}", headers={"If-None-Match": response["ETag"]})
    assert again.status_code == 304
    plain = client.get(f"/status/{row.pk}", headers={"Accept": "application/json"})
    assert plain["Content-Type"] == "application/json"
    assert client.get(f"/status/{uuid4()}").status_code == 404
    assert client.post(f"/status/{row.pk}").status_code == 405


def test_a_list_is_signed_anew_when_its_bytes_are_a_day_old(
    identity: "IssuerIdentity",
) -> None:
    from skillmark.platform.trust import status

    allot(identity, 1)
    row = lists()[0]
    assert status.served(row.pk).digest == row.digest
    tomorrow = timezone.now() + timedelta(days=1, seconds=1)
    assert status.served(row.pk, at=tomorrow).digest != row.digest


def test_the_did_document_is_served(organisation: "Organisation", client: Client) -> None:
    response = client.get(f"/i/{organisation.slug}/did.json")
    assert response.status_code == 200
    assert response["Content-Type"] == "application/did"
    document = jsonio.load_object(response.content)
    assert str(document["id"]).startswith("did:key:")
    assert client.get("/i/nobody/did.json").status_code == 404


def test_lists_nobody_asks_for_are_signed_anew_every_day(identity: "IssuerIdentity") -> None:
    from skillmark.platform.jobs import periodic
    from skillmark.platform.trust import status

    allot(identity, 1)
    first, later = lists()[0], timezone.now() + timedelta(days=1, minutes=1)
    assert status.renew(timezone.now()) == (0, 0)
    assert "trust.status_lists" in periodic.run_due(later)
    renewed = lists()[0]
    assert renewed.published_at == later
    assert bytes(renewed.document) != bytes(first.document)
    credential = jsonio.load_object(bytes(renewed.document))
    assert str(credential["validUntil"])[:10] == str((later + status.LIST_VALIDITY).date())
    assert status.renew(later) == (0, 0)


def test_a_list_that_cannot_be_signed_holds_up_no_other(
    identity: "IssuerIdentity", other_organisation: "Organisation"
) -> None:
    from skillmark.platform.trust import keys, signing, status

    allot(identity, 1)
    allot(keys.ensure_identity(other_organisation), 1)
    signing.halt(reason="stolen", organisation=identity.organisation)
    later = timezone.now() + timedelta(days=2)
    assert status.renew(later) == (2, 2)
    assert {row.published_at == later for row in lists()} == {True, False}
