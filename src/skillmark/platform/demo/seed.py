"""Fill an empty installation with Harbour Skills Training, through the same services as a user.

Nothing is written behind the services' back: the keys, signatures, status lists, mails and audit
entries of the demo are real. Running it again finds the organisation and changes nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Final

from django.db import transaction

from skillmark.core.issue.recipient import Recipient
from skillmark.platform.catalog import services as catalog
from skillmark.platform.catalog.content import Content
from skillmark.platform.catalog.models import AchievementVersion
from skillmark.platform.demo import bulk, harbour, people
from skillmark.platform.demo.people import Learner
from skillmark.platform.issuing.intent import intent_for
from skillmark.platform.issuing.models import Credential, Source
from skillmark.platform.issuing.services import awarding, lifecycle
from skillmark.platform.orgs import services as orgs
from skillmark.platform.orgs.access import organisation_scope
from skillmark.platform.orgs.models import Organisation, Role
from skillmark.platform.people import services as accounts
from skillmark.platform.people.models import User

COURSE_LENGTH: Final = timedelta(days=7)  # between one unit and the next
MISCONDUCT: Final = "The practical check was taken by somebody else."
APPEAL: Final = "The result is under appeal; a decision is due within 30 days."


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The published versions that the demo awards."""

    units: tuple[AchievementVersion, ...]
    foundations: AchievementVersion
    resuscitation: AchievementVersion


def seed(now: datetime, files: Path) -> Organisation:
    """Make the demo, or return what was made before.

    Args:
        now: the present; what is past in the demo is counted from here.
        files: a folder for the recipients file.
    """
    files.mkdir(parents=True, exist_ok=True)
    (files / "bulk_1000.csv").write_bytes(bulk.build())
    found = Organisation.objects.filter(slug=harbour.SLUG).first()
    if found is not None:
        return found
    with transaction.atomic():
        owner, *others = (account(one.name, one.email) for one in people.STAFF)
        organisation = orgs.create_organisation(
            owner=owner,
            name=harbour.NAME,
            slug=harbour.SLUG,
            brand_colour=harbour.BRAND_COLOUR,
            **harbour.PROFILE,
        )
        with organisation_scope(organisation):
            join(organisation, owner, others)
            catalogue = publish(organisation, owner)
            award(organisation, owner, catalogue, now)
        account(people.SAM.name, people.SAM.email)
    return organisation


def account(name: str, email: str) -> User:
    """Return a new account whose address counts as proven."""
    return accounts.create_account(
        email=email, password=people.PASSWORD, display_name=name, verified=True
    )


def join(organisation: Organisation, owner: User, others: Iterable[User]) -> None:
    """Let the staff join as they would: each is invited and accepts."""
    roles = {one.email: Role(one.role) for one in people.STAFF}
    for user in others:
        _invitation, token = orgs.invite(
            organisation, email=user.email, role=roles[user.email], actor=owner
        )
        orgs.accept(token, user=user)


def publish(organisation: Organisation, owner: User) -> Catalogue:
    """Write and publish the courses, and leave one draft."""

    def published(content: Content) -> AchievementVersion:
        draft = catalog.create(organisation, content, actor=owner)
        return catalog.publish(draft.achievement, actor=owner)

    catalog.create(organisation, harbour.DRAFT, actor=owner)
    units = tuple(published(content) for content in harbour.UNITS)
    return Catalogue(units, published(harbour.FOUNDATIONS), published(harbour.RESUSCITATION))


def award(organisation: Organisation, actor: User, given: Catalogue, now: datetime) -> None:
    """Award credentials in every state: valid, expired, revoked, suspended, unclaimed."""

    def give(version: AchievementVersion, learner: Learner, days_ago: int) -> Credential:
        at = (now - timedelta(days=days_ago)).astimezone(UTC)
        one = intent_for(version.pk, recipient(learner, at.date()))
        return awarding.issue_one(
            organisation, version, one, source=Source.FORM, actor=actor, at=at
        )

    for number, unit in enumerate(given.units[:3]):  # the fourth comes live, in the demo
        give(unit, people.MARK, 40 - number * COURSE_LENGTH.days)
    for days, learner in enumerate(
        (people.LI_WEI, people.JOSE, people.LAYLA, people.SUKARNI, people.GRETA, people.SAM), 20
    ):
        for unit in given.units:
            give(unit, learner, days + 30)
        give(given.foundations, learner, days)
    give(given.foundations, people.NO_MAIL, 12)
    give(given.resuscitation, people.DEE, 400)  # valid for twelve months: lapsed
    give(given.resuscitation, people.SAM, 30)
    give(given.foundations, people.NORA, 1)
    cheated = give(given.foundations, people.RUTH, 60)
    lifecycle.revoke(cheated.pk, reason=MISCONDUCT, actor=actor)
    disputed = give(given.foundations, people.VIKTOR, 25)
    lifecycle.suspend(disputed.pk, reason=APPEAL, actor=actor)


def recipient(learner: Learner, achieved_on: date) -> Recipient:
    """Return the learner as issuing knows a recipient."""
    return Recipient(
        name=learner.name,
        email=learner.email or None,
        identifier=learner.identifier or None,
        achieved_on=achieved_on,
        grade="Pass",
    )
