"""O*NET: the tab-separated text files of a database release.

Taken are the entries that name what a person can do: abilities (1.A), work styles (1.C; 1.D in
later releases), skills (2.A, 2.B), knowledge (2.C), work activities (4.A) with their intermediate
(IWA) and detailed (DWA) activities, and the examples of technology skills. An entry's code is
O*NET's own id; its address is its page at O*NET OnLine. Activities have no page of their own:
they carry the page of their element, with their id behind ``#``.
"""

from typing import Final
from urllib.parse import quote_plus

from skillmark.platform.skills.reading.cells import Cells
from skillmark.platform.skills.reading.entry import Entry, Facts, Gatherer, Package
from skillmark.platform.skills.vocabulary import Kind

FACTS: Final = Facts(
    key="onet",
    name="O*NET",
    publisher="U.S. Department of Labor, Employment and Training Administration",
    licence="CC BY 4.0",
    licence_url="https://creativecommons.org/licenses/by/4.0/",
    attribution=(
        "This service includes information from the O*NET Database by the U.S. Department of"
        " Labor, Employment and Training Administration (USDOL/ETA). Used under the CC BY 4.0"
        " license. O*NET® is a trademark of USDOL/ETA."
    ),
    source_url="https://www.onetcenter.org/database.html",
    uri="https://www.onetcenter.org/content.html",
)
PAGE: Final = "https://www.onetonline.org/find/descriptor/result/"
TOOL: Final = "https://www.onetonline.org/search/tech/example?e="
_KINDS: Final = {
    "1.A": Kind.ABILITY,
    "1.C": Kind.STYLE,
    "1.D": Kind.STYLE,
    "2.A": Kind.SKILL,
    "2.B": Kind.SKILL,
    "2.C": Kind.KNOWLEDGE,
    "4.A": Kind.ACTIVITY,
}
_MARKS: Final = (
    ("dwa", frozenset({"Element ID", "IWA ID", "DWA ID", "DWA Title"})),
    ("iwa", frozenset({"Element ID", "IWA ID", "IWA Title"})),
    ("technology", frozenset({"Example", "Commodity Code", "Commodity Title"})),
    ("model", frozenset({"Element ID", "Element Name", "Description"})),
    ("elements", frozenset({"O*NET-SOC Code", "Element ID", "Element Name", "Scale ID"})),
)


def part(header: frozenset[str]) -> str:
    """Return which of the files this is by its columns; empty if none that names skills."""
    return next((name for name, columns in _MARKS if header >= columns), "")


def read(cells: Cells, name: str, package: Package) -> None:
    """Take the skills of one file into `package`."""
    kind = part(frozenset(cells.header))
    gather = Gatherer(package, name)
    seen = {one.uri for one in package.entries}
    for line, row in cells.rows:
        if row is None:
            gather.refuse(line, "row_shape", "This row has not as many cells as the header.")
            continue
        entry = _READERS[kind](row)
        if entry is None or (kind in _REPEATING and entry.uri in seen):
            continue
        seen.add(entry.uri)
        gather.take(line, entry)


def _element(row: dict[str, str]) -> Entry | None:
    code = row["Element ID"].strip()
    kind = _KINDS.get(code[:3])
    if kind is None or code.count(".") < 2:  # noqa: PLR2004 - 1.A itself is a heading
        return None
    return Entry(
        uri=PAGE + code,
        label=row["Element Name"],
        code=code,
        description=row.get("Description", ""),
        kind=kind,
    )


def _activity(row: dict[str, str]) -> Entry:
    which = "DWA" if "DWA ID" in row else "IWA"
    code = row[f"{which} ID"].strip()
    return Entry(
        uri=f"{PAGE}{row['Element ID'].strip()}#{code}",
        label=row[f"{which} Title"].strip().removesuffix("."),
        code=code,
        kind=Kind.ACTIVITY,
    )


def _tool(row: dict[str, str]) -> Entry:
    example = row["Example"].strip()
    return Entry(
        uri=TOOL + quote_plus(example),
        label=example,
        code=row["Commodity Code"].strip(),
        description=row["Commodity Title"],
        kind=Kind.TECHNOLOGY,
    )


_READERS: Final = {
    "model": _element,
    "elements": _element,
    "iwa": _activity,
    "dwa": _activity,
    "technology": _tool,
}
_REPEATING: Final = frozenset({"model", "elements", "technology"})
"""Files that name an entry once for each occupation, or that other files name too."""
