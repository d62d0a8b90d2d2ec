"""What ties a credential to the public log: its salt, without which the leaf says nothing."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from skillmark.platform.events.erasure import Part, Subject, everywhere, register
from skillmark.platform.transparency import services


def _salted(whom: Subject) -> QuerySet[Any]:
    rows = everywhere("transparency.LoggedCredential")
    return rows.filter(credential_id__in=whom.credentials, salt__isnull=False)


def _forget(_rows: QuerySet[Any], whom: Subject) -> None:
    services.forget(whom.credentials)


register(
    Part(
        model="transparency.LoggedCredential",
        kind=_("Links from credentials to the public log"),
        find=_salted,
        blank={"salt": None},
        work=_forget,
        keeps=frozenset({"did", "commitment"}),
        order=58,
    )
)
