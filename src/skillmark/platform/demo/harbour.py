"""Harbour Skills Training: an invented provider of short courses, and what it awards.

The skills are real ESCO skills (© European Union, ESCO v1.2, reused with attribution); everything
else is invented.
"""

from datetime import date
from decimal import Decimal
from typing import Final

from skillmark.platform.catalog.content import Alignment, Content

SLUG: Final = "harbour"
NAME: Final = "Harbour Skills Training"
BRAND_COLOUR: Final = "#14532d"
PROFILE: Final = {
    "description": (
        "Short, assessed courses for people who work with their hands: safety, first aid and "
        "the skills that keep a site running."
    ),
    "website": "https://harbour.example",
    "email": "hello@harbour.example",
    "country": "IE",
}

_ESCO: Final = "http://data.europa.eu/esco/skill/"


def esco(code: str, name: str) -> Alignment:
    """Return the alignment to one ESCO skill."""
    return Alignment(
        target_name=name,
        target_url=_ESCO + code,
        target_framework="ESCO",
        target_code=code,
        target_type="ceasn:Competency",
    )


HAZARDS: Final = esco(
    "5f97fac8-2001-4b81-ae8b-22f9062d921a", "identify hazards in the workplace"
)
GEAR: Final = esco("6122d586-5978-431f-8e7a-96e61fc1f3fc", "wear appropriate protective gear")
FIRE: Final = esco("861009ea-4d15-4e80-a8dc-7db41ecaf49b", "fire prevention procedures")
LIFTING: Final = esco("ab2bb44a-3956-4028-8715-8b70b1960b99", "lift heavy weights")
FIRST_AID: Final = esco("f7464f30-662b-4177-85a0-3df9693e9e58", "first aid")
STANDARDS: Final = esco(
    "dcc96a49-0bac-4a9c-8f8e-a32b4e47e6eb", "apply health and safety standards"
)


def unit(
    code: str, name: str, description: str, outcomes: tuple[str, ...], skill: Alignment
) -> Content:
    """Return one three-hour unit of Workplace Safety Foundations."""
    return Content(
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
        tags=("workplace safety", "practical"),
        alignments=(skill,),
        workload_hours=Decimal(3),
        eqf_level=3,
        human_code=code,
        validity="months",
        validity_months=36,
        design_key="hexagon",
        design_colour="#14532d",
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
        HAZARDS,
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
        GEAR,
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
        FIRE,
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
        LIFTING,
    ),
)

FOUNDATIONS: Final = Content(
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
    alignments=(HAZARDS, GEAR, FIRE, LIFTING, STANDARDS),
    workload_hours=Decimal(12),
    eqf_level=3,
    human_code="WSF",
    validity="months",
    validity_months=36,
    course_start=date(2026, 3, 2),
    design_key="hallmark",
    design_colour="#14532d",
)

RESUSCITATION: Final = Content(
    name="Resuscitation (CPR and AED)",
    description="Recognises a cardiac arrest, resuscitates and uses a defibrillator.",
    achievement_type="Certification",
    criteria_markdown=(
        "Pass a supervised practical: two minutes of chest compressions of sufficient depth and "
        "rate on a manikin, and safe use of a training defibrillator."
    ),
    outcomes=(
        "Recognise a cardiac arrest and call for help",
        "Give effective chest compressions and rescue breaths",
        "Use an automated external defibrillator",
    ),
    tags=("first aid", "renewable"),
    alignments=(FIRST_AID,),
    workload_hours=Decimal(4),
    eqf_level=3,
    human_code="CPR",
    validity="months",
    validity_months=12,
    design_key="seal",
    design_colour="#9f1239",
)

DRAFT: Final = Content(
    name="Work at Heights",
    description="Prepares and uses ladders, scaffolds and harnesses.",
    achievement_type="MicroCredential",
    outcomes=("Inspect a harness before use",),
    tags=("workplace safety",),
    workload_hours=Decimal(6),
    human_code="WAH",
)
