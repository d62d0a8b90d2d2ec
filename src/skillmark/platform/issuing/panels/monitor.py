"""Whose the credentials in a batch of the public log are, for the owners' own monitor."""

from collections.abc import Collection
from typing import Final
from uuid import UUID

from django.urls import reverse

from skillmark.platform.issuing.models import Credential
from skillmark.platform.transparency.monitor.panels import FOUND, NAMES

FOUND_AT_MOST: Final = 5_000


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


def found(query: str) -> Collection[UUID]:
    """Return the credentials of the current organisation whose person the words name."""
    rows = Credential.objects.all()
    for word in query.casefold().split():
        rows = rows.filter(search_text__contains=word)
    ids: list[UUID] = list(rows.order_by("-pk").values_list("pk", flat=True)[:FOUND_AT_MOST])
    return ids


NAMES.append(names)
FOUND.append(found)
