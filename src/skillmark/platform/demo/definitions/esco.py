"""The ESCO skills that the demo names, with the codes they really have."""

from typing import Final

from skillmark.platform.catalog.content import Alignment

_ESCO: Final = "http://data.europa.eu/esco/skill/"


def skill(code: str, name: str) -> Alignment:
    """Return the alignment to one ESCO skill."""
    return Alignment(
        target_name=name,
        target_url=_ESCO + code,
        target_framework="ESCO",
        target_code=code,
        target_type="ceasn:Competency",
    )


HAZARDS: Final = skill(
    "5f97fac8-2001-4b81-ae8b-22f9062d921a", "identify hazards in the workplace"
)
GEAR: Final = skill("6122d586-5978-431f-8e7a-96e61fc1f3fc", "wear appropriate protective gear")
FIRE: Final = skill("861009ea-4d15-4e80-a8dc-7db41ecaf49b", "fire prevention procedures")
LIFTING: Final = skill("ab2bb44a-3956-4028-8715-8b70b1960b99", "lift heavy weights")
STANDARDS: Final = skill(
    "dcc96a49-0bac-4a9c-8f8e-a32b4e47e6eb", "apply health and safety standards"
)
FIRST_AID: Final = skill("1d21f6ad-340f-45da-a0a3-4e83867f47a6", "provide first aid")
RESUSCITATION: Final = skill("8bd49d04-ab2f-4333-b5d9-12d716e4e2f6", "resuscitation")
DEFIBRILLATION: Final = skill("b7ff512a-8bce-4918-b11b-7c388892472c", "defibrillation")

HELPDESK: Final = skill("118efbcd-8fc5-4668-81d1-c383a0d16070", "handle helpdesk problems")
ICT_SUPPORT: Final = skill("c2296e2e-5fef-4f24-a24f-e5b3792268be", "provide ICT support")
TROUBLESHOOTING: Final = skill(
    "744442ac-c157-4350-8be0-ce454df4f5c5", "perform ICT troubleshooting"
)
NETWORKS: Final = skill(
    "bf7ea00f-db77-4a95-9b9f-2d12b6d9fcb4", "implement ICT network diagnostic tools"
)
OPERATING_SYSTEMS: Final = skill(
    "c330db31-7fa9-4a8c-8ad6-baa957bcfed1", "install operating system"
)
ADMINISTRATION: Final = skill("0868eef3-2213-4572-9343-74931345a7d3", "administer ICT system")
BACKUP: Final = skill("47ca0da1-cae5-4395-ae6b-fd97b9ff48d3", "system backup best practice")
ICT_SECURITY: Final = skill(
    "fe1c2b32-7fe9-4668-affa-07ff658a68cf", "identify ICT security risks"
)

STATISTICS: Final = skill("7ee4c2ea-b349-4bd2-81a3-ec31475d4833", "statistics")
STATISTICAL_ANALYSIS: Final = skill(
    "382c11ed-20d5-4ae7-b60e-15fec527fa6c", "apply statistical analysis techniques"
)
SQL: Final = skill("598de5b0-5b58-4ea7-8058-a4bc4d18c742", "SQL")
QUERY_LANGUAGES: Final = skill("75f839c2-fd9a-4ad3-8921-6e734608568d", "use query languages")
PYTHON: Final = skill("ccd0a1d9-afda-43d9-b901-96344886e14d", "Python (computer programming)")
CLEANSING: Final = skill("50b100ea-74fd-4706-99db-3e4ca55e51b8", "perform data cleansing")
DATA_QUALITY: Final = skill(
    "713fb616-118e-40bc-9366-4a69879a49d5", "implement data quality processes"
)
ANALYSIS: Final = skill("2b92a5b2-6758-4ee3-9fb4-b6387a55cc8f", "perform data analysis")
PRESENTATION: Final = skill(
    "c3e36d05-8ae8-447f-bb2b-6f9409f85389", "deliver visual presentation of data"
)
MACHINE_LEARNING: Final = skill(
    "8369c2d6-c100-4cf6-bd83-9668d8678433", "utilise machine learning"
)
DEEP_LEARNING: Final = skill("ecc4552a-92c5-4222-b18d-faf5ac841080", "deep learning")
LANGUAGE_PROCESSING: Final = skill(
    "fff0e2cd-d0bd-4b02-9daf-158b79d9688a", "natural language processing"
)
BIG_DATA: Final = skill("47a49cd6-097d-457a-9f7b-c290c14930d5", "analyse big data")
DATA_MODELS: Final = skill("fbafa41f-cd05-4109-a649-8b44d306d779", "create data models")
RESEARCH_ETHICS: Final = skill(
    "833289fa-3646-4010-9d9e-93ba8c9ef2d8",
    "apply research ethics and scientific integrity principles in research activities",
)

TEAMWORK: Final = skill("60c78287-22eb-4103-9c8c-28deaa460da0", "work in teams")
VOLUNTEERS: Final = skill("ee93e363-0c2b-40ed-bbf1-aa5aaf9683fe", "support volunteers")

SOCIAL_MEDIA: Final = skill(
    "64e09849-a7db-4d6b-a932-66264420eb97", "apply social media marketing"
)
GRAPHIC_DESIGN: Final = skill("7fb699d9-182a-430e-b7a0-6d8ed05c284b", "graphic design")
COPYWRITING: Final = skill("ce592b28-4467-4908-b2e6-64bbe18da631", "perform copywriting")
FORKLIFT: Final = skill("28cb374e-6261-4133-8371-f9a5470145da", "operate forklift")
FORKLIFT_CHECKS: Final = skill(
    "3c84f7d9-7a3e-4343-814f-31de0aa61651", "conduct forklift inspections"
)
PALLETS: Final = skill("fd9c8437-6e20-47b5-8508-f23f442446c2", "load pallets")

ACCESSIBILITY: Final = skill(
    "3e23db60-0c3d-498a-a6ac-ffbed0ecb033", "ICT accessibility standards"
)
ACCESS_TESTS: Final = skill(
    "be64bb4c-84ac-4c83-8cc7-fc8593e15136",
    "test system accessibility for users with special needs",
)
INFECTION_CONTROL: Final = skill("6d13053b-ee35-492c-8976-8178420df398", "infection control")
CARE_HYGIENE: Final = skill(
    "0450eaee-1a00-4622-8f4e-5356fce816d2", "hygiene in a health care setting"
)
MODERATION: Final = skill("5b46f572-7ced-4efd-b270-a81a164d521c", "moderate a discussion")
ONLINE_MODERATION: Final = skill(
    "c9b6aa32-6c42-4903-8e5a-23e43edf03fc", "online moderation techniques"
)

ALL: Final = tuple(value for value in list(globals().values()) if isinstance(value, Alignment))
