"""Every act the code records is called by words that can be translated."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import translation

import skillmark.platform
from skillmark.core.audit import Fault, Finding
from skillmark.core.errors import SkillmarkError
from skillmark.platform.events import acts

ROOT = Path(skillmark.platform.__path__[0])
ACTION = re.compile(r"[a-z_]+\.[a-z_]+")
NO_ACT = {  # texts of the same shape
    "assessment.tell_assessors",
    "blockcerts.export",
    *("key.active", "key.retired", "key.revoked"),
    *("key.expired", "key.retired_later", "key.revoked_before", "key.revoked_later"),
    *("key.revoked_too_near", "key.revoked_unproven", "key.time_unproven"),
    "mail.content",
    "skills.csv",
    "skills.import",
}


def recorded() -> Iterator[tuple[str, str]]:
    """Yield every text of the code that is spelt like an act, with the file it stands in."""
    for path in ROOT.rglob("*.py"):
        if {"migrations", "demo"} & set(path.parts) or path.name in {"acts.py", "problems.py"}:
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                noun = node.value.partition(".")[0]
                if ACTION.fullmatch(node.value) and noun in acts.NOUNS:
                    yield node.value, str(path.relative_to(ROOT))


def _codes(error: type[SkillmarkError]) -> Iterator[str]:
    yield error.code
    for kind in error.__subclasses__():
        yield from _codes(kind)


def test_every_recorded_act_has_words() -> None:
    others = NO_ACT | set(_codes(SkillmarkError))
    missing = {one for one in recorded() if one[0] not in acts.ACTS and one[0] not in others}
    assert not missing


def test_every_act_belongs_to_a_group() -> None:
    assert {act.partition(".")[0] for act in acts.ACTS} == set(acts.NOUNS)


def test_the_test_finds_what_is_recorded() -> None:
    found = {act for act, _where in recorded()}
    assert {"key.backed_up", "credential.issued", "organisation.changed"} <= found


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("achievement.published", "Achievement published"),
        ("thing.looked_at", "Thing looked at"),
        ("", ""),
    ],
)
def test_what_is_unknown_reads_as_it_is_written(name: str, words: str) -> None:
    assert acts.act(name) == words


@pytest.mark.parametrize("fault", Fault)
def test_every_fault_is_said_in_a_sentence_that_names_the_entry(fault: Fault) -> None:
    with translation.override("en"):
        finding = Finding(7, fault)
        assert acts.found(finding) == finding.sentence
