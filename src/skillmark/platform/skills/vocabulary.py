"""The words and limits of skills: what sorts of entries there are, how long their parts may be."""

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

MAX_LABEL: Final = 400  # characters
MAX_URI: Final = 400
MAX_CODE: Final = 120
MAX_DESCRIPTION: Final = 4_000
MAX_ALTERNATIVES: Final = 200


class Kind(models.TextChoices):
    """What sort of entry of a framework a skill is."""

    NONE = "", _("Skill")
    SKILL = "skill", _("Skill or competence")
    KNOWLEDGE = "knowledge", _("Knowledge")
    ABILITY = "ability", _("Ability")
    STYLE = "style", _("Work style")
    ACTIVITY = "activity", _("Work activity")
    TECHNOLOGY = "technology", _("Tool or technology")
    STANDARD = "standard", _("Standard")
