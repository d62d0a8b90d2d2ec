"""Fill an empty installation with three invented organisations, through the services people use.

Nothing is written behind the services' back: the keys, signatures, status lists, mails and audit
entries of the demo are real. Running it again finds the organisations and changes nothing.
"""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from django.db import transaction

from skillmark.platform.catalog import services as catalog
from skillmark.platform.catalog.content import Content
from skillmark.platform.catalog.models import AchievementVersion
from skillmark.platform.demo import awards, bulk, people, providers
from skillmark.platform.demo.awards import Desk
from skillmark.platform.demo.people import Staff
from skillmark.platform.demo.providers import Provider
from skillmark.platform.orgs import services as orgs
from skillmark.platform.orgs.access import organisation_scope
from skillmark.platform.orgs.models import Organisation, Role
from skillmark.platform.people import services as accounts
from skillmark.platform.people.models import User


def seed(now: datetime, files: Path) -> Organisation:
    """Make the demo, or find what was made before; return Harbour Skills Training.

    Args:
        now: the present; what is past in the demo is counted from here.
        files: a folder for the recipients file.
    """
    files.mkdir(parents=True, exist_ok=True)
    (files / "bulk_1000.csv").write_bytes(bulk.build())
    found = Organisation.objects.filter(slug=providers.HARBOUR.slug).first()
    if found is not None:
        return found
    with transaction.atomic():
        made = [_provider(provider, now) for provider in providers.ALL]
        _account(people.SAM.name, people.SAM.email)
    return made[0]


def _provider(provider: Provider, now: datetime) -> Organisation:
    owner, *others = [_account(one.name, one.email) for one in provider.staff]
    organisation = orgs.create_organisation(
        owner=owner,
        name=provider.name,
        slug=provider.slug,
        brand_colour=provider.brand_colour,
        **provider.profile,
    )
    with organisation_scope(organisation):
        _join(organisation, owner, zip(others, provider.staff[1:], strict=True))
        catalogue = {
            content.human_code: _publish(organisation, content, owner)
            for content in provider.published
        }
        for content in provider.drafts:
            catalog.create(organisation, content, actor=owner)
        awards.BY_SLUG[provider.slug](Desk(organisation, owner, catalogue, now))
    return organisation


def _account(name: str, email: str) -> User:
    return accounts.create_account(
        email=email, password=people.PASSWORD, display_name=name, verified=True
    )


def _join(
    organisation: Organisation, owner: User, others: Iterable[tuple[User, Staff]]
) -> None:
    """Let the staff join as they would: each is invited and accepts."""
    for user, staff in others:
        _invitation, token = orgs.invite(
            organisation, email=user.email, role=Role(staff.role), actor=owner
        )
        orgs.accept(token, user=user)


def _publish(organisation: Organisation, content: Content, owner: User) -> AchievementVersion:
    draft = catalog.create(organisation, content, actor=owner)
    return catalog.publish(draft.achievement, actor=owner)
