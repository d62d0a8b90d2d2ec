"""Numbers and lengths of the format: unsigned LEB128, in its shortest form only."""

from typing import Final

from skillmark.core.anchor.opentimestamps.errors import OtsFormatError

MAX_NUMBER: Final = 2**63 - 1
_SEVEN: Final = 0x7F
_MORE: Final = 0x80


class Reader:
    """Reads bytes from the front; every read beyond the end is an error."""

    def __init__(self, data: bytes) -> None:
        """Begin at the first byte."""
        self._data = data
        self._at = 0

    @property
    def done(self) -> bool:
        """Whether nothing is left."""
        return self._at == len(self._data)

    def take(self, count: int) -> bytes:
        """Return the next ``count`` bytes.

        Raises:
            OtsFormatError: there are fewer.
        """
        taken = self._data[self._at : self._at + count]
        if len(taken) != count:
            raise OtsFormatError("The time stamp is cut off.")
        self._at += count
        return taken

    def byte(self) -> int:
        """Return the next byte as a number."""
        return self.take(1)[0]

    def number(self) -> int:
        """Return the next number.

        Raises:
            OtsFormatError: cut off, not in its shortest form, or above `MAX_NUMBER`.
        """
        value = shift = 0
        while True:
            byte = self.byte()
            value |= (byte & _SEVEN) << shift
            if value > MAX_NUMBER:
                raise OtsFormatError("A number is out of range.")
            if not byte & _MORE:
                break
            shift += 7
        if byte == 0 and shift:
            raise OtsFormatError("A number is not in its shortest form.")
        return value

    def var_bytes(self, most: int) -> bytes:
        """Return bytes that have their length in front.

        Raises:
            OtsFormatError: cut off, or longer than ``most``.
        """
        length = self.number()
        if length > most:
            raise OtsFormatError("A part of the time stamp is too long.", length=length)
        return self.take(length)


def number(value: int) -> bytes:
    """Return a number as it is written."""
    written = bytearray()
    while value > _SEVEN:
        written.append(value & _SEVEN | _MORE)
        value >>= 7
    written.append(value)
    return bytes(written)


def var_bytes(data: bytes) -> bytes:
    """Return bytes with their length in front."""
    return number(len(data)) + data
