"""A credential: the signed bytes, and beside them what the issuer says today.

The bytes are written once and never again: the manager, `save` and a database trigger refuse.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, ClassVar, Final

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from skillmark.platform.events.ids import uuid7
from skillmark.platform.issuing.errors import CredentialFrozenError
from skillmark.platform.issuing.models.awards import Award

FROZEN_FIELDS = frozenset({"id", "award", "award_id", "document", "digest"})
MAX_SEARCHED: Final = 1_200  # bytes of UTF-8; an index row of PostgreSQL holds 2,704


class CredentialState(models.TextChoices):
    """What the issuer says of the credential today; expiry follows from the date."""

    ACTIVE = "active", _("Active")
    SUSPENDED = "suspended", _("Suspended")
    REVOKED = "revoked", _("Revoked")
    SUPERSEDED = "superseded", _("Replaced")


FINAL_STATES: Final = frozenset({CredentialState.REVOKED, CredentialState.SUPERSEDED})
"""States that nothing leads out of."""


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

    def erase(self, at: datetime) -> int:
        """Empty what was signed, for good; the database lets nothing else happen to it."""
        return super().update(document=b"", digest="", search_text="", erased_at=at)

    def bulk_create(self, objs: Any, *args: Any, **kwargs: Any) -> Any:
        """Insert rows, with the columns that lists and reminders read filled in."""
        rows: Iterable[Credential] = list(objs)
        for row in rows:
            row.derive()
        return super().bulk_create(rows, *args, **kwargs)


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
    erased_at = models.DateTimeField(null=True, blank=True)  # the bytes and the person are gone
    # What lists sort by and search in: name, address, number and achievement, in small letters.
    search_text = models.TextField(blank=True, default="", editable=False)
    inner_until = models.DateTimeField(null=True, blank=True)  # of the shorter clock inside
    renewal_opens_at = models.DateTimeField(null=True, blank=True)
    due_told_at = models.DateTimeField(null=True, blank=True)  # the holder knows it ends soon
    end_told_at = models.DateTimeField(null=True, blank=True)  # the holder knows it has ended
    renewed_from = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="renewals"
    )
    replaces = models.OneToOneField(  # at most one correction follows a credential
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="replacement"
    )

    objects: ClassVar[Any] = ScopedManager(
        models.Manager.from_queryset(CredentialQuerySet), organisation="organisation_id"
    )

    class Meta:
        ordering = ["-issued_at", "-id"]
        indexes = [
            # These hold all that the list reads: SQLite never opens the rows with the bytes.
            models.Index(
                fields=[
                    "organisation",
                    "-issued_at",
                    "-id",
                    "search_text",
                    "state",
                    "valid_until",
                    "claimed_at",
                    "achievement_version",
                ],
                name="credentials_listed",
            ),
            models.Index(
                fields=["organisation", "search_text", "-id", "state", "valid_until"],
                name="credentials_by_name",
            ),
            models.Index(
                fields=["organisation", "inner_until"],
                condition=Q(inner_until__isnull=False),
                name="credentials_inner",
            ),
            models.Index(
                fields=["organisation", "state", "valid_until"], name="credentials_by_state_end"
            ),
            models.Index(
                fields=["renewal_opens_at"],
                condition=Q(renewal_opens_at__isnull=False, due_told_at=None),
                name="credentials_due",
            ),
            models.Index(
                fields=["valid_until"],
                condition=Q(valid_until__isnull=False, end_told_at=None),
                name="credentials_ending",
            ),
        ]  # fmt: skip

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
        else:
            self.derive()
        super().save(*args, **kwargs)

    def derive(self) -> None:
        """Fill in the columns that follow from award and version, before the first save."""
        if not self.search_text:
            award, version = self.award, self.achievement_version
            self.search_text = searchable(
                award.recipient_name,
                award.recipient_email,
                str(award.fields.get("identifier", "")),
                version.name,
            )

    @property
    def is_expired(self) -> bool:
        """Whether the validity is over now."""
        return self.valid_until is not None and self.valid_until <= timezone.now()

    @property
    def shown_state(self) -> str:
        """``revoked``, ``superseded``, ``suspended``, ``expired`` or ``active``: the gravest."""
        if self.state == CredentialState.ACTIVE and self.is_expired:
            return "expired"
        return self.state


def searchable(*parts: str) -> str:
    """Return texts as one that is searched in: small letters, one line, the first part first."""
    text = " ".join(filter(None, (" ".join(part.casefold().split()) for part in parts)))
    return text.encode("utf-8", "ignore")[:MAX_SEARCHED].decode("utf-8", "ignore")


def _refuse(frozen: frozenset[str] | set[str]) -> None:
    if frozen:
        raise CredentialFrozenError(
            "The bytes of an issued credential never change.", fields=", ".join(sorted(frozen))
        )
