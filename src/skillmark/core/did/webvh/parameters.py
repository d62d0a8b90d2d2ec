"""The parameters of a log: read strictly, handed on from entry to entry.

What an entry leaves out keeps its value; what was promised must be said. § names a section of
did:webvh 1.0, here mostly "did:webvh DID Method Parameters".
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from skillmark.core.crypto import Algorithm, CryptoError, PublicKey
from skillmark.core.did.webvh import hashes
from skillmark.core.did.webvh.errors import (
    AfterEndError,
    KeyNotPromisedError,
    MethodVersionError,
    ParameterError,
    ParameterMissingError,
    ParameterUnknownError,
    PortableLateError,
    PreRotationError,
    ScidRepeatedError,
)
from skillmark.core.did.webvh.witnesses import NO_WITNESSES, WitnessRule, read_rule
from skillmark.core.jsonio import JsonObject, JsonValue

METHOD: Final = "did:webvh:1.0"
MAX_KEYS: Final = 32  # update keys, promised keys, or watchers of one entry
MAX_TEXT: Final = 2_048  # characters of a key, a promise or an address
MAX_TTL_S: Final = 2**31
DEFAULT_TTL_S: Final = 3_600

_KNOWN: Final = frozenset(
    [
        "method",
        "scid",
        "updateKeys",
        "nextKeyHashes",
        "witness",
        "watchers",
        "portable",
        "deactivated",
        "ttl",
    ]
)


@dataclass(frozen=True, slots=True)
class Parameters:
    """The parameters in force with an entry.

    Attributes:
        update_keys: Multikeys that may sign.
        promises: hashes of the keys of the next entry; empty without pre-rotation.
        witness: who approves from the next entry on.
        watchers: addresses of those who keep copies.
        portable: whether the DID may move.
        deactivated: whether this is the end.
        ttl_s: how long a reader may keep the document, in seconds.
    """

    update_keys: tuple[str, ...]
    promises: tuple[str, ...] = ()
    witness: WitnessRule = NO_WITNESSES
    watchers: tuple[str, ...] = ()
    portable: bool = False
    deactivated: bool = False
    ttl_s: int = DEFAULT_TTL_S


def read_first(value: JsonObject) -> tuple[str, Parameters]:
    """Return the SCID that the first entry claims, and its parameters.

    Raises:
        ParameterMissingError: no method, SCID or update keys.
        MethodVersionError: another version of the method.
        ParameterUnknownError, ParameterError, WitnessRuleError and its like: as written.
    """
    _check_names(value)
    for name in ("method", "scid", "updateKeys"):
        if name not in value:
            raise ParameterMissingError(f"The first entry lacks “{name}”.", name=name)
    scid = value["scid"]
    if not isinstance(scid, str) or not hashes.is_multihash(scid):
        raise ParameterError("“scid” is no SHA-256 multihash.", name="scid")
    return scid, _read(value, Parameters(()))


def read_next(value: JsonObject, before: Parameters) -> Parameters:
    """Return the parameters of an entry that follows one with ``before``.

    Raises:
        AfterEndError: the DID was deactivated.
        ScidRepeatedError: the SCID is set again.
        PortableLateError: moving is allowed only now.
        PreRotationError: keys were promised, and the entry leaves out its keys or promises.
        KeyNotPromisedError: a key that was not promised.
        MethodVersionError, ParameterUnknownError, ParameterError, WitnessRuleError and its
            like: as written.
    """
    if before.deactivated:
        raise AfterEndError("An entry follows the end of the DID.")
    _check_names(value)
    if "scid" in value:
        raise ScidRepeatedError("Only the first entry sets the SCID.")
    if value.get("portable") is True:
        raise PortableLateError("Only the first entry can allow moving.")
    if before.promises and not {"updateKeys", "nextKeyHashes"} <= value.keys():
        raise PreRotationError("The entry does not say which promised keys it takes.")
    after = _read(value, before)
    if before.promises:
        promised = frozenset(before.promises)
        if not all(hashes.key_hash(multikey) in promised for multikey in after.update_keys):
            raise KeyNotPromisedError("An update key was not promised by the entry before.")
    return after


def _check_names(value: JsonObject) -> None:
    unknown = sorted(value.keys() - _KNOWN)
    if unknown:
        raise ParameterUnknownError("There is no such parameter.", name=unknown[0][:100])
    if value.get("method", METHOD) != METHOD:
        raise MethodVersionError(
            f"The log does not follow {METHOD}.", method=str(value["method"])[:100]
        )


def _read(value: JsonObject, before: Parameters) -> Parameters:
    def member[T](name: str, read: Callable[[str, JsonValue], T], kept: T) -> T:
        return read(name, value[name]) if name in value else kept

    return Parameters(
        update_keys=member("updateKeys", _keys, before.update_keys),
        promises=member("nextKeyHashes", _texts, before.promises),
        witness=member("witness", lambda _, rule: read_rule(rule), before.witness),
        watchers=member("watchers", _texts, before.watchers),
        portable=member("portable", _flag, before.portable),
        deactivated=member("deactivated", _flag, before.deactivated),
        ttl_s=member("ttl", _seconds, before.ttl_s),
    )


def _texts(name: str, value: JsonValue) -> tuple[str, ...]:
    if not isinstance(value, list) or len(value) > MAX_KEYS:
        raise ParameterError(f"“{name}” is no list, or too long.", name=name)
    texts = tuple(item for item in value if isinstance(item, str) and 0 < len(item) <= MAX_TEXT)
    if len(texts) != len(value) or len(set(texts)) != len(texts):
        raise ParameterError(f"“{name}” holds no text, or one twice.", name=name)
    return texts


def _keys(name: str, value: JsonValue) -> tuple[str, ...]:
    texts = _texts(name, value)
    for text in texts:
        try:
            algorithm = PublicKey.from_multikey(text).algorithm
        except CryptoError:
            algorithm = None
        if algorithm is not Algorithm.ED25519:
            raise ParameterError("An update key is no Ed25519 Multikey.", name=name)
    return texts


def _flag(name: str, value: JsonValue) -> bool:
    if not isinstance(value, bool):
        raise ParameterError(f"“{name}” is neither true nor false.", name=name)
    return value


def _seconds(name: str, value: JsonValue) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= MAX_TTL_S:
        raise ParameterError(f"“{name}” is no number of seconds up to 2³¹.", name=name)
    return value
