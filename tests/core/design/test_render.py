"""PNG: the right size, the same bytes, and never a look outside the picture."""

import hashlib

import pytest
from pictures_of_badges import pixels

from skillmark.core import design

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10">{}</svg>'


@pytest.mark.parametrize("size", [16, 160, 600])
def test_the_size_is_kept(size: int) -> None:
    svg = design.draw("seal", title="First aid", issuer="Harbour", colour="#1f3f77")
    picture = pixels(design.png(svg, size=size))
    assert (picture.width, picture.height) == (size, size)


@pytest.mark.parametrize("size", [-1, 0, 15, 2401, 10**9])
def test_other_sizes_are_refused(size: int) -> None:
    with pytest.raises(design.RenderError) as caught:
        design.png(SVG.format(""), size=size)
    assert caught.value.code == "design.render"


@pytest.mark.parametrize(
    "content",
    [
        '<image href="file:///etc/passwd"/>',
        '<image xlink:href="https://example.org/x.png"/>',
        "<image href='/etc/hostname'/>",
        '<use href="other.svg#a"/>',
        '<rect fill="url(https://example.org/#a)"/>',
        "<style>@import url(x.css)</style>",
        "<script>1</script>",
    ],
)
def test_a_picture_that_looks_outside_is_refused(content: str) -> None:
    with pytest.raises(design.RenderError):
        design.png(SVG.format(content))


def test_an_entity_is_refused() -> None:
    with pytest.raises(design.RenderError):
        design.png('<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + SVG.format(""))


@pytest.mark.parametrize("text", ["", "not svg", "<svg", "<p/>"])
def test_what_is_not_svg_is_refused(text: str) -> None:
    with pytest.raises(design.RenderError):
        design.png(text)


def test_letters_no_face_of_ours_has_are_left_to_the_machine() -> None:
    svg = design.draw("seal", title="ความปลอดภัย", issuer="x", colour="#0b5a54")
    assert pixels(design.png(svg, size=64)).width == 64


def test_arabic_is_drawn_with_our_own_face() -> None:
    svg = design.draw("seal", title="السلامة", issuer="معهد", colour="#0b5a54")
    other = design.draw("seal", title="العمل", issuer="معهد", colour="#0b5a54")
    digests = {hashlib.sha256(design.png(each, size=200)).digest() for each in (svg, other)}
    assert len(digests) == 2
