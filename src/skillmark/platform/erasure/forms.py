"""Forms of erasure: the typed word of the person, whom an organisation means, and why."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from skillmark.platform.erasure.models import Reason
from skillmark.platform.people.models import EMAIL_MAX_LENGTH

_PLAIN = {"autocomplete": "off", "spellcheck": "false"}


class ConfirmForm(forms.Form):
    """The address, typed by hand: a slip of the finger does not erase anybody."""

    typed = forms.CharField(
        label=gettext_lazy("Type the e-mail address"),
        max_length=EMAIL_MAX_LENGTH,
        widget=forms.TextInput(attrs=_PLAIN),
    )

    def __init__(self, *args: Any, address: str, named: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._address = address
        if named:
            self.fields["typed"].label = _("Type the name")
        self.fields["typed"].help_text = _("Letter by letter: %(address)s") % {
            "address": address
        }

    def clean_typed(self) -> str:
        """Compare it with what is meant; its case does not matter."""
        typed: str = self.cleaned_data["typed"].strip()
        if typed.lower() != self._address.lower():
            raise forms.ValidationError(
                _("This is not what stands there. Type it letter by letter.")
            )
        return typed


class AddressForm(forms.Form):
    """Whom an organisation means."""

    address = forms.EmailField(
        label=gettext_lazy("E-mail address of the learner"),
        max_length=EMAIL_MAX_LENGTH,
        widget=forms.EmailInput(attrs=_PLAIN),
        help_text=gettext_lazy("As it stands on the credential. You see what is kept first."),
    )


class EraseForm(ConfirmForm):
    """The same, and why; for a person without an address the name is typed."""

    reason = forms.ChoiceField(
        label=gettext_lazy("Why"),
        choices=Reason.choices,
        help_text=gettext_lazy("It stands in the audit trail, without the address."),
    )

    field_order = ("reason", "typed")
