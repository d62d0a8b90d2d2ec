"""A stack in one file: the final credential and all that it takes to re-check it offline.

Credentials stand in it as texts, because their digests are over exact bytes. The documents of
issuers, their signed status lists and the schemas that credentials name stand in it as objects.
Nothing in a bundle is trusted for being there: see `proof.replay`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from skillmark.core.did import DidError, DidUrl, web
from skillmark.core.jsonio import JsonError, JsonObject, JsonValue, dumps, load_object
from skillmark.core.stack.errors import BundleError
from skillmark.core.stack.places import Place, Problems
from skillmark.core.verify import Evidence, Need, NeedKind

TYPE: Final = "SkillmarkStackBundle"
VERSION: Final = 1
MAX_BYTES: Final = 33_554_432  # bytes of a whole bundle
MAX_CONSTITUENTS: Final = 200
MAX_DOCUMENTS: Final = 400  # of each kind of evidence

ENCLOSED: Final = frozenset({NeedKind.DID_DOCUMENT, NeedKind.STATUS_LIST, NeedKind.SCHEMA})
"""What a bundle may hold: what is signed, or said to be taken from the bundle. A key or a badge
at a web address proves something only to whoever fetched it there."""

_MAX_TEXT: Final = 1_048_576  # characters of one credential
_EVIDENCE: Final = ("did", "status", "schema")


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """What is in the file.

    Attributes:
        final: the exact bytes of the final credential.
        rule: the rule's document.
        constituents: the exact bytes of each credential that counted.
        decisions: the document of the recognition decisions, or None.
        did: documents of issuers by their did:web.
        status: status list credentials by their address.
        schema: schemas by their address.
        recipient: the e-mail address that the credentials are hashed to, if the holder shows
            it; so others can tell that all of them are one person's.
    """

    final: bytes
    rule: JsonObject
    constituents: tuple[bytes, ...] = ()
    decisions: JsonObject | None = None
    did: Mapping[str, JsonObject] = field(default_factory=dict)
    status: Mapping[str, JsonObject] = field(default_factory=dict)
    schema: Mapping[str, JsonObject] = field(default_factory=dict)
    recipient: str | None = None

    def evidence(self) -> Evidence:
        """Return what it has for `skillmark.core.verify`, by address."""
        found: dict[str, bytes] = {}
        for name, document in self.did.items():
            found[did_address(name)] = dumps(document)
        for url, document in (*self.status.items(), *self.schema.items()):
            found[url] = dumps(document)
        return found

    def with_document(self, need: Need, data: bytes) -> "Bundle":
        """Return the bundle with one more document, as it was fetched for a need.

        Raises:
            BundleError: it is no strict JSON object, too large, or proves nothing in a bundle.
        """
        if need.kind not in ENCLOSED:
            raise BundleError("A document in the bundle would prove nothing.", url=need.url)
        try:
            document = load_object(data, max_bytes=need.max_bytes)
        except JsonError as error:
            raise BundleError(
                f"What was fetched for the bundle cannot be read. {error.message}",
                cause=error.code,
                url=need.url,
            ) from error
        match need.kind:
            case NeedKind.DID_DOCUMENT:
                return replace(self, did={**self.did, need.subject: document})
            case NeedKind.STATUS_LIST:
                return replace(self, status={**self.status, need.url: document})
        return replace(self, schema={**self.schema, need.url: document})

    def to_json(self) -> JsonObject:
        """Return the bundle as `read_bundle` takes it.

        Raises:
            BundleError: a credential is not UTF-8.
        """
        constituents: list[JsonValue] = [_text(data) for data in self.constituents]
        document: JsonObject = {
            "type": TYPE,
            "version": VERSION,
            "final": _text(self.final),
            "rule": self.rule,
            "constituents": constituents,
        }
        if self.decisions is not None:
            document["decisions"] = self.decisions
        if self.recipient is not None:
            document["recipient"] = self.recipient
        kinds = zip(_EVIDENCE, (self.did, self.status, self.schema), strict=True)
        return {**document, **{name: dict(found) for name, found in kinds if found}}


def write_bundle(bundle: Bundle) -> bytes:
    """Return the bytes of the file.

    Raises:
        BundleError: a credential is not UTF-8.
    """
    return dumps(bundle.to_json())


def read_bundle(data: bytes) -> Bundle:
    """Read a bundle; what is in it is not looked at.

    Raises:
        BundleError: no strict JSON, larger than `MAX_BYTES`, or not the members of a bundle.
    """
    try:
        document = load_object(data, max_bytes=MAX_BYTES)
    except JsonError as error:
        raise BundleError(
            f"The bundle cannot be read. {error.message}", cause=error.code
        ) from (error)
    problems = Problems("bundle")
    place = Place(document, "", problems)
    place.constant("type", (TYPE,))
    place.constant("version", (VERSION,))
    bundle = Bundle(
        final=place.required("final", _MAX_TEXT).encode(),
        rule=_object(place, "rule") or {},
        constituents=_constituents(place),
        decisions=_object(place, "decisions") if place.has("decisions") else None,
        did=_documents(place, "did"),
        status=_documents(place, "status"),
        schema=_documents(place, "schema"),
        recipient=place.text("recipient", 320),
    )
    for name in bundle.did:
        if not did_address(name):
            place.refuse("did", "did", "Only the documents of a did:web are taken.")
    place.finish()
    if problems.found:
        first = problems.found[0]
        raise BundleError(
            f"The bundle cannot be read. {first.message}", problem=first.code, path=first.path
        )
    return bundle


def did_address(name: str) -> str:
    """Return where the document of a did:web lies, or "" for whatever is none."""
    try:
        return web.url_of(name) if DidUrl.parse_did(name).method == "web" else ""
    except DidError:
        return ""


def _object(place: Place, name: str) -> JsonObject | None:
    if name not in place.value:
        place.refuse("missing", name, f"“{name}” is missing.")
    inside = place.place(name)
    return inside.value if inside else None


def _constituents(place: Place) -> tuple[bytes, ...]:
    found = []
    for value, path in place.entries("constituents", MAX_CONSTITUENTS):
        if isinstance(value, str) and len(value) <= _MAX_TEXT:
            found.append(value.encode())
        else:
            place.problems.add("text", path, "This must be a credential as a text.")
    return tuple(found)


def _documents(place: Place, name: str) -> dict[str, JsonObject]:
    if not place.has(name):
        return {}
    inside = place.place(name)
    found: dict[str, JsonObject] = {}
    for key, value in inside.value.items() if inside else ():
        if isinstance(value, dict):
            found[key] = value
        else:
            place.refuse("object", name, "Each document in it must be an object.")
    if len(found) > MAX_DOCUMENTS:
        place.refuse("documents", name, "There are more documents in it than are read.")
    return found


def _text(data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise BundleError("A credential in the bundle is not UTF-8.") from error
