"""The same verdict for many credentials of one kind, without looking at everything again.

A document that differs from one found sound only in places listed here (names, hashes, salts,
addresses, results, dates), and there only by values that obviously pass, is sound. Whatever is
not obvious goes the full way, so the verdict is always that of `before_issue`. JSON-LD is
canonicalised for every document.
"""

import re
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from skillmark.core import canon
from skillmark.core.badges.identity import is_hash
from skillmark.core.badges.problem import Problem
from skillmark.core.canon import Canonicalizer
from skillmark.core.canon.errors import CanonError
from skillmark.core.jsonio import MAX_BYTES, JsonObject, JsonValue, dumps
from skillmark.core.lint.errors import LintError
from skillmark.core.lint.house import MIN_SALT
from skillmark.core.lint.looking import before_issue, from_error

MAX_KINDS: Final = 64  # kinds of documents remembered
MAX_VALUES: Final = 4_096  # results and periods remembered of one kind
_MOST_BYTES: Final = 4  # that one printable character takes in JSON
_TAIL: Final = re.compile(r"[A-Za-z0-9._-]*[A-Za-z0-9](?:#[A-Za-z0-9._-]+)?")
_WEB: Final = re.compile(r"https://[a-z0-9.-]+\.[a-z]+(?:/[A-Za-z0-9._~/-]*)?")
_INDEX: Final = re.compile(r"0|[1-9][0-9]{0,14}")
_HASH_LIKE: Final = ("sha256$", "md5$")
_DATES: Final = ("validFrom", "validUntil", "awardedDate")

type Path = tuple[str, ...]
"""Names from the top; every place in a list is ``*``."""


class _NotObviousError(Exception):
    """The document must go the full way."""


@dataclass(slots=True)
class _Kind:
    """One document found sound, and values found sound in its place.

    Attributes:
        document: the first of its kind.
        names: every ``id`` in it.
        size: its bytes as JSON.
        values: dates together, and results by their place.
    """

    document: JsonObject
    names: frozenset[str]
    size: int
    values: set[tuple[str | int, ...]] = field(default_factory=set)


class BatchLint:
    """Looks at the credentials of one batch; not to be shared between threads.

    Documents are kept to compare the next with, so nobody changes one that was looked at.
    """

    def __init__(
        self,
        *,
        at: datetime | None = None,
        canonicalize: Canonicalizer = canon.canonicalize,
    ) -> None:
        """Start without anything known; arguments as in `before_issue`."""
        self._at = at
        self._canonicalize = canonicalize
        self._kinds: OrderedDict[tuple[object, ...], _Kind] = OrderedDict()

    def problems(self, document: JsonObject) -> tuple[Problem, ...]:
        """Return what `before_issue` returns for the document."""
        signature = _signature(document)
        kind = self._kinds.get(signature)
        if kind is not None and _is_obvious(document, kind):
            try:
                self._canonicalize(document)
            except CanonError as error:
                return (from_error(error),)
            return ()
        found = before_issue(document, at=self._at, canonicalize=self._canonicalize)
        if not found:
            self._remember(signature, kind, document)
        return found

    def require_issuable(self, document: JsonObject) -> None:
        """Return when the document may be signed.

        Raises:
            LintError: it may not; its ``problems`` say why.
        """
        found = self.problems(document)
        if found:
            raise LintError(found)

    def _remember(
        self, signature: tuple[object, ...], kind: _Kind | None, document: JsonObject
    ) -> None:
        """Keep a sound document, or what its values teach about one already kept."""
        found = None if kind is None else _differences(document, kind.document)
        if kind is None or found is None or any(path not in _SLOTS for path, _, _ in found):
            size = len(dumps(document))
            kind = _Kind(document, frozenset(_names(document)), size)
            self._kinds[signature] = kind
            if len(self._kinds) > MAX_KINDS:
                self._kinds.popitem(last=False)
        if len(kind.values) < MAX_VALUES:
            kind.values |= _values(document)


def _signature(document: JsonObject) -> tuple[object, ...]:
    """Return what is cheap to compare and tells most kinds apart."""
    subject = document.get("credentialSubject")
    inside = tuple(subject) if isinstance(subject, dict) else ()
    sizes = [len(value) for value in document.values() if isinstance(value, list)]
    return (*document, *inside, *sizes)


def _is_obvious(document: JsonObject, kind: _Kind) -> bool:
    """Say whether each difference from the sound document is one that obviously passes."""
    found = _differences(document, kind.document)
    if found is None or not _values(document) <= kind.values:
        return False
    changed: dict[str, str] = {}
    size = kind.size
    for path, new, old in found:
        check = _SLOTS.get(path)
        if check is None or not new.isprintable() or not check(new, old):
            return False
        size += len(new) * _MOST_BYTES
        if path[-1] == "id" and changed.setdefault(old, new) != new:
            return False
    fresh = set(changed.values())
    distinct = len(fresh) == len(changed) and fresh.isdisjoint(kind.names)
    return distinct and size <= MAX_BYTES


def _differences(document: JsonObject, sound: JsonObject) -> list[tuple[Path, str, str]] | None:
    """Return path, new and old text of each difference; None when more than texts differ."""
    found: list[tuple[Path, str, str]] = []
    try:
        _compare(document, sound, (), found)
    except _NotObviousError:
        return None
    return found


def _compare(
    new: JsonValue, old: JsonValue, path: Path, found: list[tuple[Path, str, str]]
) -> None:
    if new is old:
        return
    if isinstance(new, str) and isinstance(old, str):
        if new != old:
            found.append((path, new, old))
    elif isinstance(new, dict) and isinstance(old, dict):
        _compare_members(new, old, path, found)
    elif isinstance(new, list) and isinstance(old, list):
        if len(new) != len(old):
            raise _NotObviousError
        for value, other in zip(new, old, strict=True):
            _compare(value, other, (*path, "*"), found)
    elif new.__class__ is not old.__class__ or new != old:
        raise _NotObviousError


def _compare_members(
    new: JsonObject, old: JsonObject, path: Path, found: list[tuple[Path, str, str]]
) -> None:
    if new.keys() != old.keys():
        raise _NotObviousError
    for name, value in new.items():
        other = old[name]
        if value is not other and (value.__class__ is not str or value != other):
            _compare(value, other, (*path, name), found)


def _names(value: JsonValue) -> list[str]:
    """Return every ``id`` in a value."""
    if isinstance(value, list):
        return [name for entry in value for name in _names(entry)]
    if not isinstance(value, dict):
        return []
    own = value.get("id")
    inside = [name for entry in value.values() for name in _names(entry)]
    return [own, *inside] if isinstance(own, str) else inside


def _values(document: JsonObject) -> set[tuple[str | int, ...]]:
    """Return what was or must be judged whole: the dates together, each result by its place."""
    found: set[tuple[str | int, ...]] = {tuple(str(document.get(name)) for name in _DATES)}
    subject = document.get("credentialSubject")
    results = subject.get("result") if isinstance(subject, dict) else None
    if isinstance(results, list):
        found |= {
            (place, *(str(result.get(name)) for name in _JUDGED))
            for place, result in enumerate(results)
            if isinstance(result, dict)
        }
    return found


def _same_but_for_its_end(new: str, old: str) -> bool:
    """Both are one address but for the last part: what was sound of one is of the other."""
    head, slash, tail = new.rpartition("/")
    return old.startswith(head + slash) and _TAIL.fullmatch(tail) is not None and bool(slash)


def _address(new: str, old: str) -> bool:
    return _same_but_for_its_end(new, old) or _WEB.fullmatch(new) is not None


def _words(new: str, _old: str) -> bool:
    return bool(new.strip())


def _identity(new: str, old: str) -> bool:
    if is_hash(old):
        return is_hash(new)
    return bool(new.strip()) and not new.startswith(_HASH_LIKE)


def _salt(new: str, _old: str) -> bool:
    return len(new) >= MIN_SALT


def _index(new: str, _old: str) -> bool:
    return _INDEX.fullmatch(new) is not None


def _remembered(_new: str, _old: str) -> bool:
    """The value is among those found sound: `_is_obvious` has looked."""
    return True


_JUDGED: Final = ("resultDescription", "value", "status", "achievedLevel")
_SUBJECT: Final = "credentialSubject"
_SLOTS: Final[dict[Path, Callable[[str, str], bool]]] = {
    ("id",): _same_but_for_its_end,
    ("name",): _words,
    ("description",): _words,
    **{(name,): _remembered for name in _DATES},
    (_SUBJECT, "id"): _same_but_for_its_end,
    (_SUBJECT, "narrative"): _words,
    (_SUBJECT, "identifier", "*", "identityHash"): _identity,
    (_SUBJECT, "identifier", "*", "salt"): _salt,
    (_SUBJECT, "result", "*", "id"): _same_but_for_its_end,
    **{(_SUBJECT, "result", "*", name): _remembered for name in _JUDGED},
    ("evidence", "*", "id"): _address,
    ("evidence", "*", "narrative"): _words,
    ("evidence", "*", "name"): _words,
    **{
        ("credentialStatus", *place, name): check
        for place in ((), ("*",))
        for name, check in (("id", _same_but_for_its_end), ("statusListIndex", _index))
    },
}
"""Where credentials of one kind differ, and what passes there without a closer look."""
