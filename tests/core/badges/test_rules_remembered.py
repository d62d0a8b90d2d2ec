"""Issuer and achievement are judged once; what is remembered never hides a problem."""

import copy

import pytest
from badge_samples import complete_credential, simple_credential

from skillmark.core.badges import rules


def test_a_known_part_hides_no_problem_across_parts() -> None:
    sound = complete_credential()
    assert rules.problems(sound) == ()
    taken = copy.deepcopy(sound)
    taken["evidence"][0]["id"] = taken["credentialSubject"]["achievement"]["id"]
    assert [problem.code for problem in rules.problems(taken)] == ["ob.id_ambiguous"]


def test_a_value_that_only_equals_a_known_one_is_another() -> None:
    credential = complete_credential()
    definition = credential["credentialSubject"]["achievement"]
    credential["credentialSubject"].pop("creditsEarned", None)
    for available in (1, 1.0, True, 1):
        definition["creditsAvailable"] = available
        assert rules.problems(credential) == ()


@pytest.mark.parametrize("part", ["issuer", "achievement"])
def test_a_part_too_large_or_odd_to_be_known_is_looked_at(part: str) -> None:
    credential = complete_credential()
    subject = credential["credentialSubject"]
    node = credential["issuer"] if part == "issuer" else subject["achievement"]
    node["description"] = "long " * 4_000
    assert rules.problems(credential) == ()
    node["description"] = "\ud800"
    assert rules.problems(credential) == ()
    node["image"]["id"] = "no address"
    assert rules.problems(credential) != ()


def test_more_parts_than_are_remembered() -> None:
    for number in [*range(40), 0]:
        credential = simple_credential()
        credential["issuer"]["name"] = f"Issuer {number}"
        assert rules.problems(credential) == ()
        credential["issuer"]["name"] = " "
        assert [found.code for found in rules.problems(credential)] == ["ob.text_empty"]
