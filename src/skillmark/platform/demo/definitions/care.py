"""First aid with its two clocks, and the forklift certificate issued for an employer."""

from dataclasses import replace
from decimal import Decimal
from typing import Final

from skillmark.platform.catalog.content import Content
from skillmark.platform.demo.definitions import assessment, esco
from skillmark.platform.demo.definitions.safety import ASSESSED

FIRST_AID: Final = ASSESSED.of(
    Content(
        name="First Aid at Work",
        description=(
            "Looks after injured and ill people until professional help arrives. The "
            "resuscitation part has to be refreshed every year."
        ),
        achievement_type="Certification",
        criteria_markdown=(
            "Attend two days and pass three supervised scenarios: an unconscious casualty, severe "
            "bleeding, and a cardiac arrest with a training defibrillator."
        ),
        outcomes=(
            "Judge a scene and call for help",
            "Control severe bleeding",
            "Resuscitate and use a defibrillator",
            "Hand over to the emergency services",
        ),
        rubric=assessment.marked("Safety of the scene", "Care of the casualty", "Handover"),
        tags=("first aid", "renewable"),
        alignments=(esco.FIRST_AID, esco.RESUSCITATION),
        workload_hours=Decimal(16),
        eqf_level=3,
        human_code="FA",
        validity="months",
        validity_months=36,
        renewal_days=90,
        inner_months=12,
        inner_name="CPR",
        stackability="standalone",
        design_key="seal",
        design_colour="#9f1239",
    )
)

RESUSCITATION: Final = ASSESSED.of(
    Content(
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
        rubric=assessment.marked("Recognition", "Compressions", "Defibrillator"),
        tags=("first aid", "renewable"),
        alignments=(esco.RESUSCITATION, esco.DEFIBRILLATION),
        workload_hours=Decimal(4),
        eqf_level=3,
        human_code="CPR",
        validity="months",
        validity_months=12,
        renewal_days=60,
        stackability="stackable",
        stacks_into="First Aid at Work",
        design_key="seal",
        design_colour="#9f1239",
    )
)

DRIVING: Final = replace(ASSESSED, types=("practical", "written"))
FORKLIFT: Final = DRIVING.of(
    Content(
        name="Operate a Forklift",
        description=(
            "Drives a counterbalance forklift in a busy warehouse, checks it before each shift and "
            "loads pallets safely. Run for Kestrel Logistics."
        ),
        achievement_type="Certification",
        criteria_markdown=(
            "Pass the theory test (80 %) and the driving test on a marked course: daily check, "
            "stacking at two heights, reversing with a load."
        ),
        outcomes=(
            "Check a forklift before a shift",
            "Drive and stack with a load",
            "Keep people on foot safe",
        ),
        rubric=assessment.marked("Daily check", "Driving and stacking", "Awareness of others"),
        tags=("logistics", "CPD"),
        alignments=(esco.FORKLIFT, esco.FORKLIFT_CHECKS, esco.PALLETS),
        workload_hours=Decimal(14),
        cpd_points=Decimal(2),
        eqf_level=3,
        human_code="FLT",
        validity="months",
        validity_months=24,
        renewal_days=60,
        stackability="standalone",
        awarding_body="Kestrel Logistics",
        awarding_country="NL",
        design_key="coin",
        design_colour="#9a3412",
    )
)

FORKLIFT_2: Final = replace(
    FORKLIFT,
    description=(
        "Drives a counterbalance forklift in a busy warehouse, checks it before each shift, loads "
        "pallets and charges lithium-ion batteries safely. Run for Kestrel Logistics."
    ),
    criteria_markdown=(
        "Pass the theory test (80 %), the driving test on a marked course (daily check, stacking at "
        "two heights, reversing with a load), and connect a battery to its charger."
    ),
    outcomes=(*FORKLIFT.outcomes, "Charge a lithium-ion battery safely"),
    workload_hours=Decimal(16),
)
"""What is awarded since the fleet was renewed; who was certified before keeps the first version."""

KESTREL_FORKLIFT: Final = replace(
    FORKLIFT_2,
    name="Operate a Forklift at Kestrel",
    description=(
        "Drives the counterbalance forklifts of the Kestrel fleet in a busy warehouse, checks them "
        "before each shift, loads pallets and charges lithium-ion batteries safely."
    ),
    human_code="KFO",
    awarding_body="",
    awarding_country="",
)
"""Kestrel's own certificate, which it lets Harbour issue for a year."""
