"""What the organisations of the demo offer to learn: programmes with modules, groups, and terms."""

from dataclasses import dataclass, field
from typing import Final

from skillmark.platform.catalog.european import Participation

SAFETY: Final = "Workplace Safety Foundations"
SAFETY_SHORT: Final = "Workplace Safety in Two Days"
SAFETY_PARTS: Final = "Fire and Lifting: Two Units of Workplace Safety"
SCIENCE: Final = "Data Science: Three Modules of Five"
BOARD: Final = "Irish Board of Workplace Training (invented)"
SAFETY_GOALS: Final = ("Safety officer", "Site safety steward", "Warehouse operative")


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A group that people can register for; days from now, None for no fixed day."""

    name: str
    starts: int | None = None
    lasts: int = 0
    places: int | None = None
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """A programme.

    Attributes:
        offer: what it says, as `Offer.parse` takes it.
        units: codes of the achievements that it leads to.
        final: code of the one that crowns them.
        before: codes of what learners have to hold.
        modules: title, hours and what learners read; the unit of the same place, where there is
            one, is what it prepares for.
        groups: who learns together.
    """

    offer: dict[str, object]
    units: tuple[str, ...] = ()
    final: str = ""
    before: tuple[str, ...] = ()
    modules: tuple[tuple[str, str, str], ...] = ()
    groups: tuple[Group, ...] = field(default=(Group(name="Begin any day"),))

    @property
    def title(self) -> str:
        """What it is called."""
        return str(self.offer["title"])


HARBOUR: Final = (
    Course(
        offer={
            "title": SAFETY,
            "summary": (
                "Four evenings on the site, a practical check each. A credential for every unit, and "
                "the certificate as soon as you hold all four, in any order."
            ),
            "description": (
                "You train where the work is done: a warehouse, a workshop and a yard by the "
                "harbour. Each unit ends with a **practical check** that an assessor marks against "
                "a rubric you see before."
            ),
            "hours": "12",
            "cost": "240",
            "currency": "EUR",
            "eqf_level": "3",
            "national_level": "NFQ 4",
            "participation": Participation.PRESENTIAL.value,
            "place": "Harbour Skills Training, Quay 4",
            "recognition": BOARD,
            "goals": SAFETY_GOALS,
            "mode": "units",
        },
        units=("WSF-1", "WSF-2", "WSF-3", "WSF-4"),
        final="WSF",
        modules=(
            (
                "See what can hurt",
                "3",
                "Walk the yard with the checklist. **Look up** as well.",
            ),
            ("Wear what protects", "3", "Match the gear to the task; look for damage first."),
            ("Keep fires from starting", "3", "Find five sources of ignition in the workshop."),
            ("Lift without harm", "3", "Plan the lift: load, route, help. Then lift."),
        ),
        groups=(
            Group(name="Winter evenings", starts=17, lasts=21, places=16, place="Quay 4"),
            Group(name="Begin any day", place="Quay 4"),
        ),
    ),
    Course(
        offer={
            "title": "Operate a Forklift",
            "summary": "Theory, daily checks and driving on a marked course, run for Kestrel.",
            "hours": "16",
            "cost": "490",
            "currency": "EUR",
            "eqf_level": "3",
            "participation": Participation.PRESENTIAL.value,
            "place": "Kestrel Logistics, Hall 2",
            "recognition": "Kestrel Logistics: 2 CPD points",
            "goals": ("Forklift driver", "Warehouse operative"),
            "mode": "units",
        },
        units=("FLT",),
        before=("WSF",),
        modules=(("Before the shift", "4", "Check forks, chains, tyres, horn and lights."),),
        groups=(Group(name="Next course", starts=24, lasts=2, places=8),),
    ),
    Course(
        offer={
            "title": "First Aid at Work",
            "summary": "Two days; its resuscitation part is refreshed every year.",
            "hours": "16",
            "cost": "180",
            "currency": "EUR",
            "eqf_level": "3",
            "participation": Participation.PRESENTIAL.value,
            "recognition": BOARD,
            "goals": ("First aider", "Safety officer"),
            "mode": "units",
        },
        units=("FA", "CPR"),
        groups=(Group(name="Begin any day", places=200),),
    ),
    Course(
        offer={
            "title": "IT Support Professional",
            "summary": "Five courses, 137 hours, with labs on real machines and a quiz in each.",
            "hours": "137",
            "cost": "0",
            "eqf_level": "4",
            "participation": Participation.ONLINE.value,
            "recognition": "Up to 12 semester hours (recommendation, invented)",
            "goals": ("IT support specialist", "Helpdesk agent"),
            "mode": "units",
        },
        units=("ITS-1", "ITS-2", "ITS-3", "ITS-4", "ITS-5"),
        final="ITSP",
        modules=(("Inside a computer", "24", "Take one apart, and put it together again."),),
    ),
)
BRIGHTWATER: Final = (
    Course(
        offer={
            "title": SAFETY_SHORT,
            "summary": (
                "The same four units in two full days at the college. You get the certificate at "
                "the end, and no credential for a single unit."
            ),
            "hours": "12",
            "cost": "150",
            "currency": "EUR",
            "eqf_level": "3",
            "national_level": "NFQ 4",
            "participation": Participation.PRESENTIAL.value,
            "place": "Brightwater College, Workshop B",
            "recognition": BOARD,
            "goals": SAFETY_GOALS,
            "mode": "final",
        },
        units=("WSF-1", "WSF-2", "WSF-3", "WSF-4"),
        final="WSF",
        groups=(Group(name="Next two days", starts=31, lasts=1, places=24),),
    ),
    Course(
        offer={
            "title": SAFETY_PARTS,
            "summary": (
                "One day for two of the four units. Each gives its credential, and counts towards "
                "the certificate wherever you do the others."
            ),
            "hours": "6",
            "cost": "90",
            "currency": "EUR",
            "eqf_level": "3",
            "participation": Participation.PRESENTIAL.value,
            "place": "Brightwater College, Workshop B",
            "recognition": BOARD,
            "goals": ("Fire warden", "Warehouse operative"),
            "mode": "units",
        },
        units=("WSF-3", "WSF-4"),
    ),
)
MERIDIANA: Final = (
    Course(
        offer={
            "title": "BSc Data and Society",
            "summary": "A degree as eight skills, each assessed and credited by itself.",
            "hours": "4500",
            "cost": "3600",
            "currency": "EUR",
            "eqf_level": "6",
            "national_level": "MECES 2",
            "participation": Participation.BLENDED.value,
            "place": "Universitas Meridiana",
            "goals": ("Data analyst", "Statistician"),
            "mode": "units",
        },
        units=tuple(f"DS-{number}" for number in range(1, 9)),
        final="BSC-DS",
        groups=(Group(name="Autumn", starts=290, lasts=1_000, places=60),),
    ),
    Course(
        offer={
            "title": SCIENCE,
            "summary": (
                "Choose three of five modules of 5 ECTS. Who learned the same at work can show it "
                "instead."
            ),
            "hours": "165",
            "cost": "1850",
            "currency": "EUR",
            "eqf_level": "7",
            "national_level": "MECES 3",
            "participation": Participation.ONLINE.value,
            "recognition": "15 ECTS of the MSc Data Science of this university",
            "entry_notes": "A first degree, or two years of work with data.",
            "goals": ("Data scientist", "Data engineer"),
            "mode": "units",
        },
        units=tuple(f"DSC-{number}" for number in range(1, 6)),
        final="DSC",
        groups=(Group(name="Begin any month", places=400),),
    ),
)
KESTREL: Final = (
    Course(
        offer={
            "title": "Digital Marketing Professional",
            "summary": "Three parts, for colleagues who look after customers online.",
            "hours": "90",
            "cost": "0",
            "eqf_level": "4",
            "participation": Participation.ONLINE.value,
            "goals": ("Social media manager",),
            "mode": "units",
        },
        units=("DMP-1", "DMP-2", "DMP-3"),
        final="DMP",
    ),
)
BY_SLUG: Final = {
    "harbour": HARBOUR,
    "brightwater": BRIGHTWATER,
    "meridiana": MERIDIANA,
    "kestrel": KESTREL,
}
