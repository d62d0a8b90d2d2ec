"""What Universitas Meridiana awards for what adds up: a master's degree, and a diploma by hours."""

from decimal import Decimal
from typing import Final

from skillmark.platform.catalog.content import Alignment, Content
from skillmark.platform.demo.definitions import esco
from skillmark.platform.demo.definitions.data_science import ASSESSED, COLOUR


def part(code: str, name: str, description: str, ects: int, *skills: Alignment) -> Content:
    """Return one part of the master's degree."""
    return ASSESSED.of(
        Content(
            name=name,
            description=description,
            achievement_type="MicroCredential",
            criteria_markdown="Pass the examinations, and defend the work before two examiners.",
            outcomes=(description,),
            tags=("data science", "master"),
            alignments=skills,
            workload_hours=Decimal(25 * ects),
            credits=Decimal(ects),
            credit_unit="ECTS",
            eqf_level=7,
            national_level="MECES 3",
            field_of_study="Data science",
            human_code=code,
            stackability="stackable",
            stacks_into="MSc Data Science",
            design_key="coin",
            design_colour=COLOUR,
        )
    )


CORE: Final = part(
    "MSC-CORE",
    "Core Year of the MSc Data Science",
    "Models, measures and explains with large data, alone and in a team.",
    30,
    esco.STATISTICAL_ANALYSIS,
    esco.BIG_DATA,
)
THESIS: Final = part(
    "MSC-THESIS",
    "Master's Thesis in Data Science",
    "Carries a research project in data science from question to defence.",
    15,
    esco.ANALYSIS,
    esco.RESEARCH_ETHICS,
)
MASTER: Final = ASSESSED.of(
    Content(
        name="MSc Data Science",
        description="60 ECTS: the core year, the thesis, and 15 ECTS of modules taken at work.",
        achievement_type="MasterDegree",
        criteria_markdown=(
            "Collect 60 ECTS: the core year (30), the thesis (15), and the Data Science certificate, "
            "which is recognised as 15."
        ),
        outcomes=("Leads data projects and answers for their results",),
        tags=("data science", "master"),
        alignments=(esco.ANALYSIS, esco.STATISTICAL_ANALYSIS, esco.MACHINE_LEARNING),
        workload_hours=Decimal(1_500),
        credits=Decimal(60),
        credit_unit="ECTS",
        eqf_level=7,
        national_level="MECES 3",
        field_of_study="Data science",
        human_code="MSC",
        stackability="standalone",
        design_key="hallmark",
        design_colour=COLOUR,
    )
)
DIGITAL: Final = ASSESSED.of(
    Content(
        name="Digital Work Diploma",
        description="300 hours of certified learning in IT support and data science together.",
        achievement_type="Diploma",
        criteria_markdown=(
            "Hold certificates of at least 300 hours together: IT support (137 hours) and data science "
            "(165 hours), from wherever the university recognises them."
        ),
        outcomes=("Supports people and machines, and answers questions with data",),
        tags=("data science", "information technology", "diploma"),
        alignments=(esco.ICT_SUPPORT, esco.ANALYSIS),
        workload_hours=Decimal(300),
        eqf_level=5,
        human_code="DWD",
        stackability="standalone",
        design_key="shield",
        design_colour=COLOUR,
    )
)
ALL: Final = (CORE, THESIS, MASTER, DIGITAL)
