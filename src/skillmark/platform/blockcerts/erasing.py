"""Copies for the Blockcerts tools: the place of an erased credential goes with it.

What is in the chain is the root alone; the hashes of the others' paths stay.
"""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from skillmark.platform.events.erasure import Part, Subject, everywhere, register


def _leaves(whom: Subject) -> QuerySet[Any]:
    rows = everywhere("blockcerts.BlockcertsLeaf")
    return rows.filter(credential_id__in=whom.credentials)


register(
    Part(
        model="blockcerts.BlockcertsLeaf",
        kind=_("Copies for Blockcerts"),
        find=_leaves,
        order=55,
    )
)
