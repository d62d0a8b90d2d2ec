"""Modules and materials: added, changed, put in order, removed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Self
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from skillmark.platform.catalog.content.reader import Reader, is_web_address
from skillmark.platform.events.changes import record
from skillmark.platform.programmes.errors import InvalidError, StateError
from skillmark.platform.programmes.files import Taken
from skillmark.platform.programmes.models import (
    Material,
    MaterialFile,
    Module,
    ModuleProgress,
    Programme,
    Unit,
)
from skillmark.platform.programmes.models.contents import MAX_TITLE, MAX_URL
from skillmark.platform.programmes.services.offers import held
from skillmark.platform.programmes.terms import MAX_DESCRIPTION, Part
from skillmark.platform.programmes.vocabulary import MaterialKind, State

MAX_MODULES: Final = 100
MAX_MATERIALS: Final = 50  # of one module
UP: Final = "up"


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """What a material is. A file's bytes come beside it."""

    kind: MaterialKind
    title: str
    body: str = ""
    url: str = ""

    @classmethod
    def parse(cls, raw: Mapping[str, object]) -> Self:
        """Return what `raw` says, by field name.

        Raises:
            InvalidError: with a sentence for each field that cannot be taken.
        """
        read = Reader(raw)
        kind = MaterialKind(read.choice("kind", MaterialKind.values, MaterialKind.TEXT))
        found = cls(
            kind=kind,
            title=read.line("title", MAX_TITLE, required=True),
            body=read.block("body", MAX_DESCRIPTION),
            url=read.text("url").strip()
            if kind in {MaterialKind.LINK, MaterialKind.VIDEO}
            else "",
        )
        if kind == MaterialKind.TEXT and not found.body:
            read.problems["body"] = _("Write the text.")
        if kind in {MaterialKind.LINK, MaterialKind.VIDEO} and (
            not is_web_address(found.url) or len(found.url) > MAX_URL
        ):
            words = _("Write an address that begins with https:// or http://.")
            read.problems["url"] = words
        if read.problems:
            raise InvalidError(read.problems)
        return found


def add_module(
    programme_id: UUID, part: Part, *, unit_id: UUID | None = None, actor: object
) -> Module:
    """Add a module at the end.

    Raises:
        StateError: the programme is archived, or has as many as it can.
    """
    with transaction.atomic():
        programme = _open(programme_id)
        there = Module.objects.filter(programme=programme)
        if there.count() >= MAX_MODULES:
            raise StateError(_("A programme has at most %(n)d modules.") % {"n": MAX_MODULES})
        last = there.aggregate(last=Max("position"))["last"]
        module: Module = Module.objects.create(
            organisation_id=programme.organisation_id,
            programme=programme,
            unit=_unit(programme, unit_id),
            position=0 if last is None else last + 1,
            **part.to_row(),
        )
        _record(programme, actor, after={"module": module.title, "action": "added"})
    return module


def change_module(
    module_id: UUID, part: Part, *, unit_id: UUID | None = None, actor: object
) -> Module:
    """Change what a module says.

    Raises:
        StateError: the programme is archived.
    """
    with transaction.atomic():
        module = _module(module_id)
        for name, value in part.to_row().items():
            setattr(module, name, value)
        module.unit = _unit(module.programme, unit_id)
        module.save()
        _record(module.programme, actor, after={"module": module.title, "action": "changed"})
    return module


def move_module(module_id: UUID, way: str, *, actor: object) -> Module:
    """Put a module one place up or down; at the end of the list nothing happens."""
    with transaction.atomic():
        module = _module(module_id)
        rows = list(
            Module.objects.filter(programme=module.programme).order_by("position", "id")
        )
        if _swap(rows, module, way):
            Module.objects.bulk_update(rows, ["position"])
            _record(module.programme, actor, after={"module": module.title, "action": "moved"})
    return module


def remove_module(module_id: UUID, *, actor: object) -> Programme:
    """Remove a module with its materials; who has ticked it off loses the tick."""
    with transaction.atomic():
        module = _module(module_id)
        programme: Programme = module.programme
        done = ModuleProgress.objects.filter(module=module).count()
        _record(
            programme,
            actor,
            before={"module": module.title, "count": done},
            after={"action": "removed"},
        )
        module.delete()
    return programme


def add_material(
    module_id: UUID, thing: Thing, *, file: Taken | None = None, actor: object
) -> Material:
    """Add a material at the end of a module.

    Raises:
        StateError: the programme is archived, or the module has as many as it can.
        InvalidError: a file without bytes.
    """
    with transaction.atomic():
        module = _module(module_id)
        there = Material.objects.filter(module=module)
        if there.count() >= MAX_MATERIALS:
            words = _("A module has at most %(n)d materials.") % {"n": MAX_MATERIALS}
            raise StateError(words)
        last = there.aggregate(last=Max("position"))["last"]
        material = Material(
            organisation_id=module.organisation_id,
            module=module,
            position=0 if last is None else last + 1,
        )
        _fill(material, thing, file)
        facts = {"material": material.title, "kind": material.kind}
        if material.sha256:
            facts["sha256"] = material.sha256
        _record(module.programme, actor, after=facts | {"action": "added"})
    return material


def change_material(
    material_id: UUID, thing: Thing, *, file: Taken | None = None, actor: object
) -> Material:
    """Change a material; without a new file the old one stays.

    Raises:
        StateError: the programme is archived.
        InvalidError: a file without bytes.
    """
    with transaction.atomic():
        material = _material(material_id)
        before = {"material": material.title, "sha256": material.sha256}
        _fill(material, thing, file)
        after = {"material": material.title, "sha256": material.sha256, "action": "changed"}
        _record(material.module.programme, actor, before=before, after=after)
    return material


def move_material(material_id: UUID, way: str, *, actor: object) -> Material:
    """Put a material one place up or down in its module."""
    with transaction.atomic():
        material = _material(material_id)
        rows = list(Material.objects.filter(module=material.module).order_by("position", "id"))
        if _swap(rows, material, way):
            Material.objects.bulk_update(rows, ["position"])
            facts = {"material": material.title, "action": "moved"}
            _record(material.module.programme, actor, after=facts)
    return material


def remove_material(material_id: UUID, *, actor: object) -> Module:
    """Remove a material, with its file."""
    with transaction.atomic():
        material = _material(material_id)
        module: Module = material.module
        before = {"material": material.title, "sha256": material.sha256}
        _record(module.programme, actor, before=before, after={"action": "removed"})
        material.delete()
    return module


def _fill(material: Material, thing: Thing, file: Taken | None) -> None:
    """Write what a material is, and its file beside it."""
    is_file = thing.kind == MaterialKind.FILE
    if is_file and file is None and not material.sha256:
        raise InvalidError({"file": _("Choose a file.")})
    material.kind, material.title = thing.kind, thing.title
    material.body, material.url = thing.body, thing.url
    if not is_file:
        material.file_name = material.media_type = material.sha256 = ""
        material.size = 0
    elif file is not None:
        material.file_name, material.media_type = file.name, file.media_type
        material.size, material.sha256 = len(file.data), file.sha256
    material.save()
    rows = MaterialFile.objects.filter(material=material)
    if not is_file:
        rows.delete()
    elif file is not None:
        MaterialFile.objects.update_or_create(
            material=material,
            defaults={"organisation_id": material.organisation_id, "data": file.data},
        )


def _swap(rows: list[Any], moved: Any, way: str) -> bool:
    """Exchange a row with the one above or below it, and number all anew."""
    place = next(n for n, row in enumerate(rows) if row.pk == moved.pk)
    other = place - 1 if way == UP else place + 1
    if not 0 <= other < len(rows):
        return False
    rows[place], rows[other] = rows[other], rows[place]
    for position, row in enumerate(rows):
        row.position = position
    return True


def _open(programme_id: UUID) -> Programme:
    programme = held(programme_id)
    if programme.state == State.ARCHIVED:
        raise StateError(_("This programme is archived. Bring it back to change it."))
    return programme


def _module(module_id: UUID) -> Module:
    module: Module = Module.objects.select_related("programme").get(pk=module_id)
    _open(module.programme_id)
    return module


def _material(material_id: UUID) -> Material:
    rows = Material.objects.select_related("module__programme")
    material: Material = rows.get(pk=material_id)
    _open(material.module.programme_id)
    return material


def _unit(programme: Programme, unit_id: UUID | None) -> Unit | None:
    if unit_id is None:
        return None
    found: Unit | None = Unit.objects.filter(programme=programme, pk=unit_id).first()
    if found is None:
        raise InvalidError({"unit": _("Choose a unit of this programme.")})
    return found


def _record(
    programme: Programme,
    actor: object,
    *,
    after: dict[str, Any],
    before: dict[str, Any] | None = None,
) -> None:
    record(
        "programme.contents_changed",
        programme,
        actor=actor,
        label=programme.title,
        before=before,
        after=after,
    )
