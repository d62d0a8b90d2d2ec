"""The console's pages of dry runs: starting one, its progress, its table."""

from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from skillmark.core.errors import SkillmarkError
from skillmark.platform.jobs.views import progress_context
from skillmark.platform.orgs.access import StudioRequest, studio_view
from skillmark.platform.pathways import checks, selectors
from skillmark.platform.pathways.models import DryRun, Effect
from skillmark.platform.pathways.services import dry_runs
from skillmark.platform.pathways.views import pages
from skillmark.platform.ui.paging import NarrowPaginator

A_PAGE: Final = 50


@require_POST
@studio_view(role=pages.WRITERS)
def start(request: StudioRequest, pathway_id: UUID) -> HttpResponse:
    """Hold the draft against everybody."""
    found = pages.found(pathway_id)
    version = selectors.shown(found)
    try:
        run = dry_runs.start(version, actor=request.user)
    except SkillmarkError as error:
        messages.error(request, error.message)
        return redirect(pages.url(request, found))
    return redirect("pathways:dry-run", request.organisation.slug, found.pk, run.pk)


@require_safe
@never_cache
@studio_view(role=pages.READERS)
def dry_run(request: StudioRequest, pathway_id: UUID, run_id: UUID) -> HttpResponse:
    """Show how far a dry run is, and who would gain, lose, or stand differently."""
    found = pages.found(pathway_id)
    runs = DryRun.objects.filter(version__pathway=found).select_related("job", "version")
    run = get_object_or_404(runs, pk=run_id)
    query, effect = request.GET.get("q", "").strip(), request.GET.get("effect", "")
    rows = selectors.dry_run_rows(run, query, effect)
    page = NarrowPaginator(rows, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "pathway": found,
        "run": run,
        "page": page,
        "query": query,
        "effect": effect,
        "effects": [
            {"key": one.value, "label": one.label, "count": getattr(run, one.value)}
            for one in Effect
        ],
        "stale": checks.draft_digest(run.version.rule) != run.digest,
    }
    if run.job is not None:
        context |= progress_context(run.job, request)
    return pages.draw(request, "pathways/dry_run.html", context)
