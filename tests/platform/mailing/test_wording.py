"""Own words: names are filled in, everything else is printed, nothing is run."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillmark.platform.mailing import wording
from skillmark.platform.mailing.errors import WordingError

PLACES = ("name", "achievement", "issuer")
FACTS = {"name": "Mark <b>", "achievement": "{issuer}", "issuer": "Harbour"}


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Dear {name}", "Dear Mark <b>"),
        ("{{7*7}}", "{{7*7}}"),
        ("{% import os %}", "{% import os %}"),
        ("{{name}}", "{{name}}"),
        ("{name.__class__} {0} {} {!r}", "{name.__class__} {0} {} {!r}"),
        ("%(name)s ${name} [[name]]", "%(name)s $Mark <b> [[name]]"),
        ("{achievement}", "{issuer}"),
        ("{unknown}", "{unknown}"),
    ],
)
def test_only_known_names_are_filled_in_and_only_once(written: str, shown: str) -> None:
    assert wording.fill(written, FACTS) == shown


@given(st.text())
def test_whatever_is_written_is_escaped_in_html(text: str) -> None:
    shown = wording.as_html(text)
    inner = shown.replace('<p style="margin:0 0 16px">', "").replace('<p style="margin:0">', "")
    assert "<" not in inner.replace("</p>", "").replace("<br>", "")


@given(st.text())
def test_a_subject_is_always_one_short_line(text: str) -> None:
    line = wording.subject_line(text, FACTS)
    assert len(line) <= wording.LONGEST_SUBJECT
    assert len(line.splitlines()) <= 1


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("subject", "Hello\r\nBcc: all@people.example"),
        ("subject", "Hello\nX"),
        ("subject", "Hello\rX"),
        ("subject", "x" * 151),
        ("intro", "x" * 2_001),
        ("intro", "a\x00b"),
        ("intro", "a\u202eb"),
        ("intro", "Dear {nmae}"),
    ],
)
def test_what_cannot_stand_in_a_mail_is_refused(field: str, text: str) -> None:
    with pytest.raises(WordingError) as caught:
        wording.clean(field, text, PLACES)
    assert caught.value.facts["field"] == field


@pytest.mark.parametrize(
    "text", ["", "Dear {name},\r\n\r\nwell done", "👩‍🎓 مرحبا", "{{7*7}}", "100 % {", "a\tb"]
)
def test_what_people_write_is_kept(text: str) -> None:
    assert wording.clean("intro", text, PLACES) == text.replace("\r\n", "\n")
