"""The catalogue for everybody: search, goals, one programme, several side by side."""

from typing import Any, Final
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from skillmark.platform.catalog.european import Participation
from skillmark.platform.catalog.text import plain_number
from skillmark.platform.catalog.vocabulary import LANGUAGES
from skillmark.platform.programmes import catalogue, goals, money, places
from skillmark.platform.programmes.catalogue import MAX_COMPARED, MIN_COMPARED, Card, Wanted
from skillmark.platform.programmes.models import Programme
from skillmark.platform.trust import addresses
from skillmark.platform.ui.paging import NarrowPaginator

PER_PAGE: Final = 12


@require_safe
def programmes(request: HttpRequest) -> HttpResponse:
    """List what everybody offers: searched, filtered, or found by a goal."""
    goal = request.GET.get("goal", "").strip()
    context = _by_goal(goal) if goal else _by_words(request)
    context |= {
        "goal": goal[: goals.MAX_GOAL],
        "languages": LANGUAGES,
        "participations": Participation.choices,
        "levels": range(1, 9),
        "most_compared": MAX_COMPARED,
    }
    return render(request, "programmes/catalogue.html", context)


@require_safe
def programme(request: HttpRequest, programme_id: UUID) -> HttpResponse:
    """Show one programme of the catalogue."""
    found = offered(programme_id)
    whole = catalogue.whole(found)
    context = {
        "whole": whole,
        "programme": found,
        "card": whole.card,
        "provider": found.organisation,
        "provider_url": addresses.issuer_page(found.organisation.slug),
        "cost": money.shown(found.cost_minor, found.currency),
        "hours": hours_of(found),
        "gives": gives(whole.card),
        "panels": places.PROGRAMME_PAGE.panels(found, request),
        "can_register": any(group.cohort.phase == "open" for group in whole.groups),
    }
    return render(request, "programmes/public.html", context)


@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """Show two to four programmes side by side."""
    found = catalogue.compared(request.GET.getlist("p"))
    context = {
        "columns": [
            {
                "whole": one,
                "programme": one.programme,
                "card": one.card,
                "cost": money.shown(one.programme.cost_minor, one.programme.currency),
                "hours": hours_of(one.programme),
                "gives": gives(one.card),
            }
            for one in found
        ],
        "enough": len(found) >= MIN_COMPARED,
        "least": MIN_COMPARED,
        "most": MAX_COMPARED,
        "too_many": len(set(request.GET.getlist("p"))) > MAX_COMPARED,
    }
    return render(request, "programmes/compare.html", context)


def offered(programme_id: UUID) -> Programme:
    """Return a programme of the catalogue.

    Raises:
        Http404: there is none of that id.
    """
    found = catalogue.public_programme(programme_id)
    if found is None:
        raise Http404
    return found


def gives(card: Card) -> str:
    """Return in words which credentials a learner gets."""
    if not card.gives_units:
        return _("The final credential only") if card.final else ""
    if card.final:
        return _("A credential for each unit, and the final one")
    return _("A credential for each unit")


def hours_of(programme: Programme) -> str:
    """Return the hours as digits, without trailing zeros; "" when not said."""
    return "" if programme.hours is None else plain_number(programme.hours)


def _by_words(request: HttpRequest) -> dict[str, Any]:
    wanted = Wanted.read(request.GET)
    page = NarrowPaginator(catalogue.offered(wanted), PER_PAGE).get_page(
        request.GET.get("page")
    )
    cards = catalogue.cards(page.object_list)
    return {
        "wanted": wanted,
        "page": page,
        "rows": [_row(card, ()) for card in cards],
        "searched": bool(wanted.search or wanted.narrowed),
    }


def _by_goal(goal: str) -> dict[str, Any]:
    matches = goals.leading_to(goal)
    cards = catalogue.cards([one.programme for one in matches])
    rows = [_row(card, one.reasons) for card, one in zip(cards, matches, strict=True)]
    return {"wanted": Wanted(), "rows": rows, "searched": True}


def _row(card: Card, reasons: tuple[str, ...]) -> dict[str, Any]:
    programme = card.programme
    return {
        "card": card,
        "programme": programme,
        "cost": money.shown(programme.cost_minor, programme.currency),
        "hours": hours_of(programme),
        "gives": gives(card),
        "reasons": reasons,
    }
