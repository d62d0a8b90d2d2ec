"""What can be wrong with a did:webvh, its log, its witnesses or its keys; a code for each."""

from typing import ClassVar

from skillmark.core.did.errors import DidError


class WebvhError(DidError):
    """The did:webvh cannot be believed or used."""

    code: ClassVar[str] = "webvh"


class ScidFormError(WebvhError):
    """The self-certifying part of the identifier is no SHA-256 multihash in base58btc."""

    code: ClassVar[str] = "webvh.scid_malformed"


class LocationError(WebvhError):
    """Host, port or path of the identifier are not in their only spelling."""

    code: ClassVar[str] = "webvh.location"


class QueryError(WebvhError):
    """The DID URL asks for something that a log of versions does not answer."""

    code: ClassVar[str] = "webvh.query"


class LogSizeError(WebvhError):
    """The log has more bytes, lines or bytes in a line than a reader takes."""

    code: ClassVar[str] = "webvh.log_too_large"


class LogFormError(WebvhError):
    """The log is not one JSON object a line."""

    code: ClassVar[str] = "webvh.log_malformed"


class EntryFormError(WebvhError):
    """An entry does not have exactly its five members, each of its kind."""

    code: ClassVar[str] = "webvh.entry_malformed"


class VersionIdError(WebvhError):
    """A version id is not a number, one dash and a hash."""

    code: ClassVar[str] = "webvh.version_id_malformed"


class VersionNumberError(WebvhError):
    """The versions are not counted one by one from 1."""

    code: ClassVar[str] = "webvh.version_number"


class EntryHashError(WebvhError):
    """An entry is not the one its version id was made for, or follows another entry."""

    code: ClassVar[str] = "webvh.entry_hash"


class TimeFormError(WebvhError):
    """The time of an entry is no moment in UTC, written with its zone."""

    code: ClassVar[str] = "webvh.time_malformed"


class TimeOrderError(WebvhError):
    """An entry is not later than the one before it."""

    code: ClassVar[str] = "webvh.time_order"


class TimeFutureError(WebvhError):
    """An entry says that it was made in the future."""

    code: ClassVar[str] = "webvh.time_future"


class ScidMismatchError(WebvhError):
    """The self-certifying part is not the hash of the first entry."""

    code: ClassVar[str] = "webvh.scid_mismatch"


class PlaceholderError(WebvhError):
    """The first entry still holds the placeholder of its own hash, which has two readings."""

    code: ClassVar[str] = "webvh.placeholder"


class StateIdError(WebvhError):
    """The document of an entry has no did:webvh as its id."""

    code: ClassVar[str] = "webvh.id_malformed"


class StateScidError(WebvhError):
    """The document of an entry is that of another self-certifying identifier."""

    code: ClassVar[str] = "webvh.id_of_another"


class NeverNamedError(WebvhError):
    """No entry of the log bears the DID that was asked for."""

    code: ClassVar[str] = "webvh.id_never_named"


class NotPortableError(WebvhError):
    """The DID moved to another place, which its first entry did not allow."""

    code: ClassVar[str] = "webvh.not_portable"


class MoveUnnamedError(WebvhError):
    """The DID moved, and the new document does not name the old DID."""

    code: ClassVar[str] = "webvh.move_unnamed"


class PortableLateError(WebvhError):
    """A later entry allows moving, which only the first one can."""

    code: ClassVar[str] = "webvh.portable_late"


class MethodVersionError(WebvhError):
    """The log follows a version of the method that we do not know."""

    code: ClassVar[str] = "webvh.method_unknown"


class ParameterUnknownError(WebvhError):
    """An entry sets a parameter that version 1.0 does not have."""

    code: ClassVar[str] = "webvh.parameter_unknown"


class ParameterMissingError(WebvhError):
    """The first entry lacks a parameter that it must have."""

    code: ClassVar[str] = "webvh.parameter_missing"


class ParameterError(WebvhError):
    """A parameter has a value that is not of its kind, or too much of it."""

    code: ClassVar[str] = "webvh.parameter_invalid"


class ScidRepeatedError(WebvhError):
    """A later entry sets the self-certifying identifier again."""

    code: ClassVar[str] = "webvh.scid_repeated"


class WitnessRuleError(WebvhError):
    """The rule about witnesses is malformed, or names something else than Ed25519 did:keys."""

    code: ClassVar[str] = "webvh.witness_rule"


class WitnessTwiceError(WebvhError):
    """One witness is named twice."""

    code: ClassVar[str] = "webvh.witness_twice"


class WitnessThresholdError(WebvhError):
    """The threshold is no whole number from 1 to the number of witnesses."""

    code: ClassVar[str] = "webvh.witness_threshold"


class PreRotationError(WebvhError):
    """Keys were promised, and the entry does not say which of them it takes and which follow."""

    code: ClassVar[str] = "webvh.prerotation_omitted"


class KeyNotPromisedError(WebvhError):
    """An update key is none whose hash the entry before promised."""

    code: ClassVar[str] = "webvh.key_not_promised"


class AfterEndError(WebvhError):
    """An entry follows the one that deactivated the DID."""

    code: ClassVar[str] = "webvh.after_deactivation"


class ProofMissingError(WebvhError):
    """The entry has no proof."""

    code: ClassVar[str] = "webvh.proof_missing"


class ProofFormError(WebvhError):
    """A proof does not have exactly the members it needs, each of its kind."""

    code: ClassVar[str] = "webvh.proof_malformed"


class ProofSuiteError(WebvhError):
    """A proof is made with another cryptosuite than the one of version 1.0."""

    code: ClassVar[str] = "webvh.proof_suite"


class ProofPurposeError(WebvhError):
    """A proof was made for another purpose than assertion."""

    code: ClassVar[str] = "webvh.proof_purpose"


class ProofKeyError(WebvhError):
    """A proof names its key by a did:key whose two halves differ, or that is no Ed25519 key."""

    code: ClassVar[str] = "webvh.proof_key"


class KeyUnauthorizedError(WebvhError):
    """The key that signed an entry is none that may."""

    code: ClassVar[str] = "webvh.key_unauthorized"


class ProofSignatureError(WebvhError):
    """The signature of a proof does not match."""

    code: ClassVar[str] = "webvh.proof_signature"


class WitnessFileMissingError(WebvhError):
    """The log wants witnesses, and there is no file with their proofs."""

    code: ClassVar[str] = "webvh.witness_file_missing"


class WitnessFileError(WebvhError):
    """The file of witness proofs does not have its form, or is too large."""

    code: ClassVar[str] = "webvh.witness_file_malformed"


class UnwitnessedError(WebvhError):
    """Fewer different witnesses approved an entry than its rule asks for."""

    code: ClassVar[str] = "webvh.unwitnessed"


class VersionNotFoundError(WebvhError):
    """The log has no such version, or none of that time."""

    code: ClassVar[str] = "webvh.version_not_found"


class HeadOfAnotherError(WebvhError):
    """The remembered head belongs to another log."""

    code: ClassVar[str] = "webvh.head_of_another"


class RolledBackError(WebvhError):
    """The log is shorter than it was when it was seen before."""

    code: ClassVar[str] = "webvh.rolled_back"


class ForkedError(WebvhError):
    """The log tells another history than the one that was seen before."""

    code: ClassVar[str] = "webvh.forked"


class ParallelError(WebvhError):
    """The did:web beside the did:webvh does not say the same."""

    code: ClassVar[str] = "webvh.parallel_mismatch"


class KeyHistoryError(WebvhError):
    """A change would drop an issuing key, alter it, or take back its end."""

    code: ClassVar[str] = "webvh.key_history"


class LogMissingError(WebvhError):
    """There is no log at the address of the DID."""

    code: ClassVar[str] = "webvh.log_missing"
