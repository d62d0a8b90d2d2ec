"""Workplace Safety Foundations: four units of three hours, and the certificate of all four."""

from datetime import date
from decimal import Decimal
from typing import Final

from skillmark.platform.catalog.content import Alignment, Content, Translation
from skillmark.platform.demo.definitions import assessment, esco, translated

COLOUR: Final = "#14532d"
COURSE_START: Final = date(2026, 3, 2)  # nobody can have earned the certificate before

ASSESSED: Final = assessment.Assessed(
    types=("practical",),
    participation="presential",
    supervision="supervised_onsite_id",
    quality_assurance="external_provider",
    quality_assurance_body="Irish Board of Workplace Training (invented)",
    grading="Pass when every criterion is reached; not graded beyond that.",
)


def unit(
    code: str,
    name: str,
    description: str,
    outcomes: tuple[str, ...],
    skill: Alignment,
    *,
    german: Translation,
) -> Content:
    """Return one three-hour unit."""
    return ASSESSED.of(
        Content(
            name=name,
            description=description,
            achievement_type="MicroCredential",
            criteria_markdown=(
                "Attend the three-hour session and pass the **practical check**:\n\n"
                "- the assessor watches you work on a real or mocked-up site;\n"
                "- every outcome is marked *reached* or *not yet*;\n"
                "- one more attempt is possible within 30 days."
            ),
            outcomes=outcomes,
            rubric=assessment.marked(*outcomes),
            tags=("workplace safety", "practical"),
            alignments=(skill,),
            workload_hours=Decimal(3),
            eqf_level=3,
            national_level="NFQ 4",
            human_code=code,
            validity="months",
            validity_months=36,
            renewal_days=60,
            stackability="stackable",
            stacks_into="Workplace Safety Foundations",
            prerequisites="None. Sturdy shoes are needed on the day.",
            translations=(german,),
            design_key="hexagon",
            design_colour=COLOUR,
        )
    )


UNITS: Final = (
    unit(
        "WSF-1",
        "Identify Workplace Hazards",
        "Finds, names and reports what can hurt people on a work site.",
        (
            "Walk a site and list its hazards",
            "Judge how likely and how serious each one is",
            "Report a hazard so that somebody acts on it",
        ),
        esco.HAZARDS,
        german=Translation(
            "de",
            "Gefahren am Arbeitsplatz erkennen",
            "Findet, benennt und meldet, was auf einer Baustelle Menschen verletzen kann.",
        ),
    ),
    unit(
        "WSF-2",
        "Choose and Wear Protective Gear",
        "Chooses the right protective gear for a task, checks it and wears it properly.",
        (
            "Match gear to the hazards of a task",
            "Check gear for damage before use",
            "Fit helmet, eye, ear, hand and foot protection",
        ),
        esco.GEAR,
        german=Translation(
            "de",
            "Schutzausrüstung wählen und tragen",
            "Wählt die richtige Schutzausrüstung, prüft sie und trägt sie richtig.",
        ),
    ),
    unit(
        "WSF-3",
        "Prevent Fires at Work",
        "Keeps fires from starting and knows what to do in the first minute.",
        (
            "Spot and remove sources of ignition",
            "Choose the right extinguisher and use it safely",
            "Raise the alarm and lead others out",
        ),
        esco.FIRE,
        german=Translation(
            "de",
            "Brände am Arbeitsplatz verhüten",
            "Lässt Brände nicht entstehen und weiß, was in der ersten Minute zu tun ist.",
        ),
    ),
    unit(
        "WSF-4",
        "Handle Heavy Weights Safely",
        "Lifts, carries and moves heavy loads without hurting anybody.",
        (
            "Plan a lift: load, route, help",
            "Lift and set down with a safe posture",
            "Use trolleys, hoists and team lifts",
        ),
        esco.LIFTING,
        german=Translation(
            "de",
            "Schwere Lasten sicher bewegen",
            "Hebt, trägt und bewegt schwere Lasten, ohne jemanden zu verletzen.",
        ),
    ),
)

FOUNDATIONS: Final = ASSESSED.of(
    Content(
        name="Workplace Safety Foundations",
        description=(
            "Works safely on an industrial site: finds hazards, wears the right gear, prevents "
            "fires and handles heavy weights."
        ),
        achievement_type="Certificate",
        criteria_markdown=(
            "Complete all four units, each with its own practical check:\n\n"
            "1. Identify Workplace Hazards\n"
            "2. Choose and Wear Protective Gear\n"
            "3. Prevent Fires at Work\n"
            "4. Handle Heavy Weights Safely"
        ),
        outcomes=(
            "Identify and report hazards",
            "Choose, check and wear protective gear",
            "Prevent fires and act in the first minute",
            "Handle heavy weights without injury",
        ),
        tags=("workplace safety", "certificate"),
        alignments=(esco.HAZARDS, esco.GEAR, esco.FIRE, esco.LIFTING, esco.STANDARDS),
        workload_hours=Decimal(12),
        eqf_level=3,
        national_level="NFQ 4",
        human_code="WSF",
        validity="months",
        validity_months=36,
        renewal_days=60,
        stackability="standalone",
        course_start=COURSE_START,
        translations=translated.FOUNDATIONS,
        design_key="hallmark",
        design_colour=COLOUR,
    )
)

HANDLING: Final = ASSESSED.of(
    Content(
        name="Manual Handling (2019)",
        description="Lifts and carries by hand, as it was taught before the course had four units.",
        achievement_type="Certificate",
        criteria_markdown="Attend a morning and lift three loads under observation.",
        outcomes=("Lift and set down a load with a straight back",),
        tags=("workplace safety",),
        alignments=(esco.LIFTING,),
        workload_hours=Decimal(3),
        human_code="MHO",
        stackability="standalone",
        design_key="ribbon",
        design_colour=COLOUR,
    )
)
"""No longer awarded: archived, and still valid for those who hold it."""

HEIGHTS: Final = Content(
    name="Work at Heights",
    description="Prepares and uses ladders, scaffolds and harnesses.",
    achievement_type="MicroCredential",
    outcomes=("Inspect a harness before use",),
    tags=("workplace safety",),
    workload_hours=Decimal(6),
    human_code="WAH",
)
"""A draft with gaps, so that the quality checks have something to say."""
