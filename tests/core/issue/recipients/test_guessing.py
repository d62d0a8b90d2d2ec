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
