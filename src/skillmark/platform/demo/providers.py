"""The four organisations of the demo: who they are, who works there, what they award."""

from dataclasses import dataclass, field
from typing import Final

from skillmark.platform.catalog.content import Content
from skillmark.platform.demo import people
from skillmark.platform.demo.definitions import (
    campus,
    care,
    data_science,
    data_society,
    faculties,
    it_support,
    marketing,
    safety,
    stacked,
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
        parts: its faculties, each an organisation of its own below it.
    """

    slug: str
    name: str
    brand_colour: str
    profile: dict[str, str]
    staff: tuple[Staff, ...]
    published: tuple[Content, ...]
    drafts: tuple[Content, ...] = ()
    parts: tuple["Provider", ...] = field(default=())


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
        safety.HANDLING,
        care.FIRST_AID,
        care.RESUSCITATION,
        care.FORKLIFT,
        *it_support.COURSES,
        it_support.PROFESSIONAL,
    ),
    drafts=(safety.HEIGHTS,),
)
FACULTIES: Final = (
    Provider(
        slug="meridiana-computing",
        name="Faculty of Computing",
        brand_colour="#1e40af",
        profile={
            "description": "Teaches how software is made that people can rely on, and use.",
            "website": "https://computing.meridiana.example",
            "email": "office@computing.meridiana.example",
            "country": "ES",
        },
        staff=people.COMPUTING_STAFF,
        published=(faculties.ACCESSIBLE_PAGES,),
    ),
    Provider(
        slug="meridiana-health",
        name="Faculty of Health",
        brand_colour="#0f766e",
        profile={
            "description": "Prepares nurses and physiotherapists for work with patients.",
            "website": "https://health.meridiana.example",
            "email": "office@health.meridiana.example",
            "country": "ES",
        },
        staff=people.HEALTH_STAFF,
        published=(faculties.HAND_HYGIENE,),
    ),
    Provider(
        slug="meridiana-lifelong",
        name="Lifelong Learning",
        brand_colour="#9d174d",
        profile={
            "description": "Evening courses and webinars for people at work, open to everybody.",
            "website": "https://lifelong.meridiana.example",
            "email": "office@lifelong.meridiana.example",
            "country": "ES",
        },
        staff=people.LIFELONG_STAFF,
        published=(faculties.MODERATION,),
    ),
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
        *stacked.ALL,
        campus.VOLUNTEER,
    ),
    parts=FACULTIES,
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
    published=(*marketing.PARTS, marketing.PROFESSIONAL, care.KESTREL_FORKLIFT),
)
BRIGHTWATER: Final = Provider(
    slug="brightwater",
    name="Brightwater College",
    brand_colour="#0e7490",
    profile={
        "description": (
            "A small college up the river. It teaches what Harbour Skills Training awards, in days "
            "that suit people with a shift to work."
        ),
        "website": "https://brightwater.example",
        "email": "office@brightwater.example",
        "country": "IE",
    },
    staff=people.BRIGHTWATER_STAFF,
    published=(),
)
ALL: Final = (HARBOUR, MERIDIANA, KESTREL, BRIGHTWATER)
