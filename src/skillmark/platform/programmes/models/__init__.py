"""Programmes, their contents, cohorts and learners as rows.

Writing happens in `services`, reading in `selectors` and the modules beside it.
"""

from skillmark.platform.programmes.models.cohorts import Cohort
from skillmark.platform.programmes.models.consents import Consent
from skillmark.platform.programmes.models.contents import Material, MaterialFile, Module
from skillmark.platform.programmes.models.enrolments import Enrolment, ModuleProgress
from skillmark.platform.programmes.models.offers import (
    Prerequisite,
    Programme,
    ProgrammeSkill,
    Unit,
)

__all__ = [
    "Cohort",
    "Consent",
    "Enrolment",
    "Material",
    "MaterialFile",
    "Module",
    "ModuleProgress",
    "Prerequisite",
    "Programme",
    "ProgrammeSkill",
    "Unit",
]
