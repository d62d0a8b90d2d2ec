"""How a file was read, in plain words, for the page on which it is checked."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from skillmark.core.issue.recipients.charsets import NAMES
from skillmark.core.issue.recipients.reading import ASK
from skillmark.platform.issuing.forms.intake import (
    DELIMITER_WORDS,
    FIELD_WORDS,
    ORDER_WORDS,
)
from skillmark.platform.issuing.intake import How
from skillmark.platform.issuing.intake.how import CSV, ROWS
from skillmark.platform.issuing.models import Batch


@dataclass(frozen=True, slots=True)
class ReadAs:
    """What the page says about the reading of a file.

    Attributes:
        facts: label and value: letters, cells, sheet, dates.
        used: title and meaning of each column that counts.
        left_out: the titles of the others.
    """

    facts: tuple[tuple[str, str], ...]
    used: tuple[tuple[str, str], ...]
    left_out: tuple[str, ...]


def facts(batch: Batch, how: How) -> ReadAs | None:
    """Return how the file of a batch was read; None when there was no file."""
    if how.kind == ROWS or not batch.header:
        return None
    pairs = list(zip(batch.header, how.columns, strict=False))
    return ReadAs(
        facts=tuple(_facts(how)),
        used=tuple((title.strip(), str(FIELD_WORDS[held])) for title, held in pairs if held),
        left_out=tuple(title.strip() for title, held in pairs if title.strip() and not held),
    )


def _facts(how: How) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    if how.kind == CSV:
        name = NAMES.get(how.encoding.removesuffix("-bom"), how.encoding)
        guessed = _("%(name)s, guessed") % {"name": name}
        found.append((_("Letters"), name if how.encoding_certain else guessed))
        found.append(
            (_("Between the cells"), str(dict(DELIMITER_WORDS).get(how.delimiter, "")))
        )
    elif how.sheet:
        found.append((_("Sheet"), how.sheet))
    if how.date_order and how.date_order != ASK:
        found.append((_("Dates"), str(dict(ORDER_WORDS)[how.date_order])))
    if how.without_email:
        found.append((_("Addresses"), _("People may have none")))
    return found
