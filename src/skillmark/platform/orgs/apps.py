"""The app of organisations: tenants, members, roles, branding, API keys."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrgsConfig(AppConfig):
    """Who issues."""

    name = "skillmark.platform.orgs"
    label = "orgs"
    verbose_name = _("Organisations")
