"""Content of every kind, for laws that hold for all of it."""

from typing import Any, Final

from hypothesis import strategies as st

from skillmark.platform.catalog import european
from skillmark.platform.catalog.vocabulary import LANGUAGES, AchievementType

_WORDS: Final = st.text(alphabet="abc éß安\n*-", max_size=20)
_NAME: Final = st.text(alphabet="abcXYZ é", min_size=1, max_size=20).filter(str.strip)
_AMOUNT: Final = st.none() | st.decimals(0, 500, places=2)
_LEVELS: Final = st.lists(
    st.fixed_dictionaries(
        {"name": _NAME, "description": _WORDS, "points": st.integers(0, 9) | st.just("")}
    ),
    min_size=1,
    max_size=4,
)


def _code(words: type) -> st.SearchStrategy[str]:
    return st.sampled_from(["", *words.values])  # type: ignore[attr-defined] # TextChoices


CONTENTS: Final = st.fixed_dictionaries(
    {"name": _NAME},
    optional={
        "description": _WORDS,
        "achievement_type": st.sampled_from([*AchievementType.values, "ext:Own.Kind"]),
        "criteria_markdown": _WORDS,
        "outcomes": st.lists(_WORDS, max_size=4),
        "tags": st.lists(_WORDS, max_size=4),
        "rubric": st.lists(
            st.fixed_dictionaries({"name": _NAME, "description": _WORDS, "levels": _LEVELS}),
            max_size=3,
        ),
        "prerequisites": _WORDS,
        "alignments": st.lists(
            st.fixed_dictionaries(
                {"target_name": _NAME, "target_url": st.just("https://skills.example/1")},
                optional={"target_code": _WORDS, "target_description": _WORDS},
            ),
            max_size=2,
        ),
        "workload_hours": _AMOUNT,
        "credits": _AMOUNT,
        "cpd_points": _AMOUNT,
        "credit_unit": _WORDS,
        "eqf_level": st.none() | st.integers(1, 8),
        "national_level": _WORDS,
        "assessment_types": st.lists(st.sampled_from(european.AssessmentType.values)),
        "participation": _code(european.Participation),
        "supervision": _code(european.Supervision),
        "quality_assurance": _code(european.QualityAssurance),
        "stackability": _code(european.Stackability),
        "awarding_country": st.sampled_from(["", "IE", "nz"]),
        "validity_months": st.none() | st.integers(2, 60),
        "validity_until": st.none() | st.dates(),
        "renewal_days": st.none() | st.integers(1, 90),
        "translations": st.dictionaries(
            st.sampled_from([code for code, _name in LANGUAGES if code != "en"]),
            st.fixed_dictionaries(
                {}, optional={"name": _NAME, "outcomes": st.lists(_WORDS, max_size=3)}
            ),
            max_size=3,
        ),
    },
)
"""Raw values that `Content.parse` accepts."""

RUBRIC: Final[list[dict[str, Any]]] = [
    {
        "name": "Compressions",
        "description": "On a manikin.",
        "levels": [
            {"name": "Not yet", "points": "0", "description": "Too shallow."},
            {"name": "Reached", "points": 2, "description": "5 cm, 100 a minute."},
        ],
    }
]
WHOLE: Final[dict[str, Any]] = {
    "name": "First aid",
    "description": "Helps until help comes.",
    "achievement_type": "ext:Toolbox-talk",
    "criteria_markdown": "Pass the **practical** test.",
    "outcomes": ["Resuscitate"],
    "rubric": RUBRIC,
    "prerequisites": "None.",
    "workload_hours": 12,
    "credits": "0.5",
    "credit_unit": "ECTS",
    "cpd_points": 2,
    "eqf_level": 3,
    "national_level": "NFQ 4",
    "assessment_types": ["oral", "practical"],
    "participation": "presential",
    "supervision": "unsupervised",
    "grading": "Passed or not yet.",
    "quality_assurance": "external_provider",
    "quality_assurance_body": "QQI",
    "awarding_body": "Harbour Academy",
    "stackability": "stackable",
    "stacks_into": "Workplace Safety",
    "validity_months": 36,
    "renewal_days": 60,
    "inner_months": 12,
    "inner_name": "CPR",
}
"""A definition that says everything there is to say."""
