"""Kestrel Logistics' own academy: Digital Marketing Professional and its three parts."""

from decimal import Decimal
from typing import Final

from skillmark.platform.catalog.content import Alignment, Content
from skillmark.platform.demo.definitions import assessment, esco

COLOUR: Final = "#9a3412"
ASSESSED: Final = assessment.Assessed(
    types=("portfolio", "presentation"),
    participation="work_based",
    supervision="supervised",
    quality_assurance="internal",
    grading="Pass when every criterion is reached.",
)


def part(
    code: str, name: str, description: str, outcomes: tuple[str, ...], skill: Alignment
) -> Content:
    """Return one part, earned beside the job."""
    return ASSESSED.of(
        Content(
            name=name,
            description=description,
            achievement_type="Competency",
            criteria_markdown=(
                "Show three pieces of work done for a real campaign and present one of them to the "
                "team."
            ),
            outcomes=outcomes,
            rubric=assessment.marked("Fits the aim", "Craft", "Measured effect"),
            tags=("marketing", "academy"),
            alignments=(skill,),
            workload_hours=Decimal(40),
            eqf_level=5,
            human_code=code,
            stackability="stackable",
            stacks_into="Digital Marketing Professional",
            design_key="hexagon",
            design_colour=COLOUR,
        )
    )


PARTS: Final = (
    part(
        "DMP-1", "Social Media Marketing",
        "Plans, writes and measures campaigns in social media.",
        ("Plan a campaign", "Measure what it did"),
        esco.SOCIAL_MEDIA,
    ),
    part(
        "DMP-2", "Graphic Design",
        "Makes pictures and layouts that carry a message.",
        ("Design for screen and print", "Work with a brand's rules"),
        esco.GRAPHIC_DESIGN,
    ),
    part(
        "DMP-3", "Copywriting",
        "Writes words that people read to the end.",
        ("Write for a reader and an aim", "Shorten without losing sense"),
        esco.COPYWRITING,
    ),
)  # fmt: skip

PROFESSIONAL: Final = ASSESSED.of(
    Content(
        name="Digital Marketing Professional",
        description="Plans, makes and measures digital campaigns for a logistics company.",
        achievement_type="Certificate",
        criteria_markdown="Earn all three parts and run one campaign from brief to report.",
        outcomes=("Run a campaign from brief to report",),
        tags=("marketing", "academy"),
        alignments=(esco.SOCIAL_MEDIA, esco.GRAPHIC_DESIGN, esco.COPYWRITING),
        workload_hours=Decimal(140),
        eqf_level=5,
        human_code="DMP",
        stackability="standalone",
        design_key="hallmark",
        design_colour=COLOUR,
    )
)
