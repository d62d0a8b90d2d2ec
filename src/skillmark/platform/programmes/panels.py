"""What programmes add to the pages of others: the overview, the issuer's page, the audit trail."""

from collections.abc import Callable, Collection
from typing import Any, Final

from django.http import HttpRequest
from django.urls import reverse

from skillmark.platform.orgs.models import Organisation
from skillmark.platform.orgs.panels import AUDIT_SUBJECTS, ISSUER_PAGE, Panel, Subject
from skillmark.platform.programmes import catalogue, money
from skillmark.platform.programmes.catalogue import Wanted
from skillmark.platform.programmes.models import Cohort, Programme
from skillmark.platform.programmes.views import public

SHOWN: Final = 6  # programmes on the issuer's page; the catalogue has them all


def offered(organisation: Organisation, _request: HttpRequest) -> Panel | None:
    """Return what the organisation offers to learn, for everybody."""
    rows = catalogue.offered(Wanted(provider=organisation.slug))
    shown = catalogue.cards(rows[:SHOWN])
    if not shown:
        return None
    lines = [
        {
            "programme": card.programme,
            "cost": money.shown(card.programme.cost_minor, card.programme.currency),
            "hours": public.hours_of(card.programme),
        }
        for card in shown
    ]
    more = max(rows.count() - SHOWN, 0)
    context = {"rows": lines, "more": more, "slug": organisation.slug}
    return Panel("programmes/issuer_panel.html", context)


def _named(
    model: type[Programme] | type[Cohort], column: str, view: str
) -> Callable[[Organisation, Collection[str]], dict[str, Subject]]:
    def found(organisation: Organisation, ids: Collection[str]) -> dict[str, Subject]:
        rows: Any = model.objects.filter(pk__in=ids).values_list("pk", column)
        return {
            str(pk): Subject(name, reverse(view, args=[organisation.slug, pk]))
            for pk, name in rows
        }

    return found


ISSUER_PAGE.register_asking(30, offered)
AUDIT_SUBJECTS.register("programme", _named(Programme, "title", "programmes:programme"))
AUDIT_SUBJECTS.register("cohort", _named(Cohort, "name", "programmes:cohort"))
