"""What follows when the account app adds, proves or removes an address."""

from typing import Any

from allauth.account import signals
from allauth.account.models import EmailAddress
from django.dispatch import receiver
from django.utils import timezone

from skillmark.platform.people import services
from skillmark.platform.people.models import User


@receiver(signals.user_signed_up)
def person_for_account(user: User, **_: Any) -> None:
    """Give a new account its person and its first, unproven address."""
    verified = EmailAddress.objects.filter(user=user, email=user.email, verified=True).exists()
    services.note_identity(user, user.email, verified_at=timezone.now() if verified else None)


@receiver(signals.email_added)
def identity_added(user: User, email_address: EmailAddress, **_: Any) -> None:
    """Note an address that is not proven yet."""
    services.note_identity(user, email_address.email, verified_at=None)


@receiver(signals.email_confirmed)
def identity_proven(email_address: EmailAddress, **_: Any) -> None:
    """Note that an address is proven."""
    services.note_identity(email_address.user, email_address.email, verified_at=timezone.now())


@receiver(signals.email_removed)
def identity_removed(user: User, email_address: EmailAddress, **_: Any) -> None:
    """Forget an address."""
    services.forget_identity(user, email_address.email)
