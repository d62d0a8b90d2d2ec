"""The console's pages that read: the list, one pathway, its versions, its people."""

from typing import Any, Final
from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from skillmark.platform.catalog.vocabulary import State
from skillmark.platform.orgs import policy
from skillmark.platform.orgs.access import StudioRequest, allowed, studio_view
from skillmark.platform.pathways import (
    checks,
    diagram,
    diff,
    reviewing,
    rules,
    selectors,
    words,
)
from skillmark.platform.pathways.models import Pathway, PathwayVersion
from skillmark.platform.pathways.services import queue
from skillmark.platform.pathways.views import pages
from skillmark.platform.ui.paging import NarrowPaginator

A_PAGE: Final = 25
SHOWN: Final = 5  # dry runs on the pathway's page


@require_safe
@studio_view()
def pathways(request: StudioRequest) -> HttpResponse:
    """List the pathways of the organisation."""
    query, state = request.GET.get("q", "").strip(), request.GET.get("state", "")
    found = selectors.pathways(query, state, request.GET.get("sort", ""))
    page = NarrowPaginator(found, A_PAGE).get_page(request.GET.get("page"))
    counts = selectors.counts()
    context = {
        "page": page,
        "rows": [_row(one) for one in page.object_list],
        "query": query,
        "state": state,
        "states": State.choices,
        "total": counts["all"],
    }
    return pages.draw(request, "pathways/pathways.html", context)


@require_safe
@studio_view()
def pathway(request: StudioRequest, pathway_id: UUID) -> HttpResponse:
    """Show one pathway: what it asks for, how many are on it, and what comes next."""
    found = pages.found(pathway_id)
    version = selectors.shown(found)
    draft, published = selectors.draft(found), selectors.published(found)
    problems = checks.problems(version) if version.state == State.DRAFT else []
    lines = _lines(version)
    context = {
        "pathway": found,
        "version": version,
        "draft": draft,
        "published": published,
        "in_review": draft is not None and draft.state == State.REVIEW,
        "request_waiting": reviewing.waiting(draft) if draft else None,
        "declined": reviewing.declined(version) if version.state == State.DRAFT else None,
        "review_asked": policy.of(request.organisation).review_definitions,
        "problems": problems,
        "lines": lines,
        "picture": diagram.svg(version.name, lines, name="pathway") if lines else "",
        "history": selectors.versions(found),
        "dry_runs": list(selectors.dry_runs(version)[:SHOWN]),
        "figures": _figures(found),
        "waiting": queue.waiting(found),
    }
    may_read = request.membership.role in allowed(pages.READERS)
    return pages.draw(request, "pathways/pathway.html", context | {"may_read": may_read})


@require_safe
@studio_view()
def versions(request: StudioRequest, pathway_id: UUID) -> HttpResponse:
    """Compare two versions, the newest with the one before unless others are asked for."""
    found = pages.found(pathway_id)
    every = selectors.versions(found)
    newer = _numbered(every, request.GET.get("to", "")) or every[0]
    before = [one for one in every if one.number < newer.number]
    older = _numbered(every, request.GET.get("from", "")) or next(iter(before), None)
    context = {
        "pathway": found,
        "history": every,
        "newer": newer,
        "older": older,
        "differences": diff.compare(older, newer) if older else (),
    }
    return pages.draw(request, "pathways/versions.html", context)


@require_safe
@studio_view(role=pages.READERS)
def learners(request: StudioRequest, pathway_id: UUID) -> HttpResponse:
    """List the people on a pathway, with how far each is."""
    found = pages.found(pathway_id)
    query, state = request.GET.get("q", "").strip(), request.GET.get("state", "")
    rows = selectors.learners(found, query, state, request.GET.get("sort", ""))
    page = NarrowPaginator(rows, A_PAGE).get_page(request.GET.get("page"))
    awards = selectors.awards_of(list(page.object_list))
    context = {
        "pathway": found,
        "page": page,
        "rows": [{"learner": one, "award": awards.get(one.pk)} for one in page.object_list],
        "query": query,
        "state": state,
        "waiting": queue.waiting(found),
    }
    return pages.draw(request, "pathways/learners.html", context)


def _row(found: Pathway) -> dict[str, Any]:
    return {
        "pathway": found,
        "figures": _figures(found),
        "draft": found.state == State.PUBLISHED and selectors.draft(found),
    }


def _figures(found: Pathway) -> dict[str, int]:
    rows = selectors.learners(found)
    return {"people": rows.count(), "awarded": found.awards.count()}


def _lines(version: PathwayVersion) -> list[words.Line]:
    if checks.rule_problems(version.rule):
        return []
    return words.lines(rules.draft_rule(version.rule))


def _numbered(every: list[PathwayVersion], number: str) -> PathwayVersion | None:
    return next((one for one in every if str(one.number) == number), None)
