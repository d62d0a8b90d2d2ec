"""What organisations keep of those who work there: memberships and invitations."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from skillmark.platform.events.erasure import Part, Subject, everywhere, register


def _memberships(whom: Subject) -> QuerySet[Any]:
    rows = everywhere("orgs.Membership")
    return rows.none() if whom.user is None else rows.filter(user=whom.user)


def _invitations(whom: Subject) -> QuerySet[Any]:
    return whom.own(everywhere("orgs.Invitation")).filter(whom.addressed("email"))


register(Part(model="orgs.Membership", kind=_("Memberships"), find=_memberships, order=90))
register(Part(model="orgs.Invitation", kind=_("Invitations"), find=_invitations, order=90))
