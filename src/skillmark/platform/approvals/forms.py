"""What the page of a request asks for."""

from django import forms
from django.utils.translation import gettext_lazy as _

NOTE_LENGTH = 1_000  # characters


class DecisionForm(forms.Form):
    """Words with a yes, and the reason of a no."""

    note = forms.CharField(
        label=_("What you want to say"),
        required=False,
        max_length=NOTE_LENGTH,
        help_text=_("Needed when you decline. Whoever asked reads it."),
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": NOTE_LENGTH}),
    )
