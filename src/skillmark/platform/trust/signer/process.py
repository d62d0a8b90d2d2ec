"""The life of the signer's process: settings of its own, hardening, serving, ending.

On PostgreSQL it reaches the database under a role of its own (`role`) and writes its journal there.
On SQLite, where a writer waits for every other, the journal lies in a file of its own.
"""

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import structlog
from django.conf import settings
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connections

from skillmark.platform.settings.databases import sqlite
from skillmark.platform.trust import wiping
from skillmark.platform.trust.custody.addresses import AWS_KMS, scheme_of
from skillmark.platform.trust.signer import client, hardening, making
from skillmark.platform.trust.signer.desk import Desk
from skillmark.platform.trust.signer.errors import SignerError
from skillmark.platform.trust.signer.journal import Journal
from skillmark.platform.trust.signer.server import Server, own_account

log = structlog.get_logger("skillmark.signer")

JOURNAL: Final = "journal"  # the alias of the journal's own database
JOURNAL_FILE: Final = "signer.sqlite3"
TIDY_S: Final = 60.0  # between two looks for sealed keys that need not be held any more


def journal() -> Journal:
    """Return the journal of this process, its tables made where they are its own."""
    if connections[DEFAULT_DB_ALIAS].vendor != "sqlite":
        return Journal()
    path = settings.SKILLMARK.data_dir / JOURNAL_FILE
    defaults = {**connections[DEFAULT_DB_ALIAS].settings_dict, **sqlite(str(path))}
    connections.databases[JOURNAL] = defaults
    call_command("migrate", "signer", database=JOURNAL, interactive=False, verbosity=0)
    path.chmod(0o600)
    wiping.settle(JOURNAL)  # an update may have taken sealed keys out of it
    return Journal(JOURNAL)


def harden(*, network: bool) -> None:
    """Give up what the signer does not need.

    Raises:
        SignerError: it cannot, and the operator did not say that it may go on.
    """
    if not hardening.no_dumps():
        raise SignerError("The signer could not give up core dumps.")
    if network or _needs_network():
        log.warning(
            "signer keeps the network", reason="asked for, or its keys or database need it"
        )
    elif not hardening.no_network():
        raise SignerError("The signer could not give up the network; start it with --network.")


def serve(path: Path, stop: threading.Event, *, accounts: Sequence[int] = ()) -> None:
    """Answer orders until `stop` is set.

    Args:
        path: where the socket stands.
        stop: ends it.
        accounts: who may ask; the configured ones when not given, else its own account.

    Raises:
        OSError: another signer listens there, or the path cannot be used.
    """
    allowed = tuple(accounts) or settings.SKILLMARK.signer_uids or (own_account(),)
    path.parent.mkdir(parents=True, exist_ok=True)
    kept = journal()
    server = Server(path, allowed, Desk(kept))
    listening = server.listen()
    threading.Thread(target=keep_tidy, args=(kept, stop), daemon=True).start()
    log.info("signer listens", accounts=",".join(map(str, allowed)))
    server.serve(listening, stop)
    log.info("signer stopped")


def keep_tidy(kept: Journal, stop: threading.Event, *, every_s: float = TIDY_S) -> None:
    """Remove sealed keys that need not be held any more, now and again, until `stop` is set."""
    while True:
        try:
            making.tidy(kept)
        except Exception as error:  # noqa: BLE001 - the next round tries again
            log.warning("signer could not tidy up", error=type(error).__name__)
        finally:
            connections.close_all()
        if stop.wait(every_s):
            return


def socket_path(address: str) -> Path:
    """Return the path in an address ``unix:…``."""
    return Path(address.removeprefix(client.SCHEME))


def _needs_network() -> bool:
    return _database_is_far() or _keys_are_far()


def _database_is_far() -> bool:
    facts = connections[DEFAULT_DB_ALIAS].settings_dict
    if connections[DEFAULT_DB_ALIAS].vendor == "sqlite":
        return False
    host = str(facts.get("HOST") or "")
    return bool(host) and not host.startswith("/")


def _keys_are_far() -> bool:
    """Say whether a key lies in a key service; a module that talks over the network is not known."""
    config = settings.SKILLMARK
    known = (
        config.key_encryption_address(),
        *config.key_encryption_earlier(),
        *config.key_places_by_name().values(),
    )
    return any(scheme_of(address) == AWS_KMS for address in known)
