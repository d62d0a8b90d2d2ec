"""CASE: a ``CFPackage`` as JSON, version 1.0 or 1.1 (1EdTech Competencies and Academic Standards).

Each ``CFItem`` is a skill: ``uri`` its address, ``humanCodingScheme`` its code,
``abbreviatedStatement`` (if there is one) or ``fullStatement`` its name. Associations, rubrics
and definitions are not kept. 1.1 differs from 1.0 in members that do not matter here.
"""

from datetime import date
from typing import Any, Final

from skillmark.core import jsonio
from skillmark.core.errors import SkillmarkError
from skillmark.platform.skills.errors import FileUnreadableError
from skillmark.platform.skills.reading.entry import (
    MAX_FILE_BYTES,
    Entry,
    Facts,
    Gatherer,
    Package,
    Source,
    is_uri,
    one_line,
)
from skillmark.platform.skills.vocabulary import MAX_LABEL, Kind

MAX_DEPTH: Final = 32
_SHORT: Final = 200  # characters of a fact


def read(source: Source, at: date) -> Package:
    """Read one package.

    Args:
        source: the file.
        at: today; an item whose ``statusEndDate`` is past counts as withdrawn.

    Raises:
        FileUnreadableError: no strict JSON, or no CFPackage.
    """
    try:
        body = jsonio.loads(source.data, max_bytes=MAX_FILE_BYTES, max_depth=MAX_DEPTH)
    except SkillmarkError as error:
        raise FileUnreadableError(
            f"{source.name} cannot be read as JSON: {error.message}", file=source.name
        ) from error
    document = body.get("CFDocument") if isinstance(body, dict) else None
    items = body.get("CFItems") if isinstance(body, dict) else None
    if not isinstance(document, dict) or not isinstance(items, list):
        raise FileUnreadableError(
            f"{source.name} is no CASE package: it needs the members CFDocument and CFItems.",
            file=source.name,
        )
    package = Package("case", _facts(document))
    gather = Gatherer(package, source.name)
    for number, item in enumerate(items, 1):
        if isinstance(item, dict):
            _item(number, item, gather, at)
        else:
            gather.refuse(number, "item_shape", "This item of CFItems is no object.", "CFItems")
    return package


def _facts(document: dict[str, Any]) -> Facts:
    licence = document.get("licenseURI")
    licence = licence if isinstance(licence, dict) else {"uri": licence}
    addresses = {
        name: text if is_uri(text) else ""
        for name, text in (
            ("uri", _text(document, "uri")),
            ("source", _text(document, "officialSourceURL")),
            ("licence", _text(licence, "uri")),
        )
    }
    return Facts(
        name=_text(document, "title")[:_SHORT],
        publisher=(_text(document, "publisher") or _text(document, "creator"))[:_SHORT],
        version=_text(document, "version")[:60],
        language=_text(document, "language")[:12] or "en",
        licence=_text(licence, "title")[:_SHORT],
        licence_url=addresses["licence"],
        source_url=addresses["source"] or addresses["uri"],
        uri=addresses["uri"],
    )


def _item(number: int, item: dict[str, Any], gather: Gatherer, at: date) -> None:
    uri, whole = _text(item, "uri"), _text(item, "fullStatement")
    if not uri:
        gather.refuse(number, "uri_missing", "This item has no uri.", "uri")
        return
    short = _text(item, "abbreviatedStatement")
    label = short or whole
    if len(label) > MAX_LABEL:
        label = label[: MAX_LABEL - 1].rstrip() + "…"
    keywords = item.get("conceptKeywords")
    others = [_text(item, "alternativeLabel")]
    others += [word for word in keywords if isinstance(word, str)] if keywords else []
    told = [whole] if whole != label else []
    entry = Entry(
        uri=uri,
        label=label,
        code=_text(item, "humanCodingScheme"),
        alternatives=tuple(others),
        description="\n\n".join([*told, *filter(None, [_text(item, "notes")])]),
        kind=Kind.STANDARD,
        withdrawn=_past(_text(item, "statusEndDate"), at),
    )
    gather.take(number, entry)


def _text(holder: dict[str, Any], name: str) -> str:
    value = holder.get(name)
    return one_line(value) if isinstance(value, str) else ""


def _past(text: str, at: date) -> bool:
    try:
        return bool(text) and date.fromisoformat(text[:10]) < at
    except ValueError:
        return False
