"""Forms of the settings: a platform's values, and which line fills which criterion."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from skillmark.platform.lti.models import NAME_LENGTH, URL_LENGTH, Registration, Scale
from skillmark.platform.lti.registering import Values


class RegistrationForm(forms.Form):
    """What an owner copies from the platform's page of the tool."""

    name = forms.CharField(
        label=_("Name"),
        max_length=120,
        help_text=_("As your team calls it: “Moodle of the academy”."),
    )
    issuer = forms.CharField(
        label=_("Issuer"),
        max_length=NAME_LENGTH,
        help_text=_("Moodle: “Platform ID”. Canvas: https://canvas.instructure.com."),
    )
    client_id = forms.CharField(label=_("Client id"), max_length=NAME_LENGTH)
    deployments = forms.CharField(
        label=_("Deployment ids"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One a line. Launches of other deployments are refused."),
    )
    auth_url = forms.CharField(label=_("Authentication address"), max_length=URL_LENGTH)
    token_url = forms.CharField(label=_("Access token address"), max_length=URL_LENGTH)
    jwks_url = forms.CharField(label=_("Address of its public keys"), max_length=URL_LENGTH)
    audience = forms.CharField(
        label=_("Audience of token requests"),
        required=False,
        max_length=URL_LENGTH,
        help_text=_("Only if the platform says so; else the access token address counts."),
    )

    def values(self) -> Values:
        """Return what was sent."""
        said = self.cleaned_data
        lines = [one.strip() for one in said["deployments"].splitlines()]
        kept = tuple(dict.fromkeys(one for one in lines if one))
        return Values(**(said | {"deployments": kept}))

    @staticmethod
    def initial_of(registration: Registration) -> dict[str, Any]:
        """Return what the form shows of a registration."""
        names = ("name", "issuer", "client_id", "auth_url", "token_url", "jwks_url", "audience")
        shown = {name: getattr(registration, name) for name in names}
        return shown | {"deployments": "\n".join(registration.deployments)}


class FeedForm(forms.Form):
    """Which line of the grade book fills which criterion."""

    line = forms.ChoiceField(label=_("Line of the grade book"))
    criterion = forms.ChoiceField(label=_("Criterion"))
    scale = forms.ChoiceField(label=_("How a score counts"), choices=Scale.choices)

    def __init__(
        self,
        *args: Any,
        lines: Sequence[tuple[str, str]],
        criteria: Sequence[tuple[str, str]],
        **more: Any,
    ) -> None:
        """Offer the lines of the course and the criteria of the organisation's units."""
        super().__init__(*args, **more)
        fields: dict[str, Any] = self.fields
        fields["line"].choices = list(lines)
        fields["criterion"].choices = list(criteria)
