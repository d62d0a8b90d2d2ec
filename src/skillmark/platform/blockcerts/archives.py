"""ZIP files that are sent while they are written, so that a large batch needs no room."""

import zipfile
from collections.abc import Iterable, Iterator


class _Sink:
    """Takes what the archive writes until somebody takes it away."""

    def __init__(self) -> None:
        self._written = bytearray()
        self._before = 0

    def write(self, data: bytes) -> int:
        """Keep some bytes."""
        self._written += data
        return len(data)

    def tell(self) -> int:
        """Say where the archive is: all that was ever written, which is how ZIP files count."""
        return self._before + len(self._written)

    def flush(self) -> None:
        """Do nothing: what is kept is sent."""

    def close(self) -> None:
        """Do nothing, as `flush`."""

    def take(self) -> bytes:
        """Return what was written since, and forget it."""
        taken = bytes(self._written)
        self._before += len(taken)
        self._written.clear()
        return taken


def packed(files: Iterable[tuple[str, bytes]]) -> Iterator[bytes]:
    """Return a ZIP file of named files, part by part."""
    sink = _Sink()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files:
            archive.writestr(name, data)
            yield sink.take()
    yield sink.take()
