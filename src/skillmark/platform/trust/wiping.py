"""What was removed is gone from SQLite's files too.

Rows that are removed or shortened are overwritten (``secure_delete``), yet their earlier bytes
stand in the log of changes until it is written back. PostgreSQL has no such step: there, old bytes
stay in its files and backups until they are overwritten, sealed as they are.
"""

from typing import Final

from django.db import DEFAULT_DB_ALIAS, connections

from skillmark.platform.settings.databases import BUSY_TIMEOUT_S

WAIT_S: Final = 1  # for readers to end; they keep the log


def settle(database: str = DEFAULT_DB_ALIAS) -> bool:
    """Write SQLite's log of changes back and empty it, unless readers keep it; say whether."""
    own = connections[database]
    if own.vendor != "sqlite" or own.in_atomic_block:
        return False
    with own.cursor() as cursor:
        cursor.execute(f"PRAGMA busy_timeout={WAIT_S * 1000}")
        try:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            busy: int = cursor.fetchone()[0]
        finally:
            cursor.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_S * 1000}")
    return not busy
