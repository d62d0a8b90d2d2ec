"""What a programme leads to and what is in it: achievements, modules, materials in the console."""

import re
from collections.abc import Callable
from functools import partial
from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from skillmark.platform.catalog import selectors as catalog
from skillmark.platform.orgs.access import StudioRequest, studio_view
from skillmark.platform.orgs.models import Role
from skillmark.platform.programmes import files, selectors
from skillmark.platform.programmes.errors import InvalidError, ProgrammeError
from skillmark.platform.programmes.forms import AchievementForm, MaterialForm, ModuleForm
from skillmark.platform.programmes.models import Material, MaterialFile, Module, Programme
from skillmark.platform.programmes.services import contents, offers
from skillmark.platform.programmes.views import pages
from skillmark.platform.programmes.vocabulary import UnitRole
from skillmark.platform.ui.answers import blame, complain

_ID: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
WAYS: Final = ("up", "down")


@require_http_methods(["GET", "HEAD", "POST"])
@studio_view(role=pages.WRITERS)
def achievements(request: StudioRequest, programme_id: UUID) -> HttpResponse:
    """Say what a programme leads to, one act at a time: add, put in order, take out."""
    found = pages.found(programme_id)
    own = [(str(one.achievement_id), one.name) for one in catalog.issuable()[:500]]
    act, _hyphen, named = request.POST.get("act", "").partition("-")
    form = AchievementForm(request.POST if act == "add" else None, own=own)
    if request.method == "POST":
        lists = _Lists(found)
        done = lists.add(form) if act == "add" else lists.turn(act, named)
        if done and _kept(request, found, lists, form):
            return pages.to(request, "achievements", found.pk)
    units, before = selectors.units_of(found), selectors.prerequisites_of(found)
    context = {
        "programme": found,
        "form": form,
        "units": [one for one in units if not one.is_final],
        "final": next((one for one in units if one.is_final), None),
        "prerequisites": before,
        "has_own": bool(own),
    }
    status = pages.INVALID if request.method == "POST" else 200
    return pages.draw(request, "programmes/achievements.html", context, status=status)


class _Lists:
    """The achievements of a programme as lists of ids that an act changes."""

    def __init__(self, programme: Programme) -> None:
        units = selectors.units_of(programme)
        self.units = [one.achievement.pk for one in units if not one.is_final]
        self.final = next((one.achievement.pk for one in units if one.is_final), None)
        self.before = [one.achievement.pk for one in selectors.prerequisites_of(programme)]

    def add(self, form: AchievementForm) -> bool:
        """Add what the form names; False when it names nothing."""
        if not form.is_valid():
            return False
        said = form.cleaned_data["own"] or form.cleaned_data["other"]
        ids = _ID.findall(said)
        if not ids:
            form.add_error("other", _("There is no achievement at this address."))
            return False
        some_id, role = UUID(ids[-1]), form.cleaned_data["role"]
        if role == UnitRole.FINAL:
            self.final = some_id
        else:
            (self.units if role == UnitRole.UNIT else self.before).append(some_id)
        return True

    def turn(self, act: str, named: str) -> bool:
        """Move or take out one; False when the act or the id is none that is known."""
        if not _ID.fullmatch(named) or act not in {*WAYS, "remove"}:
            return False
        some_id = UUID(named)
        if act == "remove":
            self.units = [one for one in self.units if one != some_id]
            self.before = [one for one in self.before if one != some_id]
            self.final = None if self.final == some_id else self.final
            return True
        if some_id not in self.units:
            return False
        place = self.units.index(some_id)
        other = place - 1 if act == "up" else place + 1
        if 0 <= other < len(self.units):
            pair = self.units[place], self.units[other]
            self.units[other], self.units[place] = pair
        return True


def _kept(
    request: StudioRequest, found: Programme, lists: _Lists, form: AchievementForm
) -> bool:
    try:
        offers.set_achievements(
            found.pk,
            units=lists.units,
            final=lists.final,
            prerequisites=lists.before,
            actor=request.user,
        )
    except InvalidError as error:
        if form.is_bound:
            for words in error.problems.values():
                form.add_error(None, words)
        else:
            complain(request, error)
        return False
    except ProgrammeError as error:
        complain(request, error)
        return False
    return True


@require_http_methods(["GET", "HEAD", "POST"])
@studio_view(role=pages.WRITERS)
def new_module(request: StudioRequest, programme_id: UUID) -> HttpResponse:
    """Add a module."""
    found = pages.found(programme_id)
    form = ModuleForm(request.POST or None, units=selectors.units_of(found))
    if form.is_bound and form.is_valid():
        unit = form.cleaned_data["unit"]
        try:
            made = contents.add_module(
                found.pk,
                form.terms,
                unit_id=UUID(unit) if unit else None,
                actor=request.user,
            )
        except ProgrammeError as error:
            blame(form, error)
        else:
            return pages.to(request, "module", made.pk)
    return _module_form(request, form, found, None)


@require_safe
@studio_view(role=Role.VIEWER)
def module(request: StudioRequest, module_id: UUID) -> HttpResponse:
    """Show a module with its materials."""
    found = pages.module(module_id)
    rows = selectors.materials_of([found])[found.pk]
    context = {"module": found, "programme": found.programme, "materials": rows}
    return pages.draw(request, "programmes/module.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@studio_view(role=pages.WRITERS)
def edit_module(request: StudioRequest, module_id: UUID) -> HttpResponse:
    """Change what a module says."""
    found = pages.module(module_id)
    units = selectors.units_of(found.programme)
    form = ModuleForm(request.POST or None, units=units, module=found)
    if form.is_bound and form.is_valid():
        unit = form.cleaned_data["unit"]
        try:
            contents.change_module(
                found.pk,
                form.terms,
                unit_id=UUID(unit) if unit else None,
                actor=request.user,
            )
        except ProgrammeError as error:
            blame(form, error)
        else:
            messages.success(request, _("The module is changed."))
            return pages.to(request, "module", found.pk)
    return _module_form(request, form, found.programme, found)


@require_POST
@studio_view(role=pages.WRITERS)
def turn_module(request: StudioRequest, module_id: UUID) -> HttpResponse:
    """Put a module up or down, or remove it: ``act`` is ``up``, ``down`` or ``remove``."""
    found = pages.module(module_id)
    _turned(
        request,
        remove=partial(contents.remove_module, found.pk, actor=request.user),
        move=partial(contents.move_module, found.pk, actor=request.user),
        removed=_("The module is removed."),
    )
    return pages.to(request, "programme", found.programme_id)


@require_http_methods(["GET", "HEAD", "POST"])
@studio_view(role=pages.WRITERS)
def new_material(request: StudioRequest, module_id: UUID) -> HttpResponse:
    """Add a material to a module."""
    found = pages.module(module_id)
    form = MaterialForm(request.POST or None, request.FILES or None)
    if form.is_bound and form.is_valid():
        try:
            contents.add_material(found.pk, form.terms, file=form.taken, actor=request.user)
        except ProgrammeError as error:
            blame(form, error)
        else:
            return pages.to(request, "module", found.pk)
    return _material_form(request, form, found, None)


@require_http_methods(["GET", "HEAD", "POST"])
@studio_view(role=pages.WRITERS)
def edit_material(request: StudioRequest, material_id: UUID) -> HttpResponse:
    """Change a material."""
    found = pages.material(material_id)
    form = MaterialForm(request.POST or None, request.FILES or None, material=found)
    if form.is_bound and form.is_valid():
        try:
            contents.change_material(found.pk, form.terms, file=form.taken, actor=request.user)
        except ProgrammeError as error:
            blame(form, error)
        else:
            messages.success(request, _("The material is changed."))
            return pages.to(request, "module", found.module_id)
    return _material_form(request, form, found.module, found)


@require_POST
@studio_view(role=pages.WRITERS)
def turn_material(request: StudioRequest, material_id: UUID) -> HttpResponse:
    """Put a material up or down, or remove it: ``act`` is ``up``, ``down`` or ``remove``."""
    found = pages.material(material_id)
    _turned(
        request,
        remove=partial(contents.remove_material, found.pk, actor=request.user),
        move=partial(contents.move_material, found.pk, actor=request.user),
        removed=_("The material is removed."),
    )
    return pages.to(request, "module", found.module_id)


@require_safe
@csp_override(files.POLICY)
@studio_view(role=Role.VIEWER)
def material_file(_request: StudioRequest, material_id: UUID) -> HttpResponse:
    """Hand out a file as a download."""
    found = pages.material(material_id)
    stored = MaterialFile.objects.filter(material=found).first()
    if stored is None:
        raise Http404
    return files.download(found.file_name, found.media_type, bytes(stored.data), found.sha256)


def _module_form(
    request: StudioRequest, form: ModuleForm, programme: Programme, found: Module | None
) -> HttpResponse:
    context = {"form": form, "programme": programme, "module": found}
    status = pages.INVALID if form.is_bound else 200
    return pages.draw(request, "programmes/module_form.html", context, status=status)


def _material_form(
    request: StudioRequest, form: MaterialForm, module: Module, found: Material | None
) -> HttpResponse:
    context = {
        "form": form,
        "programme": module.programme,
        "module": module,
        "material": found,
    }
    status = pages.INVALID if form.is_bound else 200
    return pages.draw(request, "programmes/material_form.html", context, status=status)


def _turned(
    request: StudioRequest,
    *,
    remove: Callable[[], object],
    move: Callable[[str], object],
    removed: str,
) -> None:
    """Do what ``act`` asks for: ``up``, ``down`` or ``remove``."""
    act = request.POST.get("act", "")
    try:
        if act == "remove":
            remove()
            messages.success(request, removed)
        elif act in WAYS:
            move(act)
    except ProgrammeError as error:
        complain(request, error)
