"""Encodings and columns that nobody named: guessed as well as can be, and shown as guesses."""

from datetime import date
from typing import Any

import pytest

from skillmark.core.issue import recipients
from skillmark.core.issue.recipients import Problem, Reading, RecipientsFile, charsets, encoding
from skillmark.core.issue.recipients.encoding import Text

TODAY = date(2026, 3, 10)
GUESS = Reading(guess=True)
LETTERS = {
    "cp1252": "José Núñez,Málaga\nFrançois Lefèvre,Orléans\nSiobhán O\u2019Briain–Ó Sé,x\n",
    "cp1250": "Jiří Dvořák\nŠtěpánka Čermáková\nŁukasz Żółć\n",
    "mac_roman": "José Núñez\nFrançois Lefèvre\nJürgen Müller\nÉmile Zoë\n",
    "cp1254": "Işıl Yıldız\nGökçe Şahin\nÇağrı Doğan\nÖzgür Ünlü\n",
    "cp1251": "Иван Петров\nМария Смирнова\n",
    "cp850": "José Núñez\nFrançois Lefèvre\nJürgen Müller\n",
}


def read(data: bytes | str, **said: Any) -> RecipientsFile:
    known = data if isinstance(data, bytes) else data.encode()
    return recipients.read(known, at=TODAY, reading=Reading(guess=True, **said))


@pytest.mark.parametrize("codec", LETTERS)
def test_a_code_page_is_known_by_its_words(codec: str) -> None:
    data = LETTERS[codec].encode(codec)
    assert charsets.guess(data) == codec
    assert codec in charsets.NAMES
    found = encoding.decode(data, GUESS)
    assert found == Text(LETTERS[codec], codec, certain=False)


def test_a_letter_alone_is_guessed_too() -> None:
    assert charsets.guess("é".encode("cp1252")) == "cp1252"
    assert charsets.guess("—".encode("cp1252")) in charsets.GUESSED


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"", Text("", "utf-8")),
        (b"name,email\n", Text("name,email\n", "utf-8")),
        ("José\nNúñez\n".encode() + b"\xe9\n", Text("José\nNúñez\n\udce9\n", "utf-8")),
        ("é\n".encode("utf-16-le"), Text("é\n", "utf-16", certain=False)),
    ],
)
def test_what_is_no_code_page(data: bytes, text: Text) -> None:
    assert encoding.decode(data, GUESS) == text


def test_utf16_that_breaks_off() -> None:
    found = encoding.decode("ab\n".encode("utf-16-le")[:-1], GUESS)
    assert isinstance(found, Problem)
    assert found.code == "recipients.encoding"


@pytest.mark.parametrize(
    ("name", "data", "text"),
    [
        ("cp1252", b"\xe9", Text("é", "cp1252")),
        ("utf-8", b"\xe9", Text("\udce9", "utf-8")),
        ("utf-16", "é".encode("utf-16-le"), Text("é", "utf-16")),
    ],
)
def test_an_encoding_that_is_said(name: str, data: bytes, text: Text) -> None:
    assert encoding.decode(data, Reading(encoding=name)) == text


def test_an_encoding_that_does_not_exist() -> None:
    found = encoding.decode(b"x", Reading(encoding="latin-99"))
    assert isinstance(found, Problem)
    assert "latin-99" in found.message


@pytest.mark.parametrize(
    ("first", "columns"),
    [
        ("Name,E-Mail", ("name", "email")),
        ("Nom,Prénom,E-Mail", ("family_name", "given_name", "email")),
        ("Nombre,Apellidos,Correo electrónico", ("given_name", "family_name", "email")),
        ("Full name,First name,Last name,E-mail", ("name", "", "", "email")),
        ("Name,E-mail,Shoe size", ("name", "email", "")),
        ("Name,E-mail,E-mail 2", ("name", "email", "")),
        ("Name,E-mail,Link,Link 2", ("name", "email", "evidence_url", "evidence_url")),
        ("Name,Reached at", ("name", "email")),
    ],
)
def test_columns_are_known_by_their_titles_and_their_cells(
    first: str, columns: tuple[str, ...]
) -> None:
    cells = ["Ann" if "@" not in is_ else "" for is_ in columns]
    cells[columns.index("email")] = "ann@e.org"
    found = read(f"{first}\n{','.join(cells)}\n")
    assert found.columns == columns


def test_a_column_with_few_addresses_is_none_of_addresses() -> None:
    found = read("Name,Contact\nAnn,a@e.org\nBob,phone\nCid,phone\n")
    assert found.columns == ("name", "")
    assert found.problems[0].code == "recipients.column_missing"
    assert found.samples[0] == ("Ann", "a@e.org")
    assert read("Name,Contact\nAnn,\n").columns == ("name", "")
    assert read("Name,Contact\nAnn\n").columns == ("name", "")


def test_the_titles_may_stand_below_a_heading() -> None:
    found = read("Safety course 2026,,\n,,\nName;E-mail;Grade\nAnn;a@e.org;A\n")
    assert (found.header_line, found.delimiter) == (3, ";")
    assert found.rows[0].recipient is not None


def test_the_first_row_counts_when_none_is_better() -> None:
    assert read("What,Who\nAnn,b\n").header_line == 1


def test_columns_and_delimiter_that_are_said() -> None:
    found = read("A|B|C\nAnn|x|a@e.org\n", columns=("name", "", "email"), delimiter="|")
    assert found.columns == ("name", "", "email")
    assert found.unknown_columns == ("B",)
    assert found.rows[0].recipient is not None


def test_the_order_of_day_and_month_is_found_or_asked() -> None:
    head = "name,email,achieved_on,valid_from\n"
    told = read(head + "Ann,a@e.org,03/02/2026\nBob,b@e.org,20/02/2026,\n")
    assert told.date_order == "dmy"
    person = told.rows[0].recipient
    assert person is not None
    assert person.achieved_on == date(2026, 2, 3)
    asked = read(head + "Ann,a@e.org,03/02/2026,\n")
    assert asked.date_order == "ask"
    assert [one.code for one in asked.rows[0].problems] == ["row.date_ambiguous"]
    said = read(head + "Ann,a@e.org,03/02/2026,\n", date_order="mdy")
    assert said.rows[0].recipient is not None


@pytest.mark.parametrize(
    ("start", "code"),
    [("2026-03-09", "row.start_in_past"), ("soon", "row.date_invalid"), ("2026-04-01", "")],
)
def test_the_day_from_which_it_is_valid(start: str, code: str) -> None:
    (row,) = read(f"name,email,valid_from\nAnn,a@e.org,{start}\n").rows
    assert [one.code for one in row.problems] == ([code] if code else [])


def test_a_credential_does_not_end_before_it_begins() -> None:
    (row,) = read("name,email,valid_from,valid_until\nAnn,a@e.org,2026-05-01,2026-04-01\n").rows
    assert [one.code for one in row.problems] == ["row.end_before_start"]


def test_evidence_with_its_words() -> None:
    head = "name,email,evidence_url,evidence_narrative,evidence_url,evidence_narrative\n"
    both = "https://e.org/1 https://e.org/2"
    (row,) = read(f"{head}Ann,a@e.org,{both},About 1,,About nothing\n").rows
    assert row.recipient is not None
    works = [(work.url, work.narrative) for work in row.recipient.evidence]
    assert works == [
        ("https://e.org/1", "About 1"),
        ("https://e.org/2", None),
        (None, "About nothing"),
    ]
    alone = "name,email,evidence_narrative,evidence_narrative\nAnn,a@e.org,A speech,\n"
    (row,) = read(alone).rows
    assert row.recipient is not None
    assert [work.narrative for work in row.recipient.evidence] == ["A speech"]
    (row,) = read(f"{head}Ann,a@e.org,,,,\n").rows
    assert row.recipient is not None
    assert row.recipient.evidence == ()


def test_too_many_addresses_in_one_cell() -> None:
    cell = " ".join(f"https://e.org/{number}" for number in range(100))
    (row,) = read(f"name,email,evidence_url\nAnn,a@e.org,{cell}\n").rows
    assert [one.code for one in row.problems] == ["row.too_long"]


def test_a_chinese_name_in_two_parts() -> None:
    (row,) = read("First name,Last name,E-mail\n伟,李,a@e.org\n").rows
    assert row.recipient is not None
    assert row.recipient.name == "李伟"


@pytest.mark.parametrize(
    ("rows", "codes"),
    [
        ("Ann,,\nBob,,\n", []),
        ("Ann,,7\nBob,,7\n", ["row.duplicate"]),
        ("Ann,,7\nAnn,,8\n", []),
        ("Ann,,\nann,,\n", ["row.duplicate"]),
        (",,7\n", ["row.name_missing"]),
    ],
)
def test_people_without_an_address(rows: str, codes: list[str]) -> None:
    found = read(f"name,email,identifier\n{rows}", without_email=True)
    assert [one.code for row in found.rows for one in row.problems] == codes


def test_a_list_without_a_column_of_addresses() -> None:
    found = read("name,identifier\nAnn,7\n", without_email=True)
    assert found.problems == ()
    assert found.rows[0].recipient is not None
