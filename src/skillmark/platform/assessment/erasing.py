"""Work that was handed in: evidence, words and files go; that it was judged stays."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from skillmark.platform.assessment.models import Evidence
from skillmark.platform.events.erasure import Part, Subject, everywhere, register

_WORK: Final = _("Work that was handed in")
_SHOWN: Final = _("Evidence: texts, links and files")
_JUDGED: Final = _("Marks, decisions and appeals: what was written")


def _submissions(whom: Subject) -> QuerySet[Any]:
    theirs = Q(person=whom.person) if whom.person else Q(pk__in=())
    taken = Q(person=whom.erasure)  # found again when the work goes on after a stop
    return whom.own(everywhere("assessment.Submission")).filter(
        theirs | taken | whom.addressed("email")
    )


def _of_work(label: str, column: str = "submission") -> Callable[[Subject], QuerySet[Any]]:
    def find(whom: Subject) -> QuerySet[Any]:
        return everywhere(label).filter(**{f"{column}__in": _submissions(whom).values("pk")})

    return find


def _drop_evidence(rows: QuerySet[Any], _whom: Subject) -> None:
    """Delete the evidence, and the files that nobody else shows."""
    files = set(rows.exclude(file=None).values_list("file", flat=True))
    rows.delete()
    shown = Evidence.objects.with_scopes_disabled().filter(file=OuterRef("pk"))
    left = everywhere("assessment.EvidenceFile").filter(~Exists(shown), pk__in=files)
    left.delete()


def _take(rows: QuerySet[Any], whom: Subject) -> None:
    ids = list(rows.values_list("pk", flat=True))
    found = everywhere("assessment.Submission").filter(pk__in=ids)
    if whom.person is not None:
        found.filter(person=whom.person).update(person=whom.erasure)
    found.update(name="", email="", language="", note="")


def _claims(whom: Subject) -> QuerySet[Any]:
    rows = whom.own(everywhere("assessment.Claim"))
    return rows.none() if whom.person is None else rows.filter(person=whom.person)


def _results(whom: Subject) -> QuerySet[Any]:
    return whom.own(everywhere("assessment.GivenResult")).filter(whom.addressed("email"))


def _words(label: str, blank: Mapping[str, Any], keeps: set[str], column: str) -> None:
    register(
        Part(
            model=label,
            kind=_JUDGED,
            find=_of_work(label, column),
            blank=blank,
            keeps=frozenset(keeps),
            order=32,
        )
    )


register(
    Part(
        model="assessment.Evidence",
        kind=_SHOWN,
        find=_of_work("assessment.Evidence"),
        work=_drop_evidence,
        order=31,
    )
)
_words(
    "assessment.Mark",
    {"comments": {}, "reasons": ""},
    {"round", "state", "levels", "outcome"},
    "submission",
)
_words(
    "assessment.Decision",
    {"comments": {}, "reasons": ""},
    {"basis", "outcome", "levels"},
    "submission",
)
_words("assessment.Appeal", {"grounds": ""}, {"state"}, "decision__submission")
_words("assessment.Conflict", {"reason": ""}, set(), "submission")
_words("assessment.Check", {"note": ""}, {"kind", "method"}, "submission")
register(
    Part(
        model="assessment.Submission",
        kind=_WORK,
        find=_submissions,
        blank=dict.fromkeys(("name", "email", "language", "note")),
        work=_take,
        says=("name",),
        keeps=frozenset({"kind", "state", "outcome"}),
        order=33,
    )
)
register(
    Part(
        model="assessment.Claim",
        kind=_WORK,
        find=_claims,
        blank={"person": lambda whom: whom.erasure},
        order=34,
    )
)
register(
    Part(
        model="assessment.GivenResult",
        kind=_("Results from elsewhere"),
        find=_results,
        order=34,
    )
)
