"""The form by which a credential from elsewhere comes in: a file, a text or a link."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from skillmark.platform.backpack.imports.judging import MAX_FILE

MAX_LINK = 2_000  # characters


class AddForm(forms.Form):
    """One of three ways; the first that is filled is taken."""

    file = forms.FileField(
        label=gettext_lazy("The file"),
        required=False,
        allow_empty_file=True,
        max_length=300,
        help_text=gettext_lazy(
            "JSON, a token, or a badge picture (PNG, SVG) as it was given to you; at most 5 MiB"
        ),
        widget=forms.ClearableFileInput(
            attrs={
                "accept": ".json,.jsonld,.jwt,.png,.svg,application/json,image/png,image/svg+xml"
            }
        ),
    )
    text = forms.CharField(
        label=gettext_lazy("Or its text"),
        required=False,
        strip=True,
        help_text=gettext_lazy(
            "It begins with { and ends with }, or begins with ey when it is a token."
        ),
        widget=forms.Textarea(
            attrs={"rows": 6, "spellcheck": "false", "autocomplete": "off", "class": "mono"}
        ),
    )
    link = forms.CharField(
        label=gettext_lazy("Or a link to the file"),
        required=False,
        max_length=MAX_LINK,
        help_text=gettext_lazy("The address of the JSON, PNG or SVG itself, with https."),
        widget=forms.URLInput(attrs={"autocomplete": "off"}),
    )

    def clean(self) -> dict[str, Any]:
        """Make sure that something was given, and not more than is looked at."""
        said: dict[str, Any] = super().clean() or {}
        file = said.get("file")
        if file is not None and file.size > MAX_FILE:
            self.add_error("file", _("The file is larger than 5 MiB."))
        if not self.errors and not (file or said.get("text") or said.get("link")):
            self.add_error("file", _("Choose a file, paste a text, or give a link."))
        return said
