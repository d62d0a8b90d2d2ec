"""The words of the catalogue: states, and the kinds of achievement Open Badges knows.

Values are the exact terms of the Open Badges 3.0 `AchievementType` enumeration (§ B.3) and of its
`AlignmentTargetType`; labels are what a person reads.
"""

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """Where an achievement or one of its versions stands."""

    DRAFT = "draft", _("Draft")
    REVIEW = "review", _("In review")
    PUBLISHED = "published", _("Published")
    ARCHIVED = "archived", _("Archived")


class Validity(models.TextChoices):
    """How long a credential of a version is valid."""

    NONE = "none", _("It does not expire")
    MONTHS = "months", _("For a number of months")
    FIXED = "fixed", _("Until a fixed day")


class AchievementType(models.TextChoices):
    """The Open Badges 3.0 enumeration, the ones most often wanted first."""

    MICRO_CREDENTIAL = "MicroCredential", _("Micro-credential")
    BADGE = "Badge", _("Badge")
    CERTIFICATE = "Certificate", _("Certificate")
    CERTIFICATE_OF_COMPLETION = "CertificateOfCompletion", _("Certificate of completion")
    CERTIFICATION = "Certification", _("Certification (time-limited, renewable)")
    COMPETENCY = "Competency", _("Competency")
    COURSE = "Course", _("Course")
    LEARNING_PROGRAM = "LearningProgram", _("Learning programme")
    ACHIEVEMENT = "Achievement", _("Achievement (general)")
    APPRENTICESHIP = "ApprenticeshipCertificate", _("Apprenticeship certificate")
    ASSESSMENT = "Assessment", _("Assessment")
    ASSIGNMENT = "Assignment", _("Assignment or exam")
    ASSOCIATE_DEGREE = "AssociateDegree", _("Associate degree")
    AWARD = "Award", _("Award")
    BACHELOR_DEGREE = "BachelorDegree", _("Bachelor's degree")
    CO_CURRICULAR = "CoCurricular", _("Co-curricular activity")
    COMMUNITY_SERVICE = "CommunityService", _("Community service")
    DEGREE = "Degree", _("Degree")
    DIPLOMA = "Diploma", _("Diploma")
    DOCTORAL_DEGREE = "DoctoralDegree", _("Doctoral degree")
    FIELDWORK = "Fieldwork", _("Fieldwork or internship")
    GENERAL_EDUCATION = "GeneralEducationDevelopment", _("General education (GED)")
    JOURNEYMAN = "JourneymanCertificate", _("Journeyman certificate")
    LICENSE = "License", _("Licence")
    MASTER_CERTIFICATE = "MasterCertificate", _("Master craft certificate")
    MASTER_DEGREE = "MasterDegree", _("Master's degree")
    MEMBERSHIP = "Membership", _("Membership")
    PROFESSIONAL_DOCTORATE = "ProfessionalDoctorate", _("Professional doctorate")
    QUALITY_ASSURANCE = "QualityAssuranceCredential", _("Quality assurance credential")
    RESEARCH_DOCTORATE = "ResearchDoctorate", _("Research doctorate")
    SECONDARY_DIPLOMA = "SecondarySchoolDiploma", _("Secondary school diploma")


class AlignmentType(models.TextChoices):
    """What stands at the other end of an alignment (Open Badges 3.0 `AlignmentTargetType`)."""

    COMPETENCY = "ceasn:Competency", _("Skill or competency")
    CREDENTIAL = "ceterms:Credential", _("Credential")
    CASE_ITEM = "CFItem", _("CASE item")
    CASE_RUBRIC = "CFRubric", _("CASE rubric")
    CASE_CRITERION = "CFRubricCriterion", _("CASE rubric criterion")
    CASE_LEVEL = "CFRubricCriterionLevel", _("CASE rubric level")
    CTDL = "CTDL", _("Credential Engine item")


EXTENSION: Final = "ext:"  # how a term of one's own begins, Open Badges 3.0 § B.3


def kind_of(achievement_type: str) -> str:
    """Return what people call a type; a term of one's own is said without its prefix."""
    if achievement_type in AchievementType.values:
        return str(AchievementType(achievement_type).label)
    return achievement_type.removeprefix(EXTENSION).replace("-", " ").replace("_", " ")


LANGUAGES: tuple[tuple[str, str], ...] = (
    ("en", "English"),
    ("ar", "العربية"),
    ("bg", "Български"),
    ("cs", "Čeština"),
    ("da", "Dansk"),
    ("de", "Deutsch"),
    ("el", "Ελληνικά"),
    ("es", "Español"),
    ("et", "Eesti"),
    ("fi", "Suomi"),
    ("fr", "Français"),
    ("ga", "Gaeilge"),
    ("hr", "Hrvatski"),
    ("hu", "Magyar"),
    ("it", "Italiano"),
    ("ja", "日本語"),
    ("ko", "한국어"),
    ("lt", "Lietuvių"),
    ("lv", "Latviešu"),
    ("mt", "Malti"),
    ("nl", "Nederlands"),
    ("no", "Norsk"),
    ("pl", "Polski"),
    ("pt", "Português"),
    ("ro", "Română"),
    ("sk", "Slovenčina"),
    ("sl", "Slovenščina"),
    ("sv", "Svenska"),
    ("tr", "Türkçe"),
    ("uk", "Українська"),
    ("zh", "中文"),
)
