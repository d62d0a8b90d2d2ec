"""The app of people: accounts, persons and their e-mail identities."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    """Who somebody is to us."""

    name = "skillmark.platform.people"
    label = "people"
    verbose_name = _("People")

    def ready(self) -> None:
        """Follow the account app's e-mail signals, and know the letters about accounts."""
        from skillmark.platform.people import letters, receivers  # noqa: F401, PLC0415
