"""The people of the demo. Every one is invented; some were invented to be difficult."""

from dataclasses import dataclass
from typing import Final

PASSWORD: Final = "harbour-demo"  # noqa: S105 - the demo prints it; it opens nothing else


@dataclass(frozen=True, slots=True)
class Staff:
    """Somebody who works for an organisation and can sign in."""

    name: str
    email: str
    role: str
    note: str = ""


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


INES: Final = Staff("Ines Okonkwo", "ines@harbour.example", "owner")
TOM: Final = Staff("Tom Brandt", "tom@harbour.example", "issuer")
MIKAEL: Final = Staff("Mikael Sund", "mikael@harbour.example", "assessor", "moderates")
LENA: Final = Staff("Lena Hartwig", "lena@harbour.example", "assessor")
OMAR: Final = Staff("Omar Haddad", "omar@harbour.example", "assessor")
NILS: Final = Staff(
    "Nils Aker", "nils@brightwater.example", "assessor", "marks two units for Harbour"
)
BEATRIZ: Final = Staff("Beatriz Valdés", "beatriz@meridiana.example", "owner")
ANDREU: Final = Staff("Andreu Ferrer", "andreu@meridiana.example", "designer")
NOELIA: Final = Staff("Noelia Prats", "noelia@meridiana.example", "issuer")
GUSTAV: Final = Staff("Gustav Lind", "gustav@meridiana.example", "approver")
NURIA: Final = Staff("Núria Camps", "nuria@meridiana.example", "assessor", "prior learning")
SASKIA: Final = Staff("Saskia de Wit", "saskia@kestrel.example", "owner")

HARBOUR_STAFF: Final = (
    INES,
    TOM,
    Staff("Asha Verma", "asha@harbour.example", "designer"),
    MIKAEL,
    LENA,
    OMAR,
    NILS,
    Staff("Pía Lorenz", "pia@harbour.example", "viewer"),
)
MERIDIANA_STAFF: Final = (
    BEATRIZ,
    ANDREU,
    NOELIA,
    GUSTAV,
    NURIA,
)
COMPUTING_STAFF: Final = (
    Staff("Ingrid Halvorsen", "ingrid@computing.meridiana.example", "owner"),
    Staff("Bilal Sayed", "bilal@computing.meridiana.example", "issuer"),
)
HEALTH_STAFF: Final = (
    Staff("Carmen Ibarra", "carmen@health.meridiana.example", "owner"),
    Staff("Oisín Kelly", "oisin@health.meridiana.example", "designer"),
)
LIFELONG_STAFF: Final = (
    Staff("Dorota Kania", "dorota@lifelong.meridiana.example", "owner"),
    Staff("Marc Vidal", "marc@lifelong.meridiana.example", "issuer"),
)
KESTREL_STAFF: Final = (
    SASKIA,
    Staff("Joost Meijer", "joost@kestrel.example", "viewer", "recruits"),
    Staff("Ewa Zielińska", "ewa@kestrel.example", "issuer"),
)
BRIGHTWATER_STAFF: Final = (
    Staff("Orla Byrne", "orla@brightwater.example", "owner"),
    NILS,
)

MARK: Final = Learner("Mark Olsen", "mark.olsen@people.example", "three of four units")
LI_WEI: Final = Learner("李伟", "li.wei@people.example", "a name in Chinese characters")
JOSE: Final = Learner("José Núñez", "jose.nunez@people.example", "accents")
LAYLA: Final = Learner("ليلى منصور", "layla.mansour@people.example", "a right-to-left name")
SUKARNI: Final = Learner("Sukarni", "sukarni@people.example", "a single-word name")
GRETA: Final = Learner(
    "Greta Vogel-Ahmadi", "greta.vogel@people.example", "changed her surname"
)
PRIYA: Final = Learner("Priya Nair", "priya.nair@oldmail.example", "changed her e-mail address")
PRIYA_NOW: Final = Learner("Priya Nair", "priya.nair@people.example", "her address of today")
NO_MAIL: Final = Learner("Bo Lindahl", "", "gave no e-mail address", "HST-00007")
FINN: Final = Learner(
    "Finn Aalto", "parent.aalto@people.example", "a minor: his guardian's address"
)
DEE: Final = Learner("Dee Carrow", "dee.carrow@people.example", "CPR has lapsed")
CARLA: Final = Learner("Carla Mendes", "carla.mendes@people.example", "renewed twice")
RUTH: Final = Learner("Ruth Abara", "ruth.abara@people.example", "revoked for misconduct")
VIKTOR: Final = Learner(
    "Viktor Hájek", "viktor.hajek@people.example", "suspended, appeal pending"
)
YUSUF: Final = Learner(
    "Yusuf Demir", "yusuf.demir@people.example", "recognised for what he had learned before"
)
HANNAH: Final = Learner("Hannah Brück", "hannah.brueck@people.example", "no credential of ours")
SOFIA: Final = Learner("Sofia Rossi", "sofia.rossi@people.example", "known twice: one of two")
SOFIA_AGAIN: Final = Learner("Sofia Rossi", "s.rossi@work.example", "known twice: two of two")
NORA: Final = Learner("Nora Quist", "nora.quist@people.example", "has not opened her mail yet")
ROLF: Final = Learner("Rolf Anders", "rolf.anders@closed.example", "his mailbox is gone")
SAM: Final = Learner("Sam Achterberg", "sam.achterberg@people.example", "has an account")

LEARNERS: Final = (
    MARK, LI_WEI, JOSE, LAYLA, SUKARNI, GRETA, PRIYA, NO_MAIL, FINN, DEE, CARLA, RUTH, VIKTOR,
    YUSUF, HANNAH, SOFIA, SOFIA_AGAIN, NORA, ROLF, SAM,
)  # fmt: skip

STUDENTS: Final = (
    Learner("Adrià Soler", "adria.soler@people.example", "the whole degree"),
    Learner("Ngozi Adeyemi", "ngozi.adeyemi@people.example", "the whole degree"),
    Learner("Tuğba Aydın", "tugba.aydin@people.example", "five of eight skills"),  # noqa: RUF001 - Turkish
    Learner("Pau Riera", "pau.riera@people.example", "two of eight skills"),
    LI_WEI,
)
PROFESSIONALS: Final = (
    Learner("Helga Sturm", "helga.sturm@people.example", "three modules, certified"),
    Learner("Rashid Karimi", "rashid.karimi@people.example", "three modules, certified"),
    Learner("Oona Byrne", "oona.byrne@people.example", "two modules"),
    Learner("Teo Marković", "teo.markovic@people.example", "four modules, certified"),
)
DRIVERS: Final = (
    Learner("Wim Kuipers", "wim.kuipers@kestrel.example", "forklift"),
    Learner("Agnieszka Wrona", "agnieszka.wrona@kestrel.example", "forklift, ends soon"),
    Learner("Jamal Essaadi", "jamal.essaadi@kestrel.example", "forklift, ended"),
    Learner("Fenna Bakker", "fenna.bakker@kestrel.example", "forklift"),
)
MARKETERS: Final = (
    Learner("Isabel Duarte", "isabel.duarte@kestrel.example", "all three parts, certified"),
    Learner("Noah Visser", "noah.visser@kestrel.example", "two parts"),
    Learner("Zofia Maj", "zofia.maj@kestrel.example", "one part"),
)
VOLUNTEERS: Final = (YUSUF, CARLA, SOFIA, SOFIA_AGAIN, NORA, SAM)
NEW_DRIVERS: Final = (
    Learner("Milan Horvat", "milan.horvat@kestrel.example", "forklift, by the newer version"),
    Learner("Tess Okafor", "tess.okafor@kestrel.example", "forklift, by the newer version"),
)
WARD: Final = (
    Learner("Aroa Giner", "aroa.giner@people.example", "ready for the ward"),
    Learner("Kwame Boateng", "kwame.boateng@people.example", "ready for the ward"),
    Learner("Lucía Prado", "lucia.prado@people.example", "has to refresh it"),
)
WEBINAR: Final = (
    Learner("Elif Kaya", "elif.kaya@people.example", "asked at the link, has it"),
    Learner("Bruno Salas", "bruno.salas@people.example", "asked at the link, waits"),
    Learner("Hedda Moen", "hedda.moen@people.example", "asked at the link, waits"),
    Learner("Rui Tavares", "rui.tavares@people.example", "asked, never proved the address"),
)
EMEKA: Final = Learner("Emeka Nwosu", "emeka.nwosu@people.example", "waits longest for a mark")
LIV: Final = Learner("Liv Bergström", "liv.bergstroem@people.example", "waits for a mark")
TARIQ: Final = Learner("Tariq Saleh", "tariq.saleh@people.example", "has not handed in yet")
PETRA: Final = Learner("Petra Novotná", "petra.novotna@people.example", "marked: competent")
KENJI: Final = Learner("Kenji Mori", "kenji.mori@people.example", "marked: not yet")
ANA: Final = Learner("Ana Petrescu", "ana.petrescu@people.example", "appeals against a mark")
AMELIE: Final = Learner("Amélie Roux", "amelie.roux@people.example", "waits for a second mark")
DIEGO: Final = Learner("Diego Fuentes", "diego.fuentes@people.example", "waits for a moderator")
HUGO: Final = Learner("Hugo Lindgren", "hugo.lindgren@people.example", "marked twice, alike")
CANDIDATES: Final = (EMEKA, LIV, TARIQ, PETRA, KENJI, ANA, AMELIE, DIEGO, HUGO)
HELPERS: Final = range(901, 925)  # of the long recipients file: who waits for a second person
GROUP: Final = range(931, 939)  # who gets a credential next week
