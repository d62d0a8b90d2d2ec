"""What everybody may see of an organisation."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from skillmark.platform.orgs import colours, domains, mails, panels, selectors, tree
from skillmark.platform.orgs.access import organisation_scope
from skillmark.platform.orgs.models import Organisation

PARTS_SHOWN = 12  # of the issuer's parts; the page says that there are more


@require_safe
@cache_control(public=True, max_age=60)
def issuer(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the issuer: who it is, how it is known, what it awards."""
    organisation = _found(slug)
    with organisation_scope(organisation):
        context = {
            "issuer": organisation,
            "above": tree.ancestors(organisation)[::-1],
            "parts": list(tree.parts(organisation)[: PARTS_SHOWN + 1]),
            "parts_shown": PARTS_SHOWN,
            "domain": domains.shown(organisation.domain or ""),
            "page_url": domains.page_of(organisation),
            "logo_url": mails.absolute(reverse("orgs:logo", args=[slug])),
            "panels": panels.ISSUER_PAGE.panels(organisation, request),
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


@require_safe
@cache_control(public=True, max_age=300)
def brand(_request: HttpRequest, slug: str) -> HttpResponse:
    """Return the issuer's colours for the pages that show it, moved until they can be read."""
    return HttpResponse(colours.style_sheet(_found(slug)), content_type="text/css")


def _found(slug: str) -> Organisation:
    organisation = selectors.by_slug(slug)
    if organisation is None:
        raise Http404
    return organisation
