"""The forms of a quiz, of its sections and of a file; what may be said is `terms`' to decide."""

from collections.abc import Mapping, Sequence
from datetime import time
from typing import Any, Final
from zoneinfo import ZoneInfo

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from skillmark.platform.catalog.text import plain_number
from skillmark.platform.issuing.forms.intake import UTC_ZONE, DayInput, TimeInput
from skillmark.platform.issuing.forms.moments import MomentsForm
from skillmark.platform.issuing.services import scheduling
from skillmark.platform.quizzes.errors import InvalidError
from skillmark.platform.quizzes.models import Quiz
from skillmark.platform.quizzes.models.quizzes import MAX_TITLE
from skillmark.platform.quizzes.question_forms import MARKDOWN
from skillmark.platform.quizzes.services.importing import MAX_BYTES
from skillmark.platform.quizzes.terms import MAX_THRESHOLDS, Part, Rules
from skillmark.platform.quizzes.vocabulary import Feedback
from skillmark.platform.ui.answers import blame

LEVELS: Final = 4  # rows for levels
_NUMBER: Final = {"inputmode": "decimal", "autocomplete": "off"}
_WHOLE: Final = {"inputmode": "numeric", "autocomplete": "off"}
_NONE: Final = [("", "—")]


class QuizForm(MomentsForm):
    """The rules of a quiz.

    Attributes:
        terms: what was read, after `is_valid` said yes.
        levels: rows of level and per cent.
    """

    title = forms.CharField(label=gettext_lazy("Title"), max_length=MAX_TITLE)
    instructions = forms.CharField(
        label=gettext_lazy("What learners read before they begin"),
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=MARKDOWN,
    )
    programme_id = forms.ChoiceField(
        label=gettext_lazy("Who may try"),
        required=False,
        help_text=gettext_lazy(
            "Those with a place in a programme, or everybody with the link."
        ),
    )
    fills = forms.ChoiceField(
        label=gettext_lazy("What a result counts for"),
        required=False,
        help_text=gettext_lazy("An achievement, or one criterion of its rubric."),
    )
    time_limit = forms.CharField(
        label=gettext_lazy("Time limit in minutes"),
        required=False,
        max_length=5,
        help_text=gettext_lazy("Empty: no limit."),
        widget=forms.TextInput(attrs=_WHOLE),
    )
    grace = forms.CharField(
        label=gettext_lazy("Grace after the end, in seconds"),
        required=False,
        max_length=4,
        help_text=gettext_lazy("For slow lines."),
        widget=forms.TextInput(attrs=_WHOLE),
    )
    attempts_allowed = forms.CharField(
        label=gettext_lazy("How often one person may try"),
        required=False,
        max_length=4,
        help_text=gettext_lazy("Empty: as often as they like."),
        widget=forms.TextInput(attrs=_WHOLE),
    )
    pass_mark = forms.CharField(
        label=gettext_lazy("Pass mark in per cent"),
        required=False,
        max_length=6,
        help_text=gettext_lazy("Empty: nobody passes or fails."),
        widget=forms.TextInput(attrs=_NUMBER),
    )
    opens_day = forms.DateField(
        label=gettext_lazy("Opens on"), required=False, widget=DayInput()
    )
    opens_time = forms.TimeField(
        label=gettext_lazy("at"), required=False, widget=TimeInput(format="%H:%M")
    )
    closes_day = forms.DateField(
        label=gettext_lazy("Closes on"), required=False, widget=DayInput()
    )
    closes_time = forms.TimeField(
        label=gettext_lazy("at"), required=False, widget=TimeInput(format="%H:%M")
    )
    zone = forms.ChoiceField(label=gettext_lazy("Time zone"), required=False)
    feedback = forms.ChoiceField(
        label=gettext_lazy("What learners see afterwards"),
        choices=Feedback.choices,
        widget=forms.RadioSelect,
        initial=Feedback.SCORE,
    )
    shuffle_options = forms.BooleanField(
        label=gettext_lazy("Show options in another order each time"),
        required=False,
        initial=True,
    )

    def __init__(
        self,
        data: QueryDict | None,
        *,
        programmes: Sequence[tuple[str, str]],
        fills: Sequence[tuple[str, str]],
        quiz: Quiz | None = None,
        level_names: Mapping[str, str] | None = None,
    ) -> None:
        usual = {"attempts_allowed": "1", "grace": "30", "zone": UTC_ZONE}
        super().__init__(data, initial=_initial_of_quiz(quiz) if quiz else usual)
        self.terms: Rules | None = None
        everybody = [("", gettext_lazy("Everybody who is signed in and has the link"))]
        for name, choices in (
            ("programme_id", [*everybody, *programmes]),
            ("fills", [*_NONE, *fills]),
            ("zone", [(one, one.replace("_", " ")) for one in scheduling.zones()]),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
            field.choices = choices
        self.levels = self._levels(data, quiz, level_names or {})

    def clean(self) -> dict[str, Any]:
        """Read the values, and put what is wrong beside its field."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        opens = self.moment(cleaned, "opens", time(0, 0))
        closes = self.moment(cleaned, "closes", time(23, 59))
        if self.errors:
            return cleaned
        achievement, _colon, criterion = str(cleaned["fills"]).partition(":")
        raw = dict(cleaned) | {
            "achievement_id": achievement,
            "criterion": criterion,
            "thresholds": self.levels,
            "opens_at": opens,
            "closes_at": closes,
            "time_zone": cleaned["zone"] or UTC_ZONE if opens or closes else "",
        }
        try:
            self.terms = Rules.parse(raw)
        except InvalidError as error:
            self.blame(error)
        return cleaned

    def blame(self, error: InvalidError) -> None:
        """Put what is wrong beside its field, or above all of them."""
        places = {
            "achievement_id": "fills",
            "criterion": "fills",
            "opens_at": "opens_day",
            "closes_at": "closes_day",
        }
        blame(self, error, places)

    @staticmethod
    def _levels(
        data: QueryDict | None, quiz: Quiz | None, names: Mapping[str, str]
    ) -> list[dict[str, str]]:
        if data is not None:
            rows = zip(data.getlist("level"), data.getlist("at_least"), strict=False)
            found = [{"level": level, "at_least": share} for level, share in rows]
        else:
            stored = quiz.thresholds if quiz else []
            found = [row | {"level": names.get(row["level"], row["level"])} for row in stored]
        empty = [{"level": "", "at_least": ""}] * max(LEVELS - len(found), 0)
        return [*found, *empty][: MAX_THRESHOLDS + 1]


class SectionForm(forms.Form):
    """What a section draws; its questions are chosen beside it.

    Attributes:
        terms: what was read, after `is_valid` said yes.
    """

    title = forms.CharField(label=gettext_lazy("Title"), required=False, max_length=MAX_TITLE)
    draw = forms.CharField(
        label=gettext_lazy("Questions to draw"),
        required=False,
        max_length=4,
        help_text=gettext_lazy("Empty: all of those chosen below."),
        widget=forms.TextInput(attrs=_WHOLE),
    )

    def __init__(self, data: QueryDict | None, *, initial: dict[str, Any]) -> None:
        super().__init__(data, initial=initial)
        self.terms: Part | None = None
        self.chosen = data.getlist("question") if data is not None else []

    def clean(self) -> dict[str, Any]:
        """Read the values, and put what is wrong beside its field."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors:
            try:
                self.terms = Part.parse(cleaned | {"questions": self.chosen})
            except InvalidError as error:
                self.blame(error)
        return cleaned

    def blame(self, error: InvalidError) -> None:
        """Put what is wrong beside its field, or above all of them."""
        for name, words in error.problems.items():
            self.add_error(name if name in self.fields else None, words)


class FileForm(forms.Form):
    """A file of questions."""

    file = forms.FileField(
        label=gettext_lazy("Your questions, CSV"),
        error_messages={
            "required": gettext_lazy("Choose a file first."),
            "empty": gettext_lazy("The file is empty."),
        },
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,text/csv"}),
    )

    def clean_file(self) -> "UploadedFile[bytes]":
        """Refuse a file that is too large before it is read."""
        sent: UploadedFile[bytes] = self.cleaned_data["file"]
        if (sent.size or 0) > MAX_BYTES:
            most = {"size": MAX_BYTES // 1024 // 1024}
            raise forms.ValidationError(_("A file has at most %(size)d MB.") % most)
        return sent


def _initial_of_quiz(quiz: Quiz) -> dict[str, Any]:
    zone = ZoneInfo(quiz.time_zone or UTC_ZONE)
    fills = str(quiz.achievement_id or "")
    shown: dict[str, Any] = {
        "title": quiz.title,
        "instructions": quiz.instructions,
        "programme_id": str(quiz.programme_id or ""),
        "fills": f"{fills}:{quiz.criterion}" if quiz.criterion else fills,
        "time_limit": quiz.time_limit,
        "grace": quiz.grace,
        "attempts_allowed": quiz.attempts_allowed,
        "pass_mark": plain_number(quiz.pass_mark) if quiz.pass_mark is not None else "",
        "zone": quiz.time_zone or UTC_ZONE,
        "feedback": quiz.feedback,
        "shuffle_options": quiz.shuffle_options,
    }
    for name, moment in (("opens", quiz.opens_at), ("closes", quiz.closes_at)):
        if moment is not None:
            local = moment.astimezone(zone)
            shown[f"{name}_day"], shown[f"{name}_time"] = local.date(), local.time()
    return shown
