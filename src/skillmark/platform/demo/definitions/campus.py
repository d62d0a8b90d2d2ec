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
