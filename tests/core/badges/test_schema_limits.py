"""A document with thousands of faults is judged in its size, not in the square of it."""

from badge_samples import complete_credential

from skillmark.core.badges import schema


def test_the_problems_of_a_hostile_document_are_bounded() -> None:
    document = complete_credential()
    fault = {
        "type": "IdentityObject",
        "hashed": "x",
        "identityHash": "a",
        "identityType": "name",
    }
    document["credentialSubject"]["identifier"] = [fault] * 3_000
    found = schema.problems(document, several_statuses=True)
    assert 0 < len(found) <= schema.MAX_PROBLEMS


def test_a_problem_is_said_once_by_both_schemas() -> None:
    document = complete_credential()
    document["credentialSubject"]["achievement"].pop("name")
    paths = [problem.path for problem in schema.problems(document, several_statuses=True)]
    assert len(paths) == len(set(paths)) == 1
