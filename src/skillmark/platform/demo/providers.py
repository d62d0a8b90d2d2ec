"""The three organisations of the demo: who they are, who works there, what they award."""

from dataclasses import dataclass, field
from typing import Final

from skillmark.platform.catalog.content import Content
from skillmark.platform.demo import people
from skillmark.platform.demo.definitions import (
    campus,
    care,
    data_science,
    data_society,
    it_support,
    marketing,
    safety,
)
from skillmark.platform.demo.people import Staff


@dataclass(frozen=True, slots=True)
class Provider:
    """One organisation.

    Attributes:
        slug: in its addresses.
        name: as people know it.
        brand_colour: ``#rrggbb``.
        profile: the other facts of its profile.
        staff: who can sign in, the owner first.
        published: what it awards.
        drafts: what is not ready.
        parts: names of its faculties, each an organisation of its own below it.
    """

    slug: str
    name: str
    brand_colour: str
    profile: dict[str, str]
    staff: tuple[Staff, ...]
    published: tuple[Content, ...]
    drafts: tuple[Content, ...] = ()
    parts: tuple[str, ...] = field(default=())


HARBOUR: Final = Provider(
    slug="harbour",
    name="Harbour Skills Training",
    brand_colour="#14532d",
    profile={
        "description": (
            "Short, assessed courses for people who work with their hands and heads: safety, "
            "first aid, driving, and a start in IT support."
        ),
        "website": "https://harbour.example",
        "email": "hello@harbour.example",
        "country": "IE",
    },
    staff=people.HARBOUR_STAFF,
    published=(
        *safety.UNITS,
        safety.FOUNDATIONS,
        care.FIRST_AID,
        care.RESUSCITATION,
        care.FORKLIFT,
        *it_support.COURSES,
        it_support.PROFESSIONAL,
    ),
    drafts=(safety.HEIGHTS,),
)
MERIDIANA: Final = Provider(
    slug="meridiana",
    name="Universitas Meridiana",
    brand_colour="#5b21b6",
    profile={
        "description": (
            "A university by the sea. Degrees shown as skills, and modules for people at work "
            "that count towards a master's."
        ),
        "website": "https://meridiana.example",
        "email": "registry@meridiana.example",
        "country": "ES",
    },
    staff=people.MERIDIANA_STAFF,
    published=(
        *data_society.SKILLS,
        data_society.DEGREE,
        *data_science.MODULES,
        data_science.CERTIFICATE,
        data_science.PRIOR_LEARNING,
        campus.VOLUNTEER,
    ),
    parts=("Faculty of Computing", "Faculty of Health", "Lifelong Learning"),
)
KESTREL: Final = Provider(
    slug="kestrel",
    name="Kestrel Logistics",
    brand_colour="#9a3412",
    profile={
        "description": "Moves goods through northern Europe and trains its own people.",
        "website": "https://kestrel.example",
        "email": "academy@kestrel.example",
        "country": "NL",
    },
    staff=people.KESTREL_STAFF,
    published=(*marketing.PARTS, marketing.PROFESSIONAL),
)
ALL: Final = (HARBOUR, MERIDIANA, KESTREL)
