"""Which quality profiles an organisation aims at; of the organisation, not of one definition."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager


class QualityAim(models.Model):
    """What an organisation chose; without a row the defaults of `quality` hold."""

    organisation = models.OneToOneField(
        "orgs.Organisation",
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="quality_aim",
    )
    profiles = models.JSONField(_("quality profiles"), default=list)  # keys, in their order
    updated_at = models.DateTimeField(auto_now=True)

    objects: ClassVar[Any] = ScopedManager(organisation="organisation_id")

    def __str__(self) -> str:
        return f"quality aims of {self.organisation_id}"
