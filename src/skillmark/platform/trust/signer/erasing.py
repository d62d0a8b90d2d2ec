"""Signed documents that the signer kept, because its key signs differently each time."""

import base64
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from skillmark.platform.events.erasure import Part, Subject, register
from skillmark.platform.trust.signer.models import SignerOutcome


def _speaks_of(text: str, names: list[bytes]) -> bool:
    data = base64.b64decode(text)
    return any(name in data for name in names)


def _kept(whom: Subject) -> QuerySet[Any]:
    """Return the outcomes that keep a document of one of the credentials."""
    names = [str(one).encode() for one in whom.credentials]
    rows = SignerOutcome.objects.filter(kept__isnull=False)
    found = [
        one.pk
        for one in (rows.iterator(chunk_size=100) if names else ())
        if any(_speaks_of(text, names) for text in one.kept or ())
    ]
    return SignerOutcome.objects.filter(pk__in=found)


def _drop(rows: QuerySet[Any], whom: Subject) -> None:
    """Empty the places of these documents; the others stay where they are."""
    names = [str(one).encode() for one in whom.credentials]
    for one in rows:
        left = ["" if _speaks_of(text, names) else text for text in one.kept or ()]
        SignerOutcome.objects.filter(pk=one.pk).update(kept=left)


register(
    Part(
        model="signer.SignerOutcome",
        kind=_("Signed documents with the signer"),
        find=_kept,
        work=_drop,
        order=57,
    )
)
