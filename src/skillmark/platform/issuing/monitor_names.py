"""Whose the credentials in a batch of the public log are, for the owners' own monitor."""

from collections.abc import Collection
from uuid import UUID

from django.urls import reverse

from skillmark.platform.issuing.models import Credential
from skillmark.platform.transparency.monitor_panels import NAMES


def names(ids: Collection[UUID]) -> dict[UUID, tuple[str, str]]:
    """Return for credentials of the current organisation the person, and the record's page."""
    rows = Credential.objects.filter(pk__in=ids).select_related("award", "organisation")
    return {
        row.pk: (
            f"{row.award.shown_name}",
            reverse("issuing:credential", args=[row.organisation.slug, row.pk]),
        )
        for row in rows.defer("document")
    }


NAMES.append(names)
