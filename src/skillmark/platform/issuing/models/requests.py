"""Requests to the API that may be repeated: the first answer, kept."""

from typing import Any, ClassVar

from django.db import models
from django.utils import timezone
from django_scopes import ScopedManager

from skillmark.platform.events.ids import uuid7


class IdempotentRequest(models.Model):
    """The first answer to an API request with an Idempotency-Key, kept for 24 hours."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(
        "orgs.Organisation", on_delete=models.CASCADE, related_name="+"
    )
    key = models.CharField(max_length=200)
    operation = models.CharField(max_length=200)
    body_digest = models.CharField(max_length=64)  # SHA-256, hexadecimal
    status = models.PositiveSmallIntegerField()
    body = models.JSONField()
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar[Any] = ScopedManager(organisation="organisation_id")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "key"], name="idempotency_key_once"
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "created_at"], name="idempotent_by_age"),
        ]

    def __str__(self) -> str:
        return f"{self.operation} {self.key}"
