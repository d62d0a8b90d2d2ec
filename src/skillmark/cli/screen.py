"""What the commands write: results to standard output, words and progress to standard error.

One sentence and a code for every error; never a traceback for something a user can cause.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from enum import IntEnum
from pathlib import Path
from typing import Final, TextIO

import typer
from rich.console import Console
from rich.markup import escape

from skillmark.core.errors import SkillmarkError

MAX_FILE: Final = 64 * 1024 * 1024  # bytes of one file that is read whole


_FILE_WIDTH: Final = 200  # columns of output that is not a terminal


class Exit(IntEnum):
    """What the exit codes say."""

    OK = 0
    WRONG = 1
    UNKNOWN = 2


class CommandError(SkillmarkError):
    """The command cannot do what was asked."""

    code = "cli.failed"


class FileReadError(CommandError):
    """A file cannot be read."""

    code = "cli.file_unreadable"


class FileWriteError(CommandError):
    """A file cannot be written."""

    code = "cli.file_unwritable"


class FileExistsAlreadyError(CommandError):
    """A file would be overwritten."""

    code = "cli.file_exists"


class FileTooLargeError(CommandError):
    """A file is larger than any that is read."""

    code = "cli.file_too_large"


def out() -> Console:
    """Return the console for results; emoji codes stay text, for ``did:key:`` holds one."""
    return _console(sys.stdout)


def err() -> Console:
    """Return the console for words and progress."""
    return _console(sys.stderr)


def _console(file: TextIO) -> Console:
    wide = None if file.isatty() else _FILE_WIDTH
    return Console(file=file, highlight=False, emoji=False, soft_wrap=True, width=wide)


def shown(text: str) -> str:
    """Return text of others as it may stand on a terminal: no markup, nothing invisible.

    Control characters could move the cursor or recolour the screen, marks of direction could
    turn a name round; they are spelt out as ``<U+202E>``.
    """
    visible = (letter if letter.isprintable() else f"<U+{ord(letter):04X}>" for letter in text)
    return escape("".join(visible))


def show_error(error: SkillmarkError) -> None:
    """Write one sentence and its code."""
    err().print(f"[bold red]Error:[/] {shown(error.message)} [dim]({error.code})[/]")


@contextmanager
def plain_errors(status: Exit = Exit.UNKNOWN) -> Iterator[None]:
    """Turn our own errors into one sentence and an exit code.

    Raises:
        typer.Exit: with ``status``, after an error was shown.
    """
    try:
        yield
    except SkillmarkError as error:
        show_error(error)
        raise typer.Exit(status) from None


def read_file(path: Path) -> bytes:
    """Return the bytes of a file, or of standard input for ``-``.

    Raises:
        CommandError: it cannot be read, or is larger than `MAX_FILE`.
    """
    try:
        if str(path) == "-":
            data = sys.stdin.buffer.read(MAX_FILE + 1)
        else:
            with path.open("rb") as file:
                data = file.read(MAX_FILE + 1)
    except OSError as error:
        raise FileReadError(
            f"{path} cannot be read: {error.strerror}.", path=str(path)
        ) from error
    if len(data) > MAX_FILE:
        raise FileTooLargeError(f"{path} is larger than {MAX_FILE} bytes.", path=str(path))
    return data


def write_file(path: Path, data: bytes) -> None:
    """Write a file whole or not at all, or to standard output for ``-``.

    Raises:
        FileWriteError: it cannot be written.
    """
    if str(path) == "-":
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    part = path.with_name(path.name + ".part")
    try:
        part.write_bytes(data)
        part.replace(path)
    except OSError as error:
        with suppress(OSError):
            part.unlink()
        raise FileWriteError(
            f"{path} cannot be written: {error.strerror}.", path=str(path)
        ) from error
