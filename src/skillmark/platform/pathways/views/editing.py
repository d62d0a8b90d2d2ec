"""The console's pages that write a pathway: what it says, and its rule node by node or as JSON."""

import json
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from skillmark.core import jsonio
from skillmark.core.errors import SkillmarkError
from skillmark.core.jsonio import JsonError
from skillmark.platform.orgs.access import StudioRequest, studio_view
from skillmark.platform.pathways import checks, diagram, rule_edit, rules, selectors, words
from skillmark.platform.pathways.forms import AddForm, JsonForm, NodeForm, PathwayForm
from skillmark.platform.pathways.models import Pathway, PathwayVersion
from skillmark.platform.pathways.services import drafting
from skillmark.platform.pathways.views import pages

_REFUSED: Final = 422


@require_http_methods(["GET", "HEAD", "POST"])
@studio_view(role=pages.WRITERS)
def new(request: StudioRequest) -> HttpResponse:
    """Begin a pathway."""
    form = PathwayForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = drafting.create(request.organisation, form.content(), actor=request.user)
        messages.success(request, _("The pathway is begun. Now say what adds up to it."))
        return redirect(pages.url(request, made.pathway, "rule"))
    context = {"form": form, "title": _("New pathway")}
    status = _REFUSED if request.method == "POST" else 200
    return pages.draw(request, "pathways/form.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@studio_view(role=pages.WRITERS)
def edit(request: StudioRequest, pathway_id: UUID) -> HttpResponse:
    """Change what the draft says, or begin the next one."""
    found = pages.found(pathway_id)
    form = PathwayForm(request.POST or None, version=selectors.shown(found))
    if request.method == "POST" and form.is_valid():
        try:
            drafting.edit(found, form.content(), actor=request.user)
        except SkillmarkError as error:
            messages.error(request, error.message)
        else:
            messages.success(request, _("Saved in the draft."))
        return redirect(pages.url(request, found))
    context = {"form": form, "title": found.name, "pathway": found}
    status = _REFUSED if request.method == "POST" else 200
    return pages.draw(request, "pathways/form.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@studio_view(role=pages.WRITERS)
def rule(request: StudioRequest, pathway_id: UUID) -> HttpResponse:
    """Show the rule as a tree of nodes, and change one node at a time."""
    found = pages.found(pathway_id)
    version = selectors.shown(found)
    pointer = request.POST.get("node") or request.GET.get("node", "")
    form = _node_form(request, version, pointer)
    if request.method == "POST":
        try:
            done = _act(request, found, version, pointer, form)
        except SkillmarkError as error:
            messages.error(request, error.message)
            return redirect(pages.url(request, found, "rule"))
        if done:
            return redirect(f"{pages.url(request, found, 'rule')}#rule")
    return _rule_page(request, found, version, pointer, form)


@require_http_methods(["GET", "HEAD", "POST"])
@studio_view(role=pages.WRITERS)
def rule_json(request: StudioRequest, pathway_id: UUID) -> HttpResponse:
    """Show the rule as JSON, and take another text of it; each problem with its place."""
    found = pages.found(pathway_id)
    version = selectors.shown(found)
    text = json.dumps(version.rule, indent=2, ensure_ascii=False)
    form = JsonForm(request.POST or None, initial={"text": text})
    problems = checks.rule_problems(version.rule)
    status = 200
    if request.method == "POST":
        status = _REFUSED
        if form.is_valid():
            try:
                document = jsonio.load_object(form.cleaned_data["text"].encode())
                drafting.set_rule(found, document, actor=request.user)
            except JsonError as error:
                form.add_error("text", _place(form.cleaned_data["text"], error))
            except SkillmarkError as error:
                form.add_error(None, error.message)
            else:
                problems = checks.rule_problems(document)
                if not problems:
                    messages.success(request, _("Saved in the draft."))
                    return redirect(pages.url(request, found, "rule"))
                messages.warning(request, _("Saved in the draft, with problems."))
                return redirect(pages.url(request, found, "rule-json"))
    context = {"pathway": found, "version": version, "form": form, "problems": problems}
    return pages.draw(request, "pathways/rule_json.html", context, status=status)


def _act(
    request: StudioRequest,
    found: Pathway,
    version: PathwayVersion,
    pointer: str,
    form: NodeForm | None,
) -> bool:
    """Do what the editor asks; False when a form has to be shown again."""
    document = version.rule or rules.EMPTY
    act = request.POST.get("act", "")
    if act == "save":
        if form is None or not form.is_valid():
            return False
        changed = rule_edit.put(document, pointer, form.to_node())
    elif act == "remove":
        changed = rule_edit.remove(document, pointer)
    elif act in {"up", "down"}:
        changed = rule_edit.move(document, pointer, -1 if act == "up" else 1)
    elif act == "add":
        adding = AddForm(request.POST)
        if not adding.is_valid():
            messages.error(request, _("Choose what to add."))
            return True
        changed = rule_edit.add(document, pointer, adding.node())
    else:
        return True
    drafting.set_rule(found, changed, actor=request.user)
    return True


def _node_form(
    request: StudioRequest, version: PathwayVersion, pointer: str
) -> NodeForm | None:
    if not pointer:
        return None
    try:
        node = rule_edit.node_at(version.rule, pointer)
    except SkillmarkError:
        return None
    sent = request.method == "POST" and request.POST.get("act") == "save"
    return NodeForm(request.POST if sent else None, node=node)


def _rule_page(
    request: StudioRequest,
    found: Pathway,
    version: PathwayVersion,
    pointer: str,
    form: NodeForm | None,
) -> HttpResponse:
    problems = checks.rule_problems(version.rule)
    names = words.names_of(rule_edit.achievements(version.rule))
    lines = [] if problems else words.lines(rules.draft_rule(version.rule))
    context: dict[str, Any] = {
        "pathway": found,
        "version": version,
        "tree": rule_edit.tree(
            version.rule, [*problems, *checks.warnings(version.rule)], names
        ),
        "problems": problems,
        "editing": pointer,
        "form": form,
        "adding": AddForm(auto_id=False),
        "lines": lines,
        "picture": diagram.svg(version.name, lines, name="rule") if lines else "",
        "rule_url": reverse("pathways:rule", args=[request.organisation.slug, found.pk]),
    }
    status = _REFUSED if form is not None and form.is_bound else 200
    return pages.draw(request, "pathways/rule.html", context, status=status)


def _place(text: str, error: JsonError) -> str:
    """Return what is wrong with a text, with line and column where the reader knows them."""
    try:
        json.loads(text)
    except json.JSONDecodeError as where:
        return _("Line %(line)d, column %(column)d: %(reason)s.") % {
            "line": where.lineno,
            "column": where.colno,
            "reason": where.msg,
        }
    except (RecursionError, ValueError):  # too deep, or a number of very many digits
        pass
    return error.message
