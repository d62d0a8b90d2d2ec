"""A table of one's own: a name in each row; code, address, description, other names if wanted."""

from typing import Final

from skillmark.platform.skills.reading.cells import Cells
from skillmark.platform.skills.reading.entry import Entry, Gatherer, Package

COLUMNS: Final = {
    "label": ("name", "skill", "label", "title", "competency", "competence", "preferredlabel"),
    "code": ("code", "id", "identifier", "number", "humancodingscheme"),
    "uri": ("uri", "url", "address", "webaddress", "link"),
    "description": ("description", "definition", "details", "fullstatement"),
    "alternatives": ("alternatives", "alternativenames", "othernames", "altlabels", "synonyms"),
}
EXAMPLE: Final = "name,code,description,other names"
"""The header that the upload page shows."""


def columns_of(header: tuple[str, ...]) -> dict[str, str]:
    """Return which column holds what; without ``label`` the table cannot be read."""
    plain = {"".join(filter(str.isalnum, title.casefold())): title for title in header}
    found = {}
    for what, names in COLUMNS.items():
        title = next((plain[name] for name in names if name in plain), None)
        if title is not None:
            found[what] = title
    return found


def read(cells: Cells, name: str, package: Package) -> None:
    """Take the rows of one table into `package`."""
    gather = Gatherer(package, name)
    columns = columns_of(cells.header)
    for line, row in cells.rows:
        if row is None:
            gather.refuse(line, "row_shape", "This row has not as many cells as the header.")
            continue
        told = {what: row[title].strip() for what, title in columns.items()}
        others = told.get("alternatives", "").replace("|", "\n").replace(";", "\n")
        entry = Entry(
            uri=told.get("uri", ""),
            label=told["label"],
            code=told.get("code", ""),
            alternatives=tuple(others.split("\n")),
            description=told.get("description", ""),
        )
        gather.take(line, entry)
