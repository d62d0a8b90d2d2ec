"""SVG: what goes in comes out, nothing else changes, and nothing that runs is baked."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pictures import SIMPLE_SVG, svg
from skillmark.core.bake import BakeError, Edition
from skillmark.core.bake import svg as baker
from skillmark.core.bake.payload import MAX_PAYLOAD
from skillmark.core.bake.svg_reader import MAX_DEPTH, MAX_ELEMENTS, MAX_FILE

VECTORS = Path(__file__).parents[2] / "vectors" / "bake"
CREDENTIAL = b'{"id":"https://e.org/1"}'
TOKEN = b"eyJhbGciOiJFUzI1NiJ9.e30.c2lnbmF0dXJl"
OB3 = ' xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0"'
OB2 = ' xmlns:openbadges="http://openbadges.org"'
KEYS = st.text(st.characters(codec="utf-8", exclude_characters="\0\ufffe\uffff"), max_size=20)
LAUGHS = b'<!DOCTYPE svg [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>' + svg(
    "<text>&b;</text>"
)
FETCH = b'<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + svg("<text>&x;</text>")

MALFORMED = [
    ("nothing", b"", "bake.svg_malformed"),
    ("not closed", SIMPLE_SVG[:-1], "bake.svg_malformed"),
    ("two roots", SIMPLE_SVG * 2, "bake.svg_malformed"),
    ("no namespace", b"<svg></svg>", "bake.svg_malformed"),
    ("HTML", b'<html xmlns="http://www.w3.org/1999/xhtml"/>', "bake.svg_malformed"),
    ("unknown entity", svg("&nbsp;"), "bake.svg_malformed"),
    ("unbound prefix", svg("<x:y/>"), "bake.svg_malformed"),
    (
        "unknown encoding",
        b'<?xml version="1.0" encoding="x-no"?>' + SIMPLE_SVG,
        "bake.svg_malformed",
    ),
    (
        "bytes of another encoding",
        svg("<desc>\xe9</desc>").replace(b"\xc3", b""),
        "bake.svg_malformed",
    ),
    ("external entity", FETCH, "bake.svg_entities"),
    ("billion laughs", LAUGHS, "bake.svg_entities"),
    ("empty internal subset", b"<!DOCTYPE svg []>" + SIMPLE_SVG, "bake.svg_entities"),
    ("too deep", svg("<g>" * MAX_DEPTH + "</g>" * MAX_DEPTH), "bake.too_large"),
    ("too many elements", svg("<g/>" * MAX_ELEMENTS), "bake.too_large"),
    ("too many bytes", svg(" " * MAX_FILE), "bake.too_large"),
]


@pytest.mark.parametrize(
    ("image", "code"), [row[1:] for row in MALFORMED], ids=[row[0] for row in MALFORMED]
)
def test_a_malformed_drawing_is_refused_both_ways(image: bytes, code: str) -> None:
    with pytest.raises(BakeError) as baking:
        baker.bake(image, CREDENTIAL)
    with pytest.raises(BakeError) as reading:
        baker.unbake(image)
    assert baking.value.code == reading.value.code == code


XLINK = ' xmlns:xlink="http://www.w3.org/1999/xlink"'
UNSAFE = [
    ("script", svg("<script>alert(1)</script>")),
    ("script by reference", svg('<script href="https://e.org/x.js"/>')),
    ("event", svg('<rect onclick="x()"/>')),
    ("event on the root", svg("", ' onload="x()"')),
    ("event in capitals", svg('<rect ONCLICK="x()"/>')),
    ("foreign object", svg("<foreignObject/>")),
    ("HTML inside", svg('<b xmlns="http://www.w3.org/1999/xhtml"/>')),
    ("unknown namespace", svg('<b xmlns="https://e.org/x"/>')),
    ("no namespace inside", svg('<b xmlns=""/>')),
    ("link", svg('<a href="javascript:x()"/>')),
    ("animated link", svg('<set attributeName="href" to="javascript:x()"/>')),
    ("outside use", svg('<use href="https://e.org/x.svg#a"/>')),
    ("outside use by xlink", svg('<use xlink:href="https://e.org/x.svg#a"/>', XLINK)),
    ("outside image", svg('<image href="https://e.org/track.png"/>')),
    ("relative image", svg('<image href="track.png"/>')),
    ("file image", svg('<image href="file:///etc/passwd"/>')),
    ("SVG as data", svg('<image href="data:image/svg+xml;base64,AAAA"/>')),
    ("HTML as data", svg('<image href="data:text/html,x"/>')),
    ("data in a use", svg('<use href="data:image/png;base64,AAAA"/>')),
    ("outside fill", svg('<rect fill="url(https://e.org/x#a)"/>')),
    ("outside fill in quotes", svg("<rect style=\"fill:url( 'https://e.org/x#a' )\"/>")),
    ("import", svg("<style>@import 'https://e.org/x.css';</style>")),
    ("import spelt by entity", svg("<style>&#64;import 'https://e.org/x.css';</style>")),
    ("import in CDATA", svg("<style><![CDATA[@import 'x';]]></style>")),
    ("escape in a style", svg("<style>rect{fill:u\\72l(https://e.org/x)}</style>")),
    ("outside font", svg("<style>@font-face{src:url(https://e.org/x)}</style>")),
    ("outside image set", svg("<style>g{mask:image-set('https://e.org/x' 1x)}</style>")),
    ("style sheet", b'<?xml-stylesheet href="https://e.org/x.css"?>' + SIMPLE_SVG),
    ("other base", svg("", ' xml:base="https://e.org/"')),
]


@pytest.mark.parametrize("image", [row[1] for row in UNSAFE], ids=[row[0] for row in UNSAFE])
def test_a_drawing_that_runs_or_loads_is_not_baked(image: bytes) -> None:
    with pytest.raises(BakeError) as caught:
        baker.bake(image, CREDENTIAL)
    assert caught.value.code == "bake.svg_unsafe"
    assert caught.value.facts


HARMLESS = [
    ("plain", SIMPLE_SVG),
    ("empty root", b'<svg xmlns="http://www.w3.org/2000/svg"/>'),
    ("empty root with a space", b'<svg xmlns="http://www.w3.org/2000/svg" />\n'),
    ("prefixed root", b'<s:svg xmlns:s="http://www.w3.org/2000/svg"><s:g/></s:svg>'),
    ("prefixed empty root", b'<s:svg xmlns:s="http://www.w3.org/2000/svg"/>'),
    ("bracket in the root", svg("", " aria-label='a > b \"c\"'")),
    (
        "public document type",
        b'<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "x.dtd">' + svg(""),
    ),
    ("byte-order mark", b"\xef\xbb\xbf" + SIMPLE_SVG),
    ("UTF-16", SIMPLE_SVG.decode().encode("utf-16")),
    (
        "Latin-1",
        b'<?xml version="1.0" encoding="ISO-8859-1"?>'
        + svg("<desc>é</desc>").decode().encode("latin-1"),
    ),
    ("ASCII", b'<?xml version="1.0" encoding="us-ascii"?>' + SIMPLE_SVG),
    ("own gradient", svg('<rect fill="url(#a)"/><use href="#b"/><use href=""/>')),
    ("picture as data", svg('<image href="data:image/png;base64,AAAA"/>')),
    ("own style", svg("<style>rect{fill:url(#a)}</style>")),
    (
        "editor's notes",
        svg(
            '<metadata/><i:x xmlns:i="http://www.inkscape.org/namespaces/inkscape"'
            ' i:file="C:\\x"/>'
        ),
    ),
    ("declared before", svg("<g/>", OB3)),
    ("declared for edition 2", svg("<g/>", OB2)),
    ("carries one", svg("<openbadges:credential>{}</openbadges:credential><g/>", OB3)),
    ("carries two", svg("<openbadges:credential verify='a'/><openbadges:credential/>", OB3)),
    ("carries edition 2", svg("<openbadges:assertion verify='x'/>", OB2)),
]


@pytest.mark.parametrize("payload", [CREDENTIAL, TOKEN], ids=["JSON", "JWT"])
@pytest.mark.parametrize(
    "image", [row[1] for row in HARMLESS], ids=[row[0] for row in HARMLESS]
)
def test_a_harmless_drawing_carries_it(image: bytes, payload: bytes) -> None:
    baked = baker.bake(image, b"\n" + payload + b"\n")
    assert baker.unbake(baked) == payload
    assert baker.bake(baked, payload) == baked
    assert baked.count(b"<openbadges:") == 1


def test_the_element_stands_where_the_specification_wants_it() -> None:
    assert baker.bake(svg("<g/>", ' width="1"'), CREDENTIAL) == (
        b'<svg xmlns="http://www.w3.org/2000/svg" width="1"'
        b' xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0">'
        b'<openbadges:credential xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0">'
        b'<![CDATA[{"id":"https://e.org/1"}]]></openbadges:credential><g/></svg>'
    )


@given(st.dictionaries(KEYS, KEYS), st.sampled_from(["\n", "\r\n", "\r", " ]]> "]))
def test_what_is_baked_comes_out(document: dict[str, str], between: str) -> None:
    text = json.dumps(document, ensure_ascii=False)
    payload = ("{" + between.replace("]]>", " ") + text[1:]).encode()
    assert baker.unbake(baker.bake(SIMPLE_SVG, payload)) == payload


def test_the_end_of_a_section_inside_the_credential_survives() -> None:
    payload = b'{"a":"]]>&amp;<x>]]]]>"}'
    assert baker.unbake(baker.bake(SIMPLE_SVG, payload)) == payload


def test_a_character_that_xml_cannot_hold_is_refused() -> None:
    with pytest.raises(BakeError) as caught:
        baker.bake(SIMPLE_SVG, '{"a":"\uffff"}'.encode())
    assert caught.value.code == "bake.payload"


def carrier(attributes: str = "", body: str = "", edition: str = OB3) -> str:
    name = "credential" if edition == OB3 else "assertion"
    return f"<openbadges:{name}{edition}{attributes}>{body}</openbadges:{name}>"


READABLE = [
    ("text", carrier(body="{&quot;a&quot;:1}"), b'{"a":1}', Edition.OPEN_BADGES_3),
    ("CDATA", carrier(body=' <![CDATA[ {"a":1} ]]> '), b'{"a":1}', Edition.OPEN_BADGES_3),
    ("token", carrier(" verify='a.b.c'"), b"a.b.c", Edition.OPEN_BADGES_3),
    ("deep", f"<g><g>{carrier(body='{}')}</g></g>", b"{}", Edition.OPEN_BADGES_3),
    (
        "edition 2",
        carrier(" verify='https://e.org/1'", edition=OB2),
        b"https://e.org/1",
        Edition.OPEN_BADGES_2,
    ),
    ("edition 2 with both", carrier(" verify='x'", "{}", OB2), b"{}", Edition.OPEN_BADGES_2),
    (
        "both editions",
        carrier(body="{}") + carrier(body="{2}", edition=OB2),
        b"{}",
        Edition.OPEN_BADGES_3,
    ),
    ("beside a script", "<script/>" + carrier(body="{}"), b"{}", Edition.OPEN_BADGES_3),
    ("other element inside", carrier(body="{<g/>}"), b"{}", Edition.OPEN_BADGES_3),
]


@pytest.mark.parametrize(
    ("inside", "payload", "edition"),
    [row[1:] for row in READABLE],
    ids=[row[0] for row in READABLE],
)
def test_what_others_bake_is_read(inside: str, payload: bytes, edition: Edition) -> None:
    found = baker.read(svg(inside))
    assert (found.payload, found.edition) == (payload, edition)


@pytest.mark.parametrize(
    ("inside", "code"),
    [
        ("", "bake.nothing"),
        (carrier(), "bake.nothing"),
        (carrier(" verify=' '", " "), "bake.nothing"),
        (carrier(body="{}") * 2, "bake.duplicate"),
        (carrier(" verify='a.b.c'", "{}"), "bake.svg_credential"),
        (carrier(body="x" * (MAX_PAYLOAD + 1)), "bake.too_large"),
        ("<credential>{}</credential>", "bake.nothing"),
    ],
)
def test_an_unsound_credential_is_refused(inside: str, code: str) -> None:
    with pytest.raises(BakeError) as caught:
        baker.unbake(svg(inside))
    assert caught.value.code == code


def test_a_processing_instruction_does_not_hinder_reading() -> None:
    assert baker.unbake(b"<?xml-stylesheet?>" + svg(carrier(body="{}"))) == b"{}"


@given(st.binary(max_size=200))
def test_no_bytes_raise_anything_else(noise: bytes) -> None:
    for image in (noise, b"<svg xmlns='http://www.w3.org/2000/svg'>" + noise):
        with pytest.raises(BakeError):
            baker.unbake(image)


@pytest.mark.parametrize("name", ["simple-json.svg", "simple-jwt.svg"])
def test_published_samples_unbake_and_take_another(name: str) -> None:
    image = (VECTORS / name).read_bytes()
    payload = baker.unbake(image)
    if "json" in name:
        assert json.loads(payload)["id"] == "http://example.com/credentials/3527"
    else:
        assert payload.count(b".") == 2
    assert baker.unbake(baker.bake(image, payload)) == payload
