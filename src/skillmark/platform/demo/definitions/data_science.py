"""The Data Science stack: five modules of five ECTS, any three of which make the certificate."""

from dataclasses import replace
from decimal import Decimal
from typing import Final

from skillmark.platform.catalog.content import Alignment, Content
from skillmark.platform.demo.definitions import assessment, esco

COLOUR: Final = "#0f4c81"
ASSESSED: Final = assessment.Assessed(
    types=("oral", "project"),
    participation="online",
    supervision="supervised_online_id",
    quality_assurance="external_programme",
    quality_assurance_body="Agency for Quality in Universities (invented)",
    grading="0 to 10; 5 is enough.",
)


def module(
    code: str, name: str, description: str, outcomes: tuple[str, ...], *skills: Alignment
) -> Content:
    """Return one module of 55 hours and five ECTS at master's level."""
    return ASSESSED.of(
        Content(
            name=name,
            description=description,
            achievement_type="MicroCredential",
            criteria_markdown=(
                "Hand in a project on your own data and defend it in a recorded conversation of "
                "twenty minutes."
            ),
            outcomes=outcomes,
            rubric=assessment.marked("Method", "Result", "Defence", levels=assessment.ACADEMIC),
            tags=("data science", "continuing education"),
            alignments=skills,
            workload_hours=Decimal(125),
            credits=Decimal(5),
            credit_unit="ECTS",
            eqf_level=7,
            national_level="MECES 3",
            field_of_study="Data science",
            human_code=code,
            prerequisites="A first degree, or two years of work with data.",
            stackability="stackable",
            stacks_into="Data Science (certificate)",
            design_key="coin",
            design_colour=COLOUR,
        )
    )


MODULES: Final = (
    module(
        "DSC-1", "Statistical Learning",
        "Chooses, fits and judges statistical models.",
        ("Fit and compare models", "Report uncertainty"),
        esco.STATISTICAL_ANALYSIS, esco.MACHINE_LEARNING,
    ),
    module(
        "DSC-2", "Deep Learning",
        "Builds and trains neural networks and knows when not to.",
        ("Train a network on limited hardware", "Explain what it learned"),
        esco.DEEP_LEARNING,
    ),
    module(
        "DSC-3", "Language and Text",
        "Processes text in several languages and measures how well.",
        ("Build a text pipeline", "Evaluate it on unseen text"),
        esco.LANGUAGE_PROCESSING,
    ),
    module(
        "DSC-4", "Data Engineering",
        "Moves, models and checks data that does not fit one machine.",
        ("Model data for analysis", "Build a tested pipeline"),
        esco.DATA_MODELS, esco.BIG_DATA,
    ),
    module(
        "DSC-5", "Responsible Data Science",
        "Carries a project from question to decision without harming people.",
        ("Assess risks to people", "Document a model for others"),
        esco.RESEARCH_ETHICS,
    ),
)  # fmt: skip

CERTIFICATE: Final = ASSESSED.of(
    Content(
        name="Data Science",
        description=(
            "Three modules at master's level, 165 hours of teaching. Recognised as 15 ECTS of the "
            "university's MSc Data Science."
        ),
        achievement_type="Certificate",
        criteria_markdown=(
            "Complete any three of the five modules within three years.\n\n"
            "Somebody who learned the same elsewhere can replace one module by recognition of prior "
            "learning: a portfolio mapped to the outcomes, and a conversation."
        ),
        outcomes=("Solve a real problem with data", "Defend method and result before experts"),
        tags=("data science", "certificate"),
        alignments=(esco.ANALYSIS, esco.STATISTICAL_ANALYSIS),
        workload_hours=Decimal(165),
        credits=Decimal(15),
        credit_unit="ECTS",
        eqf_level=7,
        national_level="MECES 3",
        field_of_study="Data science",
        human_code="DSC",
        stackability="stackable",
        stacks_into="MSc Data Science (15 ECTS)",
        design_key="hallmark",
        design_colour=COLOUR,
    )
)

PRIOR_LEARNING: Final = replace(
    ASSESSED, types=("oral", "portfolio"), participation="work_based"
).of(
    Content(
        name="Data Engineering by Prior Learning",
        description="The outcomes of Data Engineering, shown by work already done.",
        achievement_type="MicroCredential",
        criteria_markdown=(
            "Hand in a portfolio with evidence for each outcome and a reference from work; talk it "
            "through with two assessors."
        ),
        outcomes=("Model data for analysis", "Build a tested pipeline"),
        rubric=assessment.marked("Evidence", "Conversation", levels=assessment.ACADEMIC),
        tags=("data science", "prior learning"),
        alignments=(esco.DATA_MODELS, esco.BIG_DATA),
        workload_hours=Decimal(125),
        credits=Decimal(5),
        credit_unit="ECTS",
        eqf_level=7,
        national_level="MECES 3",
        field_of_study="Data science",
        human_code="DSC-4-RPL",
        stackability="stackable",
        stacks_into="Data Science (certificate)",
        design_key="coin",
        design_colour=COLOUR,
    )
)
