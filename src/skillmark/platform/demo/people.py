"""The people of the demo. Every one is invented; some were invented to be difficult."""

from dataclasses import dataclass
from typing import Final

PASSWORD: Final = "harbour-demo"  # noqa: S105 - the demo prints it; it opens nothing else


@dataclass(frozen=True, slots=True)
class Staff:
    """Somebody who works for the provider and can sign in."""

    name: str
    email: str
    role: str


@dataclass(frozen=True, slots=True)
class Learner:
    """Somebody who earns credentials.

    Attributes:
        email: empty for a person who gave none; the credential is then handed over as a file.
        note: why this person is in the demo.
    """

    name: str
    email: str
    note: str
    identifier: str = ""


OWNER: Final = Staff("Ines Okonkwo", "ines@harbour.example", "owner")
STAFF: Final = (
    OWNER,
    Staff("Tom Brandt", "tom@harbour.example", "issuer"),
    Staff("Asha Verma", "asha@harbour.example", "designer"),
    Staff("Pía Lorenz", "pia@harbour.example", "viewer"),
)

MARK: Final = Learner("Mark Olsen", "mark.olsen@people.example", "three of four units")
LI_WEI: Final = Learner("李伟", "li.wei@people.example", "a name in Chinese characters")
JOSE: Final = Learner("José Núñez", "jose.nunez@people.example", "accents")
LAYLA: Final = Learner("ليلى منصور", "layla.mansour@people.example", "a right-to-left name")
SUKARNI: Final = Learner("Sukarni", "sukarni@people.example", "a single-word name")
GRETA: Final = Learner(
    "Greta Vogel-Ahmadi", "greta.vogel@people.example", "changed her surname"
)
NO_MAIL: Final = Learner("Bo Lindahl", "", "gave no e-mail address", "HST-00007")
DEE: Final = Learner("Dee Carrow", "dee.carrow@people.example", "CPR has lapsed")
RUTH: Final = Learner("Ruth Abara", "ruth.abara@people.example", "revoked for misconduct")
VIKTOR: Final = Learner(
    "Viktor Hájek", "viktor.hajek@people.example", "suspended, appeal pending"
)
NORA: Final = Learner("Nora Quist", "nora.quist@people.example", "has not opened her mail yet")
SAM: Final = Learner("Sam Achterberg", "sam.achterberg@people.example", "has an account")

LEARNERS: Final = (
    MARK, LI_WEI, JOSE, LAYLA, SUKARNI, GRETA, NO_MAIL, DEE, RUTH, VIKTOR, NORA, SAM,
)  # fmt: skip
