"""The bank of questions in the console: the list, one question, writing it, files in and out."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from skillmark.platform.orgs.access import StudioRequest, studio_view
from skillmark.platform.quizzes import answers, csv_questions, selectors
from skillmark.platform.quizzes.errors import InvalidError, QuizError
from skillmark.platform.quizzes.models import Question
from skillmark.platform.quizzes.question_forms import QuestionForm
from skillmark.platform.quizzes.quiz_forms import FileForm
from skillmark.platform.quizzes.reading import Entry
from skillmark.platform.quizzes.services import bank, importing
from skillmark.platform.quizzes.views import pages
from skillmark.platform.quizzes.vocabulary import Kind, QuestionState
from skillmark.platform.ui.answers import complain
from skillmark.platform.ui.paging import NarrowPaginator


@require_safe
@studio_view(role=pages.WRITERS)
def questions(request: StudioRequest) -> HttpResponse:
    """List the questions of the bank."""
    wanted = {name: request.GET.get(name, "") for name in ("kind", "state", "tag")}
    search = request.GET.get("q", "")
    rows = selectors.questions(
        search=search, sort=request.GET.get("sort", "-changed"), **wanted
    )
    page = NarrowPaginator(rows, pages.PER_PAGE).get_page(request.GET.get("page"))
    states = [("", _("Active")), (QuestionState.ARCHIVED.value, _("Archived"))]
    context = {
        "page": page,
        "wanted": wanted,
        "search": search,
        "any": page.paginator.count or Question.objects.exists(),
        "kinds": Kind.choices,
        "tabs": [
            {
                "href": f"{request.path}?state={state}" if state else request.path,
                "label": label,
                "current": state == wanted["state"],
            }
            for state, label in states
        ],
        "all_url": request.path,
    }
    return pages.draw(request, "quizzes/questions.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@studio_view(role=pages.WRITERS)
def new(request: StudioRequest) -> HttpResponse:
    """Write a question; its kind is chosen first."""
    kind = request.GET.get("kind", "")
    if kind not in Kind.values:
        return pages.draw(request, "quizzes/kinds.html", {"kinds": _kinds()})
    form = _form(request, Kind(kind), None)
    if _saving(request) and form.is_valid() and form.entry is not None:
        try:
            made = bank.create(request.organisation, form.entry, actor=request.user)
        except InvalidError as error:
            form.blame(error)
        else:
            messages.success(request, _("The question is in the bank."))
            return pages.to(request, "question", made.pk)
    return _form_page(request, form, None)


@require_http_methods(["GET", "HEAD", "POST"])
@studio_view(role=pages.WRITERS)
def edit(request: StudioRequest, item_id: UUID) -> HttpResponse:
    """Say anew what a question asks."""
    found = pages.item(item_id)
    if found.state == QuestionState.ARCHIVED:
        messages.info(request, _("This question is archived. Bring it back to change it."))
        return pages.to(request, "question", found.pk)
    entry = selectors.entry_of(found, bank.newest(found))
    form = _form(request, Kind(found.kind), entry)
    if _saving(request) and form.is_valid() and form.entry is not None:
        try:
            bank.edit(found.pk, form.entry, actor=request.user)
        except InvalidError as error:
            form.blame(error)
        else:
            messages.success(request, _("The question is changed."))
            return pages.to(request, "question", found.pk)
    return _form_page(request, form, found)


@require_safe
@studio_view(role=pages.WRITERS)
def question(request: StudioRequest, item_id: UUID) -> HttpResponse:
    """Show one question as learners see it, what is right, and its versions."""
    found = pages.item(item_id)
    versions = selectors.versions(found)
    content = versions[0].content
    context = {
        "question": found,
        "version": versions[0],
        "content": content,
        "shown": answers.shown(content, list(range(content.shuffled))),
        "right": answers.right(content),
        "versions": versions,
    }
    return pages.draw(request, "quizzes/question.html", context)


@require_POST
@studio_view(role=pages.WRITERS)
def archive(request: StudioRequest, item_id: UUID) -> HttpResponse:
    """Draw a question no more."""
    bank.archive(pages.item(item_id).pk, actor=request.user)
    messages.success(request, _("It is drawn no more. “Bring it back” undoes this."))
    return pages.to(request, "question", item_id)


@require_POST
@studio_view(role=pages.WRITERS)
def restore(request: StudioRequest, item_id: UUID) -> HttpResponse:
    """Let a question be drawn again."""
    bank.restore(pages.item(item_id).pk, actor=request.user)
    messages.success(request, _("It can be drawn again."))
    return pages.to(request, "question", item_id)


@require_safe
@never_cache
@studio_view(role=pages.WRITERS)
def export(request: StudioRequest) -> HttpResponse:
    """Send the bank, or what the list shows of it, as a file that can be read in again."""
    wanted = {name: request.GET.get(name, "") for name in ("kind", "state", "tag")}
    rows = selectors.questions(search=request.GET.get("q", ""), sort="title", **wanted)
    text = csv_questions.write(selectors.entries(rows))
    response = HttpResponse("\ufeff" + text, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="quiz-questions.csv"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@studio_view(role=pages.WRITERS)
def upload(request: StudioRequest) -> HttpResponse:
    """Take a file of questions and show what importing it would do."""
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data["file"]
        try:
            made = importing.offer(
                request.organisation,
                sent.name or "quiz-questions.csv",
                sent.read(),
                actor=request.user,
            )
        except QuizError as error:
            form.add_error("file", error.message)
        else:
            return pages.to(request, "question-file", made.pk)
    context = {"form": form, "columns": csv_questions.COLUMNS, "kinds": Kind.choices}
    status = pages.INVALID if request.method == "POST" else 200
    return pages.draw(request, "quizzes/upload.html", context, status=status)


@require_safe
@studio_view(role=pages.WRITERS)
def file(request: StudioRequest, file_id: UUID) -> HttpResponse:
    """Show what importing a file would do, or what it did."""
    found = pages.file(file_id)
    hidden = max(found.counts["problems"] - len(found.problems), 0)
    context = {
        "file": found,
        "nothing": not found.counts["new"] and not found.counts["changed"],
        "hidden": hidden,
    }
    return pages.draw(request, "quizzes/file.html", context)


@require_POST
@studio_view(role=pages.WRITERS)
def start(request: StudioRequest, file_id: UUID) -> HttpResponse:
    """Take the good rows of a file into the bank."""
    found = pages.file(file_id)
    try:
        importing.start(found.pk, actor=request.user)
    except QuizError as error:
        complain(request, error)
        return pages.to(request, "question-file", found.pk)
    messages.success(request, _("The questions are in the bank."))
    return pages.to(request, "questions")


@require_POST
@studio_view(role=pages.WRITERS)
def discard(request: StudioRequest, file_id: UUID) -> HttpResponse:
    """Throw a file away."""
    found = pages.file(file_id)
    try:
        importing.discard(found.pk)
    except QuizError as error:
        complain(request, error)
        return pages.to(request, "question-file", found.pk)
    messages.success(request, _("The file is gone. Nothing was imported from it."))
    return pages.to(request, "questions")


def _form(request: StudioRequest, kind: Kind, entry: Entry | None) -> QuestionForm:
    choices = pages.achievements()
    if entry and entry.achievement and entry.achievement not in dict(choices):
        choices.append((entry.achievement, _("An achievement that is not awarded now")))
    data = request.POST if request.method == "POST" else None
    return QuestionForm(data, kind=kind, achievements=choices, entry=entry)


def _saving(request: StudioRequest) -> bool:
    return request.method == "POST" and request.POST.get("step", "save") == "save"


def _form_page(
    request: StudioRequest, form: QuestionForm, found: Question | None
) -> HttpResponse:
    saving = _saving(request)
    if form.has_rows and not saving and (form.is_bound or found is not None):
        form.more_rows()
    context: dict[str, Any] = {
        "form": form,
        "kind": form.kind,
        "item": found,
        "asked": found is not None and bank.newest(found).first_asked_at is not None,
    }
    status = pages.INVALID if saving else 200
    return pages.draw(request, "quizzes/question_form.html", context, status=status)


def _kinds() -> list[tuple[str, str, str]]:
    """Return each kind, what it is called, and what a learner does."""
    about = {
        Kind.SINGLE: _("Learners choose one option."),
        Kind.MULTIPLE: _("Learners choose every option that is right."),
        Kind.TRUE_FALSE: _("Learners say whether a statement is true."),
        Kind.NUMERIC: _("Learners write a number; a tolerance is possible."),
        Kind.TEXT: _("Learners write a word or two; you say which answers count."),
        Kind.ORDERING: _("Learners put items in order."),
        Kind.MATCHING: _("Learners say what belongs to what."),
    }
    return [(kind.value, str(kind.label), words) for kind, words in about.items()]
