"""What a person keeps from elsewhere; it goes with the account."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from skillmark.platform.events.erasure import Part, Subject, everywhere, register


def _evidence(whom: Subject) -> QuerySet[Any]:
    rows = everywhere("backpack.Evidence")
    return rows.none() if whom.user is None else rows.filter(imported__user=whom.user)


def _imported(whom: Subject) -> QuerySet[Any]:
    rows = everywhere("backpack.Imported")
    return rows.none() if whom.user is None else rows.filter(user=whom.user)


register(
    Part(
        model="backpack.Evidence",
        kind=_("Credentials from elsewhere"),
        find=_evidence,
        order=30,
        shown=False,
    )
)
register(
    Part(
        model="backpack.Imported",
        kind=_("Credentials from elsewhere"),
        find=_imported,
        says=("holder",),
        order=31,
    )
)
