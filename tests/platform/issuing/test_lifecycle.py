"""Revoke, suspend, lift: row, list, page and mail say the same, at once."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from skillmark.core.verify import Verdict
from skillmark.platform.issuing.errors import NoAddressError, ReasonMissingError, StateError

if TYPE_CHECKING:
    from skillmark.platform.issuing.models import Credential
    from skillmark.platform.orgs.models import Organisation

type Issue = Callable[..., Credential]


def verdict(credential: "Credential") -> tuple[Verdict, set[str]]:
    from skillmark.platform.issuing.proving import checking

    report = checking.report_of(credential, at=timezone.now())
    return report.verdict, {check.code for check in report.reasons}


def test_revoking_shows_in_every_verification_at_once(credential: "Credential") -> None:
    from skillmark.platform.issuing import services

    revoked = services.revoke(credential.pk, reason="Cheated in the exam", actor=None)
    assert revoked.state == "revoked"
    assert verdict(credential) == (Verdict.INVALID, {"status.revoked"})


def test_suspending_and_lifting(credential: "Credential") -> None:
    from skillmark.platform.issuing import services

    services.suspend(credential.pk, reason="Appeal pending", actor=None)
    assert verdict(credential) == (Verdict.VALID_BUT, {"status.suspended"})
    services.lift(credential.pk, actor=None)
    assert verdict(credential) == (Verdict.VALID, set())
    credential.refresh_from_db()
    assert credential.reason == ""


@pytest.mark.parametrize("reason", ["", "   ", "\u202e\x00"])
def test_a_reason_is_needed(credential: "Credential", reason: str) -> None:
    from skillmark.platform.issuing import services

    with pytest.raises(ReasonMissingError):
        services.revoke(credential.pk, reason=reason, actor=None)
    assert verdict(credential)[0] is Verdict.VALID


def test_acts_out_of_turn_are_refused(credential: "Credential") -> None:
    from skillmark.platform.issuing import services

    with pytest.raises(StateError):
        services.lift(credential.pk, actor=None)
    services.revoke(credential.pk, reason="Wrong person", actor=None)
    for act in (services.revoke, services.suspend):
        with pytest.raises(StateError):
            act(credential.pk, reason="again", actor=None)
    with pytest.raises(StateError):
        services.lift(credential.pk, actor=None)
    with pytest.raises(StateError):
        services.resend(credential.pk, actor=None)


def test_a_suspended_credential_can_be_revoked(credential: "Credential") -> None:
    from skillmark.platform.issuing import services

    services.suspend(credential.pk, reason="Appeal pending", actor=None)
    services.revoke(credential.pk, reason="Appeal lost", actor=None)
    assert "status.revoked" in verdict(credential)[1]


def test_another_organisations_credential_is_not_there(
    credential: "Credential", other_organisation: "Organisation"
) -> None:
    from skillmark.platform.issuing import services
    from skillmark.platform.issuing.models import Credential
    from skillmark.platform.orgs.access import organisation_scope

    with organisation_scope(other_organisation), pytest.raises(Credential.DoesNotExist):
        services.revoke(credential.pk, reason="not mine", actor=None)


def test_many_are_turned_with_one_publication_all_or_none(
    issue: Issue, monkeypatch: pytest.MonkeyPatch
) -> None:
    from skillmark.platform.issuing import services
    from skillmark.platform.issuing.services import lifecycle
    from skillmark.platform.trust import status

    rows = [issue(f"Person{n} X") for n in range(5)]
    services.revoke(rows[4].pk, reason="first", actor=None)
    with pytest.raises(StateError):
        lifecycle.turn_many([r.pk for r in rows], lifecycle.REVOKE, reason="all", actor=None)
    assert verdict(rows[0])[0] is Verdict.VALID
    published = []
    real = status.publish
    monkeypatch.setattr(
        status, "publish", lambda row, **at: published.append(row.pk) or real(row, **at)
    )
    lifecycle.turn_many([r.pk for r in rows[:4]], lifecycle.REVOKE, reason="all", actor=None)
    assert len(published) == 1
    assert all(verdict(row)[0] is Verdict.INVALID for row in rows[:4])


def test_the_holder_is_told_why(credential: "Credential", deliver: Callable[[], None]) -> None:
    from skillmark.platform.events.models import StoredMail
    from skillmark.platform.issuing import services

    services.suspend(credential.pk, reason="Appeal <i>pending</i>", actor=None)
    services.lift(credential.pk, actor=None, notify=False)
    deliver()
    mail = StoredMail.objects.get(subject="Suspended: Fire prevention")
    assert "Appeal <i>pending</i>" in mail.text
    assert "Appeal &lt;i&gt;pending" in mail.html
    assert not StoredMail.objects.filter(subject__startswith="Valid again").exists()


def test_sending_again_makes_a_new_link_and_the_old_one_useless(
    credential: "Credential", deliver: Callable[[], None]
) -> None:
    from skillmark.platform.events.models import StoredMail
    from skillmark.platform.issuing import services
    from skillmark.platform.issuing.errors import ClaimLinkError

    services.resend(credential.pk, actor=None)
    deliver()
    mails = list(StoredMail.objects.order_by("received_at"))
    tokens = [mail.text.partition("/claim/")[2].split()[0] for mail in mails]
    assert len(set(tokens)) == 2
    usable = []
    for token in tokens:
        try:
            usable.append(services.look_up(token))
        except ClaimLinkError:
            continue
    assert len(usable) == 1


def test_a_credential_without_address_cannot_be_sent(credential: "Credential") -> None:
    from skillmark.platform.issuing import services

    credential.award.recipient_email = ""
    credential.award.save()
    with pytest.raises(NoAddressError):
        services.resend(credential.pk, actor=None)
