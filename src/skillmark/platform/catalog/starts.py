"""Starting points: what a new achievement of a common kind usually says.

A start fills the form; nothing is saved until a person saves it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from skillmark.platform.catalog.content import Content
from skillmark.platform.catalog.models import AchievementVersion
from skillmark.platform.catalog.vocabulary import LANGUAGES

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


@dataclass(frozen=True, slots=True)
class Start:
    """One starting point.

    Attributes:
        key: as in ``?start=``.
        icon: a Lucide name.
        values: of `Content`; ``criteria`` is translated when it is used.
    """

    key: str
    icon: str
    label: "StrPromise"
    about: "StrPromise"
    values: Mapping[str, Any] = field(default_factory=dict)
    criteria: "StrPromise | str" = ""


STARTS: Final = (
    Start(
        "micro-credential",
        "layers",
        gettext_lazy("Micro-credential"),
        gettext_lazy(
            "Assessed learning with outcomes, workload and level, as the EU describes it."
        ),
        {
            "achievement_type": "MicroCredential",
            "assessment_types": ["practical"],
            "participation": "presential",
            "supervision": "supervised_onsite_id",
            "quality_assurance": "internal",
            "stackability": "standalone",
        },
        gettext_lazy("To earn it, a person:\n\n- takes part in …\n- passes …"),
    ),
    Start(
        "certification",
        "refresh-cw",
        gettext_lazy("Certification"),
        gettext_lazy("Ends after some years and is renewed, with a window before the end."),
        {
            "achievement_type": "Certification",
            "validity": "months",
            "validity_months": 36,
            "renewal_days": 60,
            "assessment_types": ["practical", "written"],
            "supervision": "supervised_onsite_id",
        },
        gettext_lazy("To be certified, a person:\n\n- has …\n- passes the examination in …"),
    ),
    Start(
        "two-clocks",
        "timer",
        gettext_lazy("Certification with two clocks"),
        gettext_lazy("One part ends earlier than the whole, such as CPR inside first aid."),
        {
            "achievement_type": "Certification",
            "validity": "months",
            "validity_months": 36,
            "inner_months": 12,
            "inner_name": "CPR",
            "renewal_days": 60,
        },
    ),
    Start(
        "completion",
        "graduation-cap",
        gettext_lazy("Certificate of completion"),
        gettext_lazy("A course was finished; nothing was examined."),
        {"achievement_type": "CertificateOfCompletion", "assessment_types": ["attendance"]},
        gettext_lazy("Take part in every session and finish the exercises."),
    ),
    Start(
        "cpd",
        "trending-up",
        gettext_lazy("Professional development"),
        gettext_lazy("CPD points that count in a profession."),
        {"achievement_type": "Course", "cpd_points": 1, "assessment_types": ["attendance"]},
    ),
    Start(
        "membership",
        "users",
        gettext_lazy("Membership or volunteering"),
        gettext_lazy("Recognition without an assessment, for as long as it lasts."),
        {"achievement_type": "Membership", "validity": "months", "validity_months": 12},
    ),
)


def version(key: str, language: str) -> AchievementVersion | None:
    """Return an unsaved version as the start `key` fills it, or None when there is none."""
    for start in STARTS:
        if start.key == key:
            spoken = language if language in dict(LANGUAGES) else "en"
            raw = {
                "name": _("New achievement"),
                "language": spoken,
                "criteria_markdown": str(start.criteria),
                **start.values,
            }
            made = AchievementVersion(**Content.parse(raw).to_row())
            made.name = ""
            return made
    return None
