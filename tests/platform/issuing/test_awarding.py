"""Issuing: what is stored is what was signed, once, and nobody can change it."""

import hashlib
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from skillmark.core import jsonio
from skillmark.core.badges.identity import matches
from skillmark.core.errors import SkillmarkError
from skillmark.core.verify import Verdict
from skillmark.platform.issuing.errors import (
    AlreadyIssuedError,
    CredentialFrozenError,
    NotPublishedError,
    RecipientError,
)
from skillmark.platform.trust.errors import (
    SigningHaltedError,
    StatusMissingError,
    WrongDateError,
    WrongIssuerError,
    WrongTypeError,
)

if TYPE_CHECKING:
    from skillmark.platform.catalog.models import AchievementVersion
    from skillmark.platform.issuing.models import Credential
    from skillmark.platform.orgs.models import Organisation

TODAY = datetime.now(UTC).date()

type Issue = Callable[..., Credential]


def document(credential: "Credential") -> jsonio.JsonObject:
    return jsonio.load_object(bytes(credential.document))


def test_what_is_stored_verifies_from_what_the_site_publishes(
    credential: "Credential",
) -> None:
    from skillmark.platform.issuing.proving import checking

    report = checking.report_of(credential, at=timezone.now())
    assert report.verdict is Verdict.VALID
    assert report.summary.proven
    assert hashlib.sha256(bytes(credential.document)).hexdigest() == credential.digest


def test_the_credential_says_what_was_asked(credential: "Credential") -> None:
    said = document(credential)
    assert said["id"] == f"http://127.0.0.1:8000/c/{credential.pk}"
    subject = said["credentialSubject"]
    assert isinstance(subject, dict)
    assert subject["narrative"] == "Put out *three* fires."
    assert isinstance(subject["result"], list)
    name, hashed = subject["identifier"]  # type: ignore[misc]
    assert name["identityHash"] == "Mark Olsen"
    assert matches(hashed["identityHash"], "mark@people.example", hashed["salt"])
    assert b"mark@people.example" not in bytes(credential.document)


def test_the_learners_number_stays_out_of_the_credential(issue: Issue) -> None:
    made = issue(identifier="A-1042-secret")
    assert b"A-1042-secret" not in bytes(made.document)
    assert made.award.fields["identifier"] == "A-1042-secret"


def test_the_same_award_is_made_once(issue: Issue) -> None:
    first = issue()
    with pytest.raises(AlreadyIssuedError) as caught:
        issue(email="MARK@people.example")
    assert caught.value.facts["credential"] == str(first.pk)
    assert issue(again="deliberately").pk != first.pk


@pytest.mark.parametrize(
    "other",
    [
        pytest.param({"email": "someone.else@people.example"}, id="another person"),
        pytest.param(
            {"achieved_on": (TODAY - timedelta(days=9)).isoformat()}, id="earned another day"
        ),
    ],
)
def test_another_award_is_another_credential(issue: Issue, other: dict[str, str]) -> None:
    assert issue().pk != issue(**other).pk


def test_an_unpublished_version_is_not_issued(
    in_scope: "Organisation", version: "AchievementVersion", issue: Issue
) -> None:
    from skillmark.platform.catalog import services

    services.archive(version.achievement, actor=None)
    version.refresh_from_db()
    with pytest.raises(NotPublishedError):
        issue()


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        pytest.param({"email": "not-an-address"}, "email", id="bad e-mail"),
        pytest.param({"achieved_on": "2026-02-31"}, "achieved_on", id="no such day"),
        pytest.param({"evidence_url": "javascript:alert(1)"}, "evidence_url", id="bad link"),
        pytest.param({"valid_until": "2001-01-01"}, "valid_until", id="ended before it began"),
    ],
)
def test_a_bad_field_is_named(issue: Issue, fields: dict[str, str], field: str) -> None:
    with pytest.raises(RecipientError) as caught:
        issue(**fields)
    assert caught.value.facts["field"] == field


def test_validity_counts_from_the_day_it_was_earned(
    publish: Callable[..., "AchievementVersion"], in_scope: "Organisation"
) -> None:
    from skillmark.platform.catalog import validity

    assert validity.add_months(datetime(2024, 1, 31, tzinfo=UTC).date(), 1).day == 29
    assert validity.add_months(datetime(2025, 12, 31, tzinfo=UTC).date(), 2).day == 28


def test_an_award_that_would_have_ended_is_refused(
    publish: Callable[..., "AchievementVersion"], in_scope: "Organisation"
) -> None:
    from skillmark.platform.issuing import services
    from skillmark.platform.issuing.making import entry, intent
    from skillmark.platform.issuing.models import Source

    short = publish("Short", validity_months="1")
    fields = {"name": "Ann Old", "email": "ann@people.example", "achieved_on": "2020-01-01"}
    one = intent.intent_for(short.achievement_id, entry.recipient(fields, short, at=TODAY))
    with pytest.raises(RecipientError):
        services.issue_one(in_scope, short, one, source=Source.FORM, actor=None)


def test_the_bytes_cannot_be_changed_by_any_way(credential: "Credential") -> None:
    from skillmark.platform.issuing.models import Credential

    credential.document = b"{}"
    for change in (
        credential.save,
        lambda: credential.save(update_fields=["document"]),
        lambda: Credential.objects.filter(pk=credential.pk).update(document=b"{}"),
        lambda: Credential.objects.filter(pk=credential.pk).update(digest="0" * 64),
        lambda: Credential.objects.bulk_update([credential], ["document"]),
    ):
        with pytest.raises(CredentialFrozenError):
            change()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE issuing_credential SET document = digest")
    fresh = Credential.objects.get(pk=credential.pk)
    assert hashlib.sha256(bytes(fresh.document)).hexdigest() == fresh.digest


def test_mail_audit_and_claim_link_come_with_the_credential(
    issue: Issue, in_scope: "Organisation", deliver: Callable[[], None]
) -> None:
    from skillmark.platform.events import audit
    from skillmark.platform.events.models import StoredMail
    from skillmark.platform.issuing.models import ClaimLink
    from skillmark.platform.issuing.selectors import credentials as selectors

    made = issue("José <b>Núñez</b>", "jose@people.example")
    deliver()
    mail = StoredMail.objects.get(recipient="jose@people.example")
    assert f"http://127.0.0.1:8000/c/{made.pk}" in mail.text
    assert "http://127.0.0.1:8000/claim/" in mail.text
    assert "<b>" not in mail.html
    assert "José &lt;b&gt;Núñez" in mail.html
    token = mail.text.partition("/claim/")[2].split()[0]
    link = ClaimLink.objects.get()
    assert token not in repr(vars(link))
    assert link.token_digest == hashlib.sha256(token.encode()).hexdigest()
    assert [act.action for act in selectors.history(made)] == ["credential.issued"]
    assert audit.verify(in_scope.pk).intact


def test_a_failure_leaves_nothing_behind(
    issue: Issue, in_scope: "Organisation", monkeypatch: pytest.MonkeyPatch
) -> None:
    from skillmark.platform.events.models import OutboxMessage
    from skillmark.platform.issuing.models import Award, Credential
    from skillmark.platform.issuing.services import delivery

    def broken(*_args: object) -> None:
        raise RuntimeError("power cut")

    monkeypatch.setattr(delivery, "send", broken)
    with pytest.raises(RuntimeError):
        issue()
    assert not Award.objects.exists()
    assert not Credential.objects.exists()
    assert not OutboxMessage.objects.filter(organisation_id=in_scope.pk).exists()


def test_a_kill_switch_stops_issuing_at_once(issue: Issue, in_scope: "Organisation") -> None:
    from skillmark.platform.issuing.models import Award
    from skillmark.platform.trust import signing

    switch = signing.halt(reason="drill")
    with pytest.raises(SigningHaltedError):
        issue()
    assert not Award.objects.exists()
    signing.resume(switch)
    assert issue().pk


def test_the_signer_refuses_what_it_should_not_sign(
    credential: "Credential", other_organisation: "Organisation", in_scope: "Organisation"
) -> None:
    from skillmark.platform.trust import keys, signing
    from skillmark.platform.trust.models import KeyPurpose

    unsigned = document(credential)
    del unsigned["proof"]
    mine = signing.open_signer(keys.ensure_identity(in_scope), KeyPurpose.CREDENTIAL)
    status_signer = signing.open_signer(keys.ensure_identity(in_scope), KeyPurpose.STATUS)
    theirs = signing.open_signer(
        keys.ensure_identity(other_organisation), KeyPurpose.CREDENTIAL
    )
    one_status = unsigned["credentialStatus"][0]  # type: ignore[index]
    elsewhere = {**one_status, "statusListCredential": "https://evil.example/status/1"}  # type: ignore[dict-item]
    refusals: list[tuple[signing.DocumentSigner, jsonio.JsonObject, type[SkillmarkError]]] = [
        (theirs, unsigned, WrongIssuerError),
        (mine, unsigned | {"issuer": "did:web:evil.example"}, WrongIssuerError),
        (mine, unsigned | {"type": ["VerifiableCredential"]}, WrongTypeError),
        (mine, unsigned | {"type": "OpenBadgeCredential"}, WrongTypeError),
        (status_signer, unsigned, WrongTypeError),
        (mine, unsigned | {"credentialStatus": one_status}, StatusMissingError),
        (mine, unsigned | {"credentialStatus": [one_status, elsewhere]}, StatusMissingError),
        (mine, {k: v for k, v in unsigned.items() if k != "validFrom"}, WrongDateError),
        (mine, unsigned | {"validFrom": "2020-01-01T00:00:00Z"}, WrongDateError),
        (mine, unsigned | {"validFrom": "soon"}, WrongDateError),
        (mine, unsigned | {"validUntil": unsigned["validFrom"]}, WrongDateError),
        (mine, unsigned | {"surprise": "undefined term"}, SkillmarkError),
        (mine, document(credential), SkillmarkError),
    ]
    for signer, asked, error in refusals:
        with pytest.raises(error):
            signer.sign_credential(asked)
    assert mine.sign_credential(unsigned).document["proof"]


def test_no_key_is_shown_by_a_signer(in_scope: "Organisation") -> None:
    from skillmark.platform.trust import keys, signing
    from skillmark.platform.trust.models import KeyPurpose

    identity = keys.ensure_identity(in_scope)
    secret = keys.open_key(keys.active_key(identity, KeyPurpose.CREDENTIAL)).to_bytes()
    shown = repr(signing.open_signer(identity, KeyPurpose.CREDENTIAL))
    assert secret.hex() not in shown
    assert repr(secret)[2:-1] not in shown


@pytest.mark.django_db(transaction=True)
def test_two_workers_make_one_award_once(
    in_scope: "Organisation", version: "AchievementVersion"
) -> None:
    from skillmark.platform.issuing import services
    from skillmark.platform.issuing.making import entry, intent
    from skillmark.platform.issuing.models import Credential, Delivery, Source
    from skillmark.platform.orgs.access import organisation_scope
    from skillmark.platform.trust.models import StatusSlot

    fields = {"name": "Mark Olsen", "email": "mark@people.example"}
    one = intent.intent_for(version.achievement_id, entry.recipient(fields, version, at=TODAY))
    outcomes: list[bool] = []
    start = threading.Barrier(4)

    def work() -> None:
        try:
            start.wait()
            with organisation_scope(in_scope):
                made = services.issue_many(
                    in_scope, version, [one], source=Source.API, actor=None
                )
            outcomes.append(made[0].is_new)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == [False, False, False, True]
    assert Credential.objects.count() == 1
    assert Delivery.objects.count() == 1
    assert StatusSlot.objects.count() == 2
