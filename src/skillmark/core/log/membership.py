"""How a credential hangs on an entry: the extra data of its proof of logging.

    version 1 | length of the entry 2 | entry | salt 32 | index 4 | depth 1 | path, 32 each

The holder keeps it with the credential. Erasing it (and the salt beside the credential) leaves
nothing in the log that could be held against anybody.
"""

from dataclasses import dataclass
from typing import Final, Self

from skillmark.core.log.batch import SALT_BYTES, Place
from skillmark.core.log.entry import MAX_BYTES as MAX_ENTRY
from skillmark.core.log.entry import Entry
from skillmark.core.log.errors import BatchError, EntryFormatError, ProofExtraError
from skillmark.core.log.spelling import HASH_BYTES

_VERSION: Final = 1
_FIXED: Final = SALT_BYTES + 5  # bytes between the entry and the path


@dataclass(frozen=True, slots=True)
class Membership:
    """The entry that logged a batch, and the place of one credential in the batch."""

    entry: Entry
    place: Place

    def to_bytes(self) -> bytes:
        """Return the extra data."""
        leaf = self.entry.to_bytes()
        return b"".join(
            (
                bytes([_VERSION]),
                len(leaf).to_bytes(2),
                leaf,
                self.place.salt,
                self.place.index.to_bytes(4),
                bytes([len(self.place.path)]),
                *self.place.path,
            )
        )

    @classmethod
    def parse(cls, data: bytes) -> Self:
        """Read the extra data in its only spelling; nothing in it is verified.

        Raises:
            ProofExtraError: another form.
        """
        length = int.from_bytes(data[1:3])
        middle = 3 + length
        rest = data[middle:]
        if data[:1] != bytes([_VERSION]) or length > MAX_ENTRY or len(rest) < _FIXED:
            raise ProofExtraError("The extra data of the proof is not ours.")
        depth = rest[_FIXED - 1]
        if len(rest) != _FIXED + depth * HASH_BYTES:
            raise ProofExtraError("The path in the extra data has not its length.")
        path = tuple(rest[at : at + HASH_BYTES] for at in range(_FIXED, len(rest), HASH_BYTES))
        try:
            place = Place(
                rest[:SALT_BYTES], int.from_bytes(rest[SALT_BYTES : _FIXED - 1]), path
            )
            return cls(Entry.parse(data[3:middle]), place)
        except (BatchError, EntryFormatError) as error:
            raise ProofExtraError(
                f"The extra data of the proof is malformed: {error.message}", cause=error.code
            ) from error
