"""What the pages of skills ask for."""

from typing import Final

from django import forms
from django.utils.translation import gettext_lazy as _

from skillmark.platform.skills.vocabulary import MAX_DESCRIPTION, MAX_LABEL

LAYOUTS: Final = ".csv,.txt,.tsv,.json"


class OwnSkillForm(forms.Form):
    """A skill in one's own words."""

    name = forms.CharField(label=_("Name of the skill"), max_length=MAX_LABEL)
    description = forms.CharField(
        label=_("Description"),
        required=False,
        max_length=MAX_DESCRIPTION,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class UploadForm(forms.Form):
    """A file of a framework, and what the file may not say of it."""

    file = forms.FileField(label=_("File"))
    name = forms.CharField(
        label=_("Name of the framework"),
        required=False,
        max_length=200,
        help_text=_("Leave it empty if the file says it, as CASE files do."),
    )
    publisher = forms.CharField(label=_("Publisher"), required=False, max_length=200)
    version = forms.CharField(label=_("Version"), required=False, max_length=60)
    licence = forms.CharField(
        label=_("Licence"),
        required=False,
        max_length=200,
        help_text=_("Such as CC BY 4.0. It is shown wherever the skills are shown."),
    )
    source_url = forms.URLField(
        label=_("Where the framework is published"),
        required=False,
        max_length=400,
        widget=forms.URLInput(attrs={"placeholder": "https://"}),
        assume_scheme="https",
    )

    def facts(self) -> dict[str, str]:
        """Return what the sender says of the framework."""
        names = ("name", "publisher", "version", "licence", "source_url")
        return {name: str(self.cleaned_data[name] or "") for name in names}
