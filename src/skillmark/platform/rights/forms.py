"""Forms of rights: offering a grant, asking for an endorsement, giving one, ending either."""

from datetime import date, datetime, time
from typing import Any, Final

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from skillmark.platform.catalog.models import AchievementVersion
from skillmark.platform.rights.models import MAX_COMMENT, MAX_NOTE

MONTHS: Final = (3, 6, 12, 24, 36)
USUAL_MONTHS: Final = 12

_OFF: Final = {"autocomplete": "off"}


class _Partner(forms.Form):
    """Names another organisation by its public page."""

    other = forms.CharField(
        label=gettext_lazy("The other organisation"),
        max_length=300,
        help_text=gettext_lazy("The address of its public page, or the last part of it."),
        widget=forms.TextInput(attrs=_OFF),
    )

    def clean_other(self) -> str:
        """Return the slug that an address ends in."""
        return str(self.cleaned_data["other"]).strip().rstrip("/").rpartition("/")[2].lower()


class OfferForm(_Partner):
    """What another organisation may issue, and how long."""

    achievement = forms.ChoiceField(label=gettext_lazy("What it may issue"))
    months = forms.ChoiceField(label=gettext_lazy("For how long"), initial=str(USUAL_MONTHS))
    valid_from = forms.DateField(
        label=gettext_lazy("From"),
        required=False,
        help_text=gettext_lazy("Leave it empty for at once."),
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    note = forms.CharField(
        label=gettext_lazy("A word to them"),
        required=False,
        max_length=MAX_NOTE,
        widget=forms.TextInput(attrs=_OFF),
    )

    field_order = ("achievement", "other", "months", "valid_from", "note")

    def __init__(self, *args: Any, versions: list[AchievementVersion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._versions = {str(one.achievement_id): one for one in versions}
        self.fields["achievement"].choices = [  # type: ignore[attr-defined]
            (key, one.name) for key, one in self._versions.items()
        ]
        self.fields["months"].choices = [  # type: ignore[attr-defined]
            *[(str(n), _("%(n)d months") % {"n": n}) for n in MONTHS],
            ("", _("Until it is taken back")),
        ]
        self.fields["months"].required = False

    @property
    def version(self) -> AchievementVersion:
        """The version of the chosen achievement."""
        return self._versions[self.cleaned_data["achievement"]]

    @property
    def begin(self) -> datetime | None:
        """When the grant begins, None for at once."""
        day: date | None = self.cleaned_data["valid_from"]
        return _start(day) if day else None

    @property
    def end(self) -> datetime | None:
        """When it ends: as many months after its begin; None for no end."""
        chosen = self.cleaned_data["months"]
        if not chosen:
            return None
        first = self.begin or timezone.now()
        return months_after(first, int(chosen))


class AskForm(_Partner):
    """Whom to ask, and what they are to endorse."""

    about = forms.ChoiceField(label=gettext_lazy("What they endorse"), required=False)
    note = forms.CharField(
        label=gettext_lazy("Why you ask"),
        required=False,
        max_length=MAX_NOTE,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": MAX_NOTE}),
    )

    field_order = ("about", "other", "note")

    def __init__(
        self,
        *args: Any,
        versions: list[AchievementVersion],
        name: str,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._versions = {str(one.achievement_id): one for one in versions}
        self.fields["about"].choices = [  # type: ignore[attr-defined]
            ("", _("%(name)s as an organisation") % {"name": name}),
            *[(key, one.name) for key, one in self._versions.items()],
        ]

    @property
    def version(self) -> AchievementVersion | None:
        """The version of the chosen achievement, None for the organisation."""
        return self._versions.get(self.cleaned_data["about"])


class GiveForm(forms.Form):
    """What the endorser says, in public and signed."""

    title = forms.CharField(
        label=gettext_lazy("Title"),
        max_length=120,
        help_text=gettext_lazy("Such as “Accredited training provider”."),
        widget=forms.TextInput(attrs=_OFF),
    )
    comment = forms.CharField(
        label=gettext_lazy("What you vouch for"),
        max_length=MAX_COMMENT,
        help_text=gettext_lazy("Everybody reads this. It is signed with your key."),
        widget=forms.Textarea(attrs={"rows": 4, "maxlength": MAX_COMMENT}),
    )
    last_day = forms.DateField(
        label=gettext_lazy("Until"),
        required=False,
        help_text=gettext_lazy("Leave it empty for until you take it back."),
        widget=forms.DateInput(attrs={"type": "date"}),
    )

    def clean_last_day(self) -> date | None:
        """Refuse a day that is over."""
        day: date | None = self.cleaned_data["last_day"]
        if day is not None and day < timezone.localdate():
            raise forms.ValidationError(_("This day is over."))
        return day

    @property
    def end(self) -> datetime | None:
        """The last second of the last day, None for no end."""
        day: date | None = self.cleaned_data["last_day"]
        return None if day is None else _start(day).replace(hour=23, minute=59, second=59)


class ReasonForm(forms.Form):
    """Why a right ends."""

    reason = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=MAX_NOTE,
        help_text=gettext_lazy("The other side reads this, and it stays in both audit trails."),
        widget=forms.TextInput(attrs=_OFF),
    )


def months_after(begin: datetime, months: int) -> datetime:
    """Return the same day some months later, or the last day of that month."""
    place = begin.month - 1 + months
    year, month = begin.year + place // 12, place % 12 + 1
    for day in range(begin.day, begin.day - 4, -1):
        try:
            return begin.replace(year=year, month=month, day=day)
        except ValueError:
            continue
    raise AssertionError("unreachable")  # pragma: no cover - every month has 28 days


def _start(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=timezone.get_current_timezone())
