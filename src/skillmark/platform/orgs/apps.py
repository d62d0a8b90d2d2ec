"""The app of organisations: tenants, their tree, members, roles, branding, domains, API keys."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrgsConfig(AppConfig):
    """Who issues."""

    name = "skillmark.platform.orgs"
    label = "orgs"
    verbose_name = _("Organisations")

    def ready(self) -> None:
        """Fill this app's own places: settings, first steps, what is counted of parts."""
        from skillmark.platform.orgs import (  # noqa: PLC0415
            first_steps,
            letters,  # noqa: F401
            panels,
            tree,
        )
        from skillmark.platform.orgs.services import members  # noqa: PLC0415
        from skillmark.platform.people import prefill  # noqa: PLC0415

        settings, group = panels.SETTINGS, panels.Group
        settings.register(10, "profile", _("Profile"), "orgs:profile", group.ORGANISATION)
        settings.register(20, "branding", _("Branding"), "orgs:branding", group.ORGANISATION)
        settings.register(30, "members", _("Members"), "orgs:members", group.ORGANISATION)
        settings.register(40, "structure", _("Structure"), "orgs:structure", group.ORGANISATION)
        settings.register(72, "domain", _("Domain"), "orgs:domain", group.TRUST)
        settings.register(60, "policies", _("Policies"), "orgs:policies", group.RULES)
        settings.register(90, "keys", _("API keys"), "orgs:keys", group.CONNECTIONS)
        panels.FIRST_STEPS.register(10, first_steps.profile)
        panels.FIRST_STEPS.register(20, first_steps.branding)
        panels.FIRST_STEPS.register(30, first_steps.domain)
        panels.FIRST_STEPS.register(90, first_steps.colleague)
        panels.OVERVIEW.register(5, first_steps.panel)
        panels.PART_FIGURES.register(10, "members", _("Members"), tree.members_counted)
        panels.PART_FIGURES.register(90, "parts", _("Its own parts"), tree.parts_counted)
        prefill.register("orgs:join", lambda token: members.invitation_of(token).email)
