"""The form of a question of one kind; what may be said is `reading`'s to decide."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy

from skillmark.platform.catalog.text import plain_number
from skillmark.platform.quizzes import reading
from skillmark.platform.quizzes.errors import InvalidError
from skillmark.platform.quizzes.reading import Entry
from skillmark.platform.quizzes.vocabulary import PARTIAL, Kind

MARKDOWN: Final = gettext_lazy("Markdown: **bold**, lists, links.")
ROWS: Final = 4  # empty rows for options of a new question
MORE: Final = 2  # rows that are added
_WITH_ROWS: Final = (Kind.SINGLE, Kind.MULTIPLE, Kind.MATCHING)
_NUMBER: Final = {"inputmode": "decimal", "autocomplete": "off"}
_NONE: Final = [("", "—")]


@dataclass(frozen=True, slots=True)
class OptionRow:
    """One option as the form shows it."""

    text: str = ""
    partner: str = ""
    right: bool = False


class QuestionForm(forms.Form):
    """What a question of one kind says.

    Attributes:
        entry: what was read, after `is_valid` said yes.
        rows: options, of kinds that have them side by side.
        row_error: what is wrong with them.
    """

    prompt = forms.CharField(
        label=gettext_lazy("Question"),
        required=False,
        max_length=reading.MAX_PROMPT,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=MARKDOWN,
    )
    truth = forms.ChoiceField(
        label=gettext_lazy("The statement is"),
        required=False,
        choices=[("true", gettext_lazy("True")), ("false", gettext_lazy("False"))],
        widget=forms.RadioSelect,
    )
    value = forms.CharField(
        label=gettext_lazy("Right number"),
        required=False,
        max_length=42,
        widget=forms.TextInput(attrs=_NUMBER),
    )
    tolerance = forms.CharField(
        label=gettext_lazy("How far off still counts"),
        required=False,
        max_length=42,
        widget=forms.TextInput(attrs=_NUMBER),
    )
    accepted = forms.CharField(
        label=gettext_lazy("Answers that count"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("One a line. Capitals and spaces do not matter."),
    )
    sequence = forms.CharField(
        label=gettext_lazy("Items in the right order"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy("One a line. Learners see them in another order."),
    )
    distractors = forms.CharField(
        label=gettext_lazy("Right sides that belong to nothing"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("One a line."),
    )
    partial = forms.BooleanField(
        label=gettext_lazy("A part that is right earns a part of the points"), required=False
    )
    points = forms.CharField(
        label=gettext_lazy("Points"),
        required=False,
        max_length=8,
        widget=forms.TextInput(attrs=_NUMBER),
    )
    explanation = forms.CharField(
        label=gettext_lazy("Explanation"),
        required=False,
        max_length=reading.MAX_PROMPT,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Learners read it with the right answer, if the quiz shows it."),
    )
    tags = forms.CharField(
        label=gettext_lazy("Tags"),
        required=False,
        max_length=1_000,
        help_text=gettext_lazy("Divided by commas."),
    )
    achievement = forms.ChoiceField(label=gettext_lazy("Achievement"), required=False)
    outcome = forms.CharField(
        label=gettext_lazy("Learning outcome that it tests"),
        required=False,
        max_length=reading.MAX_OUTCOME,
    )
    code = forms.CharField(
        label=gettext_lazy("Own code"),
        required=False,
        max_length=reading.MAX_CODE,
        help_text=gettext_lazy("Files name the question by it."),
    )

    _OF_KIND: Final = {
        "truth": (Kind.TRUE_FALSE,),
        "value": (Kind.NUMERIC,),
        "tolerance": (Kind.NUMERIC,),
        "accepted": (Kind.TEXT,),
        "sequence": (Kind.ORDERING,),
        "distractors": (Kind.MATCHING,),
        "partial": PARTIAL,
    }

    def __init__(
        self,
        data: QueryDict | None,
        *,
        kind: Kind,
        achievements: Sequence[tuple[str, str]],
        entry: Entry | None = None,
    ) -> None:
        super().__init__(data, initial=_initial_of(entry) if entry else {"points": "1"})
        self.kind, self.entry, self.row_error = kind, entry, ""
        for name, kinds in self._OF_KIND.items():
            if kind not in kinds:
                del self.fields[name]
        field = self.fields["achievement"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = [*_NONE, *achievements]
        self.has_rows = kind in _WITH_ROWS
        self.rows = _sent_rows(data) if data is not None else _rows_of(entry)

    def more_rows(self) -> None:
        """Offer rows for further options; nothing is wrong yet."""
        self.rows += [OptionRow()] * MORE
        self.errors.clear()
        self.row_error = ""

    def clean(self) -> dict[str, Any]:
        """Read the values, and put what is wrong beside its field."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self.errors:
            return cleaned
        try:
            self.entry = reading.entry(self._raw(cleaned))
        except InvalidError as error:
            self.blame(error)
        return cleaned

    def blame(self, error: InvalidError) -> None:
        """Put what is wrong beside its field, at the options, or above all of them."""
        for name, words in error.problems.items():
            place = "sequence" if name == "options" and "sequence" in self.fields else name
            if place == "options":
                self.row_error = words
                self.add_error(None, words)
            else:
                self.add_error(place if place in self.fields else None, words)

    def _raw(self, cleaned: Mapping[str, Any]) -> dict[str, object]:
        raw: dict[str, object] = dict(cleaned) | {"kind": str(self.kind)}
        raw["tags"] = str(cleaned["tags"]).split(",")
        for name in ("accepted", "distractors"):
            raw[name] = str(cleaned.get(name, "")).splitlines()
        if self.kind == Kind.ORDERING:
            lines = str(cleaned.get("sequence", "")).splitlines()
            raw["options"] = [{"text": one} for one in lines]
        else:
            raw["options"] = [
                {"text": row.text, "partner": row.partner, "right": row.right}
                for row in self.rows
            ]
        return raw


def _sent_rows(data: QueryDict) -> list[OptionRow]:
    texts, partners = data.getlist("option"), data.getlist("partner")
    right = set(data.getlist("right"))
    return [
        OptionRow(
            words, partners[place] if place < len(partners) else "", str(place + 1) in right
        )
        for place, words in enumerate(texts[:50])
    ]


def _rows_of(entry: Entry | None) -> list[OptionRow]:
    if entry is None:
        return [OptionRow()] * ROWS
    question = entry.question
    partners = question.partners or ("",) * len(question.options)
    pairs = zip(question.options, partners, strict=True)
    return [
        OptionRow(words, partner, index in question.right)
        for index, (words, partner) in enumerate(pairs)
    ]


def _initial_of(entry: Entry) -> dict[str, Any]:
    question = entry.question
    return {
        "prompt": question.prompt,
        "points": plain_number(question.points),
        "partial": question.partial,
        "explanation": question.explanation,
        "truth": "true" if question.right == (0,) else "false",
        "value": plain_number(question.value) if question.value is not None else "",
        "tolerance": plain_number(question.tolerance),
        "accepted": "\n".join(question.accepted),
        "sequence": "\n".join(question.options),
        "distractors": "\n".join(question.distractors),
        "tags": ", ".join(entry.tags),
        "achievement": entry.achievement,
        "outcome": entry.outcome,
        "code": entry.code,
    }
