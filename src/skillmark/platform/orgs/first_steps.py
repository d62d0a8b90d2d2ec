"""The first steps of a new organisation that this app knows; apps above bring theirs."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from skillmark.platform.orgs.models import DEFAULT_COLOUR, Invitation, Membership, Organisation
from skillmark.platform.orgs.panels import FIRST_STEPS, Panel, Step


def profile(organisation: Organisation) -> Step:
    """Say whether the organisation has said who it is."""
    return Step(
        _("Say who you are"),
        _("A sentence and your website stand on your page and on every credential's page."),
        reverse("orgs:profile", args=[organisation.slug]),
        bool(organisation.description and (organisation.website or organisation.email)),
    )


def branding(organisation: Organisation) -> Step:
    """Say whether the organisation looks like itself."""
    return Step(
        _("Add your logo and colour"),
        _("Badges are struck in your colour, so that people know them at a glance."),
        reverse("orgs:branding", args=[organisation.slug]),
        organisation.logo is not None or organisation.brand_colour != DEFAULT_COLOUR,
    )


def domain(organisation: Organisation) -> Step:
    """Say whether a domain vouches for the organisation."""
    return Step(
        _("Prove your domain"),
        _("Anybody can choose a name. Your domain beside it shows that it is really you."),
        reverse("orgs:domain", args=[organisation.slug]),
        organisation.domain is not None,
    )


def colleague(organisation: Organisation) -> Step:
    """Say whether the organisation is more than one person."""
    return Step(
        _("Invite a colleague"),
        _("A second person can approve what you ask for, and is there when you are not."),
        reverse("orgs:members", args=[organisation.slug]),
        Membership.objects.all()[1:2].exists() or Invitation.objects.exists(),
    )


def panel(organisation: Organisation) -> Panel | None:
    """Return the first steps, until all are done or somebody has put them away."""
    if organisation.first_steps_dismissed_at is not None:
        return None
    steps = FIRST_STEPS.of(organisation)
    following = next((step for step in steps if not step.done), None)
    if following is None:
        return None
    done = sum(step.done for step in steps)
    return Panel(
        "orgs/first_steps_panel.html",
        {"steps": steps, "following": following, "done": done, "total": len(steps)},
    )
