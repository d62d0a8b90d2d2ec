"""The skills that come with the program, as they lie in the package: texts and search index.

The texts are tab-separated and packed with xz; the index is what `engine.segment` makes of them,
so that an installation need not make it anew. `tools/skills_seed.py` writes both, and a test
holds them against each other. Sources and licences stand in ``packaged/SOURCE.md``.
"""

import lzma
from collections.abc import Iterator
from dataclasses import dataclass, replace
from importlib import resources
from typing import Final

from skillmark.platform.skills.engine import segment
from skillmark.platform.skills.engine.segment import Document, Segment
from skillmark.platform.skills.errors import SeedDamagedError
from skillmark.platform.skills.reading import esco, onet
from skillmark.platform.skills.reading.entry import Entry, Facts

MAX_BYTES: Final = 64 * 1024 * 1024  # unpacked
_COLUMNS: Final = 7
_ESCO_SKILL: Final = "http://data.europa.eu/esco/skill/"


@dataclass(frozen=True, slots=True)
class Seed:
    """One packaged framework.

    Attributes:
        name: of its files.
        facts: of the framework.
        beginning: of every address, left out in the file.
    """

    name: str
    facts: Facts
    beginning: str = ""

    def packed(self) -> bytes:
        """Return the file of texts as it lies in the package."""
        return _read(f"{self.name}.tsv.xz")

    def index(self) -> bytes:
        """Return the search index as it lies in the package."""
        return _read(f"{self.name}.index")

    def entries(self) -> Iterator[Entry]:
        """Return its skills.

        Raises:
            SeedDamagedError: the file is not what was packaged.
        """
        unpacking = lzma.LZMADecompressor()
        try:
            text = unpacking.decompress(self.packed(), MAX_BYTES).decode()
        except (lzma.LZMAError, UnicodeDecodeError) as error:
            raise self._damaged() from error
        for line in text.splitlines():
            cells = line.split("\t")
            if len(cells) != _COLUMNS:
                raise self._damaged()
            uri, code, kind, rebuilt, label, others, description = cells
            yield Entry(
                uri=self.beginning + uri,
                label=label,
                code=code,
                alternatives=tuple(others.split("|")) if others else (),
                description=description,
                kind=kind,
                label_rebuilt=bool(rebuilt),
            )

    def build(self) -> Segment:
        """Return the search index, made from the texts."""
        return segment.build(
            segment.ordered(
                Document(one.uri, one.label, one.alternatives, one.description)
                for one in self.entries()
            )
        )

    def _damaged(self) -> SeedDamagedError:
        return SeedDamagedError(
            f"The packaged skills “{self.name}” are damaged; install Skillmark again.",
            name=self.name,
        )


def _read(name: str) -> bytes:
    return (resources.files("skillmark.platform.skills") / "packaged" / name).read_bytes()


SEEDS: Final = (
    Seed("esco", replace(esco.FACTS, version="1.2"), _ESCO_SKILL),
    Seed("onet", replace(onet.FACTS, version="29.2")),
)
