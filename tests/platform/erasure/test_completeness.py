"""A new model, or a new column of text, cannot be forgotten: each has an eraser or a word why not."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db.models import Field, Model

from skillmark.platform.events.erasure import Part, parts

TEXTS = {
    "BinaryField",
    "CharField",
    "FileField",
    "GenericIPAddressField",
    "JSONField",
    "SlugField",
    "TextField",
}
LIST = Path(__file__).with_name("nothing_of_a_person.txt")
"""Columns of text that hold nothing of a learner, one a line; whoever adds one has thought of it."""


def texts(model: type[Model]) -> set[str]:
    """Return the columns of a model that can hold somebody's words."""
    fields: tuple[Field[Any, Any], ...] = model._meta.concrete_fields
    return {one.name for one in fields if one.get_internal_type() in TEXTS and not one.choices}


def by_model() -> dict[str, list[Part]]:
    found: dict[str, list[Part]] = {}
    for part in parts():
        found.setdefault(part.model, []).append(part)
    return found


def open_columns(models: list[type[Model]], erased: dict[str, list[Part]]) -> Iterator[str]:
    """Yield the columns that no part speaks of."""
    for model in models:
        label = model._meta.label
        for column in sorted(texts(model)):
            own = erased.get(label, [])
            if not any(_speaks_of(part, column) for part in own):
                yield f"{label}.{column}"


def _speaks_of(part: Part, column: str) -> bool:
    goes = not part.blank and part.work is None
    return goes or column in part.blank or column in part.keeps or not part.blank


def listed() -> set[str]:
    lines = LIST.read_text("utf-8").splitlines()
    return {line.strip() for line in lines if line.strip() and not line.startswith("#")}


def test_every_column_of_text_has_an_eraser_or_stands_in_the_list() -> None:
    found = set(open_columns(list(apps.get_models()), by_model()))
    assert found - listed() == set(), (
        "write an eraser, or say that it holds nothing of a person"
    )
    assert listed() - found == set(), "these are gone, or have an eraser by now"


def test_whoever_points_to_a_person_has_an_eraser() -> None:
    from skillmark.platform.people.models import Person

    erased = by_model()
    for model in apps.get_models():
        for one in model._meta.concrete_fields:
            if one.remote_field is not None and one.remote_field.model is Person:
                assert model._meta.label in erased, model._meta.label


def test_every_part_names_a_model_and_columns_that_are_there() -> None:
    for part in parts():
        model = apps.get_model(part.model)
        known = {one.name for one in model._meta.concrete_fields}
        assert {*part.blank, *part.keeps, *part.says} <= known, part.key
        assert not {*part.blank} & part.keeps, part.key


@pytest.mark.parametrize("forgotten", ["issuing.Award", "assessment.Evidence", "people.User"])
def test_the_walk_finds_what_is_forgotten(forgotten: str) -> None:
    without = {label: own for label, own in by_model().items() if label != forgotten}
    found = set(open_columns([apps.get_model(forgotten)], without))
    assert found
    assert found & listed() == set()
