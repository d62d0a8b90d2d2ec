"""Which texts are absolute IRIs, as N-Quads can write them.

The check is on characters and scheme (RFC 3987 §2.2, RDF 1.1 N-Quads IRIREF); the IRI is never
changed, resolved or normalised: other spellings are other identifiers.
"""

import re
from typing import Final

from skillmark.core.canon.errors import IllegalIriError, RelativeIriError

_SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
ILLEGAL: Final = r'\x00-\x20\s<>"{}|^`\\\ud800-\udfff'
"""What no IRI may hold, as part of a character class: IRIREF's list, and any white space."""

_ILLEGAL: Final = re.compile(f"[{ILLEGAL}]")
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


def check_node(value: str) -> None:
    """Refuse everything but an absolute IRI or a blank node's label (``_:b0``).

    Raises:
        IllegalIriError: a character that IRIREF, or a label, has no place for.
        RelativeIriError: no scheme.
    """
    if value.startswith("_:"):
        if not _BLANK.match(value):
            raise IllegalIriError("A blank node's label is malformed.", value=repr(value))
    else:
        check_absolute(value)
