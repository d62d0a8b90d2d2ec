"""From expanded JSON-LD to quads: the published cases and what is refused instead of dropped."""

import json
import warnings
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyld import jsonld as pyld
from vector_table import record, skip

from skillmark.core.canon import errors as e
from skillmark.core.canon import rdf, rdfc
from skillmark.core.canon.quads import RDF, XSD, Quad

VECTORS = Path(__file__).parents[2] / "vectors" / "json-ld"
CASES = json.loads((VECTORS / "cases.json").read_bytes())
SUITE = "json-ld 1.1 toRdf"
ELSEWHERE = {
    "#te111": "a @vocab relative to another @vocab, which PyLD joins to an illegal IRI"
}


@pytest.mark.parametrize("case", [pytest.param(case, id=case["id"]) for case in CASES])
def test_published_case(case: dict[str, str]) -> None:
    name = f"{case['id']} {case['name']}"
    if case["id"] in ELSEWHERE:
        skip(SUITE, name, ELSEWHERE[case["id"]])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SyntaxWarning)  # PyLD names reserved terms
        expanded = pyld.expand(json.loads(case["input"]), {"base": case["base"]})
    try:
        quads = rdf.quads(expanded)
    except e.CanonError as error:
        skip(SUITE, name, f"refused by safe mode: {error.code}")
    assert rdfc.serialize(quads, rdfc.issue(quads)) == rdfc.canonicalize(case["expect"])
    record(SUITE, name, "pass")


def of_value(**value: Any) -> str:
    """Return the term of one value object."""
    [quad] = rdf.quads([{"@id": "urn:s", "urn:p": [value]}])
    return quad.object


@pytest.mark.parametrize(
    ("value", "term"),
    [
        ({"@value": 5.0}, '"5"^^<http://www.w3.org/2001/XMLSchema#integer>'),
        ({"@value": -0.0}, '"0"^^<http://www.w3.org/2001/XMLSchema#integer>'),
        ({"@value": 1e21}, '"1.0E21"^^<http://www.w3.org/2001/XMLSchema#double>'),
        ({"@value": 0.1}, '"1.0E-1"^^<http://www.w3.org/2001/XMLSchema#double>'),
        ({"@value": 1.5e300}, '"1.5E300"^^<http://www.w3.org/2001/XMLSchema#double>'),
        ({"@value": 3, "@type": XSD + "double"}, f'"3.0E0"^^<{XSD}double>'),
        ({"@value": 3, "@type": XSD + "float"}, f'"3"^^<{XSD}float>'),
        ({"@value": "3", "@type": XSD + "double"}, f'"3"^^<{XSD}double>'),
        ({"@value": True}, f'"true"^^<{XSD}boolean>'),
        ({"@value": False, "@type": "urn:t"}, '"false"^^<urn:t>'),
        ({"@value": "x", "@type": XSD + "string"}, '"x"'),
        ({"@value": "x", "@language": "en"}, '"x"@en'),
        (
            {"@value": {"b": [1], "a": "é"}, "@type": "@json"},
            f'"{{\\"a\\":\\"é\\",\\"b\\":[1]}}"^^<{RDF}JSON>',
        ),
    ],
)
def test_literal(value: dict[str, Any], term: str) -> None:
    assert of_value(**value) == term


@pytest.mark.parametrize(
    ("value", "error"),
    [
        pytest.param({"@value": 0.1 + 0.2}, e.NumberError, id="17 digits"),
        pytest.param({"@value": float("nan")}, e.NumberError, id="NaN"),
        pytest.param({"@value": float("-inf")}, e.NumberError, id="infinity"),
        pytest.param({"@value": ["x"]}, e.SyntaxRefusedError, id="array"),
        pytest.param({"@value": None}, e.SyntaxRefusedError, id="null"),
        pytest.param({"@value": "x", "@direction": "rtl"}, e.DirectionError, id="direction"),
        pytest.param({"@value": "x", "@index": "a"}, e.IndexRefusedError, id="index"),
        pytest.param({"@value": "x", "@language": "eng_"}, e.LanguageError, id="language"),
        pytest.param({"@value": "x", "@type": "t"}, e.RelativeIriError, id="relative type"),
        pytest.param({"@value": "\ud800"}, e.SurrogateError, id="surrogate"),
        pytest.param(
            {"@value": "\ud800", "@language": "en"}, e.SurrogateError, id="surrogate 2"
        ),
        pytest.param({"@id": None}, e.RelativeIriError, id="null id"),
        pytest.param({"@id": "x"}, e.RelativeIriError, id="relative id"),
        pytest.param({"@id": "_:"}, e.IllegalIriError, id="empty label"),
        pytest.param({"@id": "urn:a", "@included": []}, e.IncludedError, id="included"),
        pytest.param({"@id": "urn:a", "@index": "x"}, e.IndexRefusedError, id="node index"),
        pytest.param({"@id": "urn:a", "p": []}, e.RelativeIriError, id="relative property"),
        pytest.param({"@reverse": {"p": [{}]}}, e.RelativeIriError, id="relative reverse"),
    ],
)
def test_refused_instead_of_dropped(value: dict[str, Any], error: type[e.CanonError]) -> None:
    with pytest.raises(error) as caught:
        rdf.quads([{"@id": "urn:s", "urn:p": [value]}])
    assert type(caught.value) is error


def test_lists_graphs_and_reverses() -> None:
    quads = rdf.quads(
        [
            {
                "@id": "_:x",
                "@type": ["urn:T"],
                "urn:list": [{"@list": [{"@value": "a"}, {"@list": []}]}],
                "urn:graph": [{"@graph": [{"@id": "_:x", "urn:p": [{"@value": "in"}]}]}],
                "@reverse": {"urn:back": [{"@id": "urn:other"}]},
            }
        ]
    )
    first, rest, nil = (f"<{RDF}{name}>" for name in ("first", "rest", "nil"))
    assert {quad.line() for quad in quads} == {
        f"_:b0 <{RDF}type> <urn:T> .\n",
        "_:b0 <urn:list> _:b2 .\n",
        f'_:b2 {first} "a" .\n',
        f"_:b2 {rest} _:b1 .\n",
        f"_:b1 {first} {nil} .\n",
        f"_:b1 {rest} {nil} .\n",
        "_:b0 <urn:graph> _:b3 .\n",
        '_:b0 <urn:p> "in" _:b3 .\n',
        "<urn:other> <urn:back> _:b0 .\n",
    }


@given(st.floats(allow_nan=False, allow_infinity=False) | st.integers())
def test_a_number_that_is_written_reads_back_as_itself(number: float) -> None:
    try:
        [quad] = rdf.quads([{"@id": "urn:s", "urn:p": [{"@value": number}]}])
    except e.NumberError:
        return
    assert float(quad.object.split('"')[1]) == number


def test_a_quad_is_a_value() -> None:
    assert Quad("<urn:s>", "<urn:p>", "_:o", "_:g").line() == "<urn:s> <urn:p> _:o _:g .\n"
