"""A proof bundle: one credential and all that it takes to judge it without a network.

The credential stands in it as text, letter by letter; beside it the proof of logging, the history
of the issuer's keys, documents, anchors and what gives the issuer its right. Nothing in a bundle
is trusted for being there, and none can say whom to trust: that is the verifier's policy
(`skillmark.core.verify.policy_file`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from skillmark.core.did import DidError, web
from skillmark.core.did.webvh import WebvhDid
from skillmark.core.jsonio import JsonError, JsonObject, JsonValue, dumps, load_object
from skillmark.core.verify.errors import ProofBundleError
from skillmark.core.verify.strict import Members

TYPE: Final = "SkillmarkProofBundle"
VERSION: Final = 1
MAX_BYTES: Final = 16_777_216  # of a whole bundle
MAX_DOCUMENTS: Final = 100  # of each kind
MAX_ANCHORS: Final = 32
MAX_RIGHTS: Final = 32

_MAX_TEXT: Final = 5_242_880  # characters of one text


@dataclass(frozen=True, slots=True)
class KeyHistory:
    """The log of the issuer's did:webvh, as it was when the bundle was made."""

    did: str
    log: str
    witness: str | None = None

    def to_json(self) -> JsonObject:
        """Return the member ``keyHistory``."""
        found: JsonObject = {"did": self.did, "log": self.log}
        return found if self.witness is None else found | {"witness": self.witness}


@dataclass(frozen=True, slots=True, kw_only=True)
class Proofs:
    """What comes beside a credential, in a bundle or from whoever keeps it.

    Attributes:
        log: the bytes of the ``.tlog-proof``, or None.
        anchors: as they stand in a bundle.
        rights: the exact bytes of grants, accreditations and endorsements.
        documents: by the address they belong to; used where that cannot be asked.
        beside: a did:webvh by the did:web it claims to stand beside.
        lists: the bytes of ``.tlog-proof`` of status lists, by the lists' addresses.
    """

    log: bytes | None = None
    anchors: tuple[JsonObject, ...] = ()
    rights: tuple[bytes, ...] = ()
    documents: Mapping[str, bytes] = field(default_factory=dict)
    beside: Mapping[str, str] = field(default_factory=dict)
    lists: Mapping[str, bytes] = field(default_factory=dict)


NO_PROOFS: Final = Proofs()


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofBundle:
    """What is in the file.

    Attributes:
        credential: its exact text.
        log: the text of the ``.tlog-proof``.
        key_history: the log of the issuer's did:webvh.
        did: documents by their did:web.
        status: status list credentials by their address.
        status_log: the texts of ``.tlog-proof`` of status lists, by their address.
        schema: schemas by their address.
        anchors: of checkpoints that contain the one of the proof.
        rights: texts of credentials that give the issuer its right.
    """

    credential: str
    log: str | None = None
    key_history: KeyHistory | None = None
    did: Mapping[str, JsonObject] = field(default_factory=dict)
    status: Mapping[str, JsonObject] = field(default_factory=dict)
    status_log: Mapping[str, str] = field(default_factory=dict)
    schema: Mapping[str, JsonObject] = field(default_factory=dict)
    anchors: tuple[JsonObject, ...] = ()
    rights: tuple[str, ...] = ()

    def proofs(self) -> Proofs:
        """Return what stands beside the credential, for `skillmark.core.verify.judge`.

        Raises:
            DidError: a name under ``did`` or of the history is none that lies on the web.
        """
        documents = {web.url_of(name): dumps(found) for name, found in self.did.items()}
        for url, found in (*self.status.items(), *self.schema.items()):
            documents[url] = dumps(found)
        beside: dict[str, str] = {}
        if self.key_history is not None:
            name = WebvhDid.parse(self.key_history.did)
            documents[name.log_url] = self.key_history.log.encode()
            beside[name.web] = self.key_history.did
            if self.key_history.witness is not None:
                documents[name.witness_url] = self.key_history.witness.encode()
        return Proofs(
            log=None if self.log is None else self.log.encode(),
            anchors=self.anchors,
            rights=tuple(one.encode() for one in self.rights),
            documents=documents,
            beside=beside,
            lists={url: text.encode() for url, text in self.status_log.items()},
        )

    def to_json(self) -> JsonObject:
        """Return the bundle as `parse` takes it; what is absent or empty is left out."""
        anchors: list[JsonValue] = list(self.anchors)
        rights: list[JsonValue] = list(self.rights)
        members: JsonObject = {
            "log": self.log,
            "keyHistory": None if self.key_history is None else self.key_history.to_json(),
            "did": dict(self.did),
            "status": dict(self.status),
            "statusLog": dict(self.status_log),
            "schema": dict(self.schema),
            "anchors": anchors,
            "rights": rights,
        }
        head: JsonObject = {"type": TYPE, "version": VERSION, "credential": self.credential}
        return head | {name: value for name, value in members.items() if value}

    def to_bytes(self) -> bytes:
        """Return the file."""
        return dumps(self.to_json())


def is_bundle(document: JsonObject) -> bool:
    """Tell whether an object says that it is a bundle."""
    return document.get("type") == TYPE


def read_bundle(data: bytes) -> ProofBundle:
    """Read a bundle; whether anything in it is true is not looked at.

    Raises:
        ProofBundleError: no strict JSON, larger than `MAX_BYTES`, or not the members of a bundle.
    """
    try:
        return parse(load_object(data, max_bytes=MAX_BYTES))
    except JsonError as error:
        raise ProofBundleError(
            f"The bundle cannot be read. {error.message}", cause=error.code
        ) from error


def parse(document: JsonObject) -> ProofBundle:
    """Return the bundle that an object is.

    Raises:
        ProofBundleError: a member is missing, unknown, or of another form.
    """
    members = Members(document, "", ProofBundleError)
    members.constant("type", TYPE)
    members.constant("version", VERSION)
    history = members.optional("keyHistory")
    bundle = ProofBundle(
        credential=members.text("credential", _MAX_TEXT),
        log=members.text_or_none("log", _MAX_TEXT),
        key_history=None if history is None else _history(history),
        did=members.objects_by_name("did", MAX_DOCUMENTS),
        status=members.objects_by_name("status", MAX_DOCUMENTS),
        status_log=members.texts_by_name("statusLog", MAX_DOCUMENTS, _MAX_TEXT),
        schema=members.objects_by_name("schema", MAX_DOCUMENTS),
        anchors=members.objects("anchors", MAX_ANCHORS),
        rights=members.texts("rights", MAX_RIGHTS, _MAX_TEXT),
    )
    members.finish()
    try:
        bundle.proofs()
    except (DidError, ValueError) as error:
        words = error.message if isinstance(error, DidError) else "A text holds half a letter."
        raise ProofBundleError(f"A document in the bundle has no address. {words}") from error
    return bundle


def _history(members: Members) -> KeyHistory:
    found = KeyHistory(
        members.text("did", 2_000),
        members.text("log", _MAX_TEXT),
        members.text_or_none("witness", _MAX_TEXT),
    )
    members.finish()
    if _scid(found.log) != found.did.split(":")[2:3]:
        members.refuse("did", "The history in the bundle is of another DID than it says.")
    return found


def _scid(log: str) -> list[str]:
    """Return the name that the first line of a log gives itself, in a list; empty for none."""
    try:
        first = load_object(log.partition("\n")[0])
    except JsonError:
        return []
    stated = first.get("parameters")
    scid = stated.get("scid") if isinstance(stated, dict) else None
    return [scid] if isinstance(scid, str) else []
