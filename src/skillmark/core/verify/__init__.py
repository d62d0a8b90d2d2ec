"""Verify a credential without input or output: say what is needed, take it, judge.

`judge` gives the `Report` for a document and the evidence at hand, `needs` says what to fetch
next, `examine` is both in one pass for whoever drives it (`skillmark.fetch` does). Policies
say what a verifier asks for beyond the standards. Nothing here fetches, and a check that could
not be made never counts as a pass.
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
from skillmark.core.verify.report import CHECKS, Check, Outcome, Report, Summary, Verdict

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
    "Need",
    "NeedKind",
    "Outcome",
    "Policy",
    "RecipientIs",
    "Report",
    "Rule",
    "StatusRequired",
    "Summary",
    "Unavailable",
    "Verdict",
    "examine",
    "judge",
    "needs",
]
