"""The forms of assessing: terms of a plan, evidence, a mark, checks, appeals."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from skillmark.platform.assessment import criteria
from skillmark.platform.assessment.errors import InvalidError
from skillmark.platform.assessment.evidence import ACCEPT, Piece
from skillmark.platform.assessment.models import Mark, Plan
from skillmark.platform.assessment.models.decisions import MAX_GROUNDS
from skillmark.platform.assessment.models.marking import MAX_COMMENT, MAX_LINE, MAX_REASONS
from skillmark.platform.assessment.models.plans import MAX_ATTEMPTS, MAX_DAYS
from skillmark.platform.assessment.models.submissions import MAX_NOTE, MAX_TITLE
from skillmark.platform.assessment.services.marking import Judgement, scales_of
from skillmark.platform.assessment.services.plans import MAX_WANTED, Terms
from skillmark.platform.assessment.vocabulary import (
    METHODS,
    CheckKind,
    EvidenceKind,
    Method,
    Outcome,
)
from skillmark.platform.catalog.models import AchievementVersion

_NONE: Final = ("", _("Any level"))


def _number(label: Any, most: int, hint: Any = "", *, required: bool = False) -> Any:
    return forms.IntegerField(
        label=label, min_value=1, max_value=most, required=required, help_text=hint
    )


def _text(
    label: Any, most: int, hint: Any = "", *, required: bool = False, rows: int = 4
) -> Any:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(
        label=label, max_length=most, required=required, help_text=hint, widget=widget
    )


class PlanForm(forms.Form):
    """How strictly something is assessed."""

    evidence_wanted = _text(
        _("What to show"), MAX_WANTED, _("Learners read it before they begin. Markdown works.")
    )
    attempts = _number(_("Attempts"), MAX_ATTEMPTS, _("Empty: as many as it takes."))
    deadline_days = _number(
        _("Days for an attempt"), MAX_DAYS, _("From its beginning. Empty: no last day.")
    )
    sample_percent = forms.IntegerField(
        label=_("Marked twice, in per cent"),
        min_value=0,
        max_value=100,
        help_text=_("Drawn at random. Neither assessor knows of the other."),
    )
    appeal_days = _number(_("Days for an appeal"), MAX_DAYS, required=True)
    needs_supervision = forms.BooleanField(
        label=_("Competent only with supervision noted"), required=False
    )
    needs_identity = forms.BooleanField(
        label=_("Competent only with the identity checked"), required=False
    )
    takes_prior_learning = forms.BooleanField(
        label=_("Prior learning counts"),
        required=False,
        help_text=_("People can claim it with evidence, without a place in a programme."),
    )
    is_open = forms.BooleanField(label=_("Work can be handed in"), required=False, initial=True)

    def __init__(
        self, data: Any = None, *, version: AchievementVersion, plan: Plan | None = None
    ) -> None:
        levels = plan.required_levels if plan else criteria.usual_levels(version)
        super().__init__(data, initial=_initial_of(plan, levels))
        self.levels: list[str] = []
        for one in version.rubric:
            name = f"level_{one['id']}"
            self.fields[name] = forms.ChoiceField(
                label=one["name"],
                choices=[_NONE, *((level["id"], level["name"]) for level in one["levels"])],
                required=False,
            )
            self.levels.append(name)

    @property
    def level_fields(self) -> list[forms.BoundField]:
        """The lowest levels that are enough, criterion by criterion."""
        return [self[name] for name in self.levels]

    @property
    def terms(self) -> Terms:
        """What was written, once it is valid."""
        data = self.cleaned_data
        chosen = {name.removeprefix("level_"): data[name] for name in self.levels if data[name]}
        rest = {name: value for name, value in data.items() if name not in self.levels}
        return Terms(required_levels=chosen, **rest)

    def blame(self, error: InvalidError) -> None:
        """Show problems at the fields they are about."""
        for name, words in error.problems.items():
            self.add_error(name if name in self.fields else None, words)


class PeopleForm(forms.Form):
    """Who marks, or moderates."""

    user = forms.ChoiceField(label=_("Who"))
    part = forms.ChoiceField(
        label=_("Does what"),
        choices=[("assessor", _("Marks")), ("moderator", _("Moderates"))],
    )

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"] = forms.ChoiceField(label=_("Who"), choices=people)


class InviteForm(forms.Form):
    """Whom to invite as an assessor, and to which units."""

    email = forms.EmailField(
        label=_("E-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "off"})
    )
    part = forms.ChoiceField(
        label=_("Does what"),
        choices=[("assessor", _("Marks")), ("moderator", _("Moderates"))],
    )
    units = forms.MultipleChoiceField(
        label=_("Units"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose the units that they will mark.")},
    )

    def __init__(self, *args: Any, units: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["units"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 - declared above
        field.choices = units


class BeginForm(forms.Form):
    """Who begins an attempt."""

    name = forms.CharField(
        label=_("Your full name"),
        max_length=200,
        help_text=_("As it should stand on the credential."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.ChoiceField(label=_("Your e-mail address"))

    def __init__(self, *args: Any, emails: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"] = forms.ChoiceField(
            label=_("Your e-mail address"),
            choices=[(one, one) for one in emails],
            help_text=_("The credential goes there."),
        )


class EvidenceForm(forms.Form):
    """One piece of evidence: whichever of text, link and file is filled in."""

    title = forms.CharField(label=_("Title"), max_length=MAX_TITLE, required=False)
    kind = forms.ChoiceField(
        label=_("What you show"), choices=EvidenceKind.choices, widget=forms.RadioSelect
    )
    body = forms.CharField(
        label=_("Text"),
        required=False,
        help_text=_("Markdown works."),
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    url = forms.CharField(
        label=_("Link"), required=False, widget=forms.URLInput(attrs={"inputmode": "url"})
    )
    file = forms.FileField(
        label=_("File"),
        required=False,
        allow_empty_file=True,
        help_text=_("At most 20 MB: documents, pictures, sound, video, ZIP."),
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
    )
    outcomes = forms.MultipleChoiceField(
        label=_("Which outcomes it shows"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    is_public = forms.BooleanField(
        label=_("It may be named in my credential"),
        required=False,
        help_text=_(
            "Otherwise only its fingerprint stands there, which says nothing by itself."
        ),
    )

    def __init__(self, *args: Any, outcomes: list[tuple[str, str]], **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"kind": "text"})
        super().__init__(*args, **kwargs)
        field = self.fields["outcomes"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 - declared above
        field.choices = outcomes

    def piece(self) -> Piece:
        """Return what was filled in.

        Raises:
            EvidenceError: it cannot be taken.
        """
        data = self.cleaned_data
        chosen, shown = tuple(data["outcomes"]), data["is_public"]
        if data["kind"] == EvidenceKind.LINK:
            return Piece.link(data["title"], data["url"], chosen).named(shown=shown)
        if data["kind"] == EvidenceKind.FILE:
            sent: Any = data["file"]
            name, bytes_ = (sent.name or "", sent.read()) if sent else ("", b"")
            return Piece.upload(data["title"], name, bytes_, chosen).named(shown=shown)
        return Piece.words(data["title"], data["body"], chosen).named(shown=shown)


class SubmitForm(forms.Form):
    """A last word before handing in."""

    note = _text(_("A word to the assessor"), MAX_NOTE, rows=3)


class AppealForm(forms.Form):
    """Why a decision is wrong."""

    grounds = _text(
        _("What was judged wrongly, and why"),
        MAX_GROUNDS,
        _("It stays on record. The new assessor marks your work, not your appeal."),
        required=True,
    )


class ConflictForm(forms.Form):
    """Why somebody must not judge a piece of work."""

    reason = forms.CharField(
        label=_("What the conflict is"),
        max_length=MAX_LINE,
        help_text=_("For example: a relative, a colleague, a former student."),
    )


class CheckForm(forms.Form):
    """How supervision or identity was checked."""

    method = forms.ChoiceField(label=_("How"))
    note = forms.CharField(label=_("Note"), max_length=MAX_LINE, required=False)

    def __init__(
        self, data: Any = None, *, kind: CheckKind, initial: dict[str, str] | None = None
    ) -> None:
        super().__init__(data, prefix=str(kind.value), initial=initial)
        self.kind = kind
        self.fields["method"] = forms.ChoiceField(
            label=kind.label, choices=[(one.value, Method(one).label) for one in METHODS[kind]]
        )


class MarkForm(forms.Form):
    """Levels and comments, the outcome and its reasons; a draft may lack any of them."""

    use_required_attribute = False  # the button for drafts is one of the same form
    outcome = forms.ChoiceField(
        label=_("Outcome"),
        choices=Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose competent or not yet.")},
    )
    reasons = _text(
        _("Reasons for the whole"),
        MAX_REASONS,
        _("The learner reads them; “not yet” takes some. Markdown works."),
    )

    def __init__(self, data: Any = None, *, mark: Mark, given: dict[str, str]) -> None:
        levels = given | mark.levels
        initial = {"outcome": mark.outcome, "reasons": mark.reasons}
        initial |= {f"level_{key}": level for key, level in levels.items()}
        initial |= {f"comment_{key}": words for key, words in mark.comments.items()}
        super().__init__(data, initial=initial)
        self.scales = scales_of(mark)
        for scale in self.scales:
            self.fields[f"level_{scale.id}"] = forms.ChoiceField(
                label=scale.name,
                choices=[(step.id, _spoken(step)) for step in scale.steps],
                help_text=scale.description,
                widget=forms.RadioSelect,
                error_messages={
                    "required": _("Choose a level for: %(names)s.") % {"names": scale.name}
                },
            )
            self.fields[f"comment_{scale.id}"] = _text(_("Comment"), MAX_COMMENT, rows=2)

    @property
    def is_final(self) -> bool:
        """Say whether the mark shall be finished, not only kept as a draft."""
        return self.data.get("act") == "finish"

    def full_clean(self) -> None:
        """Let a draft lack what a finished mark needs."""
        needed = [field for field in self.fields.values() if field.required]
        for field in needed:
            field.required = self.is_final
        super().full_clean()
        for field in needed:
            field.required = True

    @property
    def rows(self) -> list[tuple[criteria.Scale, forms.BoundField, forms.BoundField]]:
        """Each criterion with the fields for its level and its comment."""
        return [
            (scale, self[f"level_{scale.id}"], self[f"comment_{scale.id}"])
            for scale in self.scales
        ]

    @property
    def judgement(self) -> Judgement:
        """What was written, once it is valid."""
        data = self.cleaned_data
        return Judgement(
            levels={one.id: data[f"level_{one.id}"] for one in self.scales},
            comments={one.id: data[f"comment_{one.id}"] for one in self.scales},
            outcome=data["outcome"],
            reasons=data["reasons"],
        )


def _spoken(step: criteria.Step) -> str:
    return f"{step.name}: {step.description}" if step.description else step.name


def _initial_of(plan: Plan | None, levels: dict[str, str]) -> dict[str, Any]:
    chosen: dict[str, Any] = {f"level_{key}": level for key, level in levels.items()}
    if plan is None:
        usual = Terms()
        names = ("attempts", "sample_percent", "appeal_days", "is_open")
        return chosen | {name: getattr(usual, name) for name in names}
    return chosen | {
        name: getattr(plan, name) for name in PlanForm.base_fields if hasattr(plan, name)
    }
