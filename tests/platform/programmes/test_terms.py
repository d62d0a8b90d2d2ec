"""What may be said of programmes, groups and files, and what is refused beside which field."""

from typing import Any

import pytest

from skillmark.platform.programmes import files
from skillmark.platform.programmes.errors import FileError, InvalidError
from skillmark.platform.programmes.services.contents import Thing
from skillmark.platform.programmes.terms import Offer, Run


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": "x" * 201}, "title"),
        ({"summary": "x" * 401}, "summary"),
        ({"hours": "many"}, "hours"),
        ({"hours": "-1"}, "hours"),
        ({"cost": "12"}, "currency"),
        ({"cost": "twelve", "currency": "EUR"}, "cost"),
        ({"cost_minor": -1, "currency": "EUR"}, "cost"),
        ({"cost_minor": 1, "currency": "ABC"}, "currency"),
        ({"eqf_level": "9"}, "eqf_level"),
        ({"language": "tlh"}, "language"),
        ({"mode": "all"}, "mode"),
        ({"goals": ["x"] * 1 + [f"g{n}" for n in range(30)]}, "goals"),
        ({"goals": ["x" * 101]}, "goals"),
        ({"participation": "asleep"}, "participation"),
    ],
)
def test_an_offer_says_what_is_wrong_with_which_field(
    facts: dict[str, Any], field: str
) -> None:
    with pytest.raises(InvalidError) as refused:
        Offer.parse({"title": "Safety"} | facts)
    assert set(refused.value.problems) == {field}


def test_an_offer_is_cleaned() -> None:
    offer = Offer.parse(
        {"title": " Safe\u202ety  first ", "goals": ["Cook", "Cook ", ""], "cost": "0"}
    )
    assert offer.title == "Safety first"
    assert offer.goals == ("Cook",)
    assert (offer.cost_minor, offer.currency) == (0, "")


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"starts_on": "2026-02-30"}, "starts_on"),
        ({"starts_on": "2026-05-03", "ends_on": "2026-05-02"}, "ends_on"),
        (
            {"registration_from": "2026-05-03", "registration_until": "2026-05-02"},
            "registration_until",
        ),
        ({"ends_on": "2026-05-03", "registration_until": "2026-05-04"}, "registration_until"),
        ({"capacity": "0"}, "capacity"),
        ({"capacity": "-3"}, "capacity"),
        ({"capacity": "100001"}, "capacity"),
    ],
)
def test_a_run_says_what_is_wrong_with_which_field(facts: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidError) as refused:
        Run.parse({"name": "Spring"} | facts)
    assert set(refused.value.problems) == {field}


@pytest.mark.parametrize(
    "url", ["", "javascript:alert(1)", "data:text/html,x", "//x.example", "ftp://x.example"]
)
def test_a_link_leads_to_the_web_only(url: str) -> None:
    with pytest.raises(InvalidError) as refused:
        Thing.parse({"kind": "link", "title": "Read", "url": url})
    assert set(refused.value.problems) == {"url"}


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("page.html", b"<html>"),
        ("page.pdf.html", b"%PDF-1.7"),
        ("picture.svg", b"<svg/>"),
        ("script.js", b"1"),
        ("noending", b"%PDF-1.7"),
        ("lie.png", b"%PDF-1.7"),
        ("lie.docx", b"MZ\x90"),
        ("lie.txt", b"\xff\xfe\x00"),
        ("nul.txt", b"a\0b"),
        ("empty.txt", b""),
        ("big.txt", b"x" * (files.MAX_BYTES + 1)),
    ],
)
def test_a_file_that_lies_or_runs_is_refused(name: str, data: bytes) -> None:
    with pytest.raises(FileError):
        files.take(name, data)


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/leaflet.pdf", "leaflet.pdf"),
        ("C:\\docs\\leaflet.PDF", "leaflet.PDF"),
        ("a\r\nb\u202e.pdf", "ab.pdf"),
        ('a"b<c>.pdf', "a_b_c_.pdf"),
        ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
    ],
)
def test_a_file_name_is_one_harmless_part(name: str, kept: str) -> None:
    taken = files.take(name, b"%PDF-1.7")
    assert taken.name == kept
    assert taken.media_type == "application/pdf"
    assert len(taken.sha256) == 64
