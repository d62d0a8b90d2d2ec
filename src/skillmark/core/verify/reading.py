"""The first question: what are these bytes, and can they be read strictly?

Takes the file as it came (JSON, a token, a baked PNG or SVG) down to one JSON object. A format
that is known and not supported is named as such and never counts as read.
"""

import re
from dataclasses import dataclass, replace
from typing import Final

from skillmark.core import bake, jsonio
from skillmark.core.bake import Kind
from skillmark.core.errors import SkillmarkError
from skillmark.core.jsonio import JsonObject
from skillmark.core.proof import jws, vc_jwt
from skillmark.core.proof.jws import Jws
from skillmark.core.proof.token_errors import TokenAlgorithmUnsupportedError, TokenError
from skillmark.core.proof.vc_jwt import Token
from skillmark.core.verify import proof_bundle
from skillmark.core.verify.fields import texts
from skillmark.core.verify.openbadges2 import OTHERS, Shown, is_old
from skillmark.core.verify.proof_bundle import NO_PROOFS, Proofs
from skillmark.core.verify.report import (
    Check,
    failed,
    failed_by,
    not_run,
    not_run_by,
    passed,
)

_OLDER: Final = OTHERS
_OLDER_WORDS: Final = "an Open Badge of a version that is not read"
_ADDRESS: Final = re.compile(rb"https?://[!-~]{1,2000}")
"""What a picture of Open Badges 2.0 may carry instead of an assertion."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What became of the input.

    Attributes:
        check: the answer to the first question.
        kind: what the file is.
        document: the credential, when there is one of versions 1.1 or 2.0 of the data model.
        token: what it came in, when that is a JWT.
        old: an Open Badge of version 2, when it is one; then there is no `document`.
        proofs: what came beside the credential, when the file is a bundle.
    """

    check: Check
    kind: str
    document: JsonObject | None = None
    token: Token | None = None
    old: Shown | None = None
    proofs: Proofs = NO_PROOFS


def read(source: bytes | JsonObject) -> Reading:
    """Return the credential in the input, or why there is none."""
    if isinstance(source, dict):
        return _read_bundle(source) if proof_bundle.is_bundle(source) else _plain(source)
    bundle = _bundle_in(source)
    return _plain(source) if bundle is None else _read_bundle(bundle)


def _bundle_in(source: bytes) -> JsonObject | None:
    """Return the bundle that a file is, or None; only a file that could be one is read."""
    if proof_bundle.TYPE.encode() not in source:
        return None
    try:
        document = jsonio.load_object(source, max_bytes=proof_bundle.MAX_BYTES)
    except jsonio.JsonError:
        return None
    return document if proof_bundle.is_bundle(document) else None


def _read_bundle(document: JsonObject) -> Reading:
    """Return the credential in a bundle, with what came beside it."""
    try:
        bundle = proof_bundle.parse(document)
        reading = _plain(bundle.credential.encode())
        return replace(reading, proofs=bundle.proofs())
    except SkillmarkError as error:
        return Reading(failed_by("format", error), "bundle")


def _plain(source: bytes | JsonObject) -> Reading:
    """Return the credential in what is no bundle."""
    if isinstance(source, dict):
        return _read_object(source, "json")
    kind = bake.sniff(source)
    try:
        return _read_file(source, kind)
    except TokenAlgorithmUnsupportedError as error:
        return Reading(not_run_by("format", error), "jwt")
    except TokenError as error:
        return Reading(failed_by("format", error), "jwt")
    except SkillmarkError as error:
        return Reading(failed_by("format", error), kind.value)


def credential_in(source: bytes) -> JsonObject | None:
    """Return the credential in a file, unproven: of an Open Badge of version 2 its assertion.

    None when nothing can be read.
    """
    reading = read(source)
    if reading.old is not None:
        return reading.old.document or None
    return reading.document


def _read_file(source: bytes, kind: Kind) -> Reading:
    # Unknown bytes are read as JSON, whose reader says exactly what is wrong with them.
    as_they_are = kind in {Kind.JSON, Kind.UNKNOWN}
    data = source if as_they_are else bake.extract(source)
    if bake.sniff(data) is Kind.JWT:
        return _read_token(jws.parse(data))
    if kind in {Kind.PNG, Kind.SVG} and _ADDRESS.fullmatch(data):
        return _read_old(Shown({}, address=data.decode()), kind.value)
    return _read_object(jsonio.load_object(data), kind.value)


def _read_token(token: Jws) -> Reading:
    payload = vc_jwt.payload_of(token)
    if _OLDER.isdisjoint(texts(payload.get("@context"))) and not is_old(payload):
        found = vc_jwt.of(token)
        return Reading(_read_check("jwt"), "jwt", found.document, found)
    if not is_old(payload):
        return Reading(_unsupported("open_badges_1", _OLDER_WORDS), "jwt")
    return _read_old(Shown(payload, token), "jwt")


def _read_object(document: JsonObject, kind: str) -> Reading:
    contexts = set(texts(document.get("@context")))
    if contexts & _OLDER:
        return Reading(_unsupported("open_badges_1", _OLDER_WORDS), kind)
    if is_old(document):
        return _read_old(Shown(document), kind)
    if "VerifiablePresentation" in texts(document.get("type")):
        return Reading(_presentation(document), kind)
    return Reading(_read_check(kind), kind, document)


def _read_old(shown: Shown, kind: str) -> Reading:
    return Reading(_read_check(kind), kind, old=shown)


def _read_check(kind: str) -> Check:
    return passed("format", "format.read", "The file was read.", kind=kind)


def _presentation(document: JsonObject) -> Check:
    if "proof" not in document:
        return failed(
            "format",
            "presentation.unsigned",
            "This presentation of credentials carries no proof of who presents them.",
        )
    return _unsupported("presentation", "a presentation of credentials")


def _unsupported(name: str, words: str) -> Check:
    return not_run(
        "format",
        f"unsupported.{name}",
        f"This is {words}, which cannot be checked yet.",
    )
