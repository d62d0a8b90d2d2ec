"""A stolen key: halted, revoked, replaced, and what it signed issued again, once."""

from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from issued_credentials import claim_token, issue, published
from pytest_django import Settings as SettingsWrapper

from skillmark.core import jsonio
from skillmark.platform.issuing.models import Credential, Delivery
from skillmark.platform.issuing.services import lifecycle, recovery
from skillmark.platform.jobs import runner
from skillmark.platform.orgs.access import organisation_scope
from skillmark.platform.orgs.models import Role
from skillmark.platform.trust import compromise, keys, signing, switches
from skillmark.platform.trust.errors import KnownGoodError, SigningHaltedError
from skillmark.platform.trust.models import (
    Compromise,
    CompromiseState,
    IssuerKey,
    KeyPurpose,
    KeyState,
    StatusPurpose,
    StatusSlot,
)

if TYPE_CHECKING:
    from skillmark.platform.orgs.models import Organisation
    from skillmark.platform.people.models import User

type Proven = Callable[[Collection[UUID], datetime], None]


@pytest.fixture
def at_home(settings: SettingsWrapper) -> None:
    """The site has a real https address, so organisations get a did:web."""
    settings.SKILLMARK = settings.SKILLMARK.model_copy(
        update={"site_url": "https://skills.example"}
    )


@pytest.fixture
def key(at_home: None, organisation: "Organisation") -> IssuerKey:
    """The key with which the organisation signs credentials, a day old."""
    identity = keys.ensure_identity(organisation)
    found = keys.active_key(identity, KeyPurpose.CREDENTIAL)
    day = timezone.now() - timedelta(days=1)
    IssuerKey.objects.with_scopes_disabled().filter(pk=found.pk).update(created_at=day)
    found.refresh_from_db()
    return found


@pytest.fixture
def proven(monkeypatch: pytest.MonkeyPatch) -> Proven:
    """Let witnesses have seen some credentials at a moment; the log itself has its own tests."""
    times: dict[UUID, datetime] = {}

    def trusted_times(ids: Collection[UUID]) -> dict[UUID, datetime]:
        return {one: times[one] for one in ids if one in times}

    def prove(ids: Collection[UUID], at: datetime) -> None:
        times.update(dict.fromkeys(ids, at))

    monkeypatch.setattr(recovery, "trusted_times", trusted_times)
    return prove


def fall(key: IssuerKey, known_good_at: datetime, actor: object = None) -> Compromise:
    """Report a key and run the whole answer."""
    done = compromise.begin(
        key, known_good_at=known_good_at, reason="A laptop was stolen", actor=actor
    )
    if done.job_id is not None:
        runner.run_to_end(done.job_id)
    done.refresh_from_db()
    return done


def signed_by(credential: Credential) -> str:
    proof: Any = jsonio.load_object(bytes(credential.document))["proof"]
    return str(proof["verificationMethod"])


def is_revoked(credential: Credential) -> bool:
    slots = StatusSlot.objects.with_scopes_disabled()
    return bool(slots.get(subject_id=credential.pk, purpose=StatusPurpose.REVOCATION).value)


def test_what_is_proven_stands_and_the_rest_is_issued_again(
    key: IssuerKey, organisation: "Organisation", proven: Proven
) -> None:
    version = published(organisation)
    old = issue(version, "Ida Lindqvist", "ida@learner.example")
    late = issue(version, "Mark Olsen", "mark@learner.example")
    now = timezone.now()
    good = now - timedelta(hours=1)
    proven([old.pk], now - timedelta(hours=2))
    proven([late.pk], now)  # seen by witnesses after the fall: it may be a thief's
    done = fall(key, good)
    assert done.state == CompromiseState.DONE
    assert (done.standing, done.reissued, done.ended, done.failed) == (1, 1, 0, 0)
    with organisation_scope(organisation):
        old.refresh_from_db()
        late.refresh_from_db()
        new = Credential.objects.get(replaces=late)
        assert (old.state, late.state, new.state) == ("active", "superseded", "active")
        assert (
            signed_by(new)
            == keys.active_key(key.identity, KeyPurpose.CREDENTIAL).verification_method
        )
        assert new.award.recipient_name == "Mark Olsen"
        assert new.valid_until == late.valid_until
    assert (is_revoked(old), is_revoked(late), is_revoked(new)) == (False, True, False)


def test_too_near_to_the_fall_is_not_proven(
    key: IssuerKey, organisation: "Organisation", proven: Proven
) -> None:
    near = issue(published(organisation))
    good = timezone.now() - timedelta(hours=1)
    proven([near.pk], good - timedelta(minutes=9))
    assert fall(key, good).reissued == 1


def test_the_document_and_the_history_say_since_when(
    key: IssuerKey, organisation: "Organisation"
) -> None:
    from skillmark.core.did import parse_document, webvh
    from skillmark.platform.trust import documents
    from skillmark.platform.trust.identities import selectors

    good = (timezone.now() - timedelta(hours=3)).replace(microsecond=0)
    fall(key, good)
    key.refresh_from_db()
    assert key.state == KeyState.REVOKED
    assert not key.wrapped_key
    web = parse_document(documents.did_document(key.identity))
    assert web.method(key.verification_method).revoked == good
    found = selectors.history_of(key.identity.did)
    assert found is not None
    history = webvh.verify(found.did, found.log, found.witness, at=timezone.now())
    life = webvh.life_of(history, f"{found.did}#{key.public_multikey}")
    assert life.revoked == good
    verdict = webvh.standing(life, now=timezone.now(), created=good - timedelta(days=1))
    assert verdict.code == "key.revoked_unproven"  # a back-dated forgery


def test_again_changes_nothing_and_the_holder_gets_one_mail(
    key: IssuerKey, organisation: "Organisation"
) -> None:
    token = claim_token(issue(published(organisation)))
    good = timezone.now() - timedelta(hours=1)
    first = fall(key, good)
    again = fall(key, good)
    assert first == again
    assert first.job_id is not None
    with organisation_scope(organisation):
        assert Credential.objects.count() == 2
        assert list(Delivery.objects.values_list("kind", flat=True)) == ["reissued"]
    assert (
        Client().get(f"/claim/{token}", secure=True, SERVER_NAME="testserver").status_code < 400
    )


def test_a_crash_in_the_middle_is_taken_up(
    key: IssuerKey, organisation: "Organisation", monkeypatch: pytest.MonkeyPatch
) -> None:
    version = published(organisation)
    for number in range(5):
        issue(version, f"Person {number}", f"p{number}@learner.example")
    monkeypatch.setattr(recovery, "REISSUED_AT_ONCE", 2)
    begun = compromise.begin(
        key, known_good_at=timezone.now() - timedelta(hours=1), reason="x", actor=None
    )
    assert begun.job_id is not None
    chunks = runner.begin(begun.job_id, 1)
    assert chunks == 1 + 3
    runner.step(begun.job_id, 1, 0)
    runner.step(begun.job_id, 1, 1)
    begun.refresh_from_db()
    assert begun.reissued == 2
    runner.step(begun.job_id, 1, 1)  # the crash came before the engine wrote it down
    runner.run_to_end(begun.job_id)
    begun.refresh_from_db()
    assert (begun.state, begun.reissued) == ("done", 5)
    with organisation_scope(organisation):
        assert Credential.objects.filter(state="active").count() == 5


def test_suspended_stays_suspended_and_revoked_stays_revoked(
    key: IssuerKey, organisation: "Organisation"
) -> None:
    version = published(organisation)
    paused = issue(version, "Ida Lindqvist", "ida@learner.example")
    gone = issue(version, "Mark Olsen", "mark@learner.example")
    with organisation_scope(organisation):
        lifecycle.suspend(paused.pk, reason="Under review", actor=None, notify=False)
        lifecycle.revoke(gone.pk, reason="A mistake", actor=None, notify=False)
    done = fall(key, timezone.now() - timedelta(hours=1))
    assert done.reissued == 1
    with organisation_scope(organisation):
        assert Credential.objects.get(replaces=paused).state == "suspended"
        gone.refresh_from_db()
        assert gone.state == "revoked"
        assert not Credential.objects.filter(replaces=gone).exists()


def test_issuing_goes_on_with_the_new_key(key: IssuerKey, organisation: "Organisation") -> None:
    fall(key, timezone.now() - timedelta(hours=1))
    assert switches.halted(organisation.pk) is None
    fresh = issue(published(organisation))
    assert signed_by(fresh) != key.verification_method


def test_a_status_key_falls_without_any_credential(
    key: IssuerKey, organisation: "Organisation"
) -> None:
    mine = issue(published(organisation))
    status_key = keys.active_key(key.identity, KeyPurpose.STATUS)
    done = fall(status_key, timezone.now())
    assert done.state == CompromiseState.DONE
    with organisation_scope(organisation):
        mine.refresh_from_db()
        assert mine.state == "active"
        from skillmark.platform.trust.models import StatusList

        new = keys.active_key(key.identity, KeyPurpose.STATUS)
        for row in StatusList.objects.all():
            assert new.verification_method in bytes(row.document).decode()


def test_a_did_key_ends_with_its_key(organisation: "Organisation", proven: Proven) -> None:
    old = issue(published(organisation))
    identity = keys.ensure_identity(organisation)
    fallen = keys.active_key(identity, KeyPurpose.CREDENTIAL)
    proven([old.pk], timezone.now() - timedelta(days=300))
    done = fall(fallen, timezone.now())
    assert (done.standing, done.reissued) == (0, 1)
    current = keys.ensure_identity(organisation)
    assert current.did != identity.did
    assert is_revoked(old)  # its list is still signed by the key that is the identifier


@pytest.mark.parametrize("moment", [timedelta(hours=1), timedelta(days=-3)])
def test_an_impossible_moment_is_refused_before_anything_halts(
    key: IssuerKey, organisation: "Organisation", moment: timedelta
) -> None:
    with pytest.raises(KnownGoodError):
        compromise.begin(key, known_good_at=timezone.now() + moment, reason="x", actor=None)
    assert switches.halted(organisation.pk) is None


# The second person.


def many(organisation: "Organisation") -> None:
    version = published(organisation)
    for number in range(11):  # one more than one person may take back
        issue(version, f"Person {number}", f"p{number}@learner.example")


def test_so_many_wait_for_a_second_person_while_issuing_is_halted(
    key: IssuerKey,
    organisation: "Organisation",
    user: "User",
    make_member: Callable[[Role], "User"],
) -> None:
    from skillmark.platform.approvals import services as approvals
    from skillmark.platform.approvals.models import Approval

    many(organisation)
    second = make_member(Role.APPROVER)
    waits = fall(key, timezone.now() - timedelta(hours=1), actor=user)
    assert (waits.state, waits.job_id) == (CompromiseState.HALTED, None)
    with pytest.raises(SigningHaltedError):
        signing.open_signer(key.identity, KeyPurpose.CREDENTIAL)
    with organisation_scope(organisation):
        request = Approval.objects.get()
        approvals.approve(request.pk, by=second)
        waits.refresh_from_db()
        assert waits.state == CompromiseState.RECOVERING
        assert waits.job_id is not None
        runner.run_to_end(waits.job_id)
        waits.refresh_from_db()
        assert waits.reissued == 11


def test_a_no_lets_issuing_go_on_with_the_key(
    key: IssuerKey,
    organisation: "Organisation",
    user: "User",
    make_member: Callable[[Role], "User"],
) -> None:
    from skillmark.platform.approvals import services as approvals
    from skillmark.platform.approvals.models import Approval

    many(organisation)
    second = make_member(Role.APPROVER)
    waits = fall(key, timezone.now() - timedelta(hours=1), actor=user)
    with organisation_scope(organisation):
        approvals.decline(Approval.objects.get().pk, by=second, note="It was found")
    waits.refresh_from_db()
    assert waits.state == CompromiseState.DROPPED
    assert switches.halted(organisation.pk) is None
    key.refresh_from_db()
    assert key.state == KeyState.ACTIVE


def test_who_is_alone_does_not_wait(
    key: IssuerKey, organisation: "Organisation", user: "User"
) -> None:
    many(organisation)
    assert fall(key, timezone.now() - timedelta(hours=1), actor=user).reissued == 11


# The page.


def test_the_page_shows_first_and_does_then(
    studio: Client, key: IssuerKey, organisation: "Organisation"
) -> None:
    issue(published(organisation))
    page = reverse("trust:compromise", args=[organisation.slug])
    asked = studio.get(page)
    assert asked["Location"].startswith(reverse("account_reauthenticate"))
    studio.post(reverse("account_reauthenticate"), {"password": "a long enough password"})
    assert "It cannot be undone." in studio.get(page).text
    day = timezone.now().date()
    sent = {"key": str(key.pk), "known_day": day.isoformat(), "reason": "A laptop was stolen"}
    IssuerKey.objects.with_scopes_disabled().filter(pk=key.pk).update(
        created_at=timezone.now() - timedelta(days=2)
    )
    seen = studio.post(page, {**sent, "act": "look"}).text
    assert "What would happen" in seen
    key.refresh_from_db()
    assert key.state == KeyState.ACTIVE
    answer = studio.post(page, {**sent, "act": "go"}, follow=True)
    assert "Step by step" in answer.text
    key.refresh_from_db()
    assert key.state == KeyState.REVOKED
    assert studio.post(page, {**sent, "known_day": "never"}).status_code == 302  # is known
    settings_page = reverse("trust:settings", args=[organisation.slug])
    assert "Reported on" in studio.get(settings_page).text


def test_a_poor_form_is_shown_again(studio: Client, key: IssuerKey) -> None:
    studio.post(reverse("account_reauthenticate"), {"password": "a long enough password"})
    page = reverse("trust:compromise", args=[key.organisation.slug])
    assert studio.post(page, {"act": "go"}).status_code == 422
    assert studio.get(f"{page}?key=no-id").status_code == 404
    tomorrow = (timezone.now() + timedelta(days=1)).date().isoformat()
    sent = {"known_day": tomorrow, "reason": "x", "act": "go"}
    assert "has not come yet" in studio.post(page, sent).text
