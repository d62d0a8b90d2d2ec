"""Creating an organisation and changing what it says about itself."""

import hashlib
import secrets
from typing import Any, Final
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from skillmark.core.encoding import latin
from skillmark.platform.events import services as events
from skillmark.platform.orgs import errors
from skillmark.platform.orgs.access import organisation_scope
from skillmark.platform.orgs.models import NAME_LENGTH, Membership, Organisation, Role
from skillmark.platform.orgs.signals import organisation_created
from skillmark.platform.people import names
from skillmark.platform.people.models import User

RESERVED_SLUGS: Final = frozenset({"new", "join", "api", "settings", "admin", "static"})
SLUG_LENGTH: Final = 60  # characters
ATTEMPTS: Final = 3  # when somebody takes the same address at the same moment
BRAND_FIELDS: Final = ("brand_colour", "second_colour")
PROFILE_FIELDS: Final = (
    "name",
    "description",
    "website",
    "email",
    "country",
    "language",
    *BRAND_FIELDS,
)


def create_organisation(*, owner: User, name: str, **profile: Any) -> Organisation:
    """Create an organisation with `owner` as its first member.

    Args:
        owner: who may do everything in it.
        name: how everybody will know it.
        profile: any of `PROFILE_FIELDS`, and ``slug`` to ask for an address.

    Raises:
        NameInvalidError: the name has no letter or digit, or shows them in another order.
        NameConfusableError: the name is made to look like another one.
        ProfileInvalidError: another field is not usable.
    """
    slug = profile.pop("slug", "") or slug_from(name)
    unknown = set(profile) - set(PROFILE_FIELDS)
    if unknown:
        raise TypeError(f"unknown profile fields: {', '.join(sorted(unknown))}")
    name = _clean_name(name)
    _refuse_lookalike(name)
    for attempt in range(1, ATTEMPTS + 1):
        try:
            return _create(owner, name, slug, profile)
        except IntegrityError:  # the address was taken at the same moment: step aside
            if attempt == ATTEMPTS:
                raise
            slug = f"{slug[: SLUG_LENGTH - 9]}-{secrets.token_hex(4)}"
    raise AssertionError("unreachable")  # pragma: no cover


def _create(owner: User, name: str, slug: str, profile: dict[str, Any]) -> Organisation:
    with transaction.atomic():
        organisation = Organisation(name=name, slug=_free_slug(slug), **profile)
        _check(organisation)
        organisation.save(force_insert=True)
        with organisation_scope(organisation):
            Membership.objects.create(organisation=organisation, user=owner, role=Role.OWNER)
            events.record(
                organisation_id=organisation.pk,
                actor=owner,
                action="organisation.created",
                object=organisation,
                after={"name": organisation.name, "slug": organisation.slug},
                label=organisation.name,
            )
            organisation_created.send(
                sender=Organisation, organisation=organisation, actor=owner
            )
    return organisation


def update_profile(
    organisation: Organisation, *, actor: object, **profile: Any
) -> Organisation:
    """Change what the organisation says about itself; the slug never changes.

    Raises:
        NameInvalidError: the new name has no letter or digit, or shows them in another order.
        NameConfusableError: the new name is made to look like another one.
        ProfileInvalidError: another field is not usable.
    """
    changed = {
        name: value
        for name, value in profile.items()
        if name in PROFILE_FIELDS and getattr(organisation, name) != value
    }
    if not changed:
        return organisation
    if "name" in changed:
        changed["name"] = _clean_name(changed["name"])
        _refuse_lookalike(changed["name"], but=organisation.pk)
    before = {name: getattr(organisation, name) for name in changed}
    with transaction.atomic():
        for name, value in changed.items():
            setattr(organisation, name, value)
        _check(organisation)
        organisation.save(update_fields=list(changed))
        events.record(
            organisation_id=organisation.pk,
            actor=actor,
            action="organisation.changed",
            object=organisation,
            before=before,
            after=changed,
            label=organisation.name,
        )
    return organisation


def set_logo(organisation: Organisation, png: bytes | None, *, actor: object) -> None:
    """Keep `png` (as `logos.to_png` wrote it) as the logo, or none."""
    with transaction.atomic():
        organisation.logo = png
        organisation.save(update_fields=["logo"])
        events.record(
            organisation_id=organisation.pk,
            actor=actor,
            action="organisation.logo_changed" if png else "organisation.logo_removed",
            object=organisation,
            after={"sha256": hashlib.sha256(png).hexdigest()} if png else None,
            label=organisation.name,
        )


def dismiss_first_steps(organisation: Organisation, *, actor: object) -> None:
    """Put the list of first steps away for good; a second time changes nothing."""
    with transaction.atomic():
        found = Organisation.objects.filter(
            pk=organisation.pk, first_steps_dismissed_at=None
        ).update(first_steps_dismissed_at=timezone.now())
        if not found:
            return
        events.record(
            organisation_id=organisation.pk,
            actor=actor,
            action="organisation.first_steps_dismissed",
            object=organisation,
            label=organisation.name,
        )


def slug_from(name: str) -> str:
    """Return the part of an address that a name suggests: ASCII letters, digits, hyphens."""
    return latin.slug(name, longest=SLUG_LENGTH) or "organisation"


def _free_slug(wanted: str) -> str:
    taken = {
        *RESERVED_SLUGS,
        *Organisation.objects.filter(slug__startswith=wanted).values_list("slug", flat=True),
    }
    slug, number = wanted, 1
    while slug in taken:
        number += 1
        ending = f"-{number}"
        slug = wanted[: SLUG_LENGTH - len(ending)] + ending
    return slug


def _clean_name(name: str) -> str:
    if names.is_reordered(name):
        raise errors.NameInvalidError(
            _(
                "The name holds invisible signs that show its letters in another order. "
                "Type it anew."
            )
        )
    clean = names.one_line(name)
    if not any(character.isalnum() for character in clean):
        raise errors.NameInvalidError(_("Give the organisation a name."))
    return clean


def _refuse_lookalike(name: str, *, but: UUID | None = None) -> None:
    """Refuse a name that an eye takes for another organisation's (UTS 39 §4).

    The same name is allowed, there is more than one “Academy”, until one of them has proven a
    domain under it; another spelling that only looks the same has one use, to pass for somebody
    else.
    """
    if names.mixes_scripts(name):
        raise errors.NameConfusableError(
            _(
                "A word of this name mixes alphabets whose letters look alike. Write each word "
                "in one alphabet."
            )
        )
    wanted, plain = names.skeleton(name)[:NAME_LENGTH], name.casefold()
    alike = Organisation.objects.filter(skeleton=wanted)
    others = alike.exclude(pk=but) if but else alike
    if any(
        other.casefold() != plain for other in others.values_list("name", flat=True).iterator()
    ):
        raise errors.NameConfusableError(
            _(
                "This name looks like that of another organisation. Choose one that nobody can "
                "mistake for it."
            )
        )
    same = Organisation.objects.filter(name__iexact=name, domain_proven_at__isnull=False)
    if (same.exclude(pk=but) if but else same).exists():
        raise errors.NameConfusableError(
            _(
                "An organisation has proven a domain under this name. Add what tells yours "
                "apart, such as the town."
            )
        )


def _check(organisation: Organisation) -> None:
    """Refuse a field that is not usable; whether its address is free, the database decides."""
    try:
        organisation.full_clean(validate_unique=False)
    except ValidationError as error:
        field, messages = next(iter(error.message_dict.items()))
        raise errors.ProfileInvalidError(" ".join(messages), field=field) from error
