"""The skills that come with the program: all of ESCO in English, and O*NET.

``skillmark migrate`` (so ``up`` and ``demo`` too) loads them once; a digest tells that nothing is
to be done. A framework that an operator imported from a newer download is left alone. Sources,
licences and what is missing stand in ``packaged/SOURCE.md``.
"""

import hashlib
import lzma
from collections.abc import Iterator
from dataclasses import dataclass, replace
from importlib import resources
from typing import Final

from django.db import transaction

from skillmark.platform.skills import importing
from skillmark.platform.skills.errors import SeedDamagedError
from skillmark.platform.skills.models import Framework
from skillmark.platform.skills.reading import esco, onet
from skillmark.platform.skills.reading.entry import Entry, Facts, Package

MAX_BYTES: Final = 64 * 1024 * 1024  # unpacked
_COLUMNS: Final = 7
_ESCO_SKILL: Final = "http://data.europa.eu/esco/skill/"


@dataclass(frozen=True, slots=True)
class Seed:
    """One packaged framework."""

    file: str
    facts: Facts
    beginning: str = ""

    def packed(self) -> bytes:
        """Return the file as it lies in the package."""
        place = resources.files("skillmark.platform.skills") / "packaged" / self.file
        return place.read_bytes()

    def entries(self) -> Iterator[Entry]:
        """Return its skills.

        Raises:
            SeedDamagedError: the file is not what was packaged.
        """
        unpacking = lzma.LZMADecompressor()
        try:
            text = unpacking.decompress(self.packed(), MAX_BYTES).decode()
        except (lzma.LZMAError, UnicodeDecodeError) as error:
            raise SeedDamagedError(
                f"{self.file} is damaged; install Skillmark again."
            ) from error
        for line in text.splitlines():
            cells = line.split("\t")
            if len(cells) != _COLUMNS:
                raise SeedDamagedError(f"{self.file} is damaged; install Skillmark again.")
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


SEEDS: Final = (
    Seed("esco.tsv.xz", replace(esco.FACTS, version="1.2"), _ESCO_SKILL),
    Seed("onet.tsv.xz", replace(onet.FACTS, version="29.2")),
)


def load() -> list[Framework]:
    """Load what is packaged and not there yet; return the frameworks that were written."""
    return [found for seed in SEEDS if (found := _load(seed)) is not None]


def _load(seed: Seed) -> Framework | None:
    digest = hashlib.sha256(seed.packed()).hexdigest()
    rows = Framework.objects.filter(organisation=None, key=seed.facts.key)
    framework: Framework | None = rows.first()
    if framework is not None and (framework.digest == digest or not framework.packaged):
        return None
    package = Package("packaged", seed.facts, list(seed.entries()))
    with transaction.atomic():
        if framework is None:
            framework = Framework(key=seed.facts.key)
        importing.keep_facts(framework, seed.facts)
        framework.digest, framework.packaged = digest, True
        framework.save()
        importing.run(framework, package)
    return framework
