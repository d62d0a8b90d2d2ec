"""What learning platforms have told of a person."""

from typing import Any, Final

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from skillmark.platform.events.erasure import Part, Subject, everywhere, mentions, register

_KIND: Final = _("Connections with learning platforms")


def _links(whom: Subject) -> QuerySet[Any]:
    rows = whom.own(everywhere("lti.AccountLink"))
    return rows.none() if whom.person is None else rows.filter(user__person=whom.person)


def _subjects(whom: Subject) -> Q:
    """Return how the platforms call the person."""
    found = Q(pk__in=())
    for registration, subject in _links(whom).values_list("registration", "subject"):
        found |= Q(feed__course__registration=registration, subject=subject)
    return found


def _results(whom: Subject) -> QuerySet[Any]:
    return whom.own(everywhere("lti.FedResult")).filter(_subjects(whom))


def _launches(whom: Subject) -> QuerySet[Any]:
    rows = whom.own(everywhere("lti.Launch"))
    subjects = _links(whom).values_list("subject", flat=True)
    return mentions(rows, whom.words | frozenset(subjects), "facts")


register(Part(model="lti.FedResult", kind=_KIND, find=_results, order=20))
register(Part(model="lti.Launch", kind=_KIND, find=_launches, order=20))
register(Part(model="lti.AccountLink", kind=_KIND, find=_links, order=21))
