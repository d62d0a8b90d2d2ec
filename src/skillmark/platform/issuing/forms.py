"""What the pages of issuing ask for."""

from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from skillmark.core.issue.recipient import Recipient
from skillmark.platform.catalog.models import AchievementVersion
from skillmark.platform.issuing import entry
from skillmark.platform.issuing.services.batches import MAX_FILE_BYTES
from skillmark.platform.issuing.services.lifecycle import MAX_REASON

if TYPE_CHECKING:
    from collections.abc import Mapping

PERSON_FIELDS: Final = (
    "name",
    "email",
    "identifier",
    "achieved_on",
    "valid_until",
    "grade",
    "evidence_url",
    "narrative",
)


class DayInput(forms.DateInput):
    """A calendar of the browser's own."""

    input_type = "date"


class PersonForm(forms.Form):
    """One recipient; the fields are held to the rules of a row of a file.

    Attributes:
        recipient: the person, once the form is valid.
    """

    name = forms.CharField(
        label=_("Full name"),
        max_length=200,
        help_text=_("As it should stand on the credential."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    email = forms.CharField(
        label=_("E-mail address"),
        max_length=254,
        help_text=_("The credential goes there. It is published only as a hash."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    achieved_on = forms.CharField(
        label=_("Earned on"),
        required=False,
        widget=DayInput(),
        help_text=_("Today if you leave it empty."),
    )
    valid_until = forms.CharField(
        label=_("Valid until"),
        required=False,
        widget=DayInput(),
    )
    grade = forms.CharField(label=_("Result or grade"), required=False, max_length=50)
    identifier = forms.CharField(
        label=_("Your number for this person"),
        required=False,
        max_length=100,
        help_text=_("For your own lists; it does not go into the credential."),
    )
    evidence_url = forms.CharField(
        label=_("Evidence on the web"),
        required=False,
        max_length=2_048,
        widget=forms.URLInput(attrs={"placeholder": "https://"}),
    )
    narrative = forms.CharField(
        label=_("What this person did"),
        required=False,
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Everyone who sees the credential can read it."),
    )
    send_mail = forms.BooleanField(label=_("Send it by e-mail"), required=False, initial=True)

    def __init__(self, *args: Any, version: AchievementVersion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._version = version
        self.recipient: Recipient | None = None
        months = version.validity_months
        self.fields["valid_until"].help_text = (
            _("%(months)d months after it was earned if you leave it empty.")
            % {"months": months}
            if months
            else _("It does not end if you leave it empty.")
        )

    def clean(self) -> dict[str, Any]:
        """Read the recipient as the reader of files does."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self.errors:
            return cleaned
        written: Mapping[str, str] = {name: cleaned.get(name, "") for name in PERSON_FIELDS}
        try:
            self.recipient = entry.recipient(written, self._version, at=timezone.now().date())
        except entry.RecipientProblemsError as error:
            for problem in error.problems:
                field = problem.column if problem.column in self.fields else None
                self.add_error(field, problem.message)
        return cleaned


class FileForm(forms.Form):
    """A file of recipients."""

    file = forms.FileField(
        label=_("Your list as CSV"),
        error_messages={
            "required": _("Choose a file first."),
            "empty": _("The file is empty."),
        },
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
    )
    not_before = forms.DateField(
        label=_("First day of the course"),
        required=False,
        widget=DayInput(),
        help_text=_("Rows with an earlier date are shown as mistakes."),
    )

    def __init__(
        self, data: Any = None, files: Any = None, *, version: AchievementVersion
    ) -> None:
        super().__init__(data, files, initial={"not_before": version.course_start})

    def clean_file(self) -> "UploadedFile[bytes]":
        """Refuse what is larger than any list we read."""
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > MAX_FILE_BYTES:
            raise forms.ValidationError(
                _("The file is larger than %(limit)d MB. Split it."),
                params={"limit": MAX_FILE_BYTES // 1_048_576},
            )
        return file


class StartForm(forms.Form):
    """How to issue a batch."""

    send_mail = forms.BooleanField(
        label=_("Send everyone an e-mail with the credential"), required=False, initial=True
    )


class ReasonForm(forms.Form):
    """Why a credential is revoked or suspended."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=MAX_REASON,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": MAX_REASON}),
        help_text=_("The holder and everyone who opens the credential will read it."),
    )


class LiftForm(forms.Form):
    """A word about why a suspension is lifted, if wanted."""

    reason = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=MAX_REASON,
        widget=forms.Textarea(attrs={"rows": 2, "maxlength": MAX_REASON}),
        help_text=_("Kept in the audit trail and told to the holder."),
    )
