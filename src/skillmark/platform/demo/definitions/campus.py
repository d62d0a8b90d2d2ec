"""What Universitas Meridiana recognises without an assessment: volunteering."""

from decimal import Decimal
from typing import Final

from skillmark.platform.catalog.content import Content
from skillmark.platform.demo.definitions import esco

VOLUNTEER: Final = Content(
    name="Volunteer at Open Day",
    description="Welcomed visitors, showed them round and answered their questions.",
    achievement_type="CommunityService",
    criteria_markdown="Help for at least six hours at one open day. Nothing is assessed.",
    outcomes=("Welcome and guide visitors",),
    tags=("volunteering",),
    alignments=(esco.TEAMWORK, esco.VOLUNTEERS),
    workload_hours=Decimal(6),
    participation="presential",
    human_code="VOL",
    stackability="standalone",
    design_key="ribbon",
    design_colour="#b45309",
)

SPEAKING: Final = Content(
    name="Present Data to an Audience",
    description="Tells the story of a data set to people who have not seen it before.",
    achievement_type="MicroCredential",
    criteria_markdown=(
        "Present the result of an own analysis in ten minutes, with three charts, and answer "
        "questions for ten more."
    ),
    outcomes=("Choose the chart that answers the question", "Say how certain a result is"),
    tags=("data", "speaking"),
    alignments=(esco.PRESENTATION,),
    workload_hours=Decimal(25),
    credits=Decimal(1),
    credit_unit="ECTS",
    eqf_level=6,
    assessment_types=("practical",),
    participation="presential",
    human_code="DS-9",
    stackability="stackable",
    stacks_into="BSc Data & Society",
    design_key="hexagon",
    design_colour="#5b21b6",
)
"""Ready, and in review: a second person publishes here."""
