"""Bitstring Status List 1.0: whether a credential was revoked or suspended since.

`bitstring` is the packed array, `entry` the pointer inside a credential, `list_credential` the
document that is published; `read_status` brings the three together.
"""

from skillmark.core.status import bitstring, entry, list_credential
from skillmark.core.status.allocation import draw_indexes
from skillmark.core.status.bitstring import Bitstring
from skillmark.core.status.entry import StatusEntry
from skillmark.core.status.errors import StatusListError
from skillmark.core.status.list_credential import StatusList
from skillmark.core.status.reading import read_status

__all__ = [
    "Bitstring",
    "StatusEntry",
    "StatusList",
    "StatusListError",
    "bitstring",
    "draw_indexes",
    "entry",
    "list_credential",
    "read_status",
]
