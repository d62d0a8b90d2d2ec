"""What sign-up asks beyond e-mail and password."""

from typing import Any

from allauth.core import context
from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from skillmark.platform.people import names, prefill
from skillmark.platform.people.models import User


class SignupForm(forms.Form):
    """The name, added to the account app's own sign-up form."""

    display_name = forms.CharField(
        label=_("Your name"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    field_order = ("display_name", "email", "password1")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        request: HttpRequest | None = context.request
        way = request.GET.get("next", "") if request is not None else ""
        if way and not self.initial.get("email"):
            self.initial["email"] = prefill.email_for(way)

    def signup(self, _request: HttpRequest, user: User) -> None:
        """Keep the name with the new account."""
        user.display_name = names.one_line(self.cleaned_data["display_name"])
        user.save(update_fields=["display_name"])
