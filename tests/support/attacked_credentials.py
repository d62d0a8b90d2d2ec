"""One credential as we really issue it, in every form, and what makes another one equal to it.

An achievement with everything that can be said of one, awarded to a person, with two status
entries whose signed lists are at hand: the victim of the attacks in ``tests/properties``.
Equality is decided here without our canonicaliser, so that it cannot excuse its own mistakes.
"""

import copy
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from badge_samples import COMPLETE_ACHIEVEMENT, COMPLETE_PROFILE, SALT, VALID_FROM
from hypothesis import settings

from skillmark.core import bake, design, did, jsonio
from skillmark.core.canon import contexts
from skillmark.core.crypto import Algorithm, PrivateKey
from skillmark.core.did import VerificationMethod
from skillmark.core.issue.issuer import Issuer
from skillmark.core.issue.recipient import Recipient, Work
from skillmark.core.proof import add_proof
from skillmark.core.status import Bitstring, entry, list_credential
from skillmark.core.verify import Evidence, Report, judge

AT = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)
SUITES = ("eddsa-rdfc-2022", "eddsa-jcs-2022")
PURPOSES = ("revocation", "suspension")
INDEX, BAD_INDEX = 94_567, 7
KEY = PrivateKey.generate(Algorithm.ED25519, b"\x07" * 32)
DID = COMPLETE_PROFILE.id
METHOD = did.method_id(DID, KEY.public)
DID_URL = did.web.url_of(DID)
THIEF = PrivateKey.generate(Algorithm.ED25519, b"\x08" * 32)

_TEXT = "http://www.w3.org/2001/XMLSchema#string"
FUZZING = settings.default is not None and settings.default.max_examples > 1_000


def looks(ci: int, share: int = 1) -> settings:
    """Return how many examples a law looks at: few on every change, very many for `make fuzz`.

    Args:
        ci: on every change.
        share: by how much to divide the number for fuzzing, for laws that are slow.
    """
    default = settings.default
    most = default.max_examples if default is not None else ci
    return settings(max_examples=most // share if FUZZING else ci)


def list_url(purpose: str) -> str:
    return f"https://harbour.example/status/{purpose}"


def status_list(purpose: str, *, bad: int = BAD_INDEX) -> Any:
    """Return a signed status list in which one entry is set."""
    unsigned = list_credential.build(
        url=list_url(purpose),
        issuer=DID,
        purpose=purpose,
        bits=Bitstring.zeros().with_bits({bad: True}),
        valid_from=VALID_FROM,
        valid_until=datetime(2026, 12, 31, tzinfo=UTC),
    )
    return add_proof(unsigned, signer=KEY, verification_method=METHOD, created=VALID_FROM)


@cache
def evidence() -> Evidence:
    """Return everything that judging the credential asks for."""
    method = VerificationMethod(METHOD, DID, KEY.public)
    return {
        DID_URL: jsonio.dumps(did.build(DID, [method])),
        **{list_url(purpose): jsonio.dumps(status_list(purpose)) for purpose in PURPOSES},
    }


@cache
def issued(suite: str = SUITES[0], number: int = 1, index: int = INDEX) -> bytes:
    """Return the exact bytes of a credential, issued as the platform does it."""
    issuer = Issuer(
        profile=COMPLETE_PROFILE,
        verification_method=METHOD,
        signer=KEY,
        cryptosuite=suite,
        public_key=KEY.public,
    )
    person = Recipient(
        name="Jos\u00e9 N\u00fa\u00f1ez",
        email=f"learner{number}@learner.example",
        achieved_on=date(2026, 3, 1),
        valid_until=date(2027, 3, 1),
        grade="B",
        evidence=(Work(url="https://portfolio.example/walk"),),
        narrative="Three sites.",
    )
    return issuer.issue_one(
        COMPLETE_ACHIEVEMENT,
        person,
        credential_id=f"https://harbour.example/c/{number}",
        valid_from=VALID_FROM,
        created=VALID_FROM,
        salt=SALT,
        statuses=tuple(
            entry.build(status_list_credential=list_url(purpose), index=index, purpose=purpose)
            for purpose in PURPOSES
        ),
    )


@cache
def picture(kind: str) -> bytes:
    """Return a badge of ours as ``svg`` or ``png``."""
    drawing = design.draw("seal", title="Hazards", issuer="Harbour", colour="#0b5a54")
    return drawing.encode() if kind == "svg" else design.png(drawing, size=64)


@cache
def file_of(kind: str, suite: str = SUITES[0]) -> bytes:
    """Return the credential as a file a person may hold: ``json``, ``png`` or ``svg``."""
    data = issued(suite)
    return data if kind == "json" else bake.bake(picture(kind), data)


def document(suite: str = SUITES[0], number: int = 1) -> Any:
    """Return a fresh copy of the credential as an object."""
    return json.loads(issued(suite, number))


def look(source: Any, **options: Any) -> Report:
    """Return the report on a file or object; whatever it is, there is one, and it is JSON."""
    report = judge(source, options.pop("evidence", evidence()), at=AT, **options)
    jsonio.dumps(report.to_json())
    return report


def same(first: Any, second: Any) -> bool:
    """Tell whether two credentials are equal by the specifications.

    For a proof over JCS the JSON values are compared; other contexts may follow those that are
    signed (Data Integrity EdDSA 1.0 §3.3.2). Else it is what RDF keeps: no order of keys and of
    most values, a list of one is its one, ``null`` or an empty list states nothing, what is
    said of one id in two places is said of one thing, and bundled contexts that give the words
    the same meaning are the same.
    """
    return _same(first, second, texts=False)


def alike(first: Any, second: Any) -> bool:
    """Tell whether two credentials are `same` but for the types of numbers and truth values.

    Where a context gives the datatype, RDF cannot tell the number from its text.
    """
    return _same(first, second, texts=True)


def _same(first: Any, second: Any, *, texts: bool) -> bool:
    proofs = [one.get("proof") for one in (first, second)]
    proofs = [value if isinstance(value, list) else [value] for value in proofs]
    if any(proof.get("cryptosuite") == SUITES[1] for proof in proofs[0]):
        bodies = [_without(one, "proof", "@context") for one in (first, second)]
        begun = second["@context"][: len(first["@context"])]
        return (
            {*map(_exact, proofs[0])} == {*map(_exact, proofs[1])}
            and _exact(bodies[0]) == _exact(bodies[1])
            and begun == first["@context"]
        )
    return bool(_Stated.by(first, texts=texts) == _Stated.by(second, texts=texts))


def _without(value: Any, *names: str) -> Any:
    return {key: item for key, item in value.items() if key not in names}


def _exact(value: Any) -> str:
    """Return JSON in one spelling; 1 and 1.0 are one number, 1 and true are not one value."""
    if isinstance(value, dict):
        members = (f"{json.dumps(key)}:{_exact(value[key])}" for key in sorted(value))
        return f"{{{','.join(members)}}}"
    if isinstance(value, list):
        return f"[{','.join(map(_exact, value))}]"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return json.dumps(value)


def _flat(value: Any) -> Iterator[Any]:
    """Yield the values of a set; a set in a set is no set of its own."""
    for item in value if isinstance(value, list) else [value]:
        yield from _flat(item) if isinstance(item, list) else [item]


class _Stated:
    """What a document states, as far as a reader without contexts can tell."""

    def __init__(self, *, texts: bool) -> None:
        self._texts = texts
        self.nodes: dict[str, dict[str, set[str]]] = {}

    @classmethod
    def by(cls, document: Any, *, texts: bool) -> Any:
        """Return a value that is equal for documents that state the same."""
        stated = cls(texts=texts)
        root = stated._term(document, "")
        named = document.get("@context")
        # Which bundled contexts give the words their meaning is not signed; that they do, is.
        known = isinstance(named, list) and {*named} <= {*contexts.known()} and named[0]
        return root, known, {key: node for key, node in stated.nodes.items() if node}

    def _term(self, value: Any, key: str) -> str:
        if isinstance(value, dict) and {**value, "@type": _TEXT}.keys() == {"@value", "@type"}:
            value = value["@value"] if value.get("@type", _TEXT) == _TEXT else value
        if isinstance(value, dict):
            return self._node(value)
        if isinstance(value, list):  # only in lists whose order counts
            return f"[{','.join(self._term(item, key) for item in value)}]"
        written = _exact(value)
        return written if isinstance(value, str) or not self._texts else json.dumps(written)

    def _node(self, value: Any) -> str:
        members: dict[str, set[str]] = {}
        for key, item in value.items():
            items = list(_flat(item))
            if key == "allowedValue":  # an ordered list in the context of Open Badges
                items = [items]
            stated = {self._term(one, key) for one in items if one is not None}
            if stated and key not in {"id", "@context"}:
                members[key] = stated
        name = value.get("id")
        if not isinstance(name, str):
            return repr(sorted((key, sorted(found)) for key, found in members.items()))
        node = self.nodes.setdefault(name, {})
        for key, found in members.items():
            node.setdefault(key, set()).update(found)
        return json.dumps(name)


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the path of every part of a document but the whole."""
    if path:
        yield path
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from places(inner, (*path, key))
    elif isinstance(value, list):
        for position, inner in enumerate(value):
            yield from places(inner, (*path, position))


def at(value: Any, path: tuple[Any, ...]) -> Any:
    """Return the part at a path."""
    for step in path:
        value = value[step]
    return value


def replaced(original: Any, path: tuple[Any, ...], value: Any) -> Any:
    """Return a copy in which one part is another."""
    changed = copy.deepcopy(original)
    at(changed, path[:-1])[path[-1]] = value
    return changed


def is_finite(value: Any) -> bool:
    """Tell whether no part was put into itself."""
    try:
        jsonio.dumps(value)
    except jsonio.DepthError:
        return False
    return True


def changes(first: Any, second: Any, path: str = "") -> list[str]:
    """Return where two documents differ, for whoever reads a failed test."""
    if isinstance(first, dict) and isinstance(second, dict):
        keys = {**first, **second}
        pairs = [(f"{path}/{key}", first.get(key, ...), second.get(key, ...)) for key in keys]
    elif isinstance(first, list) and isinstance(second, list) and len(first) == len(second):
        pairs = [
            (f"{path}/{at}", *pair) for at, pair in enumerate(zip(first, second, strict=True))
        ]
    else:
        return [] if repr(first) == repr(second) else [f"{path}: {first!r} -> {second!r}"]
    return [found for where, old, new in pairs for found in changes(old, new, where)]
