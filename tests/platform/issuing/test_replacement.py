"""Correcting: a right credential in place of a wrong one, once, with everything carried over."""

import dataclasses
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.utils import timezone

from skillmark.core.verify import Verdict
from skillmark.platform.issuing.errors import (
    ClaimLinkError,
    ReplacedError,
    StateError,
    UnchangedError,
)

if TYPE_CHECKING:
    from skillmark.core.issue.recipient import Recipient
    from skillmark.platform.catalog.models import AchievementVersion
    from skillmark.platform.issuing.models import Credential
    from skillmark.platform.issuing.services.replacement import Replaced
    from skillmark.platform.orgs.models import Organisation
    from skillmark.platform.people.models import User

type Issue = Callable[..., Credential]


def fields_of(credential: "Credential", **changes: object) -> "Recipient":
    from skillmark.platform.issuing.making import intent

    return dataclasses.replace(intent.from_json(credential.award.fields), **changes)


def correct(credential: "Credential", **changes: object) -> "Replaced":
    from skillmark.platform.issuing.services import replacement

    return replacement.replace(
        credential.pk, fields_of(credential, **changes), actor=None, reason=""
    )


def verdict(credential: "Credential") -> Verdict:
    from skillmark.platform.issuing.proving import checking

    return checking.report_of(credential, at=timezone.now()).verdict


def token_of(credential: "Credential", subject: str, deliver: Callable[[], None]) -> str:
    from skillmark.platform.events.models import StoredMail

    deliver()
    mail = StoredMail.objects.filter(subject__startswith=subject).latest("received_at")
    assert str(credential.pk) in mail.text
    return str(mail.text.partition("/claim/")[2].split()[0])


def test_a_misspelt_name_is_put_right(credential: "Credential") -> None:
    done = correct(credential, name="Marc Olsen")
    assert done.is_new
    assert done.new.replaces_id == credential.pk
    assert done.new.award.recipient_name == "Marc Olsen"
    assert done.old.state == "superseded"
    assert verdict(credential) is Verdict.INVALID
    assert verdict(done.new) is Verdict.VALID
    assert str(credential.pk).encode() not in bytes(done.new.document)


def test_dates_do_not_move(issue: Issue, publish: Callable[..., "AchievementVersion"]) -> None:
    wrong = issue()
    done = correct(wrong, name="Marc Olsen")
    assert done.new.award.achieved_on == wrong.issued_at.date()
    assert done.new.valid_until == wrong.valid_until


def test_a_retry_finds_the_one_that_is_there(credential: "Credential") -> None:
    first = correct(credential, name="Marc Olsen")
    credential.refresh_from_db()
    again = correct(credential, name="Marc Olsen")
    assert (again.is_new, again.new) == (False, first.new)
    with pytest.raises(ReplacedError) as caught:
        correct(credential, name="Mary Olsen")
    assert caught.value.facts["replacement"] == str(first.new.pk)


def test_nothing_is_issued_for_no_change(credential: "Credential") -> None:
    with pytest.raises(UnchangedError):
        correct(credential)
    assert verdict(credential) is Verdict.VALID


@pytest.mark.parametrize("act", ["suspend", "revoke"])
def test_what_does_not_count_is_not_corrected(credential: "Credential", act: str) -> None:
    from skillmark.platform.issuing import services

    getattr(services, act)(credential.pk, reason="A reason", actor=None)
    with pytest.raises(StateError):
        correct(credential, name="Marc Olsen")


def test_an_archived_version_still_serves_its_own_corrections(
    credential: "Credential", version: "AchievementVersion"
) -> None:
    from skillmark.platform.catalog import services as catalog

    catalog.archive(version.achievement, actor=None)
    assert correct(credential, name="Marc Olsen").new.achievement_version_id == version.pk


def test_the_claim_goes_over(
    credential: "Credential", deliver: Callable[[], None], make_user: "Callable[..., User]"
) -> None:
    from skillmark.platform.backpack import selectors
    from skillmark.platform.issuing.services import claims

    token = token_of(credential, "Harbour", deliver)
    holder = make_user("somewhere@else.example")
    claims.claim(token, holder)
    credential.refresh_from_db()
    new = correct(credential, name="Marc Olsen").new
    assert new.claimed_at == credential.claimed_at
    assert [row.pk for row in selectors.held_by(holder)] == [new.pk]
    assert claims.look_up(token).credential == new, (
        "the link of the first mail still leads there"
    )


def test_a_wrong_address_keeps_nothing(
    credential: "Credential", deliver: Callable[[], None]
) -> None:
    from skillmark.platform.issuing.services import claims

    token = token_of(credential, "Harbour", deliver)
    new = correct(credential, email="right@people.example").new
    assert new.claimed_at is None
    with pytest.raises(ClaimLinkError):
        claims.look_up(token)
    fresh = token_of(new, "Corrected", deliver)
    assert claims.claim(fresh).pk == new.pk


def test_the_corrected_file_issues_nothing_again(
    credential: "Credential", version: "AchievementVersion"
) -> None:
    from skillmark.platform.issuing.making import intent
    from skillmark.platform.issuing.selectors import credentials as selectors

    new = correct(credential, email="right@people.example").new
    key = intent.source_key(version.achievement_id, fields_of(new))
    assert selectors.issued_for(key) == new


def test_the_trail_names_fields_and_no_person(credential: "Credential") -> None:
    from skillmark.platform.issuing.selectors import credentials as selectors
    from skillmark.platform.issuing.services import replacement

    done = correct(credential, name="Marc Olsen", grade="Merit")
    act = selectors.history(credential)[0]
    assert act.action == "credential.replaced"
    assert act.after["changed"] == ["name", "grade"]
    assert "Olsen" not in str(act.after)
    shown = replacement.corrections(credential.award, done.new.award)
    assert ("Full name", "Mark Olsen", "Marc Olsen") in [
        (one.label, one.before, one.after) for one in shown
    ]


def test_another_organisations_credential_is_not_there(
    credential: "Credential", other_organisation: "Organisation"
) -> None:
    from skillmark.platform.issuing.models import Credential
    from skillmark.platform.orgs.access import organisation_scope

    with organisation_scope(other_organisation), pytest.raises(Credential.DoesNotExist):
        correct(credential, name="Marc Olsen")


def test_the_old_record_keeps_its_bytes(client: Client, credential: "Credential") -> None:
    before = bytes(credential.document)
    correct(credential, name="Marc Olsen")
    assert client.get(f"/c/{credential.pk}.json").content == before
