"""What changed between two versions of a pathway, as the catalogue shows differences."""

from skillmark.core.stack import RuleDocumentError
from skillmark.platform.catalog.diff import ADDED, REMOVED, Difference, Piece, items
from skillmark.platform.catalog.diff import words as compare_words
from skillmark.platform.pathways import rules, words
from skillmark.platform.pathways.models import PathwayVersion

_FIELDS = ("name", "achievement", "on_loss")


def compare(older: PathwayVersion, newer: PathwayVersion) -> tuple[Difference, ...]:
    """Return the fields that differ; the rule line by line."""
    found = []
    for name in _FIELDS:
        before, after = _shown(older, name), _shown(newer, name)
        if before != after:
            pieces = [Piece(REMOVED, before)] if before else []
            pieces += [Piece(ADDED, after)] if after else []
            found.append(Difference(name, _label(name), "value", tuple(pieces)))
    if older.summary != newer.summary:
        pieces_of = compare_words(older.summary, newer.summary)
        found.append(Difference("summary", _label("summary"), "words", tuple(pieces_of)))
    if older.rule != newer.rule:
        changed = items(_lines(older), _lines(newer))
        found.append(Difference("rule", _label("rule"), "items", tuple(changed)))
    return tuple(found)


def _lines(version: PathwayVersion) -> tuple[str, ...]:
    """Return a rule as lines of text, each within those around it."""
    try:
        rule = rules.draft_rule(version.rule)
    except RuleDocumentError:
        return ()
    found: list[str] = []
    for line in words.lines(rule):
        said = f"{line.label} ({line.detail})" if line.detail else line.label
        around = found[line.parent] if line.parent is not None else ""
        found.append(f"{around} → {said}" if around else said)
    return tuple(found)


def _shown(version: PathwayVersion, name: str) -> str:
    said = getattr(version, f"get_{name}_display", None)
    value = getattr(version, name) if said is None else said()
    return "" if value is None else str(value)


def _label(name: str) -> str:
    field = PathwayVersion._meta.get_field(name)  # noqa: SLF001 - Django's public name
    label = str(getattr(field, "verbose_name", name))
    return label[:1].upper() + label[1:]
