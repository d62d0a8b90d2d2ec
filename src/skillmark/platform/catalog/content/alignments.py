"""The skills and framework nodes that an achievement points to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Final

from django.utils.translation import gettext as _

from skillmark.platform.catalog import text
from skillmark.platform.catalog.content.reader import Reader, is_web_address
from skillmark.platform.catalog.vocabulary import AlignmentType

MAX_ALIGNMENTS: Final = 40
MAX_LINE: Final = 400  # characters of a name, a framework or a code
MAX_DESCRIPTION: Final = 1_000  # characters

PARTS: Final = ("target_name", "target_url", "target_framework", "target_code")


@dataclass(frozen=True, slots=True)
class Alignment:
    """One skill or framework node that the achievement points to."""

    target_name: str
    target_url: str
    target_framework: str = ""
    target_code: str = ""
    target_type: str = ""  # a value of `AlignmentType`, or empty
    target_description: str = ""

    def to_json(self) -> dict[str, str]:
        """Return the form that is kept in the database."""
        written = asdict(self)
        if not self.target_description:
            del written["target_description"]
        return written


def read(reader: Reader, name: str) -> tuple[Alignment, ...]:
    """Return the alignments of the list `name`, each once; empty rows are left out."""
    words = _("Each skill needs a name and an address.")
    found: list[Alignment] = []
    for number, item in enumerate(reader.mappings(name, words), start=1):
        one = _alignment(reader, name, number, item)
        if one is not None:
            found.append(one)
    if len(found) > MAX_ALIGNMENTS:
        reader.problems[name] = _("At most %(most)d are possible.") % {"most": MAX_ALIGNMENTS}
    return tuple(dict.fromkeys(found))


def _alignment(
    reader: Reader, name: str, number: int, item: Mapping[object, object]
) -> Alignment | None:
    parts = {key: text.line(str(item.get(key) or "")) for key in PARTS}
    kind = str(item.get("target_type") or "")
    about = text.line(str(item.get("target_description") or ""))[:MAX_DESCRIPTION]
    if not any(parts.values()):
        return None
    where = {"number": number}
    if not parts["target_name"]:
        reader.problems[name] = _("Skill %(number)d: give its name.") % where
    elif not is_web_address(parts["target_url"]):
        reader.problems[name] = (
            _("Skill %(number)d: its address must begin with https:// or http://.") % where
        )
    elif kind and kind not in AlignmentType.values:
        reader.problems[name] = _("Skill %(number)d: choose its type of the list.") % where
    elif any(len(value) > MAX_LINE for key, value in parts.items() if key != "target_url"):
        reader.problems[name] = _("Skill %(number)d: use shorter words.") % where
    return Alignment(**parts, target_type=kind, target_description=text.line(about))
