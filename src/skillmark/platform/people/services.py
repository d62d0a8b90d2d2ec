"""Persons and their e-mail identities, kept in step with the accounts."""

from datetime import datetime

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import timezone

from skillmark.platform.people import names
from skillmark.platform.people.models import EmailIdentity, Person, User


def create_account(
    *, email: str, password: str | None, display_name: str, verified: bool = False
) -> User:
    """Create an account with its person, as sign-up does.

    Args:
        email: the address to sign in with.
        password: None for an account that has to reset it first.
        display_name: what others see.
        verified: whether the address is proven already.
    """
    with transaction.atomic():
        user = User.objects.create_user(
            email, password, display_name=names.one_line(display_name)
        )
        EmailAddress.objects.create(
            user=user, email=user.email, primary=True, verified=verified
        )
        note_identity(user, user.email, verified_at=timezone.now() if verified else None)
    return user


def ensure_person(user: User) -> Person:
    """Return the account's person, made now if there was none."""
    person, _created = Person.objects.get_or_create(
        user=user, defaults={"display_name": user.display_name}
    )
    return person


def held_person(user: User) -> Person:
    """Return the account's person with its row locked until the transaction ends."""
    return Person.objects.select_for_update().get(pk=ensure_person(user).pk)


def note_identity(user: User, email: str, *, verified_at: datetime | None) -> EmailIdentity:
    """Note that the account says (or has proven) that an address is theirs.

    A proof moves the address: whoever had proven it before no longer has it.
    """
    email = email.strip().lower()
    with transaction.atomic():
        person = ensure_person(user)
        identity, _created = EmailIdentity.objects.select_for_update().get_or_create(
            person=person, email=email
        )
        if verified_at is not None and identity.verified_at is None:
            EmailIdentity.objects.filter(email=email).exclude(pk=identity.pk).update(
                verified_at=None
            )
            identity.verified_at = verified_at
            identity.save(update_fields=["verified_at"])
    return identity


def forget_identity(user: User, email: str) -> None:
    """Note that an address is no longer the account's."""
    EmailIdentity.objects.filter(person__user=user, email=email.strip().lower()).delete()
