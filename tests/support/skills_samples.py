"""A few skills with real ESCO addresses, and files of them in the layouts that are read."""

from typing import Final

from skillmark.platform.skills.reading.entry import Entry

ESCO: Final = "http://data.europa.eu/esco/skill/"
FIRES: Final = Entry(
    ESCO + "301a6581-e983-4bb6-8b31-b3ee2cbc2392",
    "extinguish fires",
    alternatives=("put out fires", "fires putting out"),
    description="Choose the adequate substances and methods to extinguish fires.",
)
GEAR: Final = Entry(
    ESCO + "6122d586-5978-431f-8e7a-96e61fc1f3fc",
    "wear appropriate protective gear",
    description="Wear relevant and necessary protective gear, such as protective goggles.",
)
WEIGHTS: Final = Entry(
    ESCO + "ab2bb44a-3956-4028-8715-8b70b1960b99",
    "lift heavy weights",
    alternatives=("lifting heavy loads",),
)
SAFETY: Final = (FIRES, GEAR, WEIGHTS)

OFFICIAL: Final = (
    "conceptType,conceptUri,skillType,reuseLevel,preferredLabel,altLabels,hiddenLabels,status,"
    "modifiedDate,scopeNote,definition,inScheme,description\n"
)
TABLE: Final = "name,code,description,other names\n"


def official(*rows: tuple[str, str, str], status: str = "released") -> bytes:
    """Return a file of the ESCO download: address, name and other names of each row."""
    lines = [
        f'KnowledgeSkillCompetence,{uri},skill/competence,cross-sector,{label},"{others}",,'
        f"{status},2024-05-15,,,scheme,About {label}.\n"
        for uri, label, others in rows
    ]
    return (OFFICIAL + "".join(lines)).encode()
