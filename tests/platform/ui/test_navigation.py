"""The rail of the console: only what exists, and where one is."""

from itertools import pairwise

import pytest

from skillmark.platform.ui import navigation


def test_an_address_is_found_in_the_spelling_that_answers() -> None:
    assert navigation.answering("/verify/") == "/verify"
    assert navigation.answering("/accounts/login") == "/accounts/login/"
    assert navigation.answering("/no/such/place") is None


@pytest.mark.parametrize(
    ("path", "key"),
    [
        ("/studio/harbour/", "overview"),
        ("/studio/harbour/achievements", "achievements"),
        ("/studio/harbour/achievements/new", "achievements"),
        ("/studio/harbour/audit", "audit"),
    ],
)
def test_the_deepest_section_that_fits_is_current(path: str, key: str) -> None:
    current = [
        link.section.key for link in navigation.links("harbour", path, "owner") if link.current
    ]
    assert current == [key]


def test_nothing_is_current_elsewhere() -> None:
    assert not any(link.current for link in navigation.links("harbour", "/verify", "owner"))


@pytest.mark.parametrize(
    ("role", "hidden"),
    [
        ("owner", set()),
        ("issuer", {"settings", "assessment", "assess"}),
        ("viewer", {"settings", "issue", "assessment", "assess"}),
        ("", {section.key for section in navigation.SECTIONS}),
    ],
)
def test_what_would_send_a_member_away_is_hidden(role: str, hidden: set[str]) -> None:
    shown = {link.section.key for link in navigation.links("harbour", "/studio", role)}
    assert shown == {section.key for section in navigation.SECTIONS} - hidden


def test_a_gap_stands_between_groups_and_nowhere_else() -> None:
    """Whatever a role does not see, no gap comes first and none comes twice."""
    for role in ("owner", "issuer", "assessor", "viewer"):
        rail = navigation.links("harbour", "/studio", role)
        assert rail[0].begins is False
        for before, link in pairwise(rail):
            assert link.begins == (before.section.group != link.section.group)
    groups = [section.group for section in navigation.SECTIONS]
    assert groups == sorted(groups, key=groups.index)  # each group stands together
