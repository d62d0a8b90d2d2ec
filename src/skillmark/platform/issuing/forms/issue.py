"""What the pages of issuing ask for."""

from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from skillmark.core.issue.recipient import Recipient
from skillmark.core.issue.recipients import COLUMNS
from skillmark.core.jsonio import JsonObject
from skillmark.platform.catalog.models import AchievementVersion
from skillmark.platform.catalog.vocabulary import LANGUAGES, Validity
from skillmark.platform.issuing.forms.intake import DayInput
from skillmark.platform.issuing.making import entry, intent
from skillmark.platform.issuing.services.lifecycle import MAX_REASON

if TYPE_CHECKING:
    from collections.abc import Mapping

PERSON_FIELDS: Final = tuple(name for name in COLUMNS if name != "achievement")
MORE_WORKS: Final = 3  # further pieces of evidence that the form has room for


def initial_of(fields: JsonObject) -> dict[str, str]:
    """Return what `PersonForm` shows first for a person whose fields are stored."""
    shown = {name: str(fields.get(name) or "") for name in PERSON_FIELDS}
    if shown["valid_from"] < timezone.now().date().isoformat():
        shown["valid_from"] = ""  # it has begun, and nothing begins in the past
    for number, work in enumerate(intent.works_of(fields), 1):
        end = "" if number == 1 else f"_{number}"
        shown[f"evidence_url{end}"] = work.url or ""
        shown[f"evidence_narrative{end}"] = work.narrative or ""
    return shown


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
        required=False,
        help_text=_(
            "The credential goes there. It is published only as a hash. Without one, you get a "
            "link and a QR code to print."
        ),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    achieved_on = forms.CharField(
        label=_("Earned on"),
        required=False,
        widget=DayInput(),
        help_text=_("Today if you leave it empty."),
    )
    valid_from = forms.CharField(
        label=_("Valid from"),
        required=False,
        widget=DayInput(),
        help_text=_("From its issue on if you leave it empty."),
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
    language = forms.ChoiceField(
        label=_("Language of the mail"),
        required=False,
        choices=[("", _("That of your organisation")), *LANGUAGES],
    )
    evidence_url = forms.CharField(
        label=_("Evidence on the web"),
        required=False,
        max_length=2_048,
        widget=forms.URLInput(attrs={"placeholder": "https://"}),
    )
    evidence_narrative = forms.CharField(
        label=_("What the evidence shows"),
        required=False,
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 2}),
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
        for number in range(2, MORE_WORKS + 2):
            self._add_work(number)
        months = version.validity_months if version.validity == Validity.MONTHS else None
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
            self.recipient = entry.recipient(written, self._version, works=self._works())
        except entry.RecipientProblemsError as error:
            for problem in error.problems:
                field = problem.column if problem.column in self.fields else None
                self.add_error(field, problem.message)
        return cleaned

    @property
    def more_works(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """The fields of further pieces of evidence, address and text."""
        numbers = range(2, MORE_WORKS + 2)
        return [(self[f"evidence_url_{n}"], self[f"evidence_narrative_{n}"]) for n in numbers]

    def _add_work(self, number: int) -> None:
        words = {"number": number}
        self.fields[f"evidence_url_{number}"] = forms.CharField(
            label=_("Evidence %(number)d on the web") % words,
            required=False,
            max_length=2_048,
            widget=forms.URLInput(attrs={"placeholder": "https://"}),
        )
        self.fields[f"evidence_narrative_{number}"] = forms.CharField(
            label=_("What evidence %(number)d shows") % words,
            required=False,
            max_length=5_000,
            widget=forms.Textarea(attrs={"rows": 2}),
        )

    def _works(self) -> list[tuple[str, str]]:
        said = self.cleaned_data
        return [
            (said[f"evidence_url_{n}"], said[f"evidence_narrative_{n}"])
            for n in range(2, MORE_WORKS + 2)
        ]


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
