"""Countries are chosen by name; what is kept is the code."""

from skillmark.platform.orgs.countries import NAMES, CountrySelect, name_of


def test_every_code_of_the_standard_has_a_name() -> None:
    assert len(NAMES) == 250  # ISO 3166-1 has 249; XK is used beside them
    assert all(len(code) == 2 and code.isupper() and name for code, name in NAMES.items())


def test_a_code_is_named_and_an_unknown_one_stays() -> None:
    assert name_of("ie") == "Ireland"
    assert name_of("QQ") == "QQ"


def test_a_code_of_old_is_not_lost_on_saving() -> None:
    assert '<option value="QQ" selected>QQ</option>' in CountrySelect().render("country", "QQ")
    assert "QQ" not in CountrySelect().render("country", "IE")
