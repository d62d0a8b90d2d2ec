"""Verify a credential without input or output: say what is needed, take it, judge.

`judge` gives the `Report` for a document and the evidence at hand, `needs` says what to fetch
next, `examine` is both in one pass for whoever drives it (`skillmark.fetch` does). Policies
say what a verifier asks for beyond the standards, `read_policy` reads them from a file, and
`ProofBundle` is what a holder keeps. Nothing here fetches, and a check that could not be made
never counts as a pass.
"""

from skillmark.core.verify.evidence import Evidence, Need, NeedKind, Unavailable
from skillmark.core.verify.examination import Examination, examine, judge, needs
from skillmark.core.verify.policy import (
    AchievementIs,
    AllOf,
    AnyOf,
    Claims,
    IssuerIs,
    Policy,
    RecipientIs,
    Rule,
    StatusRequired,
)
from skillmark.core.verify.policy_file import read_policy
from skillmark.core.verify.proof_bundle import KeyHistory, ProofBundle, Proofs, read_bundle
from skillmark.core.verify.report import CHECKS, Check, Outcome, Report, Summary, Verdict
from skillmark.core.verify.trust import Trust

__all__ = [
    "CHECKS",
    "AchievementIs",
    "AllOf",
    "AnyOf",
    "Check",
    "Claims",
    "Evidence",
    "Examination",
    "IssuerIs",
    "KeyHistory",
    "Need",
    "NeedKind",
    "Outcome",
    "Policy",
    "ProofBundle",
    "Proofs",
    "RecipientIs",
    "Report",
    "Rule",
    "StatusRequired",
    "Summary",
    "Trust",
    "Unavailable",
    "Verdict",
    "examine",
    "judge",
    "needs",
    "read_bundle",
    "read_policy",
]
