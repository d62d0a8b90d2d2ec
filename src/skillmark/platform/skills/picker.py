"""The picker of skills inside another app's form: what it shows, and what its buttons do.

The form keeps each chosen skill as a row of inputs ``skill_target_name``, ``skill_target_url`` …
(the alignment of Open Badges 3.0). With JavaScript the picker adds and removes rows in place; its
buttons are ordinary submit buttons named ``step``, so it works without. `answer` does what they
ask, and returns what the template `skills/picker.html` needs.
"""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.http import QueryDict
from django.utils.translation import gettext as _

from skillmark.core.errors import SkillmarkError
from skillmark.platform.orgs.models import Organisation
from skillmark.platform.skills import search, selectors, services
from skillmark.platform.skills.reasons import sentences
from skillmark.platform.skills.search import Found, Hit

FIND: Final = "find-skills"
SUGGEST: Final = "suggest-skills"
TAKE: Final = "take-skill:"
KEEP: Final = "keep-words"
SHOWN: Final = 10
MAX_WORDS: Final = 120  # characters of a name of one's own
PARTS: Final = (
    "target_name",
    "target_url",
    "target_framework",
    "target_code",
    "target_type",
)

type Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Option:
    """One skill on offer.

    Attributes:
        id: of the skill.
        row: the alignment it becomes.
        reasons: why it is offered, as sentences.
        note: a warning beside its name, or empty.
        chosen: whether the form has it already.
    """

    id: UUID
    row: Row
    reasons: list[str]
    note: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Picker:
    """What the picker shows below its input.

    Attributes:
        query: what was typed.
        options: skills on offer; None if nobody asked.
        unknown: words that no framework has.
        read_as: words taken for misspelt, with what they were read as.
        own_words: what may be kept as a skill of one's own; empty if nothing.
        message: what happened, or went wrong.
        failed: whether the message tells of something wrong.
    """

    query: str = ""
    options: list[Option] | None = None
    unknown: tuple[str, ...] = ()
    read_as: tuple[tuple[str, str], ...] = ()
    own_words: str = ""
    message: str = ""
    failed: bool = False


def answer(
    data: QueryDict, rows: list[Row], organisation: Organisation, *, actor: object
) -> Picker:
    """Do what a button of the picker asks and return what to show.

    Args:
        data: the form as it was sent; empty when the page is first shown.
        rows: the chosen skills; changed in place.
        organisation: whose form it is; its scope is open.
        actor: who chooses.
    """
    step, query = data.get("step", ""), data.get("skill_query", "").strip()
    if step == FIND:
        return look_up(query, rows)
    if step == SUGGEST:
        return from_outcomes(data, rows)
    if step.startswith(TAKE):
        return _take(step.removeprefix(TAKE), query, rows)
    if step == KEEP:
        return _keep(query, rows, organisation, actor)
    return Picker(query=query)


def look_up(query: str, rows: list[Row]) -> Picker:
    """Return the skills that a sentence speaks of."""
    if not query:
        return Picker(message=_("Type what a holder can do, then search."), failed=True)
    return _shown(query, search.search(query, SHOWN), rows)


def from_outcomes(data: QueryDict, rows: list[Row]) -> Picker:
    """Return the skills that the title and the outcomes of a form speak of."""
    told = [data.get("name", ""), *data.getlist("outcomes")]
    texts = [line for text in told for line in text.splitlines() if line.strip()]
    if not texts:
        message = _("Give it a name or outcomes first; the suggestions come from them.")
        return Picker(query=data.get("skill_query", ""), message=message, failed=True)
    found = search.suggest(texts, SHOWN)
    shown = _shown("", found, rows)
    if not found.hits:
        return Picker(options=[], message=_("Nothing in the title or outcomes names a skill."))
    return shown


def options(found: Found, rows: list[Row]) -> list[Option]:
    """Return hits as options."""
    taken = {row.get("target_url", "") for row in rows}
    return [_option(hit, taken) for hit in found.hits]


def _shown(query: str, found: Found, rows: list[Row]) -> Picker:
    return Picker(
        query=query,
        options=options(found, rows),
        unknown=found.unknown,
        read_as=found.read_as,
        own_words=query if len(query) <= MAX_WORDS else "",
    )


def _option(hit: Hit, taken: set[str]) -> Option:
    row = selectors.alignment(hit.skill)
    note = _("name not confirmed") if hit.skill.label_rebuilt else ""
    return Option(
        hit.skill.pk, row, sentences(hit.reasons), note, chosen=row["target_url"] in taken
    )


def _take(text: str, query: str, rows: list[Row]) -> Picker:
    try:
        found = selectors.skill(UUID(text))
    except ValueError:
        found = None
    if found is None:
        return Picker(query=query, message=_("That skill is not there any more."), failed=True)
    _add(rows, selectors.alignment(found))
    shown = look_up(query, rows) if query else Picker()
    message = _("“%(name)s” is added.") % {"name": found.label}
    return Picker(query, shown.options, shown.unknown, shown.read_as, shown.own_words, message)


def _keep(query: str, rows: list[Row], organisation: Organisation, actor: object) -> Picker:
    try:
        made = services.add_own(organisation, query, actor=actor)
    except SkillmarkError as error:
        return Picker(query=query, message=error.message, failed=True)
    _add(rows, selectors.alignment(made))
    message = _("“%(name)s” is added as a skill of your own.") % {"name": made.label}
    return Picker(message=message)


def _add(rows: list[Row], row: Row) -> None:
    if all(one.get("target_url") != row["target_url"] for one in rows):
        rows[:] = [one for one in rows if any(one.get(part) for part in PARTS[:2])]
        rows.append(row)
