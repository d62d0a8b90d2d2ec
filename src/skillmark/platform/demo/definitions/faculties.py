"""What the faculties of Universitas Meridiana award on their own."""

from decimal import Decimal
from typing import Final

from skillmark.platform.catalog.content import Content
from skillmark.platform.demo.definitions import assessment, esco

TAUGHT: Final = assessment.Assessed(
    types=("practical",),
    participation="hybrid",
    supervision="supervised_onsite_id",
    quality_assurance="external_programme",
    quality_assurance_body="Quality Agency of the Coastal Universities (invented)",
    grading="Marked from 0 to 10; 5 passes.",
)

ACCESSIBLE_PAGES: Final = TAUGHT.of(
    Content(
        name="Build Accessible Web Pages",
        description=(
            "Builds web pages that people can use with a keyboard, a screen reader or large type, "
            "and shows by tests that they do."
        ),
        achievement_type="MicroCredential",
        criteria_markdown=(
            "Mend a given page until it meets WCAG 2.2 at level AA, and explain every change in a "
            "supervised session of 45 minutes."
        ),
        outcomes=(
            "Find what keeps people from using a page",
            "Mend structure, names, focus and contrast",
            "Test a page with a keyboard and a screen reader",
        ),
        rubric=assessment.marked("Finding", "Mending", "Testing", levels=assessment.ACADEMIC),
        tags=("web", "accessibility"),
        alignments=(esco.ACCESSIBILITY, esco.ACCESS_TESTS),
        workload_hours=Decimal(50),
        credits=Decimal(2),
        credit_unit="ECTS",
        eqf_level=6,
        human_code="FC-AWP",
        stackability="stackable",
        design_key="hexagon",
        design_colour="#1e40af",
    )
)

HAND_HYGIENE: Final = TAUGHT.of(
    Content(
        name="Hand Hygiene on the Ward",
        description="Keeps hands clean at the five moments that matter, and sees when others do not.",
        achievement_type="Certification",
        criteria_markdown=(
            "Work through ten simulated bedside situations under observation; every one of the five "
            "moments has to be met."
        ),
        outcomes=(
            "Name the five moments for hand hygiene",
            "Clean hands with the right technique",
            "Speak up when a moment is missed",
        ),
        rubric=assessment.marked("Moments", "Technique", "Speaking up"),
        tags=("health", "placement"),
        alignments=(esco.INFECTION_CONTROL, esco.CARE_HYGIENE),
        workload_hours=Decimal(4),
        eqf_level=5,
        human_code="FH-HYG",
        validity="months",
        validity_months=12,
        renewal_days=60,
        stackability="standalone",
        design_key="seal",
        design_colour="#0f766e",
    )
)

MODERATION: Final = TAUGHT.of(
    Content(
        name="Moderate an Online Discussion",
        description="Opens, steers and closes a discussion on line so that everybody is heard.",
        achievement_type="CertificateOfCompletion",
        criteria_markdown=(
            "Moderate one discussion of 30 minutes in the evening webinar; two others give written "
            "feedback."
        ),
        outcomes=(
            "Open a discussion with a clear question",
            "Bring in those who are silent",
            "Sum up and agree what follows",
        ),
        tags=("evening school", "webinar"),
        alignments=(esco.MODERATION, esco.ONLINE_MODERATION),
        workload_hours=Decimal(8),
        cpd_points=Decimal(1),
        eqf_level=5,
        human_code="LL-MOD",
        stackability="standalone",
        design_key="coin",
        design_colour="#9d174d",
    )
)
