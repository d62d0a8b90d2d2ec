"""What the pages ask about a list: the file, how to read it, and when to issue it."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from skillmark.core.issue.recipients import FIELDS
from skillmark.core.issue.recipients.charsets import NAMES
from skillmark.core.issue.recipients.reading import ASK, DAY_FIRST, MONTH_FIRST
from skillmark.platform.catalog.models import AchievementVersion
from skillmark.platform.issuing.errors import ScheduleError
from skillmark.platform.issuing.intake import How
from skillmark.platform.issuing.services import scheduling
from skillmark.platform.issuing.services.previews import MAX_FILE_BYTES

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

UTC_ZONE: Final = "UTC"
FIELD_WORDS: Final[dict[str, "_StrPromise"]] = {
    "name": _("Full name"),
    "given_name": _("Given name"),
    "family_name": _("Family name"),
    "email": _("E-mail address"),
    "identifier": _("Your number for this person"),
    "achieved_on": _("Earned on"),
    "valid_from": _("Valid from"),
    "valid_until": _("Valid until"),
    "grade": _("Result or grade"),
    "evidence_url": _("Evidence on the web"),
    "evidence_narrative": _("What the evidence shows"),
    "narrative": _("What this person did"),
    "achievement": _("Achievement"),
    "language": _("Language of the mail"),
}
"""What a column can hold, in plain words."""

DELIMITER_WORDS: Final[tuple[tuple[str, "_StrPromise"], ...]] = (
    (",", _("Commas")),
    (";", _("Semicolons")),
    ("\t", _("Tabs")),
    ("|", _("Bars")),
)
ORDER_WORDS: Final[tuple[tuple[str, "_StrPromise"], ...]] = (
    (DAY_FIRST, _("Day first: 03/04/2026 is 3 April")),
    (MONTH_FIRST, _("Month first: 03/04/2026 is 4 March")),
)
ACCEPT: Final = ".csv,.tsv,.txt,.xlsx,.xlsm,text/csv"


class DayInput(forms.DateInput):
    """A calendar of the browser's own."""

    input_type = "date"


class TimeInput(forms.TimeInput):
    """A clock of the browser's own."""

    input_type = "time"


class FileForm(forms.Form):
    """A file of recipients."""

    file = forms.FileField(
        label=_("Your list, CSV or Excel"),
        error_messages={
            "required": _("Choose a file first."),
            "empty": _("The file is empty."),
        },
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
    )
    not_before = forms.DateField(
        label=_("First day of the course"),
        required=False,
        widget=DayInput(),
        help_text=_("Rows with an earlier date are shown as mistakes."),
    )
    without_email = forms.BooleanField(
        label=_("Some people have no e-mail address"),
        required=False,
        help_text=_("They get a link and a QR code that you print and hand over."),
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


class ColumnsForm(forms.Form):
    """How a file is to be read: its encoding or sheet, its dates, and what each column holds."""

    encoding = forms.ChoiceField(label=_("Letters"), choices=list(NAMES.items()))
    delimiter = forms.ChoiceField(label=_("Between the cells"), choices=DELIMITER_WORDS)
    sheet = forms.ChoiceField(label=_("Sheet"))
    date_order = forms.ChoiceField(
        label=_("Dates in this file"),
        choices=ORDER_WORDS,
        widget=forms.RadioSelect,
    )
    without_email = forms.BooleanField(
        label=_("Some people have no e-mail address"),
        required=False,
        help_text=_("They get a link and a QR code that you print and hand over."),
    )

    def __init__(self, data: Any = None, *, how: How, titles: Sequence[str]) -> None:
        shown = "utf-8" if how.encoding == "utf-8-bom" else how.encoding
        initial = {
            "encoding": shown,
            "delimiter": how.delimiter,
            "sheet": how.sheet,
            "date_order": "" if how.date_order == ASK else how.date_order,
            "without_email": how.without_email,
        }
        super().__init__(data, initial=initial)
        self._how = how
        self._titles = titles
        sheets = self.fields["sheet"]
        assert isinstance(sheets, forms.ChoiceField)  # noqa: S101 - declared above
        sheets.choices = [(name, name) for name in how.sheets]
        if how.kind != "csv":
            del self.fields["encoding"], self.fields["delimiter"]
        if len(how.sheets) < 2:  # noqa: PLR2004 - one sheet is no choice
            del self.fields["sheet"]
        if not how.date_order:
            del self.fields["date_order"]
        choices = [("", _("— leave out —")), *((name, FIELD_WORDS[name]) for name in _ORDERED)]
        for index, title in enumerate(titles):
            held = how.columns[index] if index < len(how.columns) else ""
            self.fields[f"column_{index}"] = forms.ChoiceField(
                label=_("“%(title)s” holds") % {"title": title.strip() or index + 1},
                required=False,
                choices=choices,
                initial=held,
            )

    def said(self, *, keep_columns: bool) -> How:
        """Return what the person has said.

        Args:
            keep_columns: whether the columns are still those of the file.
        """
        chosen = self.cleaned_data
        columns = tuple(chosen.get(f"column_{n}", "") for n in range(len(self._titles)))
        return How(
            kind=self._how.kind,
            encoding=chosen.get("encoding", ""),
            delimiter=chosen.get("delimiter", ""),
            sheet=chosen.get("sheet", "") or self._how.sheet,
            date_order=chosen.get("date_order", ""),
            without_email=chosen["without_email"],
            columns=columns if keep_columns else (),
        )

    @property
    def is_taken_apart_anew(self) -> bool:
        """Whether encoding, delimiter or sheet change, and with them perhaps the columns."""
        return bool({"encoding", "delimiter", "sheet"} & set(self.changed_data))


_ORDERED: Final = tuple(name for name in FIELD_WORDS if name in FIELDS)


class WhenForm(forms.Form):
    """When to issue: now, or on a day at a time in a zone.

    Attributes:
        moment: the moment, when a day was given.
    """

    day = forms.DateField(label=_("Day"), required=False, widget=DayInput())
    time = forms.TimeField(label=_("Time"), required=False, widget=TimeInput(format="%H:%M"))
    zone = forms.ChoiceField(
        label=_("Time zone"), required=False, widget=forms.Select(attrs={"data-zone": ""})
    )

    def __init__(self, *args: Any, zone: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["zone"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = [(name, name.replace("_", " ")) for name in scheduling.zones()]
        field.initial = zone or UTC_ZONE
        if zone or self.is_bound:
            field.widget.attrs.pop("data-zone", None)
        self.moment: datetime | None = None

    def clean(self) -> dict[str, Any]:
        """Turn day, time and zone into a moment that lies ahead."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        day, at = cleaned.get("day"), cleaned.get("time")
        if day is None and at is None:
            return cleaned
        if day is None:
            self.add_error("day", _("Choose the day as well."))
        elif at is None:
            self.add_error("time", _("Choose the time as well."))
        else:
            zone = cleaned.get("zone") or UTC_ZONE
            try:
                self.moment = scheduling.moment_of(day, at, zone)
                scheduling.require_future(self.moment)
            except ScheduleError as error:
                self.add_error("time", error.message)
        return cleaned


class StartForm(WhenForm):
    """How to issue a batch."""

    send_mail = forms.BooleanField(
        label=_("Send everyone an e-mail with the credential"), required=False, initial=True
    )


class MoveForm(WhenForm):
    """Another time for a scheduled batch."""

    def clean(self) -> dict[str, Any]:
        """Ask for a day."""
        cleaned = super().clean()
        if self.moment is None and not self.errors:
            self.add_error("day", _("Choose a day and a time."))
        return cleaned
