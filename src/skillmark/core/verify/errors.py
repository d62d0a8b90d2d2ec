"""What keeps a bundle or a policy file from being read."""

from typing import ClassVar

from skillmark.core.errors import SkillmarkError


class ProofBundleError(SkillmarkError):
    """The file is no bundle of a credential with its proofs."""

    code: ClassVar[str] = "proof_bundle"


class PolicyFileError(SkillmarkError):
    """The file is no policy that says whom a verifier trusts."""

    code: ClassVar[str] = "policy_file"
