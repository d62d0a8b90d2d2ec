"""Bake a credential into an SVG and take it out again (Open Badges 3.0 §5.3.2).

The credential stands in one ``openbadges:credential`` element directly after the ``svg`` start
tag: JSON as CDATA, a JWT in the attribute ``verify``. Everything else keeps its bytes. A drawing
that could run or load something is not baked, see `svg_safety`. Bytes in, bytes out.
"""

import re
from typing import Final

from skillmark.core.bake import svg_reader, svg_safety
from skillmark.core.bake.errors import (
    DuplicateError,
    NothingBakedError,
    PayloadError,
    SvgCredentialError,
)
from skillmark.core.bake.payload import Baked, Edition, checked, is_compact_jws
from skillmark.core.bake.svg_reader import OPEN_BADGES_3, Carrier, tag_end

_DECLARATION: Final = re.compile(r"<\?xml\s[^>]*\?>")
_PREFIX: Final = re.compile(rb"\sxmlns:openbadges\s*=")
_ROOT_NAME: Final = re.compile(rb"<([^\s/>]+)")
_NOT_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_XML_WHITESPACE: Final = " \t\n\r"


def bake(image: bytes, payload: bytes) -> bytes:
    """Return the drawing carrying the credential instead of any it carried before.

    Args:
        image: an SVG; one that is not UTF-8 is rewritten as UTF-8.
        payload: JSON object or compact JWS; white space around it is dropped.

    Raises:
        SvgUnsafeError: the drawing could run or load something.
        SvgError: it is not well-formed, or declares entities.
        TooLargeError: drawing or credential is beyond a limit.
        PayloadError: the credential is neither of the two, or holds a character XML cannot.
    """
    element = _element(checked(payload))
    svg_safety.check(image)
    drawing = _utf8(image)
    for carrier in reversed(svg_reader.read(drawing).carriers):
        drawing = drawing[: carrier.start] + drawing[carrier.end :]
    root = svg_reader.read(drawing).root
    after = tag_end(drawing, root)
    tag, rest = drawing[root:after], drawing[after:]
    if tag.endswith(b"/>"):
        name = _ROOT_NAME.match(tag)
        tag = tag[:-2].rstrip() + b">"
        rest = b"</" + (name[1] if name else b"svg") + b">" + rest
    if _PREFIX.search(tag) is None:
        tag = tag[:-1] + f' xmlns:openbadges="{OPEN_BADGES_3}">'.encode()
    return drawing[:root] + tag + element + rest


def unbake(image: bytes) -> bytes:
    """Return the credential an SVG carries, whatever its edition; see `read`."""
    return read(image).payload


def read(image: bytes) -> Baked:
    """Return what an SVG carries; Open Badges 3.0 goes before 2.0.

    Raises:
        SvgError: the drawing is not well-formed, or declares entities.
        SvgCredentialError: the element has both a token and a body.
        DuplicateError: it carries two of one edition.
        TooLargeError: it is beyond a limit.
        NothingBakedError: it carries none.
    """
    carriers = svg_reader.read(image).carriers
    for edition in Edition:
        found = [carrier for carrier in carriers if carrier.edition is edition]
        if len(found) > 1:
            raise DuplicateError(
                "The picture carries more than one credential.", count=len(found)
            )
        if found:
            return Baked(_content(found[0]), edition)
    raise NothingBakedError("The picture carries no credential.")


def _content(carrier: Carrier) -> bytes:
    body = "".join(carrier.text).strip(_XML_WHITESPACE)
    token = (carrier.verify or "").strip(_XML_WHITESPACE)
    if body and token and carrier.edition is Edition.OPEN_BADGES_3:
        raise SvgCredentialError("The credential is there twice, as token and as text.")
    if not body and not token:
        raise NothingBakedError("The place for the credential is empty.")
    return (body or token).encode()


def _element(payload: bytes) -> bytes:
    start = f'<openbadges:credential xmlns:openbadges="{OPEN_BADGES_3}"'
    text = payload.decode()
    if is_compact_jws(payload):
        return f'{start} verify="{text}"></openbadges:credential>'.encode()
    if _NOT_XML.search(text):
        raise PayloadError("The credential holds a character that XML cannot.")
    # A carriage return would be read back as a line feed, and "]]>" would end the section.
    kept = text.replace("]]>", "]]]]><![CDATA[>").replace("\r", "]]>&#13;<![CDATA[")
    return f"{start}><![CDATA[{kept}]]></openbadges:credential>".encode()


def _utf8(image: bytes) -> bytes:
    """Return a well-formed drawing in UTF-8, with a declaration that says so."""
    if image.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = image.decode("utf-16")
    else:
        encoding = svg_reader.read(image).encoding
        if encoding in {"", "utf-8"}:
            return image
        text = image.decode(encoding)
    return _DECLARATION.sub('<?xml version="1.0" encoding="UTF-8"?>', text, count=1).encode()
