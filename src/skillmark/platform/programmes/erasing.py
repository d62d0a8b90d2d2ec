"""Learners of programmes: that somebody took part stays counted, who it was goes."""

from typing import Any, Final

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from skillmark.platform.events.erasure import Part, Subject, everywhere, register
from skillmark.platform.orgs.access import organisation_scope
from skillmark.platform.programmes.models import Cohort
from skillmark.platform.programmes.services import enrolling
from skillmark.platform.programmes.vocabulary import LIVE, EnrolmentState

_KIND: Final = _("Enrolments in programmes")
_LABEL: Final = "programmes.Enrolment"


def _enrolments(whom: Subject) -> QuerySet[Any]:
    theirs = Q(person=whom.person) if whom.person else Q(pk__in=())
    rows = whom.own(everywhere(_LABEL)).filter(theirs | whom.addressed("email"))
    return rows.exclude(name="", email="")


def _blank(rows: QuerySet[Any], whom: Subject) -> None:
    """Empty the rows; whoever still has or waits for a place gives it up."""
    ids = list(rows.values_list("pk", flat=True))
    found = everywhere(_LABEL).filter(pk__in=ids)
    live = found.filter(state__in=LIVE)
    freed = set(live.values_list("organisation_id", "cohort_id"))
    live.update(state=EnrolmentState.WITHDRAWN, ended_at=timezone.now())
    if whom.person is not None:
        found.filter(person=whom.person).update(person=whom.erasure)
    found.update(name="", email="", language="", reason="", prerequisites_met=[])
    for organisation_id, cohort_id in sorted(freed):
        with organisation_scope(organisation_id):
            cohort: Cohort = enrolling.held_cohort(cohort_id)
            enrolling.promote(cohort)


register(
    Part(
        model=_LABEL,
        kind=_KIND,
        find=_enrolments,
        blank=dict.fromkeys(("name", "email", "language", "reason", "prerequisites_met")),
        work=_blank,
        says=("name",),
        keeps=frozenset({"state", "currency"}),
        order=45,
    )
)
