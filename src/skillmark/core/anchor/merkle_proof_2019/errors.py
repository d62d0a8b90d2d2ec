"""What can be wrong with a Merkle proof of the Blockcerts tools."""

from typing import ClassVar

from skillmark.core.errors import SkillmarkError


class MerkleProofError(SkillmarkError):
    """The Merkle proof is not what it should be."""

    code: ClassVar[str] = "merkle_proof"


class MerkleValueError(MerkleProofError):
    """The proof value is not CBOR in base58btc of the form that the key map gives it."""

    code: ClassVar[str] = "merkle_proof.value"


class MerkleAnchorError(MerkleProofError):
    """The anchor names no network that the key map has."""

    code: ClassVar[str] = "merkle_proof.anchor"


class MerkleTreeError(MerkleProofError):
    """There are no leaves, too many, or one that is no hash."""

    code: ClassVar[str] = "merkle_proof.tree"


class MerkleKeyError(MerkleProofError):
    """The verification method has no key of the curve that the networks sign with."""

    code: ClassVar[str] = "merkle_proof.key"
