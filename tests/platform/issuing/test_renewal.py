"""Renewing: a new credential that continues the old one, once, and says so to everybody."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from skillmark.core.verify import Verdict
from skillmark.platform.issuing.errors import NotPublishedError, NotRenewableError

if TYPE_CHECKING:
    from skillmark.platform.catalog.models import AchievementVersion
    from skillmark.platform.issuing.models import Credential
    from skillmark.platform.orgs.models import Organisation

type Issue = Callable[..., Credential]
TODAY = datetime.now(UTC).date()


def renew(credential: "Credential", **terms: object) -> "Credential":
    from skillmark.platform.issuing.services import renewal

    made = renewal.renew(credential.pk, renewal.Terms(**terms), actor=None).credential
    assert made is not None
    return made


def verdict(credential: "Credential") -> Verdict:
    from skillmark.platform.issuing.proving import checking

    return checking.report_of(credential, at=timezone.now()).verdict


def test_the_new_one_continues_the_old_one(credential: "Credential") -> None:
    new = renew(credential, grade="Merit", evidence_url="https://work.example/1")
    assert new.renewed_from_id == credential.pk
    assert new.award.recipient_name == "Mark Olsen"
    document = json.loads(bytes(new.document))
    pages = [one["id"] for one in document["evidence"]]
    assert pages == ["https://work.example/1", f"http://127.0.0.1:8000/c/{credential.pk}"]
    assert "Renews the credential" in document["evidence"][1]["narrative"]
    assert "*three*" not in bytes(new.document).decode(), "the old proof is not the new one's"
    assert verdict(new) is Verdict.VALID
    assert verdict(credential) is Verdict.VALID, "the old one counts until its own end"


def test_renewing_twice_gives_one(credential: "Credential") -> None:
    from skillmark.platform.issuing.services import renewal

    first = renewal.renew(credential.pk, renewal.Terms(), actor=None)
    again = renewal.renew(credential.pk, renewal.Terms(), actor=None)
    assert (first.is_new, again.is_new) == (True, False)
    assert first.credential == again.credential


def test_a_renewal_that_was_revoked_does_not_stand_in_the_way(credential: "Credential") -> None:
    from skillmark.platform.issuing import services

    first = renew(credential)
    services.revoke(first.pk, reason="Wrong date", actor=None)
    assert renew(credential).pk != first.pk


def test_the_old_one_can_end_at_once(credential: "Credential") -> None:
    new = renew(credential, ends_old=True)
    credential.refresh_from_db()
    assert credential.state == "superseded"
    assert verdict(credential) is Verdict.INVALID
    assert verdict(new) is Verdict.VALID


def test_dates_follow_the_policy_of_today(publish: Callable[..., "AchievementVersion"]) -> None:
    new = renew(_first_aid(publish, TODAY - timedelta(days=1_000)))
    assert new.valid_until is not None
    assert new.valid_until.date() == date(TODAY.year + 3, TODAY.month, min(TODAY.day, 28)) or (
        new.valid_until - timezone.now()
    ) > timedelta(days=1_090)


def test_the_clock_inside_can_be_renewed_alone(
    publish: Callable[..., "AchievementVersion"],
) -> None:
    from skillmark.platform.issuing.making import clocks

    old = _first_aid(publish, TODAY - timedelta(days=400))
    assert old.inner_until is not None
    assert old.inner_until < timezone.now()
    assert clocks.ended_part(old, timezone.now()) == "CPR"
    assert verdict(old) is Verdict.VALID, "a foreign verifier rightly finds the whole valid"
    assert b"is valid until" in bytes(old.document)
    new = renew(old, part_only=True)
    assert new.valid_until == old.valid_until
    assert new.inner_until is not None
    assert new.inner_until > timezone.now()
    assert clocks.ended_part(new, timezone.now()) == ""


def test_a_correction_keeps_chain_and_clock(
    publish: Callable[..., "AchievementVersion"],
) -> None:
    from dataclasses import replace

    from skillmark.platform.issuing.making import intent
    from skillmark.platform.issuing.selectors import credentials as selectors
    from skillmark.platform.issuing.services import replacement

    old = _first_aid(publish, TODAY - timedelta(days=400))
    wrong = renew(old, part_only=True)
    right = replace(intent.from_json(wrong.award.fields), name="Lea Lapsed")
    new = replacement.replace(wrong.pk, right, actor=None).new
    assert (new.renewed_from_id, new.inner_until) == (old.pk, wrong.inner_until)
    assert str(old.pk).encode() in bytes(new.document)
    assert selectors.chain(old).renewed_by == new
    corrected = replace(intent.from_json(old.award.fields), name="Lea Lapsed")
    first = replacement.replace(old.pk, corrected, actor=None).new
    assert renew(first) == new, "what was renewed before is not renewed twice"


def test_what_does_not_count_is_not_renewed(
    issue: Issue, version: "AchievementVersion"
) -> None:
    from skillmark.platform.catalog import services as catalog
    from skillmark.platform.issuing import services

    suspended, revoked, fine = issue("Ann One"), issue("Ben Two"), issue("Cid Three")
    services.suspend(suspended.pk, reason="Appeal", actor=None)
    services.revoke(revoked.pk, reason="Fraud", actor=None)
    for row in (suspended, revoked):
        with pytest.raises(NotRenewableError):
            renew(row)
    with pytest.raises(NotRenewableError):
        renew(fine, part_only=True)
    catalog.archive(version.achievement, actor=None)
    with pytest.raises(NotPublishedError):
        renew(fine)


def test_one_that_cannot_be_renewed_costs_no_other(issue: Issue) -> None:
    from skillmark.platform.issuing import services
    from skillmark.platform.issuing.services import renewal

    rows = [issue("Ann One"), issue("Ben Two")]
    services.revoke(rows[0].pk, reason="Fraud", actor=None)
    found = renewal.renew_many([row.pk for row in rows], renewal.Terms(), actor=None)
    assert [one.is_new for one in found] == [False, True]
    assert isinstance(found[0].error, NotRenewableError)


def test_another_organisations_credential_is_not_there(
    credential: "Credential", other_organisation: "Organisation"
) -> None:
    from skillmark.platform.issuing.models import Credential
    from skillmark.platform.orgs.access import organisation_scope

    with organisation_scope(other_organisation), pytest.raises(Credential.DoesNotExist):
        renew(credential)


def test_a_new_version_touches_no_holder_of_the_old_one(
    credential: "Credential", version: "AchievementVersion"
) -> None:
    from skillmark.platform.catalog import services as catalog
    from skillmark.platform.catalog.content import Content

    before = bytes(credential.document)
    draft = catalog.edit(
        version.achievement,
        Content.parse(
            {
                "name": "Fire prevention II",
                "description": "Prevents fires, and smoke.",
                "criteria_markdown": "Pass two tests.",
            }
        ),
        actor=None,
    )
    second = catalog.publish(draft.achievement, actor=None)
    credential.refresh_from_db()
    assert credential.achievement_version_id == version.pk
    assert bytes(credential.document) == before
    assert verdict(credential) is Verdict.VALID
    assert renew(credential).achievement_version_id == second.pk


def test_the_holder_is_told(credential: "Credential", deliver: Callable[[], None]) -> None:
    from skillmark.platform.events.models import StoredMail

    new = renew(credential)
    deliver()
    mail = StoredMail.objects.get(subject__startswith="Renewed")
    assert str(new.pk) in mail.text


def _first_aid(publish: Callable[..., "AchievementVersion"], day: date) -> "Credential":
    from skillmark.platform.issuing import services
    from skillmark.platform.issuing.making import entry, intent
    from skillmark.platform.issuing.models import Source

    version = publish(
        "First aid", validity="months", validity_months="36", inner_months="12",
        inner_name="CPR", renewal_days="60",
    )  # fmt: skip
    fields = {"name": "Lea Lapse", "email": "lea@x.example", "achieved_on": day.isoformat()}
    made = services.issue_one(
        version.organisation,
        version,
        intent.intent_for(version.achievement_id, entry.recipient(fields, version, at=TODAY)),
        source=Source.FORM,
        actor=None,
        at=datetime.combine(day, time(9), UTC) if day >= TODAY else None,
    )
    made.refresh_from_db()
    return made
