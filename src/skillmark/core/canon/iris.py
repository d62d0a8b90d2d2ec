"""Which texts are absolute IRIs, as N-Quads can write them.

The check is on characters and scheme (RFC 3987 §2.2, RDF 1.1 N-Quads IRIREF); the IRI is never
changed, resolved or normalised: other spellings are other identifiers.
"""

import re
from typing import Final

from skillmark.core.canon.errors import IllegalIriError, RelativeIriError

_SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
ILLEGAL: Final = r'\x00-\x20<>"{}|^`\\\ud800-\udfff'
"""What IRIREF has no place for, as part of a character class."""

_ILLEGAL: Final = re.compile(f"[{ILLEGAL}]")
_SPACE: Final = re.compile(r"\s")
_BLANK: Final = re.compile(r"_:[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?\Z")


def check_absolute(value: str) -> None:
    """Refuse everything but an absolute IRI.

    Raises:
        IllegalIriError: a character that IRIREF has no place for.
        RelativeIriError: no scheme.
    """
    if _ILLEGAL.search(value):
        raise IllegalIriError("An identifier holds an illegal character.", value=repr(value))
    if not _SCHEME.match(value):
        raise RelativeIriError("An identifier is not an absolute IRI.", value=value)


def check_written(value: str) -> None:
    """Refuse everything but an absolute IRI that a document may hold: no white space of any kind.

    The grammar of IRIs allows a no-break space; PyLD takes it for the end of an absolute IRI.

    Raises:
        IllegalIriError: white space, or a character that IRIREF has no place for.
        RelativeIriError: no scheme.
    """
    if _SPACE.search(value):
        raise IllegalIriError("An identifier holds white space.", value=repr(value))
    check_absolute(value)


def check_node(value: str) -> None:
    """Refuse everything but an absolute IRI or a blank node's label (``_:b0``).

    Raises:
        IllegalIriError: a character that an IRI in a document, or a label, has no place for.
        RelativeIriError: no scheme.
    """
    if value.startswith("_:"):
        if not _BLANK.match(value):
            raise IllegalIriError("A blank node's label is malformed.", value=repr(value))
    else:
        check_written(value)
