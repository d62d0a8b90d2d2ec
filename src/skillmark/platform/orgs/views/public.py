"""What everybody may see of an organisation."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from skillmark.platform.orgs import panels, selectors
from skillmark.platform.orgs.access import organisation_scope
from skillmark.platform.orgs.models import Organisation


@require_safe
@cache_control(public=True, max_age=60)
def issuer(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the issuer: who it is, how it is known, what it awards."""
    organisation = _found(slug)
    with organisation_scope(organisation):
        context = {
            "issuer": organisation,
            "panels": panels.ISSUER_PAGE.panels(organisation),
        }
        return render(request, "orgs/issuer.html", context)


@require_safe
@cache_control(public=True, max_age=3600)
def logo(_request: HttpRequest, slug: str) -> HttpResponse:
    """Return the logo; others may show it on their pages."""
    organisation = _found(slug)
    if not organisation.logo:
        raise Http404
    return HttpResponse(
        bytes(organisation.logo),
        content_type="image/png",
        headers={"Cross-Origin-Resource-Policy": "cross-origin"},
    )


def _found(slug: str) -> Organisation:
    organisation = selectors.by_slug(slug)
    if organisation is None:
        raise Http404
    return organisation
