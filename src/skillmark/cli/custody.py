"""The operator's commands for issuers' keys: where they lie, what seals them, their backup.

They need the extra ``server`` and the installation's own settings. What they do is
`skillmark.platform.trust`'s work.
"""

import os
from pathlib import Path
from typing import Annotated

import typer

from skillmark.cli import custody_places, keys
from skillmark.cli.custody_places import NoSuchOrganisationError
from skillmark.cli.screen import (
    CommandError,
    FileExistsAlreadyError,
    FileReadError,
    FileWriteError,
    err,
    out,
    plain_errors,
    read_file,
    shown,
)

__all__ = [
    "NoSuchOrganisationError",
    "ShortPassphraseError",
    "backup",
    "backup_site",
    "register",
    "restore",
    "restore_site",
]

ACTOR = "system:operator"
OWNER_ONLY = 0o600

PassphraseFile = Annotated[
    Path,
    typer.Option(
        "--passphrase-file",
        metavar="FILE",
        help="File whose first line seals or opens the backup; - reads standard input.",
    ),
]


Into = Annotated[
    str | None,
    typer.Option(
        "--organisation",
        metavar="ADDRESS",
        help="Restore into this one; without it, into the one that the backup names.",
    ),
]
PassphraseLost = Annotated[
    bool,
    typer.Option(
        "--passphrase-lost",
        help="The installation's old key passphrase is lost: go on with the configured one.",
    ),
]
WithoutPlaces = Annotated[
    bool,
    typer.Option(
        "--without-places",
        help="Go on though a key lies in a module or service that is not here; make a new one.",
    ),
]


class ShortPassphraseError(CommandError):
    """The passphrase is too short to seal keys with."""

    code = "cli.passphrase_short"


def register(_app: typer.Typer) -> None:
    """Add the commands to ``skillmark keys``."""
    for command in (backup, restore, backup_site, restore_site):
        keys.app.command()(command)
    custody_places.register()


def backup(
    slug: Annotated[
        str, typer.Argument(metavar="ORGANISATION", help="Its address, as in /i/…")
    ],
    path: Annotated[Path, typer.Argument(metavar="FILE", help="Where to write the backup.")],
    passphrase_file: PassphraseFile,
) -> None:
    """Write an organisation's signing keys to FILE, sealed with a passphrase (age).

    The same file as its owners download under Settings, Trust. An existing file is never
    overwritten.
    """
    with plain_errors():
        passphrase = _passphrase(passphrase_file)
        if path.exists():
            raise FileExistsAlreadyError(f"{path} exists already.", path=str(path))
        from skillmark.cli import serving  # noqa: PLC0415 - Django is set up first

        serving.set_up()
        from skillmark.platform.orgs import selectors  # noqa: PLC0415
        from skillmark.platform.trust import backup as backups  # noqa: PLC0415

        _require_long(passphrase)
        organisation = selectors.by_slug(slug)
        if organisation is None:
            raise NoSuchOrganisationError(f"There is no organisation “{slug}”.", slug=slug)
        _write_secret(path, backups.make(organisation, passphrase, actor=ACTOR))
    err().print("The keys are in the file, sealed. Keep file and passphrase apart.")


def restore(
    path: Annotated[Path, typer.Argument(metavar="FILE", help="A backup of keys.")],
    passphrase_file: PassphraseFile,
    slug: Into = None,
    passphrase_lost: PassphraseLost = False,
    without_places: WithoutPlaces = False,
) -> None:
    """Bring an organisation's signing keys back from a sealed backup.

    The organisation must be there. Afterwards it signs under the identifier it had. A key that
    lies in a module or key service must be within reach. Prints the identifier.
    """
    with plain_errors():
        data, passphrase = read_file(path), _passphrase(passphrase_file)
        from skillmark.cli import serving  # noqa: PLC0415 - Django is set up first

        serving.set_up()
        from skillmark.platform.orgs import selectors  # noqa: PLC0415
        from skillmark.platform.trust import restoring  # noqa: PLC0415

        into = None if slug is None else selectors.by_slug(slug)
        if slug is not None and into is None:
            raise NoSuchOrganisationError(f"There is no organisation “{slug}”.", slug=slug)
        done = restoring.restore(
            data,
            passphrase,
            into=into,
            actor=ACTOR,
            passphrase_lost=passphrase_lost,
            without_places=without_places,
        )
    for method in done.absent:
        err().print(f"Not within reach, kept to check what it signed: {shown(method)}")
    err().print(f"{shown(done.organisation.name)} signs again: keys brought back: {done.keys}.")
    out().print(done.did)


def backup_site(
    path: Annotated[Path, typer.Argument(metavar="FILE", help="Where to write the backup.")],
    passphrase_file: PassphraseFile,
) -> None:
    """Write the installation's own keys, such as that of its log, to FILE, sealed (age).

    Organisations' keys are in backups of their own. An existing file is never overwritten.
    """
    with plain_errors():
        passphrase = _passphrase(passphrase_file)
        if path.exists():
            raise FileExistsAlreadyError(f"{path} exists already.", path=str(path))
        from skillmark.cli import serving  # noqa: PLC0415 - Django is set up first

        serving.set_up()
        from skillmark.platform.trust import backup as backups  # noqa: PLC0415

        _require_long(passphrase)
        _write_secret(path, backups.make_of_site(passphrase))
    err().print("The keys are in the file, sealed. Keep file and passphrase apart.")


def restore_site(
    path: Annotated[Path, typer.Argument(metavar="FILE", help="What backup-site wrote.")],
    passphrase_file: PassphraseFile,
) -> None:
    """Bring the installation's own keys back, before it is started for the first time."""
    with plain_errors():
        data, passphrase = read_file(path), _passphrase(passphrase_file)
        from skillmark.cli import serving  # noqa: PLC0415 - Django is set up first

        serving.set_up()
        from skillmark.platform.trust import restoring  # noqa: PLC0415

        count = restoring.restore_site(data, passphrase)
    err().print(f"Keys brought back: {count}.")


def _require_long(passphrase: str) -> None:
    from skillmark.platform.trust import backup as backups  # noqa: PLC0415 - after set-up

    if len(passphrase) < backups.MIN_PASSPHRASE:
        raise ShortPassphraseError(
            f"A passphrase has {backups.MIN_PASSPHRASE} letters or more."
        )


def _passphrase(path: Path) -> str:
    line = read_file(path).partition(b"\n")[0].rstrip(b"\r")
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        raise FileReadError(f"{path} is not UTF-8 text.", path=str(path)) from None


def _write_secret(path: Path, data: bytes) -> None:
    """Write a new file that only its owner reads."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
    except OSError as error:
        raise FileWriteError(
            f"{path} cannot be written: {error.strerror}.", path=str(path)
        ) from error
