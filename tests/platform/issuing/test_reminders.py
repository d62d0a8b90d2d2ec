"""Reminders: once a due date, as often as the policy says, and never to who must not get one."""

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from skillmark.platform.events import outbox
from skillmark.platform.events.models import StoredMail
from skillmark.platform.mailing import suppressions
from skillmark.platform.mailing.models import Cause

if TYPE_CHECKING:
    from skillmark.platform.issuing.models import Credential
    from skillmark.platform.orgs.models import Organisation

DAY = timedelta(days=1)


@pytest.fixture
def sent(credential: "Credential") -> "Credential":
    """A credential whose mail has left, and that nobody has taken."""
    outbox.dispatch_all()
    return credential


def _remind(after: timedelta) -> int:
    """Let the clock stand at `after` and return how many reminders left."""
    from skillmark.platform.issuing.services import reminders

    before = StoredMail.objects.count()
    now = timezone.now() + after
    reminders.remind_all(now)
    reminders.remind_all(now)  # the worker comes round again at once
    outbox.dispatch_all()
    return StoredMail.objects.count() - before


def _reminded() -> list[object]:
    from skillmark.platform.issuing.models import Delivery

    rows = Delivery.objects.with_scopes_disabled().filter(kind="reminder")
    return list(rows.values_list("credential_id", flat=True))


def _policy(organisation: "Organisation", days: int | None, times: int) -> None:
    from skillmark.platform.orgs.models import Policy

    Policy.objects.update_or_create(
        organisation=organisation,
        defaults={"remind_after_days": days, "remind_times": times},
    )


def test_twice_seven_days_apart_and_then_no_more(sent: "Credential") -> None:
    assert _remind(6 * DAY) == 0
    assert _remind(7 * DAY + timedelta(minutes=1)) == 1
    assert _remind(8 * DAY) == 0
    assert _remind(15 * DAY) == 1
    assert _remind(40 * DAY) == 0
    from skillmark.platform.issuing.models import Delivery

    numbers = Delivery.objects.filter(kind="reminder").values_list("number", flat=True)
    assert sorted(numbers) == [1, 2]


def test_a_machine_that_slept_sends_one_and_not_all_it_missed(sent: "Credential") -> None:
    assert _remind(20 * DAY) == 1
    assert _remind(21 * DAY) == 0


def test_what_fell_due_long_ago_surprises_nobody(sent: "Credential") -> None:
    assert _remind(300 * DAY) == 0


def test_both_links_lead_to_the_credential_and_the_mail_can_be_unsubscribed(
    sent: "Credential",
) -> None:
    from skillmark.platform.issuing.models import ClaimLink

    _remind(8 * DAY)
    assert ClaimLink.objects.filter(credential=sent, withdrawn_at=None).count() == 2
    mail = StoredMail.objects.latest("received_at")
    assert "It waits for you" in mail.subject
    assert b"List-Unsubscribe-Post: List-Unsubscribe=One-Click" in bytes(mail.raw)
    assert "/unsubscribe/" in mail.text


@pytest.mark.parametrize(
    "what",
    ["claimed", "revoked", "suspended", "ended", "bounced", "complained", "unsubscribed", "never",
     "not sent", "no times"],
)  # fmt: skip
def test_who_gets_no_reminder(
    in_scope: "Organisation", credential: "Credential", what: str
) -> None:
    from skillmark.platform.issuing import services
    from skillmark.platform.issuing.models import Credential

    if what != "not sent":
        outbox.dispatch_all()
    address = credential.award.recipient_email
    rows = Credential.objects.filter(pk=credential.pk)
    match what:
        case "claimed":
            rows.update(claimed_at=timezone.now())
        case "revoked" | "suspended":
            act = services.revoke if what == "revoked" else services.suspend
            act(credential.pk, reason="A mistake.", actor=None, notify=False)
        case "ended":
            rows.update(valid_until=timezone.now() + DAY)
        case "bounced" | "complained" | "unsubscribed":
            suppressions.suppress(address, in_scope.pk, Cause(what))
        case "never":
            _policy(in_scope, None, 2)
        case "no times":
            _policy(in_scope, 7, 0)
    from skillmark.platform.issuing.services import reminders

    reminders.remind_all(timezone.now() + 8 * DAY)
    assert _reminded() == []


def test_the_policy_of_today_counts(in_scope: "Organisation", sent: "Credential") -> None:
    _policy(in_scope, 14, 1)
    assert _remind(8 * DAY) == 0
    _policy(in_scope, 3, 1)
    assert _remind(8 * DAY) == 1
    assert _remind(20 * DAY) == 0


def test_many_are_reminded_in_chunks_each_once(
    in_scope: "Organisation",
    preview: Callable[..., object],
    run_batch: Callable[..., object],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from skillmark.platform.issuing.services import reminders

    rows = "\n".join(f"Person {n},p{n}@people.example" for n in range(12))
    run_batch(preview(f"name,email\n{rows}\n".encode()))
    outbox.dispatch_all()
    monkeypatch.setattr(reminders, "CHUNK", 5)
    now = timezone.now() + 8 * DAY
    assert reminders.remind(in_scope.pk, now) == 12
    assert reminders.remind(in_scope.pk, now) == 0


def test_it_comes_round_by_itself() -> None:
    from skillmark.platform.jobs import periodic

    assert "issuing.reminders" in periodic._known
