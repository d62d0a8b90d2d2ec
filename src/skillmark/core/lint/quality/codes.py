"""Short codes of Annex I's closed questions, and what a profile may conclude from them.

The codes are our own; the official concepts of the European Learning Model that belong to them
are listed where a European credential is written. A code that does not stand here counts as an
answer, but nothing favourable is concluded from it.
"""

from typing import Final

APPLYING: Final = frozenset(
    {"practical", "project", "portfolio", "presentation", "artefact", "problem", "group"}
)
"""Types of assessment that show people using what they know."""

KNOWING: Final = frozenset(
    {"written", "oral", "quiz", "assignment", "continuous", "peer_assessment", "peer_review"}
)
"""Types of assessment that measure what people know."""

NOT_ASSESSING: Final = frozenset({"attendance", "self", "guided_self"})
"""Answers to "type of assessment" by which nobody else judges the outcomes."""

IDENTITY_VERIFIED: Final = frozenset(
    {"unsupervised_id", "supervised_online_id", "supervised_onsite_id"}
)
IDENTITY_OPEN: Final = frozenset({"unsupervised", "supervised"})

EXTERNAL_QUALITY: Final = frozenset({"external_provider", "external_programme", "professional"})
"""Quality assurance by somebody else, who then has a name."""

INTERNAL_QUALITY: Final = "internal"
STANDALONE: Final = "standalone"
STACKABLE: Final = "stackable"

PARTICIPATION: Final = frozenset(
    {
        "presential",
        "online",
        "blended",
        "hybrid",
        "work_based",
        "project_based",
        "laboratory",
    }
)

ANSWERS: Final = {
    "assessment_types": APPLYING | KNOWING | NOT_ASSESSING,
    "participation": PARTICIPATION,
    "supervision": IDENTITY_VERIFIED | IDENTITY_OPEN,
    "quality_assurance": EXTERNAL_QUALITY | {INTERNAL_QUALITY},
    "stackability": frozenset({STANDALONE, STACKABLE}),
}
"""The codes of each closed question, by the attribute of `Definition` that holds the answer."""
