"""Consents in the console of who awards: which providers lead to one's achievements."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from skillmark.platform.orgs.access import StudioRequest, studio_view
from skillmark.platform.programmes.models import Consent
from skillmark.platform.programmes.services import consents
from skillmark.platform.programmes.views import pages


@require_POST
@studio_view(role=pages.WRITERS)
def decide(request: StudioRequest, consent_id: UUID) -> HttpResponse:
    """Give or refuse a consent: ``act`` is ``give`` or ``refuse``."""
    given = request.POST.get("act") == "give"
    try:
        consents.decide(consent_id, given=given, actor=request.user)
    except Consent.DoesNotExist as error:
        raise Http404 from error
    if given:
        messages.success(request, _("They can offer it now."))
    else:
        messages.success(request, _("They cannot offer it any more."))
    return pages.to(request, "programmes")
