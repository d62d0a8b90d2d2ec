"""Accounts, persons and e-mail identities.

A `User` signs in. A `Person` is the human whom credentials speak of and outlives any one e-mail
address; an `EmailIdentity` links the two, and counts only once it is verified.
"""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from skillmark.platform.events.ids import uuid7

EMAIL_MAX_LENGTH = 254  # characters, RFC 5321 §4.5.3.1.3


class UserManager(BaseUserManager["User"]):
    """Creates accounts; e-mail addresses are kept in lower case."""

    use_in_migrations = True

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Create an account without privileges."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(
        self, email: str, password: str | None = None, **fields: Any
    ) -> "User":
        """Create an account of a platform operator."""
        return self.create_user(
            email, password, **{"is_staff": True, "is_superuser": True, **fields}
        )

    def get_by_natural_key(self, username: str | None) -> "User":
        """Find an account by e-mail, whatever its case."""
        return self.get(email__iexact=username)


class User(AbstractBaseUser, PermissionsMixin):  # type: ignore[django-manager-missing] # scoped managers
    """An account: an e-mail address and the ways to prove it is theirs."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    email = models.EmailField(_("e-mail address"), max_length=EMAIL_MAX_LENGTH, unique=True)
    display_name = models.CharField(_("name"), max_length=200, blank=True)
    language = models.CharField(  # chosen for pages and mails; empty: as the browser asks
        _("language"), max_length=12, blank=True
    )
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    def __str__(self) -> str:
        return self.display_name or self.email

    @property
    def audit_reference(self) -> str:
        """Return how the audit trail names this account."""
        return f"user:{self.pk}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the address in lower case."""
        self.email = self.email.strip().lower()
        super().save(*args, **kwargs)


class Person(models.Model):  # type: ignore[django-manager-missing] # scoped managers
    """A human being whom credentials speak of."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.OneToOneField(
        User, null=True, on_delete=models.SET_NULL, related_name="person"
    )
    display_name = models.CharField(_("name"), max_length=200, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.display_name or str(self.id)


class EmailIdentity(models.Model):
    """An address of a person. Verified: it belongs to them and to nobody else."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="emails")
    email = models.EmailField(max_length=EMAIL_MAX_LENGTH)
    verified_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "email"], name="identity_once_a_person"),
            models.UniqueConstraint(
                fields=["email"],
                condition=Q(verified_at__isnull=False),
                name="identity_verified_once",
            ),
        ]

    def __str__(self) -> str:
        return self.email

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the address in lower case."""
        self.email = self.email.strip().lower()
        super().save(*args, **kwargs)
