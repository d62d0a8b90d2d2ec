"""BSc Data & Society as eight skills: what its graduates can do, one credential each."""

from decimal import Decimal
from typing import Final

from skillmark.platform.catalog.content import Alignment, Content, Translation
from skillmark.platform.demo.definitions import assessment, esco

COLOUR: Final = "#5b21b6"
ASSESSED: Final = assessment.Assessed(
    types=("written", "project"),
    participation="blended",
    supervision="supervised_onsite_id",
    quality_assurance="external_provider",
    quality_assurance_body="Agency for Quality in Universities (invented)",
    grading="0 to 10; 5 is enough.",
)


def skill(
    code: str,
    name: str,
    spanish: str,
    description: str,
    outcomes: tuple[str, ...],
    *skills: Alignment,
) -> Content:
    """Return one of the eight skills, six ECTS each."""
    return ASSESSED.of(
        Content(
            name=name,
            description=description,
            achievement_type="MicroCredential",
            criteria_markdown=(
                "Pass the module of the degree with a project on real public data and a written "
                "examination. The project counts 60 %, the examination 40 %."
            ),
            outcomes=outcomes,
            rubric=assessment.marked(
                "Method", "Result", "Communication", levels=assessment.ACADEMIC
            ),
            tags=("BSc Data & Society",),
            alignments=skills,
            workload_hours=Decimal(150),
            credits=Decimal(6),
            credit_unit="ECTS",
            eqf_level=6,
            national_level="MECES 2",
            field_of_study="Data and society",
            human_code=code,
            stackability="stackable",
            stacks_into="BSc Data & Society",
            translations=(Translation("es", spanish),),
            design_key="shield",
            design_colour=COLOUR,
        )
    )


SKILLS: Final = (
    skill(
        "DS-1", "Statistics", "Estadística",
        "Describes data, estimates and tests, and says how sure the answer is.",
        ("Choose and apply a fitting test", "State uncertainty so that others understand it"),
        esco.STATISTICS, esco.STATISTICAL_ANALYSIS,
    ),
    skill(
        "DS-2", "SQL", "SQL",
        "Models data in tables and asks them questions.",
        ("Design a normalised schema", "Write queries with joins, groups and windows"),
        esco.SQL, esco.QUERY_LANGUAGES,
    ),
    skill(
        "DS-3", "Python", "Python",
        "Writes programs that others can read, test and run again.",
        ("Write tested functions and modules", "Process files and tables"),
        esco.PYTHON,
    ),
    skill(
        "DS-4", "Data Cleansing", "Depuración de datos",
        "Finds what is wrong in data, mends it, and keeps a record of every change.",
        ("Detect errors, gaps and duplicates", "Document each correction"),
        esco.CLEANSING, esco.DATA_QUALITY,
    ),
    skill(
        "DS-5", "Data Analysis", "Análisis de datos",
        "Turns a question into an analysis and the analysis into an answer.",
        ("Plan an analysis", "Interpret results with their limits"),
        esco.ANALYSIS,
    ),
    skill(
        "DS-6", "Visual Presentation", "Presentación visual",
        "Shows data so that people see what matters and are not misled.",
        ("Choose a fitting chart", "Build a readable, accessible report"),
        esco.PRESENTATION,
    ),
    skill(
        "DS-7", "Machine Learning", "Aprendizaje automático",
        "Trains, compares and explains models that predict.",
        ("Train and validate a model", "Explain its errors and its bias"),
        esco.MACHINE_LEARNING,
    ),
    skill(
        "DS-8", "Data Ethics", "Ética de los datos",
        "Weighs what may be done with data about people, and who may be harmed.",
        ("Find the people affected by a data project", "Argue for a decision and document it"),
        esco.RESEARCH_ETHICS,
    ),
)  # fmt: skip

DEGREE: Final = ASSESSED.of(
    Content(
        name="BSc Data & Society",
        description=(
            "A bachelor's degree about data and the people it speaks of, shown as eight skills that "
            "each can be checked alone."
        ),
        achievement_type="BachelorDegree",
        criteria_markdown="Earn all eight skills and pass the bachelor's project.",
        outcomes=(
            "Answer questions about society with data",
            "Build, clean and look after data",
            "Decide responsibly about data of people",
        ),
        tags=("BSc Data & Society", "degree"),
        alignments=(
            esco.STATISTICS,
            esco.ANALYSIS,
            esco.MACHINE_LEARNING,
            esco.RESEARCH_ETHICS,
        ),
        workload_hours=Decimal(4_500),
        credits=Decimal(180),
        credit_unit="ECTS",
        eqf_level=6,
        national_level="MECES 2",
        field_of_study="Data and society",
        human_code="BSC-DS",
        stackability="standalone",
        design_key="laurel",
        design_colour=COLOUR,
    )
)
