"""Quizzes from the owner's side: drafted, filled with sections, published, archived.

Each function works inside the organisation scope its caller opened, in one transaction.
"""

from dataclasses import dataclass, replace
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from skillmark.platform.catalog import selectors as catalog
from skillmark.platform.catalog.models import Achievement
from skillmark.platform.events.changes import changed, record
from skillmark.platform.orgs.models import Organisation
from skillmark.platform.programmes.models import Programme
from skillmark.platform.quizzes.errors import InvalidError, NotReadyError, StateError
from skillmark.platform.quizzes.models import Question, Quiz, Section, SectionQuestion
from skillmark.platform.quizzes.scoring import Threshold, folded
from skillmark.platform.quizzes.terms import Part, Rules
from skillmark.platform.quizzes.vocabulary import QuestionState, QuizState

MAX_SECTIONS: Final = 20


def create(organisation: Organisation, rules: Rules, *, actor: object) -> Quiz:
    """Make a quiz as a draft.

    Raises:
        InvalidError: programme, achievement or criterion is none of the organisation's.
    """
    with transaction.atomic():
        rules = _known(rules)
        quiz: Quiz = Quiz.objects.create(organisation=organisation, **rules.to_row())
        record("quiz.created", quiz, actor=actor, label=quiz.title)
    return quiz


def edit(quiz_id: UUID, rules: Rules, *, actor: object) -> Quiz:
    """Write the rules of a quiz; attempts under way keep those they began with.

    Raises:
        StateError: it is archived.
        InvalidError: as `create`.
    """
    with transaction.atomic():
        quiz = held(quiz_id)
        _require_open(quiz)
        rules = _known(rules)
        before, after = changed(quiz, rules.to_row())
        if not after:
            return quiz
        for name, value in after.items():
            setattr(quiz, name, value)
        quiz.save()
        record("quiz.edited", quiz, actor=actor, label=quiz.title, before=before, after=after)
    return quiz


def add_section(quiz_id: UUID, part: Part, *, actor: object) -> Section:
    """Add a section at the end.

    Raises:
        StateError: the quiz is archived.
        InvalidError: too many sections, or a question that cannot be taken.
    """
    with transaction.atomic():
        quiz = held(quiz_id)
        _require_open(quiz)
        count = Section.objects.filter(quiz=quiz).count()
        if count >= MAX_SECTIONS:
            most = {"most": MAX_SECTIONS}
            raise InvalidError({"title": _("At most %(most)d sections are possible.") % most})
        last = Section.objects.filter(quiz=quiz).order_by("-position").first()
        section = Section(
            organisation_id=quiz.organisation_id,
            quiz=quiz,
            position=last.position + 1 if last else 0,
        )
        _fill(section, part, actor)
    return section


def change_section(section_id: UUID, part: Part, *, actor: object) -> Section:
    """Say anew what a section draws, and from which questions.

    Raises:
        StateError: the quiz is archived.
        InvalidError: a question cannot be taken.
        NotReadyError: the quiz is published and would ask nothing.
    """
    with transaction.atomic():
        section = _held_section(section_id)
        _fill(section, part, actor)
        _still_ready(section.quiz)
    return section


def remove_section(section_id: UUID, *, actor: object) -> Quiz:
    """Take a section out; its questions stay in the bank.

    Raises:
        StateError: the quiz is archived.
        NotReadyError: the quiz is published and would ask nothing.
    """
    with transaction.atomic():
        section = _held_section(section_id)
        quiz, title = section.quiz, str(section)
        section.delete()
        _still_ready(quiz)
        record(
            "quiz.sections_changed",
            quiz,
            actor=actor,
            label=quiz.title,
            before={"section": title},
        )
    return quiz


def publish(quiz_id: UUID, *, actor: object) -> Quiz:
    """Let people begin, within the window.

    Raises:
        StateError: it is archived.
        NotReadyError: it would ask nothing.
    """
    with transaction.atomic():
        quiz = held(quiz_id)
        _require_open(quiz)
        if quiz.state == QuizState.PUBLISHED:
            return quiz
        if problems := missing(quiz):
            raise NotReadyError(problems)
        quiz.published_at = timezone.now()
        _turn(quiz, QuizState.PUBLISHED, "quiz.published", actor)
    return quiz


def withdraw(quiz_id: UUID, *, actor: object) -> Quiz:
    """Let nobody begin any more, for now; attempts under way go on."""
    with transaction.atomic():
        quiz = held(quiz_id)
        if quiz.state == QuizState.PUBLISHED:
            _turn(quiz, QuizState.DRAFT, "quiz.withdrawn", actor)
    return quiz


def archive(quiz_id: UUID, *, actor: object) -> Quiz:
    """Put a quiz away. Attempts under way go on, results stay."""
    with transaction.atomic():
        quiz = held(quiz_id)
        if quiz.state != QuizState.ARCHIVED:
            _turn(quiz, QuizState.ARCHIVED, "quiz.archived", actor)
    return quiz


def restore(quiz_id: UUID, *, actor: object) -> Quiz:
    """Bring an archived quiz back as a draft."""
    with transaction.atomic():
        quiz = held(quiz_id)
        if quiz.state == QuizState.ARCHIVED:
            _turn(quiz, QuizState.DRAFT, "quiz.restored", actor)
    return quiz


def missing(quiz: Quiz) -> dict[str, str]:
    """Return what an attempt would miss; nothing when the quiz can be published."""
    found: dict[str, str] = {}
    sections = list(Section.objects.filter(quiz=quiz))
    if not sections:
        found["sections"] = _("Add a section with questions.")
    for section in sections:
        count = drawable(section)
        if count == 0:
            found["sections"] = _("A section has no question that can be drawn.")
        elif section.draw is not None and section.draw > count:
            found["sections"] = _("A section draws more questions than it has.")
    return found


def drawable(section: Section) -> int:
    """Return how many questions a section can draw from."""
    return int(
        SectionQuestion.objects.filter(
            section=section, question__state=QuestionState.ACTIVE
        ).count()
    )


def held(quiz_id: UUID) -> Quiz:
    """Return a quiz of the current organisation with its row locked.

    Raises:
        ObjectDoesNotExist: there is none of that id.
    """
    quiz: Quiz = Quiz.objects.select_for_update(of=("self",), no_key=True).get(pk=quiz_id)
    return quiz


def _held_section(section_id: UUID) -> Section:
    quiz_id = Section.objects.values_list("quiz_id", flat=True).get(pk=section_id)
    quiz = held(quiz_id)
    _require_open(quiz)
    section: Section = Section.objects.get(pk=section_id)
    section.quiz = quiz
    return section


def _fill(section: Section, part: Part, actor: object) -> None:
    quiz = section.quiz
    known = set(
        Question.objects.filter(pk__in=part.questions, state=QuestionState.ACTIVE).values_list(
            "pk", flat=True
        )
    )
    if known != set(part.questions):
        raise InvalidError({"questions": _("One of these questions is not in your bank.")})
    elsewhere = SectionQuestion.objects.filter(
        section__quiz=quiz, question_id__in=part.questions
    ).exclude(section_id=section.pk)
    if elsewhere.exists():
        words = _("One of these questions is in another section already.")
        raise InvalidError({"questions": words})
    section.title, section.draw = part.title, part.draw
    section.save()
    SectionQuestion.objects.filter(section=section).exclude(question_id__in=known).delete()
    kept = set(
        SectionQuestion.objects.filter(section=section).values_list("question_id", flat=True)
    )
    SectionQuestion.objects.bulk_create(
        SectionQuestion(organisation_id=quiz.organisation_id, section=section, question_id=one)
        for one in part.questions
        if one not in kept
    )
    facts = {"section": str(section), "questions": len(known), "draw": part.draw}
    record("quiz.sections_changed", quiz, actor=actor, label=quiz.title, after=facts)


def _turn(quiz: Quiz, to: QuizState, action: str, actor: object) -> None:
    before, quiz.state = quiz.state, to
    quiz.save()
    facts: tuple[dict[str, Any], dict[str, Any]] = (
        {"state": str(before)},
        {"state": str(to)},
    )
    record(action, quiz, actor=actor, label=quiz.title, before=facts[0], after=facts[1])


def _require_open(quiz: Quiz) -> None:
    if quiz.state == QuizState.ARCHIVED:
        raise StateError(_("This quiz is archived. Bring it back to change it."))


def _still_ready(quiz: Quiz) -> None:
    if quiz.state == QuizState.PUBLISHED and (problems := missing(quiz)):
        raise NotReadyError(problems)


def _known(rules: Rules) -> Rules:
    """Return the rules with each level by its id; what they name must be there.

    Raises:
        InvalidError: it is not.
    """
    problems: dict[str, str] = {}
    if rules.programme_id and not Programme.objects.filter(pk=rules.programme_id).exists():
        problems["programme_id"] = _("Choose one of the list.")
    criteria: dict[str, Criterion] = {}
    if rules.achievement_id:
        achievement = catalog.achievement(rules.achievement_id)
        if achievement is None:
            problems["achievement_id"] = _("Choose one of the list.")
        else:
            criteria = {one.id: one for one in criteria_of(achievement)}
            if rules.criterion and rules.criterion not in criteria:
                problems["criterion"] = _("The rubric has no such criterion.")
    thresholds = rules.thresholds
    if rules.criterion in criteria:
        ids = {**criteria[rules.criterion].by_name, **criteria[rules.criterion].by_id}
        named = [(ids.get(folded(one.level)), one.at_least) for one in thresholds]
        if any(level is None for level, _at_least in named):
            names = {"names": ", ".join(criteria[rules.criterion].levels.values())}
            problems["thresholds"] = _("The criterion has these levels: %(names)s.") % names
        thresholds = tuple(Threshold(level or "", at_least) for level, at_least in named)
    if problems:
        raise InvalidError(problems)
    return replace(rules, thresholds=thresholds)


@dataclass(frozen=True, slots=True)
class Criterion:
    """A criterion of a rubric: its levels' names by id, low to high."""

    id: str
    name: str
    levels: dict[str, str]

    @property
    def by_name(self) -> dict[str, str]:
        """Ids of levels by their names, as names are compared."""
        return {folded(name): key for key, name in self.levels.items()}

    @property
    def by_id(self) -> dict[str, str]:
        """Ids of levels by themselves, as names are compared."""
        return {folded(key): key for key in self.levels}


def criteria_of(achievement: Achievement) -> list[Criterion]:
    """Return the criteria of the rubric of an achievement, as it is awarded now."""
    version = catalog.published(achievement) or catalog.newest(achievement)
    return [
        Criterion(
            row["id"], row["name"], {level["id"]: level["name"] for level in row["levels"]}
        )
        for row in version.rubric
    ]
