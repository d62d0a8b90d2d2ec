"""Mails about credentials: in the reader's language, followed to the end, sent again."""

import logging
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone
from mail_server import MailServer, serving
from pytest_django.fixtures import Settings

from skillmark.platform.events import outbox
from skillmark.platform.issuing.errors import AddressSuppressedError, StateError
from skillmark.platform.mailing import own_words, reports, suppressions
from skillmark.platform.mailing.letters import kind_of
from skillmark.platform.mailing.models import Cause
from skillmark.platform.mailing.reports import Outcome, Report
from skillmark.platform.mailing.wording import Words

if TYPE_CHECKING:
    from skillmark.platform.issuing.models import Credential, Delivery
    from skillmark.platform.orgs.models import Organisation

LANGUAGES = [(code, code) for code in ("en", "de", "es", "fr", "ar")]


@pytest.fixture
def server(db: None, settings: Settings) -> Iterator[MailServer]:
    with serving() as one:
        settings.MAILERS = {**settings.MAILERS, "delivery": one.mailer()}
        yield one


def _delivery(credential: "Credential") -> "Delivery":
    from skillmark.platform.issuing.models import Delivery

    return Delivery.objects.filter(credential=credential).latest("created_at")


def test_the_badge_travels_inside_and_nothing_is_fetched(
    server: MailServer, credential: "Credential"
) -> None:
    outbox.dispatch_all()
    (mail,) = server.box.taken
    related = mail.get_body(("related",))
    (badge,) = related.iter_attachments()
    assert badge.get_content().startswith(b"\x89PNG")
    assert 'src="cid:badge"' in related.get_body(("html",)).get_content()
    assert len(bytes(mail)) < 102_400  # bytes; some programs cut larger mails
    assert "List-Unsubscribe" not in mail
    assert str(mail["From"]).startswith('"Harbour Skills Training via Skillmark"') or str(
        mail["From"]
    ).startswith("Harbour Skills Training via Skillmark")


@pytest.mark.parametrize(
    ("choice", "written"),
    [(("ar", "de"), "ar"), (("", "de"), "de"), (("tlh", "fr-CA"), "fr"), (("", ""), "en")],
)
def test_a_mail_is_in_its_reader_s_language(
    settings: Settings,
    in_scope: "Organisation",
    credential: "Credential",
    choice: tuple[str, str],
    written: str,
) -> None:
    from skillmark.platform.issuing.services import delivery

    own, organisation_s = choice
    settings.LANGUAGES = LANGUAGES
    credential.award.fields["language"] = own
    credential.organisation.language = organisation_s
    assert delivery.language_of(credential) == written


def test_own_words_reach_the_holder(
    server: MailServer, in_scope: "Organisation", issue: Callable[..., "Credential"]
) -> None:
    own = Words("Well done, {name}", "Hello {name}: {{7*7}}", "Yours, Harbour")
    own_words.save(in_scope.pk, kind_of("issued"), "en", own, actor=None)
    issue("Zoë Ünal", "zoe@people.example")
    outbox.dispatch_all()
    (mail,) = server.box.taken
    assert mail["Subject"] == "Well done, Zoë Ünal"
    assert "Hello Zoë Ünal: {{7*7}}" in mail.get_body(("plain",)).get_content()
    assert own_words.reset(in_scope.pk, kind_of("issued"), "en", actor=None)
    assert not own_words.reset(in_scope.pk, kind_of("issued"), "en", actor=None)


@pytest.mark.parametrize(
    ("answer", "state", "suppressed"),
    [
        ("250 OK", "sent", False),
        ("550 5.1.1 No such user", "bounced", True),
        ("550 5.7.1 Spam", "bounced", False),
        ("450 4.2.1 Later", "retrying", False),
    ],
)
def test_a_delivery_says_what_became_of_it(
    server: MailServer,
    credential: "Credential",
    answer: str,
    state: str,
    suppressed: bool,
) -> None:
    server.box.recipient = answer
    assert _delivery(credential).state == "waiting"
    outbox.dispatch_all()
    delivery = _delivery(credential)
    assert delivery.state == state
    assert delivery.words.endswith("" if state == "sent" else answer)
    address, organisation = credential.award.recipient_email, credential.organisation_id
    assert (address in suppressions.blocked([address], organisation)) == suppressed


def test_a_late_bounce_finds_its_delivery_and_the_right_address(
    server: MailServer, credential: "Credential"
) -> None:
    outbox.dispatch_all()
    report = Report(
        Outcome.BOUNCED, server.box.ids[0], "forwarded@elsewhere.example", "550 5.1.1 Gone"
    )
    assert reports.take([report, report]) == 2
    delivery = _delivery(credential)
    assert (delivery.state, delivery.words) == ("bounced", "550 5.1.1 Gone")
    assert suppressions.blocked(
        [credential.award.recipient_email, "forwarded@elsewhere.example"],
        credential.organisation_id,
    ) == {credential.award.recipient_email: Cause.BOUNCED}


def test_a_complaint_stays_a_complaint(server: MailServer, credential: "Credential") -> None:
    outbox.dispatch_all()
    (message_id,) = server.box.ids
    reports.take([Report(Outcome.COMPLAINED, message_id)])
    reports.take([Report(Outcome.BOUNCED, message_id)])
    assert _delivery(credential).state == "complained"


def test_a_barred_address_gets_nothing_and_the_list_says_so(
    server: MailServer, in_scope: "Organisation", issue: Callable[..., "Credential"]
) -> None:
    suppressions.suppress("mark@people.example", in_scope.pk, Cause.BOUNCED)
    credential = issue("Mark Olsen")
    outbox.dispatch_all()
    assert server.box.taken == []
    delivery = _delivery(credential)
    assert (delivery.state, delivery.outbox_id) == ("suppressed", None)


def test_sending_again_needs_somebody_who_insists(
    server: MailServer, in_scope: "Organisation", credential: "Credential"
) -> None:
    from skillmark.platform.issuing import services

    address = credential.award.recipient_email
    suppressions.suppress(address, in_scope.pk, Cause.BOUNCED)
    with pytest.raises(AddressSuppressedError):
        services.resend(credential.pk, actor=None)
    services.resend(credential.pk, actor=None, insist=True)
    outbox.dispatch_all()
    assert len(server.box.taken) == 2
    suppressions.suppress(address, in_scope.pk, Cause.COMPLAINED)
    with pytest.raises(AddressSuppressedError):
        services.resend(credential.pk, actor=None, insist=True)


def test_a_corrected_address_gets_the_mail_and_the_bytes_stay(
    server: MailServer, in_scope: "Organisation", credential: "Credential"
) -> None:
    from skillmark.platform.events.models import AuditEntry
    from skillmark.platform.issuing import services
    from skillmark.platform.issuing.models import ClaimLink, Delivery

    server.box.bad = frozenset({credential.award.recipient_email})
    outbox.dispatch_all()
    before = bytes(credential.document)
    services.correct_address(credential.pk, "Mark@Right.example", actor=None)
    outbox.dispatch_all()
    (mail,) = server.box.taken
    assert mail["To"] == "mark@right.example"
    credential.refresh_from_db()
    assert bytes(credential.document) == before
    assert credential.award.recipient_email == "mark@right.example"
    assert "mark@right.example" in credential.search_text
    assert Delivery.objects.get(state="bounced").answered_at is not None
    assert ClaimLink.objects.filter(withdrawn_at=None).get().email == "mark@right.example"
    entry = AuditEntry.objects.get(action="credential.address_corrected")
    assert "right.example" not in f"{entry.before}{entry.after}{entry.label}"


def test_a_revoked_credential_is_not_sent_anywhere(
    in_scope: "Organisation", credential: "Credential"
) -> None:
    from skillmark.platform.issuing import services

    services.revoke(credential.pk, reason="A mistake.", actor=None)
    for act in (
        lambda: services.resend(credential.pk, actor=None),
        lambda: services.correct_address(credential.pk, "a@b.example", actor=None),
    ):
        with pytest.raises(StateError):
            act()


def test_given_up_after_five_days_is_said_too(
    server: MailServer, credential: "Credential"
) -> None:
    server.stop()
    outbox.dispatch_all(now=timezone.now() + timedelta(days=6))
    assert _delivery(credential).state == "failed"


def test_nothing_personal_is_logged(
    server: MailServer, credential: "Credential", caplog: pytest.LogCaptureFixture,
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    # A handler left from an earlier test may complain of its closed stream and quote the mail server.
    monkeypatch.setattr(logging, "raiseExceptions", False)
    caplog.set_level("DEBUG")
    server.box.recipient = "550 5.1.1 <mark@people.example> no"
    outbox.dispatch_all()
    ours = [r.getMessage() for r in caplog.records if not r.name.startswith("mail.")]
    said = "".join([*ours, *capsys.readouterr()])
    assert "mark@" not in said
    assert "Olsen" not in said
