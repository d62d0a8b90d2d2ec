"""Forms about mails: another address, an organisation's own words."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from skillmark.platform.mailing import languages, wording
from skillmark.platform.mailing.errors import WordingError
from skillmark.platform.mailing.letters import Kind
from skillmark.platform.mailing.wording import Words


class AddressForm(forms.Form):
    """The right address."""

    address = forms.EmailField(
        label=_("The right e-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )


class WordsForm(forms.Form):
    """Subject, text and sign-off of one kind of letter; what is left empty is said as usual."""

    subject = forms.CharField(
        label=_("Subject"), required=False, max_length=wording.SUBJECT_LENGTH, strip=False
    )
    intro = forms.CharField(
        label=_("Text"),
        required=False,
        max_length=wording.TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 7}),
        help_text=_("An empty line begins a new paragraph."),
    )
    sign_off = forms.CharField(
        label=_("At the end"),
        required=False,
        max_length=wording.TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Your greeting and name, for example."),
    )

    def __init__(self, *args: Any, kind: Kind, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._kind = kind
        for field in self.fields.values():
            field.widget.attrs |= {"lang": language, "dir": languages.direction(language)}

    def clean(self) -> dict[str, Any]:
        """Refuse what cannot stand in a mail, at the field it stands in."""
        for name in ("subject", "intro", "sign_off"):
            try:
                clean = wording.clean(
                    name, self.cleaned_data.get(name, ""), list(self._kind.placeholders)
                )
            except WordingError as error:
                self.add_error(name, error.message)
            else:
                self.cleaned_data[name] = clean
        return self.cleaned_data

    def words(self, usual: Words) -> Words:
        """Return what the letter would say: the own words, the usual ones where they are empty."""
        given = self.cleaned_data
        return Words(
            given.get("subject") or usual.subject,
            given.get("intro") or usual.intro,
            given.get("sign_off") or usual.sign_off,
        )
