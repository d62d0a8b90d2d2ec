"""The house rules a reader relies on: short files, short functions, telling names, stable codes."""

import ast
import importlib
import pkgutil
from collections import Counter
from pathlib import Path

import skillmark
from skillmark.core.errors import SkillmarkError

ROOT = Path(__file__).resolve().parents[2]
MODULES = sorted(
    path
    for folder in ("src", "tests", "benchmarks", "tools")
    for path in (ROOT / folder).rglob("*.py")
    if "migrations" not in path.parts and "node_modules" not in path.parts
)
VAGUE = {"utils", "helpers", "common", "misc", "util", "helper"}


def test_no_file_is_longer_than_one_sitting() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for path in MODULES
        if (lines := len(path.read_text().splitlines())) > 400
    }
    assert not long


def test_no_function_is_longer_than_a_screen() -> None:
    long = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno + 1 > 50
    ]
    assert not long


def test_no_name_says_nothing() -> None:
    assert not [path for path in MODULES if VAGUE & {*path.parts, path.stem}]


def test_every_module_says_what_it_is_for() -> None:
    silent = [
        path
        for path in MODULES
        if path.stat().st_size > 0 and not ast.get_docstring(ast.parse(path.read_text()))
    ]
    assert not silent


def every_error() -> list[type[SkillmarkError]]:
    """Return the classes of the whole error tree."""
    for module in pkgutil.walk_packages(skillmark.__path__, "skillmark."):
        if not module.name.startswith(("skillmark.platform", "skillmark.cli.platform")):
            importlib.import_module(module.name)
    found: list[type[SkillmarkError]] = []
    queue = [SkillmarkError]
    while queue:
        error = queue.pop()
        found.append(error)
        queue.extend(error.__subclasses__())
    return [error for error in found if error.__module__.startswith("skillmark.")]


def test_every_error_has_a_code_of_its_own() -> None:
    codes = Counter(
        error.__dict__["code"] for error in set(every_error()) if "code" in error.__dict__
    )
    assert not [code for code, count in codes.items() if count > 1]


def test_no_error_hides_behind_the_root_code() -> None:
    assert not [
        error.__name__
        for error in every_error()
        if error is not SkillmarkError and error.code == SkillmarkError.code
    ]
