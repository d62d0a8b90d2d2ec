"""Quizzes in the console: the list, one of them, its rules, its sections."""

from collections.abc import Callable
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from skillmark.platform.catalog import selectors as catalog
from skillmark.platform.orgs.access import StudioRequest, studio_view
from skillmark.platform.orgs.models import Role
from skillmark.platform.programmes import selectors as programmes
from skillmark.platform.quizzes import selectors
from skillmark.platform.quizzes.errors import InvalidError, QuizError
from skillmark.platform.quizzes.models import Question, Quiz, Section
from skillmark.platform.quizzes.quiz_forms import QuizForm, SectionForm
from skillmark.platform.quizzes.services import quizzes
from skillmark.platform.quizzes.terms import Part
from skillmark.platform.quizzes.views import pages
from skillmark.platform.quizzes.vocabulary import QuizState
from skillmark.platform.ui.answers import complain
from skillmark.platform.ui.paging import NarrowPaginator

LISTED: Final = 200  # questions to choose from at once; a search finds the others


@require_safe
@studio_view(role=Role.VIEWER)
def quiz_list(request: StudioRequest) -> HttpResponse:
    """List the quizzes of the organisation."""
    search, state = request.GET.get("q", ""), request.GET.get("state", "")
    rows = selectors.quizzes(
        search=search, state=state, sort=request.GET.get("sort", "-changed")
    )
    page = NarrowPaginator(rows, pages.PER_PAGE).get_page(request.GET.get("page"))
    counts = selectors.counts()
    tried = selectors.attempts_of(row.pk for row in page.object_list)
    named = [("", _("All"), counts["all"])]
    named += [(one.value, str(one.label), counts[one.value]) for one in QuizState]
    context = {
        "page": page,
        "rows": [(row, tried.get(row.pk, 0)) for row in page.object_list],
        "total": counts["all"],
        "tabs": [
            {
                "href": f"{request.path}?state={key}" if key else request.path,
                "label": label,
                "count": count,
                "current": key == state,
            }
            for key, label, count in named
        ],
        "all_url": request.path,
    }
    return pages.draw(request, "quizzes/quizzes.html", context)


@require_safe
@studio_view(role=Role.VIEWER)
def quiz(request: StudioRequest, quiz_id: UUID) -> HttpResponse:
    """Show one quiz: how it stands, its rules and sections; no question."""
    found = pages.quiz(quiz_id)
    names = _level_names(found)
    context = {
        "quiz": found,
        "sections": selectors.sections(found),
        "missing": quizzes.missing(found) if found.state == QuizState.DRAFT else {},
        "totals": selectors.totals(found),
        "criterion": _criterion(found),
        "levels": [
            (names.get(row["level"], row["level"]), row["at_least"]) for row in found.thresholds
        ],
    }
    return pages.draw(request, "quizzes/quiz.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@studio_view(role=pages.WRITERS)
def new(request: StudioRequest) -> HttpResponse:
    """Draft a quiz."""
    form = _form(request, None)
    if form.is_bound and form.is_valid() and form.terms is not None:
        try:
            made = quizzes.create(request.organisation, form.terms, actor=request.user)
        except InvalidError as error:
            form.blame(error)
        else:
            messages.success(request, _("Drafted. Say next what it asks."))
            return pages.to(request, "new-section", made.pk)
    return _form_page(request, form, None)


@require_http_methods(["GET", "HEAD", "POST"])
@studio_view(role=pages.WRITERS)
def edit(request: StudioRequest, quiz_id: UUID) -> HttpResponse:
    """Change the rules of a quiz."""
    found = pages.quiz(quiz_id)
    form = _form(request, found)
    if form.is_bound and form.is_valid() and form.terms is not None:
        try:
            quizzes.edit(found.pk, form.terms, actor=request.user)
        except InvalidError as error:
            form.blame(error)
        else:
            messages.success(request, _("The quiz is changed."))
            return pages.to(request, "quiz", found.pk)
    return _form_page(request, form, found)


@require_http_methods(["GET", "HEAD", "POST"])
@studio_view(role=pages.WRITERS)
def new_section(request: StudioRequest, quiz_id: UUID) -> HttpResponse:
    """Add a section."""
    found = pages.quiz(quiz_id)
    return _section_page(
        request,
        found,
        None,
        lambda part: quizzes.add_section(found.pk, part, actor=request.user),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@studio_view(role=pages.WRITERS)
def section(request: StudioRequest, quiz_id: UUID, section_id: UUID) -> HttpResponse:
    """Change what a section draws, and from which questions."""
    found = pages.quiz(quiz_id)
    part = pages.section(found, section_id)
    return _section_page(
        request,
        found,
        part,
        lambda terms: quizzes.change_section(part.pk, terms, actor=request.user),
    )


@require_POST
@studio_view(role=pages.WRITERS)
def remove_section(request: StudioRequest, quiz_id: UUID, section_id: UUID) -> HttpResponse:
    """Take a section out; its questions stay in the bank."""
    found = pages.quiz(quiz_id)
    part = pages.section(found, section_id)
    try:
        quizzes.remove_section(part.pk, actor=request.user)
    except QuizError as error:
        complain(request, error)
    else:
        messages.success(request, _("The section is gone. Its questions are in the bank."))
    return pages.to(request, "quiz", found.pk)


@require_POST
@studio_view(role=pages.WRITERS)
def publish(request: StudioRequest, quiz_id: UUID) -> HttpResponse:
    """Let people begin."""
    return _turned(request, quiz_id, quizzes.publish, _("People can begin now."))


@require_POST
@studio_view(role=pages.WRITERS)
def withdraw(request: StudioRequest, quiz_id: UUID) -> HttpResponse:
    """Let nobody begin any more."""
    said = _("Nobody can begin now. Attempts under way go on.")
    return _turned(request, quiz_id, quizzes.withdraw, said)


@require_POST
@studio_view(role=pages.WRITERS)
def archive(request: StudioRequest, quiz_id: UUID) -> HttpResponse:
    """Put a quiz away."""
    return _turned(request, quiz_id, quizzes.archive, _("The quiz is archived."))


@require_POST
@studio_view(role=pages.WRITERS)
def restore(request: StudioRequest, quiz_id: UUID) -> HttpResponse:
    """Bring a quiz back."""
    return _turned(request, quiz_id, quizzes.restore, _("It is a draft again."))


def _turned(
    request: StudioRequest, quiz_id: UUID, turn: Callable[..., Quiz], words: str
) -> HttpResponse:
    found = pages.quiz(quiz_id)
    try:
        turn(found.pk, actor=request.user)
    except QuizError as error:
        complain(request, error)
    else:
        messages.success(request, words)
    return pages.to(request, "quiz", found.pk)


def _form(request: StudioRequest, quiz: Quiz | None) -> QuizForm:
    offered = [(str(one.pk), one.title) for one in programmes.programmes(sort="title")[:500]]
    fills: list[tuple[str, str]] = []
    for version in catalog.issuable():
        pk = str(version.achievement_id)
        fills.append((pk, version.name))
        fills += [
            (f"{pk}:{row['id']}", f"{version.name}: {row['name']}") for row in version.rubric
        ]
    return QuizForm(
        request.POST if request.method == "POST" else None,
        programmes=offered,
        fills=fills,
        quiz=quiz,
        level_names=_level_names(quiz) if quiz else {},
    )


def _form_page(request: StudioRequest, form: QuizForm, found: Quiz | None) -> HttpResponse:
    status = pages.INVALID if form.is_bound else 200
    context = {"form": form, "quiz": found}
    return pages.draw(request, "quizzes/quiz_form.html", context, status=status)


def _section_page(
    request: StudioRequest,
    quiz: Quiz,
    part: Section | None,
    save: Callable[[Part], object],
) -> HttpResponse:
    initial: dict[str, Any] = {"title": part.title, "draw": part.draw} if part else {}
    form = SectionForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_bound and form.is_valid() and form.terms is not None:
        try:
            save(form.terms)
        except InvalidError as error:
            form.blame(error)
        else:
            messages.success(request, _("The section is saved."))
            return pages.to(request, "quiz", quiz.pk)
    mine = {str(one) for one in selectors.chosen(part)} if part else set()
    chosen = set(form.chosen) if form.is_bound else mine
    search = request.GET.get("q", "")
    free = selectors.free_for(quiz, part)
    first = [one for one in free if str(one.pk) in chosen] if chosen else []
    found = selectors.free_for(quiz, part, search)[: LISTED + len(first)]
    others = [one for one in found if str(one.pk) not in chosen][:LISTED]
    context = {
        "form": form,
        "quiz": quiz,
        "part": part,
        "rows": [(one, True) for one in first] + [(one, False) for one in others],
        "search": search,
        "any": bool(first or others) or Question.objects.exists(),
    }
    status = pages.INVALID if form.is_bound else 200
    return pages.draw(request, "quizzes/section.html", context, status=status)


def _criterion(quiz: Quiz) -> str:
    if quiz.achievement is None or not quiz.criterion:
        return ""
    names = {one.id: one.name for one in quizzes.criteria_of(quiz.achievement)}
    return names.get(quiz.criterion, quiz.criterion)


def _level_names(quiz: Quiz) -> dict[str, str]:
    """Return the names of the levels by id, where a quiz fills a criterion."""
    if quiz.achievement is None or not quiz.criterion:
        return {}
    for one in quizzes.criteria_of(quiz.achievement):
        if one.id == quiz.criterion:
            return one.levels
    return {}
