"""Which layout files of skills have, and reading them as one framework."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from skillmark.platform.skills.errors import FileEmptyError, FileUnreadableError
from skillmark.platform.skills.reading import case, cells, esco, onet, own
from skillmark.platform.skills.reading.entry import Facts, Package, Problem, Source

LAYOUTS: Final = {
    "esco": "ESCO",
    "onet": "O*NET",
    "case": "CASE",
    "table": "CSV",
}
"""Each layout with the name that people know it by."""


def read(sources: Sequence[Source], at: date, *, language: str = "") -> Package:
    """Read files as one framework.

    Args:
        sources: one file, or the files of a folder; what is no skills file of the layout that
            the others have is passed over and named.
        at: today.
        language: of the texts; what the file name or the file tells if not given.

    Raises:
        FileUnreadableError: none of the files is in a known layout, or they differ in layout.
        FileTooLargeError: a file is larger than any that is read.
        FileEmptyError: there is not one skill in them.
    """
    package: Package | None = None
    passed: list[Problem] = []
    for source in sources:
        try:
            package = _one(source, at, package)
        except FileUnreadableError as error:
            if len(sources) == 1:
                raise
            passed.append(Problem(source.name, 0, "file_passed_over", error.message))
    if package is None:
        raise FileUnreadableError("None of these files is a skills framework that is known.")
    for problem in passed:
        package.note(problem)
    if not package.entries:
        first = package.problems[0].message if package.problems else ""
        raise FileEmptyError(f"There is no skill in this file. {first}".strip())
    if language:
        package.facts = replace(package.facts, language=language)
    return package


def _one(source: Source, at: date, package: Package | None) -> Package:
    if source.data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in {b"{", b"["}:
        return _only(package, case.read(source, at), source)
    table = cells.table(source)
    header = frozenset(table.header)
    if esco.fits(header):
        facts = replace(esco.FACTS, language=esco.language_of(source.name))
        target = _into(package, "esco", facts, source)
        esco.read(table, source.name, target)
    elif onet.part(header):
        target = _into(package, "onet", onet.FACTS, source)
        onet.read(table, source.name, target)
    elif "label" in own.columns_of(table.header):
        target = _into(package, "table", Facts(), source)
        own.read(table, source.name, target)
    else:
        raise FileUnreadableError(
            f"{source.name} has none of the columns that a list of skills needs. The simplest"
            f" header is: {own.EXAMPLE}.",
            file=source.name,
        )
    return target


def _into(package: Package | None, layout: str, facts: Facts, source: Source) -> Package:
    return (
        _only(package, Package(layout, facts), source)
        if package is None
        else _same(package, layout, source)
    )


def _only(package: Package | None, found: Package, source: Source) -> Package:
    return found if package is None else _same(package, found.layout, source, whole=True)


def _same(package: Package, layout: str, source: Source, *, whole: bool = False) -> Package:
    if whole or package.layout != layout:
        raise FileUnreadableError(
            f"{source.name} belongs to another framework than the files before it.",
            file=source.name,
        )
    return package
