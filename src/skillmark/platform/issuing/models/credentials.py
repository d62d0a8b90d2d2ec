"""A credential: the signed bytes, and beside them what the issuer says today.

The bytes are written once and never again: the manager, `save` and a database trigger refuse.
"""

from typing import Any, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from skillmark.platform.events.ids import uuid7
from skillmark.platform.issuing.errors import CredentialFrozenError
from skillmark.platform.issuing.models.awards import Award

FROZEN_FIELDS = frozenset({"id", "award", "award_id", "document", "digest"})


class CredentialState(models.TextChoices):
    """What the issuer says of the credential today; expiry follows from the date."""

    ACTIVE = "active", _("Active")
    SUSPENDED = "suspended", _("Suspended")
    REVOKED = "revoked", _("Revoked")


class CredentialQuerySet(models.QuerySet["Credential"]):
    """Refuses to touch the bytes of what is issued."""

    def update(self, **kwargs: Any) -> int:
        """Change columns that may change.

        Raises:
            CredentialFrozenError: a frozen column is named.
        """
        _refuse(FROZEN_FIELDS & kwargs.keys())
        return super().update(**kwargs)

    def bulk_update(self, objs: Any, fields: Any, batch_size: int | None = None) -> int:
        """Change columns that may change, as `update`."""
        _refuse(FROZEN_FIELDS & set(fields))
        return super().bulk_update(objs, fields, batch_size)


class Credential(models.Model):  # type: ignore[django-manager-missing] # scoped managers are Any
    """A signed credential: its exact bytes, and beside them what the issuer says today."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(
        "orgs.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    award = models.OneToOneField(Award, on_delete=models.PROTECT, related_name="credential")
    achievement_version = models.ForeignKey(
        "catalog.AchievementVersion", on_delete=models.PROTECT, related_name="+"
    )
    document = models.BinaryField()  # exactly the bytes that were signed and handed out
    digest = models.CharField(max_length=64)  # SHA-256 of the bytes, hexadecimal
    state = models.CharField(
        max_length=10, choices=CredentialState.choices, default=CredentialState.ACTIVE
    )
    reason = models.CharField(max_length=500, blank=True)
    state_changed_at = models.DateTimeField(null=True, blank=True)
    valid_from = models.DateTimeField()
    valid_until = models.DateTimeField(null=True, blank=True)
    issued_at = models.DateTimeField(default=timezone.now)
    claimed_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[Any] = ScopedManager(
        models.Manager.from_queryset(CredentialQuerySet), organisation="organisation_id"
    )

    class Meta:
        ordering = ["-issued_at", "-id"]
        indexes = [
            models.Index(
                fields=["organisation", "-issued_at", "-id"], name="credentials_newest"
            ),
            models.Index(fields=["organisation", "state"], name="credentials_by_state"),
        ]

    def __str__(self) -> str:
        return f"credential {self.pk}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert the row, or change what may change.

        Raises:
            CredentialFrozenError: the row exists and its bytes would be written again.
        """
        if not self._state.adding:
            fields = kwargs.get("update_fields")
            if fields is None:
                raise CredentialFrozenError(
                    "An issued credential is never saved as a whole: name the fields that change."
                )
            _refuse(FROZEN_FIELDS & set(fields))
        super().save(*args, **kwargs)

    @property
    def is_expired(self) -> bool:
        """Whether the validity is over now."""
        return self.valid_until is not None and self.valid_until <= timezone.now()

    @property
    def shown_state(self) -> str:
        """``revoked``, ``suspended``, ``expired`` or ``active``, the gravest that holds."""
        if self.state == CredentialState.ACTIVE and self.is_expired:
            return "expired"
        return self.state


def _refuse(frozen: frozenset[str] | set[str]) -> None:
    if frozen:
        raise CredentialFrozenError(
            "The bytes of an issued credential never change.", fields=", ".join(sorted(frozen))
        )
