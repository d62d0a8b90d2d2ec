"""The words of Annex I of the EU Council Recommendation on micro-credentials (2022/C 243/02).

Codes are ours, short and stable; `uri` gives the official concept of the European Learning Model's
controlled vocabularies (EU Vocabularies, ``http://data.europa.eu/snb/…``) where one is known, so
that a European Digital Credential can be written without guessing. Annex I leaves quality
assurance and stackability to the provider's words: no vocabulary of the model fits them.
"""

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

SNB: Final = "http://data.europa.eu/snb"
LANGUAGES: Final = "http://publications.europa.eu/resource/authority/language"


class Participation(models.TextChoices):
    """Form of participation: the model's modes of learning and assessment."""

    PRESENTIAL = "presential", _("On site")
    ONLINE = "online", _("Online")
    BLENDED = "blended", _("Blended: online and on site by turns")
    HYBRID = "hybrid", _("Hybrid: online and on site at once")
    WORK_BASED = "work_based", _("At work")
    PROJECT_BASED = "project_based", _("Project based")
    LABORATORY = "laboratory", _("Research or laboratory based")


class AssessmentType(models.TextChoices):
    """Type of assessment: the model's assessment types."""

    PRACTICAL = "practical", _("Practical assessment")
    WRITTEN = "written", _("Written examination")
    ORAL = "oral", _("Oral examination")
    QUIZ = "quiz", _("Quiz")
    ASSIGNMENT = "assignment", _("Marked assignment")
    PROJECT = "project", _("Project work")
    PORTFOLIO = "portfolio", _("Portfolio")
    PRESENTATION = "presentation", _("Presentation")
    ARTEFACT = "artefact", _("Assessment of a piece of work")
    CONTINUOUS = "continuous", _("Continuous evaluation")
    PROBLEM = "problem", _("Problem-based learning")
    GROUP = "group", _("Group performance")
    PEER_ASSESSMENT = "peer_assessment", _("Peer assessment: peers mark")
    PEER_REVIEW = "peer_review", _("Peer review: peers comment, an assessor marks")
    ATTENDANCE = "attendance", _("Level of attendance")
    SELF = "self", _("Self-assessment")
    GUIDED_SELF = "guided_self", _("Guided self-assessment")


class Supervision(models.TextChoices):
    """Supervision and identity verification during assessment."""

    UNSUPERVISED = "unsupervised", _("Unsupervised, identity not verified")
    UNSUPERVISED_VERIFIED = "unsupervised_id", _("Unsupervised, identity verified")
    SUPERVISED = "supervised", _("Supervised, identity not verified")
    SUPERVISED_ONLINE_VERIFIED = (
        "supervised_online_id",
        _("Supervised online, identity verified"),
    )
    SUPERVISED_ONSITE_VERIFIED = (
        "supervised_onsite_id",
        _("Supervised on site, identity verified"),
    )


class QualityAssurance(models.TextChoices):
    """Type of quality assurance that stands behind the credential."""

    INTERNAL = "internal", _("Internal: the provider's own quality assurance")
    EXTERNAL_PROVIDER = "external_provider", _("External: the provider is accredited")
    EXTERNAL_PROGRAMME = "external_programme", _("External: this programme is accredited")
    PROFESSIONAL = "professional", _("Recognised by a professional or sector body")


class Stackability(models.TextChoices):
    """Integration and stackability options."""

    STANDALONE = "standalone", _("Stands alone")
    STACKABLE = "stackable", _("Counts towards another credential")


_MODES: Final = {
    Participation.PRESENTIAL: "9191af2ed9",
    Participation.ONLINE: "920fbb3cbe",
    Participation.BLENDED: "e92d221e4d",
    Participation.HYBRID: "c_3a90b26d",
    Participation.WORK_BASED: "729f3bed4b",
    Participation.PROJECT_BASED: "7813801c77",
    Participation.LABORATORY: "ed4c557045",
}
_ASSESSMENTS: Final = {
    AssessmentType.PRACTICAL: "6a4db9f11d",
    AssessmentType.WRITTEN: "6e6cb2cc78",
    AssessmentType.ORAL: "d30284d7df",
    AssessmentType.QUIZ: "b1b68f6735",
    AssessmentType.ASSIGNMENT: "2939dae15f",
    AssessmentType.PROJECT: "795dac4096",
    AssessmentType.PORTFOLIO: "4f03b91c0e",
    AssessmentType.PRESENTATION: "c_04b30a72",
    AssessmentType.ARTEFACT: "de4d165a6c",
    AssessmentType.CONTINUOUS: "3484bd7e51",
    AssessmentType.PROBLEM: "c4256a2726",
    AssessmentType.GROUP: "56539a6507",
    AssessmentType.PEER_ASSESSMENT: "19a2e5e671",
    AssessmentType.PEER_REVIEW: "812e3b0ae1",
    AssessmentType.ATTENDANCE: "7331eb4762",
    AssessmentType.SELF: "c_2b3bd410",
    AssessmentType.GUIDED_SELF: "c_4f874951",
}
_SUPERVISIONS: Final = {
    Supervision.UNSUPERVISED: "c598449d64",
    Supervision.UNSUPERVISED_VERIFIED: "df2880c5cb",
}
_ECTS: Final = f"{SNB}/education-credit/6fcec5c5af"
MIN_EQF: Final = 1
MAX_EQF: Final = 8


def uri(code: str) -> str | None:
    """Return the official concept of a participation, assessment or supervision code.

    None where the vocabularies have no concept that we know of.
    """
    for folder, known in (
        ("learning-assessment", _MODES),
        ("assessment", _ASSESSMENTS),
        ("supervision-verification", _SUPERVISIONS),
    ):
        if code in known:
            return f"{SNB}/{folder}/{known[code]}"  # type: ignore[index] # a str equals its member
    return None


def eqf_uri(level: int) -> str:
    """Return the official concept of a level of the European Qualifications Framework."""
    return f"{SNB}/eqf/{level}"


def credit_uri(unit: str) -> str | None:
    """Return the official concept of a credit system, as far as it is known."""
    return _ECTS if unit.strip().upper() == "ECTS" else None
