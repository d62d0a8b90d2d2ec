"""Fill an empty installation with four invented organisations, through the services people use.

Nothing is written behind the services' back: the keys, signatures, status lists, mails and audit
entries of the demo are real; only the dates of work that waits to be marked are moved into the
past. Running it again finds the organisations and changes nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Final

from django.contrib.auth.hashers import make_password
from django.db import transaction

from skillmark.platform.catalog import services as catalog
from skillmark.platform.catalog.content import Content
from skillmark.platform.catalog.models import AchievementVersion
from skillmark.platform.demo import awards, bulk, entitlements, people, providers, studies
from skillmark.platform.demo.desk import Desk
from skillmark.platform.demo.people import Staff
from skillmark.platform.demo.providers import Provider
from skillmark.platform.orgs import services as orgs
from skillmark.platform.orgs.access import organisation_scope
from skillmark.platform.orgs.models import Organisation, Role
from skillmark.platform.orgs.services import tree
from skillmark.platform.people import services as accounts
from skillmark.platform.people.models import User

_TAUGHT: Final = (people.MARK, people.YUSUF, people.DEE, *people.CANDIDATES)


def seed(now: datetime, files: Path) -> Organisation:
    """Make the demo, or find what was made before; return Harbour Skills Training.

    Args:
        now: the present; what is past in the demo is counted from here.
        files: a folder for the recipients file and the API key.
    """
    files.mkdir(parents=True, exist_ok=True)
    (files / "bulk_1000.csv").write_bytes(bulk.build())
    found = Organisation.objects.filter(slug=providers.HARBOUR.slug).first()
    if found is not None:
        return found
    with transaction.atomic():
        desks = dict[str, Desk]()
        for provider in providers.ALL:
            desks |= _provider(provider, now, files)
        entitlements.begin(desks)
        _learners(now)
        studies.begin(desks, {one.email: _account(one.name, one.email) for one in _TAUGHT})
    return desks[providers.HARBOUR.slug].organisation


def _provider(provider: Provider, now: datetime, files: Path) -> dict[str, Desk]:
    staff = _accounts(provider.staff)
    owner = staff[provider.staff[0].email]
    organisation = orgs.create_organisation(
        owner=owner,
        name=provider.name,
        slug=provider.slug,
        brand_colour=provider.brand_colour,
        **provider.profile,
    )
    desks = {provider.slug: _settle(organisation, provider, staff, now, files)}
    for part in provider.parts:
        desks[part.slug] = _part(organisation, part, owner, now, files)
    return desks


def _part(
    parent: Organisation, provider: Provider, actor: User, now: datetime, files: Path
) -> Desk:
    """Make a part, and let its own people take it over from who made it."""
    staff = _accounts(provider.staff)
    owner = staff[provider.staff[0].email]
    part = tree.create_part(
        parent,
        actor=actor,
        name=provider.name,
        slug=provider.slug,
        brand_colour=provider.brand_colour,
        **provider.profile,
    )
    _invitation, token = orgs.invite(
        part, email=owner.email, role=Role.OWNER, actor=actor, hands_over=True
    )
    orgs.accept(token, user=owner)
    return _settle(part, provider, staff, now, files)


def _settle(
    organisation: Organisation,
    provider: Provider,
    staff: Mapping[str, User],
    now: datetime,
    files: Path,
) -> Desk:
    """Let the staff come in, publish what is awarded, and award it."""
    owner = staff[provider.staff[0].email]
    with organisation_scope(organisation):
        _join(organisation, owner, provider.staff[1:], staff)
        catalogue = {
            content.human_code: _publish(organisation, content, owner)
            for content in provider.published
        }
        for content in provider.drafts:
            catalog.create(organisation, content, actor=owner)
        desk = Desk(organisation, owner, staff, catalogue, now, files)
        if provider.slug in awards.BY_SLUG:
            awards.BY_SLUG[provider.slug](desk)
    return desk


def _accounts(staff: Sequence[Staff]) -> dict[str, User]:
    """Return the accounts of a staff; somebody may work for two organisations."""
    found = User.objects.in_bulk([one.email for one in staff], field_name="email")
    return {one.email: found.get(one.email) or _account(one.name, one.email) for one in staff}


def _account(name: str, email: str) -> User:
    """Make an account; all have one password, which is no secret, so it is hashed once."""
    user = accounts.create_account(email=email, password=None, display_name=name, verified=True)
    user.password = _hashed()
    user.save(update_fields=["password"])
    return user


@cache
def _hashed() -> str:
    return make_password(people.PASSWORD)


def _learners(now: datetime) -> None:
    """Make the accounts of learners; one of them has proven the address she had before, too."""
    _account(people.SAM.name, people.SAM.email)
    priya = _account(people.PRIYA_NOW.name, people.PRIYA_NOW.email)
    accounts.note_identity(priya, people.PRIYA.email, verified_at=now)


def _join(
    organisation: Organisation,
    owner: User,
    others: Iterable[Staff],
    staff: Mapping[str, User],
) -> None:
    """Let the staff join as they would: each is invited and accepts."""
    for one in others:
        _invitation, token = orgs.invite(
            organisation, email=one.email, role=Role(one.role), actor=owner
        )
        orgs.accept(token, user=staff[one.email])


def _publish(organisation: Organisation, content: Content, owner: User) -> AchievementVersion:
    draft = catalog.create(organisation, content, actor=owner)
    return catalog.publish(draft.achievement, actor=owner)
