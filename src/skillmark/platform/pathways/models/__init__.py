"""Pathways, their versions, learners, awards and decisions as rows.

Writing happens in `services`, reading in `selectors`.
"""

from skillmark.platform.pathways.models.awards import (
    AwardState,
    Constituent,
    PathwayAward,
    Transcript,
)
from skillmark.platform.pathways.models.dry_runs import DryRun, DryRunRow, DryRunState, Effect
from skillmark.platform.pathways.models.learners import Cause, Learner, Recheck
from skillmark.platform.pathways.models.pathways import (
    OnLoss,
    Pathway,
    PathwayVersion,
    RuleLeaf,
)
from skillmark.platform.pathways.models.recognition import DecisionsDocument, Equivalence

__all__ = [
    "AwardState",
    "Cause",
    "Constituent",
    "DecisionsDocument",
    "DryRun",
    "DryRunRow",
    "DryRunState",
    "Effect",
    "Equivalence",
    "Learner",
    "OnLoss",
    "Pathway",
    "PathwayAward",
    "PathwayVersion",
    "Recheck",
    "RuleLeaf",
    "Transcript",
]
