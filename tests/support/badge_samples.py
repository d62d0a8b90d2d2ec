"""Achievements and credentials of an invented provider, small and with every field filled."""

from datetime import UTC, date, datetime

from skillmark.core.badges.achievement import (
    Achievement,
    Alignment,
    Criteria,
    Related,
    ResultDescription,
    RubricCriterionLevel,
)
from skillmark.core.badges.credential import Extras, build
from skillmark.core.badges.profile import (
    Address,
    GeoCoordinates,
    IdentifierEntry,
    Image,
    PersonName,
    Profile,
)
from skillmark.core.badges.subject import AchievementSubject, Evidence, IdentityObject, Result
from skillmark.core.jsonio import JsonObject

ACHIEVEMENT_ID = "https://harbour.example/a/identify-hazards"
CREDENTIAL_ID = "https://harbour.example/c/0197a1b2-0000-7000-8000-000000000001"
SALT = "c2FsdCBvZiBvbmUgY3JlZGVudGlhbA"
VALID_FROM = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
VALID_UNTIL = datetime(2027, 3, 2, 23, 59, 59, tzinfo=UTC)

ISSUER = Profile(id="did:web:harbour.example", name="Harbour Skills Training")
SIMPLE_ACHIEVEMENT = Achievement(
    id=ACHIEVEMENT_ID,
    name="Identify hazards",
    description="Finds and reports the hazards of a workplace.",
    criteria=Criteria(narrative="Walk through a site and report each hazard."),
)
SIMPLE_SUBJECT = AchievementSubject(
    achievement=SIMPLE_ACHIEVEMENT,
    identifier=(IdentityObject.hashed_email("Mark.Olsen@example.org", SALT),),
)

ALIGNMENT = Alignment(
    target_name="identify hazards in the workplace",
    target_url="http://data.europa.eu/esco/skill/00000000-0000-4000-8000-000000000001",
    target_type="CFItem",
    target_framework="ESCO",
    target_code="00000000-0000-4000-8000-000000000001",
    target_description="Sees what can hurt people at work.",
)
GRADE = ResultDescription(
    id=f"{ACHIEVEMENT_ID}#grade",
    name="Final grade",
    result_type="LetterGrade",
    allowed_value=("D", "C", "B", "A"),
    required_value="C",
    alignment=(ALIGNMENT,),
)
RUBRIC = ResultDescription(
    id=f"{ACHIEVEMENT_ID}#rubric",
    name="Site walk",
    result_type="RubricCriterionLevel",
    required_level=f"{ACHIEVEMENT_ID}#mastered",
    rubric_criterion_level=(
        RubricCriterionLevel(id=f"{ACHIEVEMENT_ID}#started", name="Started", points="1"),
        RubricCriterionLevel(
            id=f"{ACHIEVEMENT_ID}#mastered",
            name="Mastered",
            level="Mastered",
            points="2",
            description="Finds every hazard.",
            alignment=(ALIGNMENT,),
        ),
    ),
)
SCORE = ResultDescription(
    id=f"{ACHIEVEMENT_ID}#score",
    name="Score",
    result_type="Percent",
    value_min="0",
    value_max="100",
    required_value="60",
)
STATUS = ResultDescription(id=f"{ACHIEVEMENT_ID}#status", name="State", result_type="Status")
COMPLETE_PROFILE = Profile(
    id="did:web:harbour.example",
    name="Harbour Skills Training",
    url="https://harbour.example/",
    phone="+353 1 555 0100",
    description="Short courses for ports and warehouses.",
    image=Image(id="https://harbour.example/logo.svg", caption="A lighthouse"),
    email="office@harbour.example",
    address=Address(
        country="Ireland",
        country_code="IE",
        region="Leinster",
        locality="Dublin",
        street="1 Quay Road",
        post_office_box="12",
        postal_code="D01 X000",
        geo=GeoCoordinates(latitude=53.0, longitude=-6.25),
    ),
    other_identifier=(IdentifierEntry(identifier="HST-1"),),
    official="Nora Byrne",
    parent_org=Profile(id="https://group.example/", name="Example Group"),
)
ASSESSOR = Profile(
    id="https://harbour.example/people/7",
    name="Nora Byrne",
    person_name=PersonName(
        given="Nora",
        family="Byrne",
        additional="Ann",
        patronymic="P",
        honorific_prefix="Dr",
        honorific_suffix="MSc",
        family_prefix="de",
    ),
    date_of_birth=date(1980, 5, 17),
)
COMPLETE_ACHIEVEMENT = Achievement(
    id=ACHIEVEMENT_ID,
    name="Identify hazards",
    description="Finds and reports the hazards of a workplace.",
    criteria=Criteria(narrative="# How\nWalk through a site.", id=f"{ACHIEVEMENT_ID}#criteria"),
    achievement_type="MicroCredential",
    alignment=(ALIGNMENT,),
    creator=COMPLETE_PROFILE,
    credits_available=1.5,
    field_of_study="Occupational safety",
    human_code="WSF-1",
    image=Image(id="https://harbour.example/a/identify-hazards.png"),
    in_language="en",
    other_identifier=(IdentifierEntry(identifier="WSF-1", identifier_type="sourcedId"),),
    related=(Related(id=f"{ACHIEVEMENT_ID}-de", in_language="de", version="1"),),
    result_description=(GRADE, RUBRIC, SCORE, STATUS),
    specialization="Ports",
    tag=("safety", "hazards"),
    version="1",
)
COMPLETE_SUBJECT = AchievementSubject(
    id="did:key:z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2",
    achievement=COMPLETE_ACHIEVEMENT,
    identifier=(
        IdentityObject.plain_name("Mark Olsen"),
        IdentityObject.hashed_email("mark.olsen@example.org", SALT),
    ),
    activity_start=datetime(2026, 2, 2, 8, 0, tzinfo=UTC),
    activity_end=datetime(2026, 2, 27, 16, 0, tzinfo=UTC),
    credits_earned=1.0,
    license_number="L-7",
    narrative="Walked through three sites.",
    result=(
        Result(result_description=GRADE.id, value="B", alignment=(ALIGNMENT,)),
        Result(result_description=RUBRIC.id, achieved_level=f"{ACHIEVEMENT_ID}#mastered"),
        Result(result_description=SCORE.id, value="87.5"),
        Result(result_description=STATUS.id, status="Completed"),
    ),
    role="Trainee",
    source=ASSESSOR,
    term="Spring 2026",
)


def status_entry(purpose: str = "revocation", index: int = 94_567) -> JsonObject:
    """Return a BitstringStatusListEntry of an invented list."""
    address = f"https://harbour.example/status/{purpose}"
    return {
        "id": f"{address}#{index}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": purpose,
        "statusListIndex": str(index),
        "statusListCredential": address,
    }


def simple_credential() -> JsonObject:
    """Return the smallest credential we issue, unsigned."""
    return build(
        credential_id=CREDENTIAL_ID,
        issuer=ISSUER,
        subject=SIMPLE_SUBJECT,
        valid_from=VALID_FROM,
    )


def complete_credential() -> JsonObject:
    """Return a credential with every field that the 3.0.3 context defines, unsigned."""
    return build(
        credential_id=CREDENTIAL_ID,
        issuer=COMPLETE_PROFILE,
        subject=COMPLETE_SUBJECT,
        valid_from=VALID_FROM,
        valid_until=VALID_UNTIL,
        awarded_date=VALID_FROM,
        name="Identify hazards (Mark Olsen)",
        description="Awarded to Mark Olsen.",
        image=Image(id=f"{CREDENTIAL_ID}.png", caption="Identify hazards"),
        evidence=(
            Evidence(
                id="https://portfolio.example/walk",
                narrative="A report.",
                name="Report",
                description="Of the third site.",
                genre="Report",
                audience="Safety officers",
            ),
            Evidence(narrative="A conversation."),
        ),
        statuses=(status_entry(),),
        extras=Extras(
            refresh_service={
                "id": f"{CREDENTIAL_ID}/refresh",
                "type": "1EdTechCredentialRefresh",
            },
            terms_of_use=(
                {
                    "id": "https://harbour.example/terms",
                    "type": "https://harbour.example/terms#Fair",
                },
            ),
        ),
    )
