"""A stack in one file: the final credential and all that it takes to re-check it offline.

Credentials stand in it as texts, because their digests are over exact bytes. The documents of
issuers, their signed status lists and the schemas that credentials name stand in it as objects.
Nothing in a bundle is trusted for being there: see `proof.replay`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from skillmark.core.did import DidError, DidUrl, web
from skillmark.core.did.webvh import WebvhDid
from skillmark.core.jsonio import JsonError, JsonObject, JsonValue, dumps, load_object
from skillmark.core.stack.errors import BundleError
from skillmark.core.stack.places import Place, Problems
from skillmark.core.verify import Evidence, KeyHistory, Need, NeedKind, Proofs
from skillmark.core.verify.evidence import ENCLOSED

TYPE: Final = "SkillmarkStackBundle"
VERSION: Final = 1
MAX_BYTES: Final = 33_554_432  # bytes of a whole bundle
MAX_CONSTITUENTS: Final = 200
MAX_DOCUMENTS: Final = 400  # of each kind of evidence

MAX_ANCHORS: Final = 32  # of one credential

_MAX_TEXT: Final = 1_048_576  # characters of one credential
_MAX_LOG: Final = 5_242_880  # characters of the log of a did:webvh
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
        histories: logs of issuers by their did:webvh.
        proofs: of logging and anchors, by the digest of the credential; they prove when it was
            there, so that it outlives the key that signed it.
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
    histories: Mapping[str, KeyHistory] = field(default_factory=dict)
    proofs: Mapping[str, Proofs] = field(default_factory=dict)
    recipient: str | None = None

    def evidence(self) -> Evidence:
        """Return what it has for `skillmark.core.verify`, by address."""
        found: dict[str, bytes] = {}
        for name, document in self.did.items():
            found[did_address(name)] = dumps(document)
        for url, document in (*self.status.items(), *self.schema.items()):
            found[url] = dumps(document)
        for name, history in self.histories.items():
            known = WebvhDid.parse(name)
            found[known.log_url] = history.log.encode()
            if history.witness is not None:
                found[known.witness_url] = history.witness.encode()
        return found

    def with_document(self, need: Need, data: bytes) -> "Bundle":
        """Return the bundle with one more document, as it was fetched for a need.

        Raises:
            BundleError: it is no strict JSON object, too large, or proves nothing in a bundle.
        """
        if need.kind not in ENCLOSED:
            raise BundleError("A document in the bundle would prove nothing.", url=need.url)
        if need.kind in {NeedKind.DID_LOG, NeedKind.DID_WITNESS}:
            return self._with_history(need, data)
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

    def _with_history(self, need: Need, data: bytes) -> "Bundle":
        known = self.histories.get(need.subject, KeyHistory(need.subject, ""))
        text = _text(data)
        if need.kind is NeedKind.DID_LOG:
            history = replace(known, log=text)
        else:
            history = replace(known, witness=text)
        return replace(self, histories={**self.histories, need.subject: history})

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
        evidence: JsonObject = {name: dict(found) for name, found in kinds if found}
        if self.histories:
            evidence["histories"] = {
                name: {key: value for key, value in one.to_json().items() if key != "did"}
                for name, one in self.histories.items()
            }
        if self.proofs:
            evidence["proofs"] = {name: _written(one) for name, one in self.proofs.items()}
        return {**document, **evidence}


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
        histories=_histories(place),
        proofs=_proofs(place),
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


def _histories(place: Place) -> dict[str, KeyHistory]:
    """Return the logs in a bundle, each under a did:webvh that has an address."""
    found: dict[str, KeyHistory] = {}
    for name in _documents(place, "histories"):
        outer = place.place("histories")
        inside = outer.place(name) if outer else None
        if inside is None:
            continue
        try:
            WebvhDid.parse(name)
        except DidError:
            place.refuse("did", "histories", "Only the logs of a did:webvh are taken.")
            continue
        log, witness = inside.required("log", _MAX_LOG), inside.text("witness", _MAX_LOG)
        found[name] = KeyHistory(name, log, witness)
        inside.finish()
    return found


def _proofs(place: Place) -> dict[str, Proofs]:
    """Return the proofs in a bundle; whether they hold is not looked at."""
    found: dict[str, Proofs] = {}
    for name in _documents(place, "proofs"):
        outer = place.place("proofs")
        inside = outer.place(name) if outer else None
        if inside is None:
            continue
        log = inside.required("log", _MAX_TEXT)
        anchors = inside.entries("anchors", MAX_ANCHORS) if inside.has("anchors") else []
        objects = tuple(value for value, _path in anchors if isinstance(value, dict))
        if len(objects) != len(anchors):
            inside.refuse("object", "anchors", "Each anchor must be an object.")
        found[name] = Proofs(log=log.encode(), anchors=objects)
        inside.finish()
    return found


def _written(proofs: Proofs) -> JsonObject:
    written: JsonObject = {"log": _text(proofs.log or b"")}
    if proofs.anchors:
        written["anchors"] = list[JsonValue](proofs.anchors)
    return written


def _text(data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise BundleError("A credential in the bundle is not UTF-8.") from error
