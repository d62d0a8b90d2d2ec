"""The transparency log: RFC 6962 trees in C2SP files, and proofs that need no network.

Pure values and bytes. Keeping a log on disk is `skillmark.logstore`'s work, asking one over the
web `skillmark.fetch`'s, running one `skillmark.platform.trust`'s. From the leaf upwards: `batch`
and `bodies` say what is logged, `entry` is the leaf, `merkle` the tree, `tiles` its files,
`note`, `checkpoint` and `cosignature` its signed head, `witness` the second pair of eyes,
`proof` and `membership` what a holder keeps, `policy` whom a verifier believes, `checking` and
`publication` the judgement; `reading`, `examining` and `monitoring` are for those who look into the log itself.
"""

from skillmark.core.log.batch import (
    Batch,
    Place,
    commitment,
    credential_digest,
    padding_bytes,
)
from skillmark.core.log.bodies import (
    AuditHeadBody,
    DefinitionBody,
    KeyAct,
    KeyEventBody,
    RuleBody,
    StatusListBody,
    digest,
)
from skillmark.core.log.checking import check_log_signature, check_logged, check_witnesses
from skillmark.core.log.checkpoint import Checkpoint, open_checkpoint
from skillmark.core.log.cosignature import Cosignature, check_cosigned, cosign
from skillmark.core.log.entry import Entry, Kind, issuer_hash
from skillmark.core.log.errors import LogError
from skillmark.core.log.examining import Fault, examine
from skillmark.core.log.membership import Membership
from skillmark.core.log.monitoring import Position, Watched, watch
from skillmark.core.log.note import Note, NoteKey, Use
from skillmark.core.log.policy import LogPolicy
from skillmark.core.log.proof import LogProof
from skillmark.core.log.publication import Publication, check_publication
from skillmark.core.log.reading import LogReader, Source
from skillmark.core.log.report import LogCheck, LogOutcome, LogReport
from skillmark.core.log.tiles import Tile
from skillmark.core.log.witness import (
    AddCheckpoint,
    Answer,
    WitnessIdentity,
    add_checkpoint,
    read_answer,
    read_conflict,
)

__all__ = [
    "AddCheckpoint",
    "Answer",
    "AuditHeadBody",
    "Batch",
    "Checkpoint",
    "Cosignature",
    "DefinitionBody",
    "Entry",
    "Fault",
    "KeyAct",
    "KeyEventBody",
    "Kind",
    "LogCheck",
    "LogError",
    "LogOutcome",
    "LogPolicy",
    "LogProof",
    "LogReader",
    "LogReport",
    "Membership",
    "Note",
    "NoteKey",
    "Place",
    "Position",
    "Publication",
    "RuleBody",
    "Source",
    "StatusListBody",
    "Tile",
    "Use",
    "Watched",
    "WitnessIdentity",
    "add_checkpoint",
    "check_cosigned",
    "check_log_signature",
    "check_logged",
    "check_publication",
    "check_witnesses",
    "commitment",
    "cosign",
    "credential_digest",
    "digest",
    "examine",
    "issuer_hash",
    "open_checkpoint",
    "padding_bytes",
    "read_answer",
    "read_conflict",
    "watch",
]
