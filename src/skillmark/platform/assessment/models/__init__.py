"""Plans, submissions, marks and decisions as rows.

Writing happens in `services`, reading in `selectors` and the modules beside it.
"""

from skillmark.platform.assessment.models.decisions import Appeal, Decision
from skillmark.platform.assessment.models.marking import Check, Conflict, GivenResult, Mark
from skillmark.platform.assessment.models.plans import (
    Assignment,
    Notice,
    OfferedAssignment,
    Plan,
    Secret,
)
from skillmark.platform.assessment.models.submissions import (
    Claim,
    Evidence,
    EvidenceFile,
    Submission,
)

__all__ = [
    "Appeal",
    "Assignment",
    "Check",
    "Claim",
    "Conflict",
    "Decision",
    "Evidence",
    "EvidenceFile",
    "GivenResult",
    "Mark",
    "Notice",
    "OfferedAssignment",
    "Plan",
    "Secret",
    "Submission",
]
