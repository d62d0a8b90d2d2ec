"""Settings of an organisation: what it says about itself, and how it looks."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from skillmark.core.errors import SkillmarkError
from skillmark.platform.orgs import colours, services
from skillmark.platform.orgs.access import StudioRequest, studio_view
from skillmark.platform.orgs.forms import BrandingForm, ColoursForm, ProfileForm
from skillmark.platform.orgs.models import DEFAULT_COLOUR, Organisation, Role

TAKE = "take"  # the button that takes the nearest colour which passes: "field:#rrggbb"


@require_http_methods(["GET", "HEAD", "POST"])
@studio_view(Role.OWNER)
def profile(request: StudioRequest) -> HttpResponseBase:
    """Show and change the profile."""
    # A copy: a form that does not validate must not change what the page shows as true.
    draft = Organisation.objects.get(pk=request.organisation.pk)
    form = ProfileForm(request.POST or None, instance=draft)
    if request.method == "POST" and form.is_valid():
        try:
            services.update_profile(
                request.organisation, actor=request.user, **form.cleaned_data
            )
        except SkillmarkError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, _("Saved."))
            return redirect("orgs:profile", slug=request.organisation.slug)
    return render(request, "orgs/profile.html", {"form": form, "tab": "profile"})


@require_http_methods(["GET", "HEAD", "POST"])
@studio_view(Role.OWNER)
def branding(request: StudioRequest) -> HttpResponseBase:
    """Show and change logo and colours; with colours in the address, show these unsaved."""
    own = request.organisation
    kept = {
        "brand_colour": own.brand_colour,
        "with_second": bool(own.second_colour),
        "second_colour": own.second_colour or DEFAULT_COLOUR,
    }
    if request.method == "POST":
        form = BrandingForm(_taken(request.POST), request.FILES)
        if form.is_valid() and _save(request, form):
            return redirect("orgs:branding", slug=own.slug)
        return _branding_page(request, form, own.brand_colour, own.second_colour)
    tried = ColoursForm(request.GET) if "brand_colour" in request.GET else None
    if tried is None or not tried.is_valid():
        form = BrandingForm(initial=kept)
        return _branding_page(request, form, own.brand_colour, own.second_colour)
    wanted = tried.cleaned_data
    second = wanted["second_colour"] or kept["second_colour"]
    form = BrandingForm(initial={**wanted, "second_colour": second})
    return _branding_page(request, form, wanted["brand_colour"], wanted["second_colour"])


def _branding_page(
    request: StudioRequest, form: BrandingForm, brand_colour: str, second_colour: str
) -> HttpResponse:
    own = request.organisation
    context = {
        "form": form,
        "advice": colours.advise(brand_colour, second_colour),
        "badge": colours.badge_picture(own, brand_colour, second_colour),
        "day": colours.page_picture(own, brand_colour, second_colour, night=False),
        "night": colours.page_picture(own, brand_colour, second_colour, night=True),
        "tab": "branding",
    }
    return render(request, "orgs/branding.html", context)


def _taken(posted: QueryDict) -> QueryDict:
    """Return the form with the colour put in that a button offered."""
    field, _colon, colour = posted.get(TAKE, "").partition(":")
    if field not in services.BRAND_FIELDS:
        return posted
    changed = posted.copy()
    changed[field] = colour
    return changed


def _save(request: StudioRequest, form: BrandingForm) -> bool:
    facts = form.cleaned_data
    try:
        with transaction.atomic():
            services.update_profile(
                request.organisation,
                actor=request.user,
                brand_colour=facts["brand_colour"],
                second_colour=facts["second_colour"],
            )
            if facts["logo_file"] or facts["remove_logo"]:
                services.set_logo(request.organisation, facts["logo_file"], actor=request.user)
    except SkillmarkError as error:
        form.add_error(None, error.message)
        return False
    messages.success(request, _("Saved."))
    return True
