"""N-Quads: what the grammar takes, what it does not, and one spelling for each statement."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillmark.core.canon.errors import NQuadsError
from skillmark.core.canon.nquads import parse
from skillmark.core.canon.quads import Quad, literal


@pytest.mark.parametrize(
    ("text", "quad"),
    [
        ("<urn:s><urn:p><urn:o>.", Quad("<urn:s>", "<urn:p>", "<urn:o>", "")),
        ("\t<urn:s>\t<urn:p> _:o <urn:g> . # x", Quad("<urn:s>", "<urn:p>", "_:o", "<urn:g>")),
        ('_:s <urn:p> "a"@en-GB _:g.', Quad("_:s", "<urn:p>", '"a"@en-GB', "_:g")),
        (
            r'<urn:\u0073> <urn:p> "\u0061\U0001F393\t\'" .',
            Quad("<urn:s>", "<urn:p>", '"a🎓\\t\'"', ""),
        ),
        ('_:a.b <urn:p> "x"^^<urn:t> .', Quad("_:a.b", "<urn:p>", '"x"^^<urn:t>', "")),
        (
            '_:0é <urn:p> "x"^^<http://www.w3.org/2001/XMLSchema#string>.',
            Quad("_:0é", "<urn:p>", '"x"', ""),
        ),
        (
            '<urn:s> <urn:p> "\x00\x1f\x7f" .',
            Quad("<urn:s>", "<urn:p>", '"\\u0000\\u001F\\u007F"', ""),
        ),
        ('<urn:s> <urn:p> "" .', Quad("<urn:s>", "<urn:p>", '""', "")),
        ('<urn:s> <urn:p> "a\u2028b" .', Quad("<urn:s>", "<urn:p>", '"a\u2028b"', "")),
    ],
)
def test_statement(text: str, quad: Quad) -> None:
    assert parse(text) == {quad}


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("<urn:s> <urn:p> <urn:o>", id="no full stop"),
        pytest.param("<urn:s> <urn:p> .", id="two terms"),
        pytest.param("<s> <urn:p> <urn:o> .", id="relative subject"),
        pytest.param("<urn:s> <p> <urn:o> .", id="relative predicate"),
        pytest.param("<urn:s> _:p <urn:o> .", id="blank predicate"),
        pytest.param('"s" <urn:p> <urn:o> .', id="literal subject"),
        pytest.param('<urn:s> <urn:p> <urn:o> "g" .', id="literal graph"),
        pytest.param("<urn:s> <urn:p> <urn:o> <urn:g> <urn:x> .", id="five terms"),
        pytest.param("<urn:s> <urn:p> <urn: o> .", id="space in an IRI"),
        pytest.param(r"<urn:s> <urn:p> <urn:\u0020> .", id="escaped space in an IRI"),
        pytest.param(r"<urn:s> <urn:p> <urn:\n> .", id="line feed in an IRI"),
        pytest.param(r'<urn:s> <urn:p> "\x" .', id="unknown escape"),
        pytest.param(r'<urn:s> <urn:p> "\uD800" .', id="surrogate"),
        pytest.param(r'<urn:s> <urn:p> "\U00110000" .', id="beyond Unicode"),
        pytest.param(r'<urn:s> <urn:p> "\u12" .', id="short escape"),
        pytest.param('<urn:s> <urn:p> "a"b" .', id="quote in a text"),
        pytest.param('<urn:s> <urn:p> "a\nb" .', id="line feed in a text"),
        pytest.param('<urn:s> <urn:p> "a"@ .', id="empty tag"),
        pytest.param('<urn:s> <urn:p> "a"@en@fr .', id="two tags"),
        pytest.param('<urn:s> <urn:p> "a"^^<t> .', id="relative datatype"),
        pytest.param('<urn:s> <urn:p> "a"^^_:t .', id="blank datatype"),
        pytest.param(
            '<urn:s> <urn:p> "a"^^<http://www.w3.org/1999/02/22-rdf-syntax-ns#langString> .',
            id="langString without a tag",
        ),
        pytest.param("_:a. <urn:p> <urn:o> .", id="label ends in a full stop"),
        pytest.param("_: <urn:p> <urn:o> .", id="empty label"),
        pytest.param("<urn:s> <urn:p> <urn:o> . <urn:s> <urn:p> <urn:o> .", id="two on a line"),
    ],
)
def test_what_is_no_statement_is_refused_with_its_line(text: str) -> None:
    with pytest.raises(NQuadsError) as caught:
        parse(f"<urn:s> <urn:p> <urn:o> .\n# comment\r\n\n \t\n{text}\n")
    assert caught.value.facts.get("line", 4) == 4


def test_the_same_statement_twice_is_one() -> None:
    assert len(parse('_:s <urn:p> "a" .\n_:s <urn:p> "\\u0061" .\r<urn:s><urn:p><urn:o>.')) == 2


@given(st.text(st.characters(codec="utf-8")))
def test_every_text_reads_back_from_its_canonical_line(text: str) -> None:
    quad = Quad("<urn:s>", "<urn:p>", literal(text), "")
    assert parse(quad.line()) == {quad}
    assert quad.line().count("\n") == 1


def test_a_long_hostile_line_is_read_in_linear_time() -> None:
    with pytest.raises(NQuadsError):
        parse('<urn:s> <urn:p> "' + "\\n" * 200_000)
    with pytest.raises(NQuadsError):
        parse("_:" + "a." * 200_000)
