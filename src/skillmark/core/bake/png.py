"""Bake a credential into a PNG and take it out again (Open Badges 3.0 §5.3.1).

The credential is the text of exactly one ``iTXt`` chunk with the keyword
``openbadgecredential``, uncompressed. No pixel is decoded. Bytes in, bytes out.
"""

import zlib
from typing import Final

from skillmark.core.bake import chunks
from skillmark.core.bake.chunks import Chunk
from skillmark.core.bake.errors import (
    BombError,
    DuplicateError,
    NothingBakedError,
    PngChunkError,
    TooLargeError,
)
from skillmark.core.bake.payload import MAX_PAYLOAD, Baked, Edition, checked

KEYWORD: Final = b"openbadgecredential"
KEYWORD_2: Final = b"openbadges"
_EDITIONS: Final = {KEYWORD: Edition.OPEN_BADGES_3, KEYWORD_2: Edition.OPEN_BADGES_2}
_TEXTS: Final = frozenset({b"iTXt", b"tEXt", b"zTXt"})
_WHITESPACE: Final = b" \t\n\r"


def bake(image: bytes, payload: bytes) -> bytes:
    """Return the picture carrying the credential instead of any it carried before.

    Every other chunk stays as it is.

    Args:
        image: a PNG.
        payload: JSON object or compact JWS; white space around it is dropped.

    Raises:
        PngError: the picture is not sound, see `chunks.decode`.
        TooLargeError: picture or credential is beyond a limit.
        PayloadError: the credential is neither of the two.
    """
    text = checked(payload)
    header, *others = [
        chunk for chunk in chunks.decode(image) if _keyword(chunk) not in _EDITIONS
    ]
    # Keyword, no compression (two zero bytes), no language, no translated keyword.
    baked = Chunk(b"iTXt", KEYWORD + b"\0\0\0\0\0" + text)
    return chunks.encode([header, baked, *others])


def unbake(image: bytes) -> bytes:
    """Return the credential a PNG carries, whatever its edition; see `read`."""
    return read(image).payload


def read(image: bytes) -> Baked:
    """Return what a PNG carries; Open Badges 3.0 goes before 2.0.

    Raises:
        PngError: the picture is not sound, or the credential is in the wrong chunk.
        DuplicateError: it carries two of one edition.
        BombError: a compressed text is larger than `MAX_PAYLOAD`.
        TooLargeError: the picture or its text is beyond a limit.
        NothingBakedError: it carries none.
    """
    texts = [chunk for chunk in chunks.decode(image) if _keyword(chunk) in _EDITIONS]
    for keyword, edition in _EDITIONS.items():
        found = [chunk for chunk in texts if _keyword(chunk) == keyword]
        if len(found) > 1:
            raise DuplicateError(
                "The picture carries more than one credential.", count=len(found)
            )
        if found:
            text = _text(found[0], edition).strip(_WHITESPACE)
            if not text:
                raise NothingBakedError("The place for the credential is empty.")
            return Baked(text, edition)
    raise NothingBakedError("The picture carries no credential.")


def _keyword(chunk: Chunk) -> bytes:
    """Return the keyword of a text chunk, in small letters, or nothing."""
    return chunk.data.split(b"\0", 1)[0].lower() if chunk.kind in _TEXTS else b""


def _text(chunk: Chunk, edition: Edition) -> bytes:
    keyword, _, rest = chunk.data.partition(b"\0")
    if keyword not in _EDITIONS:
        raise PngChunkError("The keyword of the credential is spelt in capitals.")
    if chunk.kind == b"tEXt" and edition is Edition.OPEN_BADGES_2:
        return _bounded(rest)
    if chunk.kind != b"iTXt":
        raise PngChunkError(
            "The credential stands in the wrong kind of chunk.", chunk=chunk.kind.decode()
        )
    flags, (language, *_), text = rest[:2], rest[2:].split(b"\0", 1), rest[2:].split(b"\0", 2)
    if len(flags) < 2 or len(text) < 3 or len(language) > 80:  # noqa: PLR2004 - §11.3.4.5
        raise PngChunkError("The chunk of the credential is cut short.")
    if flags == b"\0\0":
        return _bounded(text[2])
    if flags == b"\1\0":
        return _inflated(text[2])
    raise PngChunkError("The credential is compressed in an unknown way.")


def _bounded(text: bytes) -> bytes:
    if len(text) > MAX_PAYLOAD:
        raise TooLargeError("The credential is too large.", size=len(text), limit=MAX_PAYLOAD)
    return text


def _inflated(packed: bytes) -> bytes:
    """Return the unpacked text, never taking more than `MAX_PAYLOAD` bytes of memory."""
    stream = zlib.decompressobj()
    try:
        text = stream.decompress(packed, MAX_PAYLOAD)
        overflows = bool(stream.unconsumed_tail) and bool(
            stream.decompress(stream.unconsumed_tail, 1)
        )
    except zlib.error:
        raise PngChunkError("The compressed credential is damaged.") from None
    if overflows:
        raise BombError("The compressed credential is too large.", limit=MAX_PAYLOAD)
    if not stream.eof:
        raise PngChunkError("The compressed credential breaks off.")
    return text
