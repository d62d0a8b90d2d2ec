"""The pathways of the demo: what adds up to a certificate, and who has it, or nearly.

Mark holds three of the four safety units. The fourth, issued live, brings the certificate by
itself.
"""

from decimal import Decimal
from typing import Any, Final

from skillmark.platform.demo.desk import Desk
from skillmark.platform.jobs import runner
from skillmark.platform.jobs.models import Job
from skillmark.platform.pathways import addresses
from skillmark.platform.pathways.services import drafting, queue, recognising

SAFETY_SUMMARY: Final = (
    "Four three-hour units in any order, each with its own practical check. Whoever holds all "
    "four is awarded the certificate, without asking for it."
)
DEGREE_SUMMARY: Final = "The eight skills of the degree, each assessed and credited by itself."
CERTIFICATE_SUMMARY: Final = "Any three of the five modules, worth 15 ECTS together."
MASTER_SUMMARY: Final = (
    "60 ECTS. The Data Science certificate, earned beside a job, is recognised as 15 of them."
)
DIGITAL_SUMMARY: Final = "300 hours of certified learning, wherever it was done: IT support (137) and data science (165)."
ELSEWHERE: Final = "Northgate Institute"  # invented, and not on this site
FOREIGN: Final = "did:web:northgate.example"
RECOGNISED: Final = (
    (
        "IT Support Certificate",
        "https://northgate.example/badges/it-support",
        "ITSP",
        Decimal(137),
    ),
    (
        "Applied Data Science",
        "https://northgate.example/badges/data-science",
        "DSC",
        Decimal(165),
    ),
)
REASON: Final = (
    "Compared outcome by outcome with ours on 12 March 2026; same level, and the hours are proven "
    "by the syllabus."
)


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


def master(desk: Desk) -> None:
    """Publish the master's degree by credits; the certificate is worth a quarter of it."""
    parts = [part(desk, code) for code in ("MSC-CORE", "MSC-THESIS", "DSC")]
    node = {"credits": {"atLeast": "60", "unit": "ECTS", "of": parts}}
    _publish(desk, "MSc Data Science", MASTER_SUMMARY, "MSC", node)


def digital(desk: Desk, partner: Desk) -> None:
    """Publish a diploma by hours of two organisations; recognise certificates from elsewhere."""
    homes = {"ITSP": partner, "DSC": desk}
    # whoever awarded it: what is recognised from elsewhere keeps its own issuer
    parts = [{**part(home, code), "issuers": "any"} for code, home in homes.items()]
    node = {"credits": {"atLeast": "300", "unit": "hours", "of": parts}}
    _publish(desk, "Digital Work Diploma", DIGITAL_SUMMARY, "DWD", node)
    for title, achievement, code, hours in RECOGNISED:
        terms = recognising.Terms(
            title=f"{title}, {ELSEWHERE}",
            achievement=achievement,
            issuer=FOREIGN,
            counts_as=(addresses.achievement(homes[code].achievement(code).pk),),
            amount=str(hours),
            unit="hours",
            decided_on=desk.day(250),
            reason=REASON,
        )
        recognising.decide(desk.organisation, terms, actor=desk.actor)
    _work_off()


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
    _work_off()


def _work_off() -> None:
    for job in Job.objects.filter(kind=queue.KIND, state="queued"):
        runner.run_to_end(job.pk)
