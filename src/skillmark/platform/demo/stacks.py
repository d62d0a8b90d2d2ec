"""The pathways of the demo: what adds up to a certificate, and who has it, or nearly.

Mark holds three of the four safety units. The fourth, issued live, brings the certificate by
itself.
"""

from typing import Any, Final

from skillmark.platform.demo.desk import Desk
from skillmark.platform.jobs import runner
from skillmark.platform.jobs.models import Job
from skillmark.platform.pathways import addresses
from skillmark.platform.pathways.services import drafting, queue

SAFETY_SUMMARY: Final = (
    "Four three-hour units in any order, each with its own practical check. Whoever holds all "
    "four is awarded the certificate, without asking for it."
)
DEGREE_SUMMARY: Final = "The eight skills of the degree, each assessed and credited by itself."
CERTIFICATE_SUMMARY: Final = "Any three of the five modules, worth 15 ECTS together."


def safety(desk: Desk, units: tuple[str, ...]) -> None:
    """Publish the pathway of the four safety units."""
    node = {"all": [part(desk, code) for code in units]}
    _publish(desk, "Workplace Safety Foundations", SAFETY_SUMMARY, "WSF", node)


def degree(desk: Desk, skills: tuple[str, ...]) -> None:
    """Publish the degree as eight skills."""
    node = {"all": [part(desk, code) for code in skills]}
    _publish(desk, "BSc Data and Society", DEGREE_SUMMARY, "BSC-DS", node)


def certificate(desk: Desk, modules: tuple[str, ...]) -> None:
    """Publish the certificate: credits of any of the modules."""
    parts = [part(desk, code) for code in modules]
    node = {"credits": {"atLeast": "15", "unit": "ECTS", "of": parts}}
    _publish(desk, "Data Science certificate", CERTIFICATE_SUMMARY, "DSC", node)


def part(desk: Desk, code: str) -> dict[str, Any]:
    """Return the node that asks for an achievement, whichever version of it."""
    return {"achievement": {"id": addresses.achievement(desk.achievement(code).pk)}}


def _publish(desk: Desk, name: str, summary: str, final: str, node: dict[str, Any]) -> None:
    """Publish a pathway and look at everybody at once, as its job does."""
    content = drafting.Content(
        name=name,
        summary=summary,
        achievement=desk.achievement(final),
        rule={"type": "PathwayRule", "version": 1, "rule": node},
        on_loss="suspend",
    )
    version = drafting.create(desk.organisation, content, actor=desk.actor)
    drafting.publish(version.pathway, actor=desk.actor)
    for job in Job.objects.filter(kind=queue.KIND, state="queued"):
        runner.run_to_end(job.pk)
