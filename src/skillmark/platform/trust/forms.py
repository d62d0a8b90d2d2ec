"""Forms of the trust pages: passphrase of a backup, reason of a pause, a key that fell."""

from datetime import UTC, datetime, time
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from skillmark.platform.people.models import User
from skillmark.platform.trust.backup import MIN_PASSPHRASE

_NEW = {"autocomplete": "new-password"}


class BackupForm(forms.Form):
    """A passphrase, twice; never the password of the account."""

    passphrase = forms.CharField(
        label=gettext_lazy("Passphrase"),
        min_length=MIN_PASSPHRASE,
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs=_NEW),
        help_text=gettext_lazy(
            "Four or five unrelated words are good. We do not keep it: without it nobody can open the file."
        ),
    )
    again = forms.CharField(
        label=gettext_lazy("The passphrase again"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs=_NEW),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._user = user

    def clean(self) -> dict[str, Any]:
        """Compare both, and refuse the password of the account."""
        facts: dict[str, Any] = super().clean() or {}
        passphrase = facts.get("passphrase")
        if passphrase is None:
            return facts
        if passphrase != facts.get("again"):
            self.add_error("again", _("The two are not the same. Type them again."))
        elif self._user.check_password(passphrase):
            self.add_error("passphrase", _("Choose another one than your password."))
        return facts


class PauseForm(forms.Form):
    """Why issuing is paused."""

    reason = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=300,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=gettext_lazy(
            "Your team reads this. Name no person: it stays in the audit trail."
        ),
    )


class CompromiseForm(forms.Form):
    """Since when a key is not the organisation's alone, and how that is known."""

    known_day = forms.DateField(
        label=gettext_lazy("Last day on which nobody else had the key"),
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=gettext_lazy(
            "If you do not know, choose the earlier day. What was signed later and cannot be "
            "proven to be older is revoked and issued again."
        ),
    )
    known_time = forms.TimeField(
        label=gettext_lazy("Time of that day, UTC"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}),
        help_text=gettext_lazy("Empty means the beginning of the day."),
    )
    reason = forms.CharField(
        label=gettext_lazy("What happened"),
        max_length=250,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=gettext_lazy(
            "Your team reads this. Name no person: it stays in the audit trail."
        ),
    )

    @property
    def moment(self) -> datetime:
        """Return the last moment at which the key was known to be good; of a valid form."""
        facts = self.cleaned_data
        return datetime.combine(facts["known_day"], facts["known_time"] or time(), UTC)


class HomeForm(forms.Form):
    """Where new keys live: one of the places that the operator configured."""

    place = forms.ChoiceField(
        label=gettext_lazy("Where new keys live"),
        required=False,
        widget=forms.RadioSelect({"class": "choices-cards"}),
        help_text=gettext_lazy(
            "A key never moves: the keys in use stay where they are until you replace them."
        ),
    )

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = choices  # type: ignore[attr-defined]
