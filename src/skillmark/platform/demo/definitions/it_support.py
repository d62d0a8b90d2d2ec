"""IT Support Professional: five courses, 137 hours together, with a credit recommendation."""

from decimal import Decimal
from typing import Final

from skillmark.platform.catalog.content import Alignment, Content
from skillmark.platform.demo.definitions import assessment, esco

COLOUR: Final = "#1e3a8a"
RECOMMENDATION: Final = (
    "Recommended for up to 12 semester hours of lower-division credit in information technology "
    "(an ACE-style recommendation, invented for this demo)."
)
ASSESSED: Final = assessment.Assessed(
    types=("practical", "quiz"),
    participation="online",
    supervision="unsupervised_id",
    quality_assurance="internal",
    grading="Pass at 80 % of the points.",
)


def course(
    code: str,
    name: str,
    hours: int,
    description: str,
    outcomes: tuple[str, ...],
    *skills: Alignment,
) -> Content:
    """Return one of the five courses."""
    return ASSESSED.of(
        Content(
            name=name,
            description=description,
            achievement_type="Course",
            criteria_markdown=(
                "Finish every module, pass the quizzes at 80 % and complete the graded lab."
            ),
            outcomes=outcomes,
            rubric=assessment.marked("Diagnosis", "Repair", "Explanation to the user"),
            tags=("information technology",),
            alignments=skills,
            workload_hours=Decimal(hours),
            eqf_level=4,
            human_code=code,
            stackability="stackable",
            stacks_into="IT Support Professional",
            design_key="ribbon",
            design_colour=COLOUR,
        )
    )


COURSES: Final = (
    course(
        "ITS-1", "Technical Support Fundamentals", 24,
        "Explains how computers work and helps people who use them.",
        ("Assemble a computer", "Help a user calmly and clearly"),
        esco.ICT_SUPPORT, esco.HELPDESK,
    ),
    course(
        "ITS-2", "Computer Networking", 29,
        "Finds and mends faults in small networks.",
        ("Describe each layer of a network", "Trace a fault from cable to name service"),
        esco.NETWORKS,
    ),
    course(
        "ITS-3", "Operating Systems", 28,
        "Installs and looks after Windows and Linux machines.",
        ("Install and update an operating system", "Manage users, files and processes"),
        esco.OPERATING_SYSTEMS, esco.TROUBLESHOOTING,
    ),
    course(
        "ITS-4", "System Administration", 26,
        "Runs servers and services for an organisation and brings them back after a failure.",
        ("Run directory, mail and file services", "Plan, make and test backups"),
        esco.ADMINISTRATION, esco.BACKUP,
    ),
    course(
        "ITS-5", "Security for IT Support", 30,
        "Recognises threats, protects machines and people, and reports incidents.",
        ("Recognise the usual attacks", "Choose and set up protections", "Report an incident"),
        esco.ICT_SECURITY,
    ),
)  # fmt: skip

PROFESSIONAL: Final = ASSESSED.of(
    Content(
        name="IT Support Professional",
        description=(
            "Ready for a first job in IT support: five courses, 137 hours, with labs on real "
            "machines."
        ),
        achievement_type="Certificate",
        criteria_markdown=f"Complete all five courses.\n\n{RECOMMENDATION}",
        outcomes=(
            "Help users and solve their problems",
            "Keep networks, machines and services running",
            "Protect systems and data",
        ),
        tags=("information technology", "certificate"),
        alignments=(
            esco.ICT_SUPPORT,
            esco.TROUBLESHOOTING,
            esco.ADMINISTRATION,
            esco.ICT_SECURITY,
        ),
        workload_hours=Decimal(137),
        credits=Decimal(12),
        credit_unit="US semester hours (recommended)",
        eqf_level=4,
        human_code="ITSP",
        stackability="stackable",
        stacks_into="Degree programmes that accept the recommendation",
        design_key="shield",
        design_colour=COLOUR,
    )
)
