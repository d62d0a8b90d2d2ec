"""ESCO: the official download (``skills_en.csv``) and the joined layout with ``searchText``.

The download of the European Commission has one file of skills a language, with the columns named
in `OFFICIAL`; ``altLabels`` and ``hiddenLabels`` stand one a line. The joined layout has other
names of a skill divided by ``|`` and a ``searchText`` of label, other names and description run
together. There an alternative is taken only if the text of its own row has it too: copies are
known whose other names stand one row off.
"""

import re
from typing import Final

from skillmark.platform.skills.reading.cells import Cells
from skillmark.platform.skills.reading.entry import Entry, Facts, Gatherer, Package, Problem
from skillmark.platform.skills.vocabulary import Kind

OFFICIAL: Final = frozenset({"conceptUri", "preferredLabel", "altLabels", "description"})
JOINED: Final = frozenset({"uri", "preferredLabel", "altLabels", "searchText"})
FACTS: Final = Facts(
    key="esco",
    name="ESCO",
    publisher="European Commission",
    licence="Reuse permitted with attribution (Commission Decision 2011/833/EU)",
    licence_url="https://eur-lex.europa.eu/eli/dec/2011/833/oj",
    attribution="This service uses the ESCO classification of the European Commission.",
    source_url="https://esco.ec.europa.eu/en/use-esco/download",
    uri="http://data.europa.eu/esco/concept-scheme/skills",
)
_KINDS: Final = {"skill/competence": Kind.SKILL, "knowledge": Kind.KNOWLEDGE}
_LANGUAGE: Final = re.compile(r"_([a-z]{2})\.csv\Z", re.IGNORECASE)


def fits(header: frozenset[str]) -> bool:
    """Say whether a file with these columns is ESCO's."""
    return header >= OFFICIAL or header >= JOINED


def language_of(name: str) -> str:
    """Return the language that the name of a file tells, English if none."""
    found = _LANGUAGE.search(name)
    return found[1].lower() if found else "en"


def read(cells: Cells, name: str, package: Package) -> None:
    """Take the skills of one file into `package`."""
    gather = Gatherer(package, name)
    official = frozenset(cells.header) >= OFFICIAL
    for line, row in cells.rows:
        if row is None:
            gather.refuse(line, "row_shape", "This row has not as many cells as the header.")
        elif official:
            _official(line, row, gather)
        else:
            _joined(line, row, gather)


def _official(line: int, row: dict[str, str], gather: Gatherer) -> None:
    entry = Entry(
        uri=row["conceptUri"],
        label=row["preferredLabel"],
        alternatives=tuple(f"{row['altLabels']}\n{row.get('hiddenLabels', '')}".split("\n")),
        description=row["description"] or row.get("definition", ""),
        kind=_KINDS.get(row.get("skillType", ""), Kind.NONE),
        withdrawn=row.get("status", "").strip().lower() == "obsolete",
    )
    gather.take(line, entry)


def _joined(line: int, row: dict[str, str], gather: Gatherer) -> None:
    text, label = row["searchText"].strip(), row["preferredLabel"].strip()
    said = [one.strip() for one in row["altLabels"].split("|") if one.strip()]
    own = tuple(one for one in said if one in text)
    if len(own) * 2 < len(said):
        message = "The other names of this row belong to another skill; they are left out."
        problem = Problem(gather.file, line, "alternatives_elsewhere", message, "altLabels")
        gather.package.note(problem, row["uri"].strip())
        own = ()
    entry = Entry(row["uri"], label, alternatives=own, description=text.removeprefix(label))
    gather.take(line, entry)
