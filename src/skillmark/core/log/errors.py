"""What can be wrong with a log, a proof out of it, or a policy for it."""

from typing import ClassVar

from skillmark.core.errors import SkillmarkError


class LogError(SkillmarkError):
    """The transparency log does not say what it should."""

    code: ClassVar[str] = "log"


class TreeRangeError(LogError):
    """There is no such entry or no such tree: an index or a size out of range."""

    code: ClassVar[str] = "log.range"


class InclusionError(LogError):
    """The path does not lead from the entry to the root (RFC 9162 §2.1.3.2)."""

    code: ClassVar[str] = "log.inclusion"


class ConsistencyError(LogError):
    """The newer tree does not contain the older one (RFC 9162 §2.1.4.2)."""

    code: ClassVar[str] = "log.consistency"


class NoteFormatError(LogError):
    """The text is no signed note (C2SP signed-note)."""

    code: ClassVar[str] = "log.note_malformed"


class NoteKeyError(LogError):
    """The text is no verifier key of a kind we know (C2SP signed-note)."""

    code: ClassVar[str] = "log.key_malformed"


class NoteUnsignedError(LogError):
    """No key that is trusted signed the note."""

    code: ClassVar[str] = "log.note_unsigned"


class NoteSignatureError(LogError):
    """A signature that names a trusted key is not by it, so the whole note is refused."""

    code: ClassVar[str] = "log.note_signature"


class CheckpointFormatError(LogError):
    """The note is no checkpoint (C2SP tlog-checkpoint)."""

    code: ClassVar[str] = "log.checkpoint_malformed"


class EmptyRootError(CheckpointFormatError):
    """The checkpoint is of an empty log and has the root of another (RFC 6962 §2.1)."""

    code: ClassVar[str] = "log.checkpoint_empty_root"


class OriginError(LogError):
    """The checkpoint is of a log that the policy does not know."""

    code: ClassVar[str] = "log.origin_unknown"


class QuorumError(LogError):
    """Fewer witnesses than the policy asks for have cosigned the checkpoint."""

    code: ClassVar[str] = "log.quorum"


class CosignatureTimeError(LogError):
    """A cosignature that the quorum needs is dated in the future."""

    code: ClassVar[str] = "log.cosignature_future"


class WitnessRequestError(LogError):
    """The body is no request to add a checkpoint (C2SP tlog-witness)."""

    code: ClassVar[str] = "log.witness_request"


class WitnessAnswerError(LogError):
    """The answer of a witness is not what the protocol allows (C2SP tlog-witness)."""

    code: ClassVar[str] = "log.witness_answer"


class TilePathError(LogError):
    """The path names no tile and no bundle (C2SP tlog-tiles)."""

    code: ClassVar[str] = "log.tile_path"


class TileFormatError(LogError):
    """The tile or bundle does not have the form or the width that it must have."""

    code: ClassVar[str] = "log.tile_malformed"


class TileMissingError(LogError):
    """The log does not serve a tile or bundle that its checkpoint commits to."""

    code: ClassVar[str] = "log.tile_missing"


class TileMismatchError(LogError):
    """A tile or bundle does not hash to what the checkpoint commits to."""

    code: ClassVar[str] = "log.tile_mismatch"


class EntryFormatError(LogError):
    """The bytes are no entry of the log in its only spelling."""

    code: ClassVar[str] = "log.entry_malformed"


class EntrySignatureError(LogError):
    """The issuer's signature under the entry does not hold."""

    code: ClassVar[str] = "log.entry_signature"


class EntryKindError(LogError):
    """The entry is of another kind than the proof needs."""

    code: ClassVar[str] = "log.entry_kind"


class EntryIssuerError(LogError):
    """The entry is by somebody else than the issuer of the credential."""

    code: ClassVar[str] = "log.entry_issuer"


class EntryKeyError(LogError):
    """The entry is signed with a key that the issuer does not name as its own."""

    code: ClassVar[str] = "log.entry_key"


class BatchError(LogError):
    """The credential is not in the batch that was logged."""

    code: ClassVar[str] = "log.batch"


class ProofFormatError(LogError):
    """The text is no proof of logging (C2SP tlog-proof)."""

    code: ClassVar[str] = "log.proof_malformed"


class ProofExtraError(LogError):
    """The extra data of the proof does not place a credential in a batch."""

    code: ClassVar[str] = "log.proof_extra"


class LogPolicyError(LogError):
    """The file is no trust policy (C2SP tlog-policy)."""

    code: ClassVar[str] = "log.policy_malformed"
