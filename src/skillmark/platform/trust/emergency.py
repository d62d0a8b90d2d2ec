"""``/studio/<slug>/settings/trust/compromise``: a key that fell; look first, then one button."""

from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from skillmark.core.errors import SkillmarkError
from skillmark.platform.jobs.models import Job
from skillmark.platform.jobs.views import progress_context
from skillmark.platform.orgs.access import StudioRequest, studio_view
from skillmark.platform.orgs.models import Role
from skillmark.platform.trust import compromise, selectors
from skillmark.platform.trust.console import GET_AND_POST, freshly_proven
from skillmark.platform.trust.forms import CompromiseForm
from skillmark.platform.trust.models import Compromise, IssuerKey, KeyState

GO: Final = "go"


@require_http_methods(GET_AND_POST)
@never_cache
@studio_view(Role.OWNER)
@freshly_proven
def report(request: StudioRequest) -> HttpResponseBase:
    """Ask since when, show what would follow, then halt, revoke, rotate and issue again."""
    key = _key(request)
    if (known := compromise.of(key)) is not None and known.state != "halted":
        return redirect("trust:compromised", request.organisation.slug, known.pk)
    form = CompromiseForm(request.POST or None)
    context: dict[str, Any] = {
        "key": key,
        "fingerprint": selectors.fingerprint(key),
        "is_web": key.identity.did.startswith("did:web"),
        "form": form,
        "today": timezone.now().date(),
        "tab": "trust",
    }
    if request.method == "POST" and form.is_valid():
        try:
            if request.POST.get("act") == GO:
                done = compromise.begin(
                    key,
                    known_good_at=form.moment,
                    reason=form.cleaned_data["reason"],
                    actor=request.user,
                )
                return redirect("trust:compromised", request.organisation.slug, done.pk)
            context |= {
                "foreseen": compromise.foresee(key, form.moment),
                "moment": form.moment,
            }
        except SkillmarkError as error:
            messages.error(request, error.message)
    status = 422 if form.is_bound and not form.is_valid() else 200
    return render(request, "trust/compromise.html", context, status=status)


@require_safe
@never_cache
@studio_view(Role.OWNER)
def compromised(request: StudioRequest, compromise_id: UUID) -> HttpResponseBase:
    """Show what was done about a key, when, and what is being done."""
    rows = Compromise.objects.select_related("key__identity", "new_key")
    found: Compromise | None = rows.filter(pk=compromise_id).first()
    if found is None:
        raise Http404
    context: dict[str, Any] = {
        "found": found,
        "steps": [
            (_("Issuing was halted"), found.halted_at),
            (_("The key was revoked"), found.revoked_at),
            (_("A new key signs"), found.rotated_at),
            (_("Every list says what is revoked"), found.lists_at),
            (_("All is issued again"), found.finished_at),
        ],
        "is_web": found.key.identity.did.startswith("did:web"),
        "tab": "trust",
    }
    job: Job | None = Job.objects.filter(pk=found.job_id).first() if found.job_id else None
    if job is not None:
        context |= {"job": job, **progress_context(job, request)}
    return render(request, "trust/compromised.html", context)


def _key(request: StudioRequest) -> IssuerKey:
    """Return the key that a page is about, by its id; by default the one that signs now."""
    wanted = request.POST.get("key") or request.GET.get("key", "")
    rows = IssuerKey.objects.select_related("identity__organisation")
    found: IssuerKey | None = None
    try:
        found = rows.filter(pk=UUID(wanted)).first() if wanted else None
    except ValueError:
        raise Http404 from None
    if not wanted:
        signing = rows.filter(state=KeyState.ACTIVE, purpose="credential")
        found = signing.filter(identity__is_current=True).first()
    if found is None:
        raise Http404
    return found
