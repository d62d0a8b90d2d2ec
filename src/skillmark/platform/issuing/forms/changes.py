"""What the pages ask for that change a credential: corrections, renewals, many at once."""

from datetime import date
from typing import Any, Final

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from skillmark.platform.catalog.models import AchievementVersion
from skillmark.platform.issuing.forms.intake import DayInput
from skillmark.platform.issuing.forms.issue import PersonForm, initial_of
from skillmark.platform.issuing.models import Award
from skillmark.platform.issuing.services.lifecycle import MAX_REASON
from skillmark.platform.issuing.services.renewal import Terms

MAX_LIST_BYTES: Final = 5 * 1_048_576


class CorrectionForm(PersonForm):
    """A credential's fields as they should be, filled in with what they are."""

    reason = forms.CharField(
        label=_("What was wrong"),
        required=False,
        max_length=MAX_REASON,
        help_text=_("Everyone who opens the old link can read it."),
    )

    def __init__(
        self, *args: Any, version: AchievementVersion, award: Award, **kwargs: Any
    ) -> None:
        kwargs.setdefault("initial", initial_of(award.fields))
        super().__init__(*args, version=version, **kwargs)
        self.fields["send_mail"].label = _("Send the holder the new link")
        self.fields["achieved_on"].help_text = _(
            "The day of the old one if you leave it empty."
        )


class TermsForm(forms.Form):
    """On what new proof, and for how long."""

    achieved_on = forms.DateField(
        label=_("Shown again on"),
        required=False,
        widget=DayInput(),
        help_text=_("Today if you leave it empty. The new time counts from this day."),
    )
    valid_until = forms.DateField(
        label=_("Valid until"),
        required=False,
        widget=DayInput(),
        help_text=_("As the achievement says if you leave it empty."),
    )
    ends_old = forms.BooleanField(
        label=_("End the old one now"),
        required=False,
        help_text=_("Otherwise it stays valid until its own end."),
    )
    notify = forms.BooleanField(
        label=_("Tell the holder by e-mail"), required=False, initial=True
    )

    def clean_achieved_on(self) -> date | None:
        """Refuse a day that has not come."""
        day: date | None = self.cleaned_data["achieved_on"]
        if day is not None and day > timezone.now().date():
            raise forms.ValidationError(_("This day has not come yet."))
        return day

    def clean_valid_until(self) -> date | None:
        """Refuse an end that is over."""
        day: date | None = self.cleaned_data["valid_until"]
        if day is not None and day < timezone.now().date():
            raise forms.ValidationError(_("This day is over. A renewal ends later than today."))
        return day

    def terms(self) -> Terms:
        """Return the terms of a valid form."""
        names = Terms.__dataclass_fields__
        given = {name: value for name, value in self.cleaned_data.items() if name in names}
        return Terms(**given)


class RenewalForm(TermsForm):
    """How one credential is renewed."""

    grade = forms.CharField(label=_("Result or grade"), required=False, max_length=50)
    evidence_url = forms.URLField(
        label=_("Evidence on the web"),
        required=False,
        max_length=2_048,
        assume_scheme="https",
        widget=forms.URLInput(attrs={"placeholder": "https://"}),
    )
    narrative = forms.CharField(
        label=_("What this person did"),
        required=False,
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Everyone who sees the credential can read it."),
    )
    part_only = forms.BooleanField(required=False)

    def __init__(self, *args: Any, part: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if part:
            self.fields["part_only"].label = _("Renew only the part “%(part)s”") % {
                "part": part
            }
            self.fields["part_only"].help_text = _("The whole then ends when it did before.")
        else:
            del self.fields["part_only"]
        self.order_fields(
            ["achieved_on", "valid_until", "grade", "evidence_url", "narrative", "part_only"]
        )


class BulkReasonForm(forms.Form):
    """Why many credentials are changed, and whether their holders are told."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=MAX_REASON,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": MAX_REASON}),
        help_text=_("The holders and everyone who opens a credential will read it."),
    )
    notify = forms.BooleanField(
        label=_("Tell the holders by e-mail"), required=False, initial=True
    )


class BulkLiftForm(BulkReasonForm):
    """A word about why suspensions are lifted, if wanted."""

    reason = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=MAX_REASON,
        widget=forms.Textarea(attrs={"rows": 2, "maxlength": MAX_REASON}),
        help_text=_("Kept in the audit trail and told to the holders."),
    )


class ListForm(forms.Form):
    """A file that names credentials, and what to do with them."""

    action = forms.ChoiceField(label=_("What to do"), choices=(), widget=forms.RadioSelect)
    file = forms.FileField(
        label=_("Your list as CSV or text"),
        required=False,
        help_text=_("Each line with an id, a link or an e-mail address somewhere in it."),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,text/csv,text/plain"}),
    )
    text = forms.CharField(
        label=_("Or paste it"),
        required=False,
        max_length=1_000_000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    def __init__(self, *args: Any, actions: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["action"].choices = actions  # type: ignore[attr-defined]

    def clean_file(self) -> "UploadedFile[bytes] | None":
        """Refuse what is larger than any list we read."""
        file: UploadedFile[bytes] | None = self.cleaned_data["file"]
        if file is not None and (file.size or 0) > MAX_LIST_BYTES:
            raise forms.ValidationError(
                _("The file is larger than %(limit)d MB. Split it."),
                params={"limit": MAX_LIST_BYTES // 1_048_576},
            )
        return file

    def clean(self) -> dict[str, Any]:
        """Ask for one of the two."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not cleaned.get("file") and not cleaned.get("text") and "file" not in self.errors:
            self.add_error("file", _("Choose a file, or paste your list."))
        return cleaned

    def content(self) -> bytes:
        """Return the list of a valid form."""
        file = self.cleaned_data.get("file")
        return bytes(file.read()) if file else str(self.cleaned_data["text"]).encode()
