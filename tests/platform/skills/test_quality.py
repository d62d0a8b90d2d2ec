"""How good the search is over everything that comes with the program, measured.

86 sentences with the ESCO skills they must find (`tests/vectors/skills-search`).
"""

import json
from pathlib import Path
from typing import Final

import pytest
from skills_samples import ESCO

from skillmark.platform.skills.engine import answer
from skillmark.platform.skills.engine.segment import Segment

FILE: Final = Path(__file__).parents[2] / "vectors/skills-search/sentences.json"
ROWS: Final = json.loads(FILE.read_text("utf-8"))
SHOWN: Final = 10


def found(segments: list[Segment], sentence: str) -> list[str]:
    """Return the addresses of the hits."""
    _query, ranked = answer.to_sentence(sentence, segments, SHOWN)
    return [segments[one.segment].uris[one.document] for one in ranked]


@pytest.mark.parametrize(("held_back", "least"), [(False, 0.95), (True, 0.80)])
def test_the_right_skills_are_among_the_first_ten(
    packaged: list[Segment], held_back: bool, least: float
) -> None:
    met = wanted = 0
    for row in ROWS:
        if row["held_back"] == held_back:
            hits = found(packaged, row["sentence"])
            met += sum(uri in hits for uri in row["expected"])
            wanted += len(row["expected"])
    assert met / wanted >= least, f"recall at 10 is {met / wanted:.2f}"


def test_every_expected_address_is_in_the_package(packaged: list[Segment]) -> None:
    there = {uri for one in packaged for uri in one.uris}
    assert {uri for row in ROWS for uri in row["expected"]} <= there


@pytest.mark.parametrize(
    ("sentence", "uri"),
    [
        ("extinguish fires", "301a6581-e983-4bb6-8b31-b3ee2cbc2392"),
        ("extingish fires", "301a6581-e983-4bb6-8b31-b3ee2cbc2392"),  # one letter short
        ("extinguish fire", "301a6581-e983-4bb6-8b31-b3ee2cbc2392"),
        ("EXTINGUISHING FIRES", "301a6581-e983-4bb6-8b31-b3ee2cbc2392"),
        ("fires extingui", "301a6581-e983-4bb6-8b31-b3ee2cbc2392"),  # still being typed
        ("operate fork-lift", "28cb374e-6261-4133-8371-f9a5470145da"),
        ("lift heavy weights", "ab2bb44a-3956-4028-8715-8b70b1960b99"),
        ("SQL", "598de5b0-5b58-4ea7-8058-a4bc4d18c742"),
    ],
)
def test_a_name_is_found_however_it_is_typed(
    packaged: list[Segment], sentence: str, uri: str
) -> None:
    assert found(packaged, sentence)[0] == ESCO + uri


@pytest.mark.parametrize(
    "sentence",
    [
        "Waffeln backen und Kaffee kochen",
        "éteindre des feux de forêt",
        "扑灭小火",
        "إطفاء الحرائق الصغيرة",
        "",
        "   ",
        "the of and",
        "'; drop table skills; --",
        "\u202e\u0000\ud7ff",
        "a" * 3000,
        "x, " * 500,
    ],
)
def test_other_languages_and_nonsense_are_answered(
    packaged: list[Segment], sentence: str
) -> None:
    assert len(found(packaged, sentence)) <= SHOWN


def test_each_part_of_a_sentence_has_its_seat(packaged: list[Segment]) -> None:
    hits = found(packaged, "weld pipes, bake bread, prune trees and write Python programs")
    wanted = {"ccd0a1d9-afda-43d9-b901-96344886e14d"}  # Python
    assert {ESCO + uri for uri in wanted} <= set(hits)
