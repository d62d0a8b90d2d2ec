"""What the pages of programmes ask for; what may be said is `terms`' to decide."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Final

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from skillmark.platform.catalog.european import Participation
from skillmark.platform.catalog.text import plain_number
from skillmark.platform.catalog.vocabulary import LANGUAGES
from skillmark.platform.programmes import files, money
from skillmark.platform.programmes.errors import FileError, InvalidError
from skillmark.platform.programmes.models import Cohort, Material, Module, Programme
from skillmark.platform.programmes.models.offers import MAX_SUMMARY, MAX_TITLE
from skillmark.platform.programmes.selectors import Achieved
from skillmark.platform.programmes.services.contents import Thing
from skillmark.platform.programmes.services.enrolling import MAX_REASON
from skillmark.platform.programmes.terms import MAX_DESCRIPTION, MAX_NOTES, Offer, Part, Run
from skillmark.platform.programmes.vocabulary import MaterialKind, Mode, UnitRole
from skillmark.platform.ui.answers import blame

MARKDOWN: Final = gettext_lazy("Markdown: **bold**, lists, links.")
_EMPTY: Final = [("", "—")]


class DayInput(forms.DateInput):
    """The browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class TermsForm(forms.Form):
    """A form whose values one of `terms` reads and checks.

    Attributes:
        terms: what was read, after `is_valid` said yes.
    """

    reader: ClassVar[Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.terms: Any = None

    def raw(self, cleaned: Mapping[str, Any]) -> dict[str, object]:
        """Return the values as the reader wants them."""
        return dict(cleaned)

    def clean(self) -> dict[str, Any]:
        """Read the values, and put what is wrong beside its field."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors:
            try:
                self.terms = self.reader.parse(self.raw(cleaned))
            except InvalidError as error:
                self.blame(error)
        return cleaned

    def blame(self, error: InvalidError) -> None:
        """Put what a service says is wrong beside its field, or above all of them."""
        blame(self, error)


class ProgrammeForm(TermsForm):
    """What a programme says."""

    reader = Offer

    title = forms.CharField(label=gettext_lazy("Title"), max_length=MAX_TITLE)
    summary = forms.CharField(
        label=gettext_lazy("In a sentence or two"),
        required=False,
        max_length=MAX_SUMMARY,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Learners read it in the catalogue."),
    )
    description = forms.CharField(
        label=gettext_lazy("Description"),
        required=False,
        max_length=MAX_DESCRIPTION,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=MARKDOWN,
    )
    goals = forms.CharField(
        label=gettext_lazy("Goals and occupations"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy(
            "One a line, in learners' words: Safety officer. They search by them."
        ),
    )
    hours = forms.CharField(
        label=gettext_lazy("Hours of work in all"),
        required=False,
        max_length=12,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )
    cost = forms.CharField(
        label=gettext_lazy("Cost"),
        required=False,
        max_length=20,
        help_text=gettext_lazy("For example 120 or 89.50; 0 if it is free."),
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )
    currency = forms.ChoiceField(
        label=gettext_lazy("Currency"), required=False, choices=[*_EMPTY, *money.choices()]
    )
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=LANGUAGES)
    eqf_level = forms.ChoiceField(
        label=gettext_lazy("EQF level"),
        required=False,
        choices=[*_EMPTY, *((str(n), str(n)) for n in range(1, 9))],
    )
    national_level = forms.CharField(
        label=gettext_lazy("National level"), required=False, max_length=200
    )
    participation = forms.ChoiceField(
        label=gettext_lazy("Form of participation"),
        required=False,
        choices=[*_EMPTY, *Participation.choices],
    )
    place = forms.CharField(label=gettext_lazy("Place"), required=False, max_length=200)
    recognition = forms.CharField(
        label=gettext_lazy("Recognised by"),
        required=False,
        max_length=400,
        help_text=gettext_lazy("Who counts it towards what."),
    )
    entry_notes = forms.CharField(
        label=gettext_lazy("What to bring"),
        required=False,
        max_length=MAX_NOTES,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("What no credential shows: clothes, a laptop, an age."),
    )
    mode = forms.ChoiceField(
        label=gettext_lazy("What learners get"), choices=Mode.choices, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, programme: Programme | None = None, **kwargs: Any) -> None:
        usual = _offer_of(programme) if programme else {"mode": Mode.UNITS.value}
        kwargs.setdefault("initial", usual)
        super().__init__(*args, **kwargs)

    def raw(self, cleaned: Mapping[str, Any]) -> dict[str, object]:
        """Return the values; goals stand one a line."""
        return dict(cleaned) | {"goals": cleaned["goals"].splitlines()}


class CohortForm(TermsForm):
    """Dates and places of a group."""

    reader = Run

    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=120,
        help_text=gettext_lazy("So that learners tell groups apart: “Evenings in spring”."),
    )
    starts_on = forms.DateField(
        label=gettext_lazy("First day"),
        required=False,
        widget=DayInput(),
        help_text=gettext_lazy("Empty if people begin when they like."),
    )
    ends_on = forms.DateField(label=gettext_lazy("Last day"), required=False, widget=DayInput())
    registration_from = forms.DateField(
        label=gettext_lazy("Registration opens on"), required=False, widget=DayInput()
    )
    registration_until = forms.DateField(
        label=gettext_lazy("Last day to register"), required=False, widget=DayInput()
    )
    capacity = forms.CharField(
        label=gettext_lazy("Places"),
        required=False,
        max_length=6,
        help_text=gettext_lazy("No limit if you leave it empty. Others wait, and move up."),
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    place = forms.CharField(label=gettext_lazy("Place"), required=False, max_length=200)

    def __init__(self, *args: Any, cohort: Cohort | None = None, **kwargs: Any) -> None:
        if cohort is not None:
            names = Run.__slots__
            kwargs.setdefault("initial", {name: getattr(cohort, name) for name in names})
        super().__init__(*args, **kwargs)


class ModuleForm(TermsForm):
    """What a module says."""

    reader = Part

    title = forms.CharField(label=gettext_lazy("Title"), max_length=MAX_TITLE)
    description = forms.CharField(
        label=gettext_lazy("What it is about"),
        required=False,
        max_length=MAX_DESCRIPTION,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=MARKDOWN,
    )
    hours = forms.CharField(
        label=gettext_lazy("Hours"),
        required=False,
        max_length=12,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )
    unit = forms.ChoiceField(
        label=gettext_lazy("Prepares for"),
        required=False,
        help_text=gettext_lazy("The unit whose credential it leads to."),
    )

    def __init__(
        self,
        *args: Any,
        units: Sequence[Achieved],
        module: Module | None = None,
        **kwargs: Any,
    ) -> None:
        if module is not None:
            hours = "" if module.hours is None else plain_number(module.hours)
            words = {"title": module.title, "description": module.description}
            kwargs.setdefault("initial", words | {"hours": hours, "unit": module.unit_id})
        super().__init__(*args, **kwargs)
        field = self.fields["unit"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = [*_EMPTY, *((str(one.row.pk), one.name) for one in units)]


class MaterialForm(TermsForm):
    """A text, a link, a video elsewhere, or a file.

    Attributes:
        taken: the file that was sent, once the form is valid.
    """

    reader = Thing

    kind = forms.ChoiceField(
        label=gettext_lazy("What it is"),
        choices=MaterialKind.choices,
        widget=forms.RadioSelect,
        initial=MaterialKind.TEXT.value,
    )
    title = forms.CharField(label=gettext_lazy("Title"), max_length=MAX_TITLE)
    body = forms.CharField(
        label=gettext_lazy("Text"),
        required=False,
        max_length=MAX_DESCRIPTION,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=MARKDOWN,
    )
    url = forms.CharField(
        label=gettext_lazy("Address"),
        required=False,
        max_length=2_000,
        help_text=gettext_lazy("Of the page or video; learners leave this site for it."),
        widget=forms.TextInput(attrs={"inputmode": "url"}),
    )
    file = forms.FileField(
        label=gettext_lazy("File"),
        required=False,
        help_text=gettext_lazy("At most 20 MB. Learners download it."),
        widget=forms.FileInput(attrs={"accept": files.ACCEPT}),
    )

    def __init__(self, *args: Any, material: Material | None = None, **kwargs: Any) -> None:
        if material is not None:
            names = ("kind", "title", "body", "url")
            kwargs.setdefault("initial", {name: getattr(material, name) for name in names})
        super().__init__(*args, **kwargs)
        self.taken: files.Taken | None = None
        self._kept = material is not None and bool(material.sha256)

    def raw(self, cleaned: Mapping[str, Any]) -> dict[str, object]:
        """Return the values without the file."""
        return {name: value for name, value in cleaned.items() if name != "file"}

    def clean(self) -> dict[str, Any]:
        """Read the values and the file."""
        cleaned = super().clean()
        if cleaned.get("kind") != MaterialKind.FILE:
            return cleaned
        sent: UploadedFile[Any] | None = cleaned.get("file")
        if sent is None:
            if not self._kept and "file" not in self.errors:
                self.add_error("file", _("Choose a file."))
            return cleaned
        try:
            data = sent.read(files.MAX_BYTES + 1)
            self.taken = files.take(sent.name or "", data)
        except FileError as error:
            self.add_error("file", error.message)
        return cleaned


class AchievementForm(forms.Form):
    """One more achievement of a programme: chosen from one's own, or named by its address."""

    own = forms.ChoiceField(label=gettext_lazy("One of yours"), required=False)
    other = forms.CharField(
        label=gettext_lazy("Or the address of another organisation's"),
        required=False,
        max_length=400,
        help_text=gettext_lazy("As its public page has it: …/a/0198f2aa-…"),
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off"}),
    )
    role = forms.ChoiceField(
        label=gettext_lazy("What it is here"),
        choices=[*UnitRole.choices, ("prerequisite", gettext_lazy("Asked for before"))],
        widget=forms.RadioSelect,
        initial=UnitRole.UNIT.value,
    )

    def __init__(self, *args: Any, own: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["own"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = [*_EMPTY, *own]

    def clean(self) -> dict[str, Any]:
        """See that exactly one is named."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and bool(cleaned["own"]) == bool(cleaned["other"].strip()):
            self.add_error("own", _("Choose one of yours, or give an address."))
        return cleaned


class EnrolForm(forms.Form):
    """Which group, and how somebody is called on what is issued."""

    cohort = forms.ChoiceField(label=gettext_lazy("Group"), widget=forms.RadioSelect)
    name = forms.CharField(
        label=gettext_lazy("Your full name"),
        max_length=200,
        help_text=gettext_lazy("As it should stand on the credential."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.ChoiceField(
        label=gettext_lazy("Your e-mail address"),
        help_text=gettext_lazy("What you earn is sent there."),
    )

    def __init__(
        self,
        *args: Any,
        cohorts: Sequence[tuple[str, str]],
        emails: Sequence[str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("cohort", cohorts), ("email", [(one, one) for one in emails])):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
            field.choices = choices


class ReasonForm(forms.Form):
    """Why somebody loses a place, or a group does not take place."""

    reason = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=MAX_REASON,
        help_text=gettext_lazy("The learners read it."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )


def _offer_of(programme: Programme) -> dict[str, Any]:
    shown: dict[str, Any] = {name: getattr(programme, name) for name in Offer.__slots__}
    shown["goals"] = "\n".join(programme.goals)
    shown["hours"] = "" if programme.hours is None else plain_number(programme.hours)
    minor = shown.pop("cost_minor")
    shown["cost"] = "" if minor is None else money.plain(minor, programme.currency)
    return shown
