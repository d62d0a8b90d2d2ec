"""Harbour may issue Kestrel's certificate: offered, accepted, used, ended; and every wrong turn."""

from collections.abc import Callable
from datetime import date, timedelta
from time import sleep
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone
from issued_credentials import issue, published

from skillmark.core import jsonio, rights
from skillmark.core.issue.recipient import Recipient
from skillmark.platform.events.models import AuditEntry, OutboxMessage
from skillmark.platform.issuing import services as issuing
from skillmark.platform.issuing.making import intent
from skillmark.platform.issuing.models import Credential, Source
from skillmark.platform.orgs.access import organisation_scope
from skillmark.platform.rights import errors, selectors
from skillmark.platform.rights.models import Definition, Grant, GrantState
from skillmark.platform.rights.services import definitions, grants
from skillmark.platform.trust import signing

if TYPE_CHECKING:
    from skillmark.platform.catalog.models import AchievementVersion
    from skillmark.platform.orgs.models import Organisation

type MakeGrant = Callable[..., Grant]

DAY = timedelta(days=1)


def issue_for(
    organisation: "Organisation", version: "AchievementVersion", name: str = "Wim Kuipers"
) -> Credential:
    """Issue as an organisation, whosever the achievement is."""
    email = f"{name.rsplit(maxsplit=1)[-1].lower()}@learner.example"
    recipient = Recipient(name=name, email=email, achieved_on=date(2026, 5, 3))
    with organisation_scope(organisation):
        return issuing.issue_one(
            organisation,
            version,
            intent.intent_for(version.achievement_id, recipient),
            source=Source.FORM,
            actor=None,
            send_mail=False,
        )


def test_nobody_issues_anothers_achievement_without_a_grant(
    organisation: "Organisation", forklift: "AchievementVersion"
) -> None:
    with pytest.raises(errors.NotEntitledError) as caught:
        issue_for(organisation, forklift)
    assert caught.value.code == "rights.not_entitled"
    assert not Credential.objects.with_scopes_disabled().exists()


def test_an_offer_alone_is_no_right(
    organisation: "Organisation", forklift: "AchievementVersion", offer: MakeGrant
) -> None:
    offered = offer()
    assert offered.document is None
    with pytest.raises(errors.NotEntitledError):
        issue_for(organisation, forklift)


def test_an_accepted_grant_lets_issue_and_the_credential_says_so(
    organisation: "Organisation",
    kestrel: "Organisation",
    forklift: "AchievementVersion",
    grant: MakeGrant,
) -> None:
    held = grant(valid_until=timezone.now() + 365 * DAY)
    made = issue_for(organisation, forklift)
    document = jsonio.load_object(bytes(made.document))
    issuer, said = document["issuer"], document["credentialSubject"]["achievement"]  # type: ignore[index,call-overload]
    assert issuer["name"] == organisation.name  # type: ignore[index,call-overload]
    assert said["creator"]["name"] == kestrel.name  # type: ignore[index,call-overload]
    named = rights.named(document)
    assert [one.url.rpartition("/")[2] for one in named] == ["definition", f"{held.pk}.json"]
    papers = selectors.papers_for(organisation.pk, forklift, timezone.now())
    assert [one.digest for one in named] == [rights.digest_of(data) for data in papers]
    answer = rights.check_right(
        document, [rights.Paper.of(data) for data in papers], at=timezone.now()
    )
    assert answer.code == "right.granted"


def test_an_own_credential_names_its_signed_definition(organisation: "Organisation") -> None:
    version = published(organisation)
    definition = Definition.objects.with_scopes_disabled().get(version=version)
    document = jsonio.load_object(bytes(issue(version).document))
    assert [one.digest for one in rights.named(document)] == [definition.named]
    paper = rights.Paper.of(bytes(definition.document))
    answer = rights.check_right(document, [paper], at=timezone.now())
    assert answer.code == "right.own"
    assert "creator" not in document["credentialSubject"]["achievement"]  # type: ignore[index,call-overload,operator]


def test_a_revoked_grant_ends_at_once_and_says_when(
    organisation: "Organisation",
    kestrel: "Organisation",
    forklift: "AchievementVersion",
    grant: MakeGrant,
) -> None:
    held = grant()
    before = issue_for(organisation, forklift)
    sleep(1.1)  # it held for a second at least, so there is something to end
    with organisation_scope(kestrel):
        ended = grants.revoke(held.pk, reason="The contract ended.", actor=None)
    with pytest.raises(errors.GrantRevokedError):
        issue_for(organisation, forklift, "Somebody Later")
    assert ended.state == GrantState.REVOKED
    papers = selectors.papers_for(organisation.pk, forklift, timezone.now())
    document = jsonio.load_object(bytes(before.document))
    judged = [rights.Paper.of(data, revoked=i > 0) for i, data in enumerate(papers)]
    later = timezone.now() + DAY
    found = rights.check_right(document, judged, at=later, proven=before.issued_at)
    assert found.code == "right.granted"
    after = rights.check_right(document, judged, at=later, proven=later)
    assert after.code == "right.grant_revoked"
    with pytest.raises(errors.RightsDecidedError), organisation_scope(kestrel):
        grants.revoke(held.pk, reason="Again", actor=None)


def test_an_ended_grant_and_one_that_begins_later_are_no_right(
    organisation: "Organisation", forklift: "AchievementVersion", grant: MakeGrant
) -> None:
    held = grant(valid_from=timezone.now() + DAY)
    with pytest.raises(errors.GrantNotBegunError):
        issue_for(organisation, forklift)
    rows = Grant.objects.with_scopes_disabled().filter(pk=held.pk)
    rows.update(valid_from=timezone.now() - 2 * DAY, valid_until=timezone.now() - DAY)
    with pytest.raises(errors.GrantExpiredError):
        issue_for(organisation, forklift)


def test_a_grant_is_for_one_achievement_and_one_organisation(
    organisation: "Organisation",
    other_organisation: "Organisation",
    kestrel: "Organisation",
    forklift: "AchievementVersion",
    grant: MakeGrant,
) -> None:
    grant()
    with pytest.raises(errors.NotEntitledError):
        issue_for(organisation, published(kestrel, "Drive a crane"))
    with pytest.raises(errors.NotEntitledError):
        issue_for(other_organisation, forklift)
    with organisation_scope(organisation):
        assert [one.name for one in selectors.issuable_here()] == [forklift.name]
    with organisation_scope(other_organisation):
        assert not selectors.issuable_here().exists()


def test_only_the_two_sides_decide(
    organisation: "Organisation",
    other_organisation: "Organisation",
    kestrel: "Organisation",
    offer: MakeGrant,
) -> None:
    offered = offer()
    for stranger in (other_organisation, kestrel):
        with pytest.raises(Grant.DoesNotExist):
            grants.accept(offered.pk, grantee=stranger, actor=None)
        with pytest.raises(Grant.DoesNotExist):
            grants.decline(offered.pk, grantee=stranger, actor=None)
    for foreign in (organisation, other_organisation):
        with organisation_scope(foreign), pytest.raises(Grant.DoesNotExist):
            grants.withdraw(offered.pk, actor=None)
        with organisation_scope(foreign), pytest.raises(Grant.DoesNotExist):
            grants.revoke(offered.pk, reason="Mine now", actor=None)
    assert selectors.grant_of(other_organisation, offered.pk) is None


def test_offers_are_decided_once(
    organisation: "Organisation", kestrel: "Organisation", offer: MakeGrant
) -> None:
    offered = offer()
    with pytest.raises(errors.RightsTakenError):
        offer()
    with organisation_scope(kestrel):
        grants.withdraw(offered.pk, actor=None)
    for act in (grants.accept, grants.decline):
        with pytest.raises(errors.RightsDecidedError):
            act(offered.pk, grantee=organisation, actor=None)
    again = offer()
    grants.decline(again.pk, grantee=organisation, actor=None)
    assert Grant.objects.with_scopes_disabled().get(pk=again.pk).state == GrantState.DECLINED


@pytest.mark.parametrize(
    ("facts", "error"),
    [
        ({"valid_until": timezone.now() - DAY}, errors.RightsPeriodError),
        (
            {"valid_from": timezone.now() + 3 * DAY, "valid_until": timezone.now() + DAY},
            errors.RightsPeriodError,
        ),
    ],
)
def test_a_period_must_be_ahead(offer: MakeGrant, facts: Any, error: type[Exception]) -> None:
    with pytest.raises(error):
        offer(**facts)


def test_only_what_is_ones_own_and_published_can_be_offered(
    organisation: "Organisation", kestrel: "Organisation", forklift: "AchievementVersion"
) -> None:
    own = published(organisation)
    for achievement, other, error in (
        (own.achievement, organisation.slug, errors.RightsSubjectError),
        (forklift.achievement, kestrel.slug, errors.RightsPartyError),
        (forklift.achievement, "nobody", errors.RightsPartyError),
    ):
        with organisation_scope(kestrel), pytest.raises(error):
            grants.offer(kestrel, achievement=achievement, grantee_slug=other, actor=None)


def test_while_the_owner_is_paused_no_grant_is_signed(
    organisation: "Organisation", kestrel: "Organisation", offer: MakeGrant
) -> None:
    offered = offer()
    signing.halt(reason="Key lost", organisation=kestrel)
    with pytest.raises(signing_error()):
        grants.accept(offered.pk, grantee=organisation, actor=None)
    assert Grant.objects.with_scopes_disabled().get(pk=offered.pk).state == GrantState.OFFERED


def signing_error() -> type[Exception]:
    from skillmark.platform.trust.errors import SigningHaltedError

    return SigningHaltedError


def test_both_sides_have_it_in_their_trail_and_owners_have_mail(
    organisation: "Organisation", kestrel: "Organisation", grant: MakeGrant
) -> None:
    grant()
    for side in (organisation, kestrel):
        with organisation_scope(side):
            acts = set(AuditEntry.objects.values_list("action", flat=True))
        assert {"grant.offered", "grant.accepted"} <= acts
    keys = OutboxMessage.objects.values_list("dedupe_key", flat=True)
    assert any((key or "").startswith("grant.offered") for key in keys)


def test_a_definition_is_signed_once_and_never_changes(forklift: "AchievementVersion") -> None:
    first, second = definitions.ensure(forklift), definitions.ensure(forklift)
    assert bytes(first.document) == bytes(second.document)
    assert Definition.objects.with_scopes_disabled().filter(version=forklift).count() == 1
