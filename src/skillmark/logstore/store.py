"""The one writer of a log on disk.

An append is: tiles and bundles, each synced → read back and recomputed → the checkpoint signed →
the anchor moved, if nobody else moved it → witnesses → the checkpoint published → the anchor
settled. A crash between any two of these leaves either the old log or the new one: what is not
in the anchor was never signed for anybody and is cleared away, what is in it is published when
the log is opened again.
"""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from skillmark.core.log import Checkpoint, LogError, LogReader, Note, NoteKey, Source, Tile
from skillmark.core.log.checkpoint import open_checkpoint
from skillmark.core.log.merkle import EMPTY_ROOT
from skillmark.core.log.tiles import CHECKPOINT, HEIGHT, MAX_ENTRY, WIDTH
from skillmark.logstore import anchor as anchors
from skillmark.logstore.anchor import Anchor, State
from skillmark.logstore.edge import Edge
from skillmark.logstore.errors import (
    LogStoreError,
    StoreExistsError,
    StoreMissingError,
    StoreReadBackError,
    StoreStoppedError,
)
from skillmark.logstore.files import (
    create_all,
    folder_source,
    make_folder,
    read_file,
    remove,
    replace,
)
from skillmark.logstore.opening import agreed, check_files, check_known, clear, signed

type Sign = Callable[[Checkpoint], Note]
"""Signs a checkpoint with the key of the log."""

type Witnesses = Callable[[Note], Note]
"""Returns the note with cosignatures, or as it is when no witness answers; must not raise."""

MAX_APPEND: Final = 1 << 20  # entries at a time


class LogStore:
    """A log on disk, open for writing."""

    def __init__(
        self, folder: Path, anchor: Anchor, key: NoteKey, note: Note, edge: Edge
    ) -> None:
        self._folder = folder
        self._anchor = anchor
        self._key = key
        self._note = note
        self._edge = edge
        self._stopped = False

    @classmethod
    def create(cls, folder: Path, anchor: Path, *, key: NoteKey, sign: Sign) -> Self:
        """Begin a log: an empty tree with a signed checkpoint.

        Args:
            folder: of the log; served to the public and kept in backups.
            anchor: of the anchor; on the same machine, outside every backup.
            key: of the log; its name is the origin.
            sign: signs the first checkpoint.

        Raises:
            StoreExistsError: one of the folders holds something.
            LogError: the signature is not by the key.
            LogStoreError: the disk refuses.
        """
        if (folder / CHECKPOINT).exists() or (folder / "tile").exists():
            raise StoreExistsError("There is a log in the folder already.")
        note = sign(Checkpoint(key.name, 0, EMPTY_ROOT))
        open_checkpoint(note.to_bytes(), key)
        make_folder(folder)
        said = note.to_bytes().decode()
        held = Anchor.create(anchor, State(said, said, settled=False))
        try:
            replace(folder / CHECKPOINT, note.to_bytes())
            held.advance(State(said, said, settled=True))
        except BaseException:
            held.close()
            raise
        return cls(folder, held, key, note, Edge())

    @classmethod
    def open(
        cls, folder: Path, anchor: Path, *, key: NoteKey, known: Iterable[Checkpoint] = ()
    ) -> Self:
        """Open a log for writing after everything in it was recomputed.

        Args:
            folder: of the log.
            anchor: of its anchor.
            key: of the log.
            known: the newest checkpoints that others have, above all the witnesses: a log that
                is behind one of them was rolled back with its whole disk.

        Raises:
            StoreMissingError: no log, or no anchor.
            StoreLockedError: another process writes it.
            StoreRollbackError: a file is older than it was.
            StoreDamagedError: the files do not hash to the checkpoint.
            LogStoreError: the disk refuses.
        """
        held = Anchor.open(anchor)
        try:
            return cls._open(folder, held, key, known)
        except BaseException:
            held.close()
            raise

    @classmethod
    def adopt(cls, folder: Path, anchor: Path, *, key: NoteKey, newest: Checkpoint) -> Self:
        """Open a log whose anchor is gone or holds no longer, as after a move; make a new one.

        Args:
            folder: of the log.
            anchor: where the new anchor goes; an old one there is discarded.
            key: of the log.
            newest: the newest checkpoint that anybody has of the log, from its witnesses. The
                log must have come as far.

        Raises:
            StoreRollbackError: the log is behind ``newest``, or another one.
            LogStoreError: as `open`.
        """
        data = read_file(folder / CHECKPOINT)
        if data is None:
            raise StoreMissingError("There is no log in the folder.")
        note = signed(data, key)
        check_files(folder, Checkpoint.parse(note.text))
        check_known(folder, Checkpoint.parse(note.text), (newest,))
        anchors.discard(anchor)
        said = data.decode()
        Anchor.create(anchor, State(said, said, settled=True)).close()
        return cls.open(folder, anchor, key=key, known=(newest,))

    @classmethod
    def _open(
        cls, folder: Path, held: Anchor, key: NoteKey, known: Iterable[Checkpoint]
    ) -> Self:
        published = read_file(folder / CHECKPOINT)
        note, publish = agreed(published, held.state, key)
        head = Checkpoint.parse(note.text)
        check_files(folder, head)
        check_known(folder, head, known)
        clear(folder, head.size)
        if publish:
            replace(folder / CHECKPOINT, note.to_bytes())
        if not held.state.settled:
            said = note.to_bytes().decode()
            held.advance(State(said, said, settled=True))
        return cls(folder, held, key, note, Edge.read(folder_source(folder), head.size))

    @property
    def note(self) -> Note:
        """The published checkpoint with its signatures."""
        return self._note

    @property
    def checkpoint(self) -> Checkpoint:
        """The published checkpoint."""
        return Checkpoint.parse(self._note.text)

    @property
    def source(self) -> Source:
        """Where the files of the log are read from, as for everybody."""
        return folder_source(self._folder)

    def reader(self) -> LogReader:
        """Return a reader of the log as it is published now."""
        return LogReader(self.source, self.checkpoint)

    def append(
        self, entries: Sequence[bytes], *, sign: Sign, witnesses: Witnesses | None = None
    ) -> Note:
        """Append entries in their order and return the checkpoint that is published for them.

        After an error this writer stops: whether the entries are in the log is known when it
        is opened again, and then from its size.

        Args:
            entries: 1 to `MAX_APPEND`; the first one gets the old size as its index.
            sign: signs the new checkpoint.
            witnesses: asks for cosignatures, after the log can no longer go back.

        Raises:
            StoreStoppedError: an earlier append failed, or the store is closed.
            LogStoreError: why this one did.
            LogError: the signature is not by the key of the log.
        """
        self._check_running()
        if not 1 <= len(entries) <= MAX_APPEND or any(len(one) > MAX_ENTRY for one in entries):
            raise LogStoreError(
                f"An append takes 1 to {MAX_APPEND} entries of at most {MAX_ENTRY} bytes."
            )
        self._stopped = True
        edge, files = self._edge.grown(entries)
        head = Checkpoint(self._key.name, edge.size, edge.root)
        create_all(self._folder, files)
        self._read_back(files, head)
        note = sign(head)
        if open_checkpoint(note.to_bytes(), self._key)[0] != head:
            raise LogStoreError("What was signed is another checkpoint.")
        before = self._note.to_bytes().decode()
        self._anchor.advance(State(before, note.to_bytes().decode(), settled=False))
        note = _with_witnesses(note, witnesses)
        self._publish(note)
        self._drop_partials(self._edge.size, edge.size)
        self._edge = edge
        self._stopped = False
        return note

    def cosign(self, note: Note) -> None:
        """Publish the same checkpoint with more signatures.

        Raises:
            StoreStoppedError: as `append`.
            LogStoreError: it is another checkpoint, or fewer signatures.
        """
        self._check_running()
        if note.text != self._note.text or not set(self._note.signatures) <= set(
            note.signatures
        ):
            raise LogStoreError("Signatures are added to the published checkpoint only.")
        self._stopped = True
        said = note.to_bytes().decode()
        before = self._note.to_bytes().decode()
        self._anchor.advance(State(before, said, settled=False))
        self._publish(note)
        self._stopped = False

    def close(self) -> None:
        """Let the log go."""
        self._stopped = True
        self._anchor.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _check_running(self) -> None:
        if self._stopped:
            raise StoreStoppedError("This writer stopped; open the log again.")

    def _publish(self, note: Note) -> None:
        replace(self._folder / CHECKPOINT, note.to_bytes())
        said = note.to_bytes().decode()
        self._anchor.advance(State(said, said, settled=True))
        self._note = note

    def _read_back(self, files: dict[str, bytes], head: Checkpoint) -> None:
        """Recompute the root, and that the log only grew, from what lies on the disk.

        Raises:
            StoreReadBackError: it is not what was written.
        """
        source = self.source
        for path, data in files.items():
            if source(path) != data:
                raise StoreReadBackError(f"{path} is not what was written.", path=path)
        try:
            reader = LogReader(source, head)
            reader.check()
            reader.consistency(self.checkpoint)
            for _entry in reader.entries(self._edge.size):
                pass
        except LogError as error:
            raise StoreReadBackError(
                f"What was written does not hash: {error.message}", cause=error.code
            ) from error

    def _drop_partials(self, old: int, new: int) -> None:
        """Remove the partial tiles of tiles that are full now; the specification allows it."""
        levels = [None, *range(new.bit_length() // HEIGHT + 1)]
        for level in levels:
            shift = HEIGHT * (level or 0)
            index = (old >> shift) // WIDTH
            if (new >> shift) // WIDTH > index:
                full = self._folder / Tile(level, index).path
                remove(full.with_name(f"{full.name}.p").glob("*"))


def _with_witnesses(note: Note, witnesses: Witnesses | None) -> Note:
    """Return the note with what the witnesses add to it.

    Raises:
        LogStoreError: they changed something else.
    """
    if witnesses is None:
        return note
    cosigned = witnesses(note)
    if cosigned.text != note.text or not set(note.signatures) <= set(cosigned.signatures):
        raise LogStoreError("The witnesses gave back another checkpoint.")
    return cosigned
