"""People on pathways: what earned whom what goes, that a final was awarded stays."""

from collections.abc import Callable
from typing import Any, Final

from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat, Substr
from django.utils.translation import gettext_lazy as _

from skillmark.platform.events.erasure import Part, Subject, everywhere, register
from skillmark.platform.pathways import people

_KIND: Final = _("Places on pathways")
_LABEL: Final = "pathways.Learner"


def _learners(whom: Subject) -> QuerySet[Any]:
    theirs = whom.addressed("email") | Q(key__in=[people.key_of(one) for one in whom.emails])
    if whom.user is not None:
        theirs |= Q(joined_by=whom.user)
    return whom.own(everywhere(_LABEL)).filter(theirs)


def _blank(rows: QuerySet[Any], _whom: Subject) -> None:
    """Empty those with a final; the others go."""
    rows.filter(awards=None).delete()
    ids = list(rows.values_list("pk", flat=True))
    everywhere(_LABEL).filter(pk__in=ids).update(
        key=Substr(Concat(Value("erased:"), Cast(F("pk"), people_key())), 1, 64),
        email="",
        name="",
        joined_by=None,
        verdict={},
        problem="",
        next_look=None,
    )


def people_key() -> Any:
    """Return the column's kind that a key is written in."""
    return everywhere(_LABEL).model._meta.get_field("key")  # noqa: SLF001 - Django's public name


def _with_address(label: str, column: str = "email") -> Callable[[Subject], QuerySet[Any]]:
    def find(whom: Subject) -> QuerySet[Any]:
        return whom.own(everywhere(label)).filter(whom.addressed(column))

    return find


def _awards(whom: Subject) -> QuerySet[Any]:
    rows = everywhere("pathways.PathwayAward").filter(credential__in=whom.credentials)
    return rows.exclude(verdict={})


def _records(whom: Subject) -> QuerySet[Any]:
    return everywhere("pathways.Transcript").filter(credential__in=whom.credentials)


def _constituents(whom: Subject) -> QuerySet[Any]:
    rows = everywhere("pathways.Constituent")
    return rows.filter(award__credential__in=whom.credentials)


for _model in ("pathways.Recheck", "pathways.DryRunRow"):
    register(Part(model=_model, kind=_KIND, find=_with_address(_model), order=50, shown=False))
register(
    Part(
        model="pathways.DryRun",  # how far it came, an address
        kind=_KIND,
        find=_with_address("pathways.DryRun", "cursor"),
        blank={"cursor": ""},
        keeps=frozenset({"state", "rule", "digest"}),
        order=50,
        shown=False,
    )
)
register(
    Part(
        model="pathways.Transcript",
        kind=_("Records of learning"),
        find=_records,
        order=51,
    )
)
register(
    Part(
        model="pathways.Constituent",
        kind=_("What earned a final"),
        find=_constituents,
        order=52,
        shown=False,
    )
)
register(
    Part(
        model="pathways.PathwayAward",
        kind=_KIND,
        find=_awards,
        blank={"verdict": {}},
        keeps=frozenset({"state"}),
        order=53,
        shown=False,
    )
)
register(
    Part(
        model=_LABEL,
        kind=_KIND,
        find=_learners,
        blank=dict.fromkeys(("key", "email", "name", "verdict", "problem")),
        work=_blank,
        says=("name",),
        order=54,
    )
)
