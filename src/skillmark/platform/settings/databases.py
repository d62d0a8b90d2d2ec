"""From a database URL to Django's settings: SQLite by default, PostgreSQL at scale.

SQLite runs in WAL mode with immediate transactions, so that a writer waits for its turn instead
of failing half way; PostgreSQL keeps its connections in a pool.
"""

from typing import Any, Final
from urllib.parse import parse_qsl, unquote, urlsplit

from skillmark.core.errors import SkillmarkError

BUSY_TIMEOUT_S: Final = 30
SQLITE_START: Final = (
    "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;"
    "PRAGMA temp_store=MEMORY;PRAGMA cache_size=-16000;"
    "PRAGMA secure_delete=ON"  # what is removed is overwritten: keys, and erased people
)


class DatabaseUrlError(SkillmarkError):
    """The database URL is none we can use."""

    code = "settings.database_url"


def django_database(url: str) -> dict[str, Any]:
    """Return one entry of Django's ``DATABASES``.

    Args:
        url: ``sqlite:///relative``, ``sqlite:////absolute`` or
            ``postgresql://user:password@host:port/name?option=value``.

    Raises:
        DatabaseUrlError: another scheme, or no name.
    """
    parts = urlsplit(url)
    if parts.scheme == "sqlite" and len(parts.path) > 1:
        return sqlite(parts.path[1:])
    name = unquote(parts.path[1:])
    if parts.scheme in {"postgres", "postgresql"} and name:
        options: dict[str, Any] = dict(parse_qsl(parts.query))
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": name,
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(parts.hostname or ""),
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 0,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": {"pool": {"min_size": 1, "max_size": 16, "timeout": 10}, **options},
        }
    raise DatabaseUrlError(
        "The database URL must begin with sqlite:/// or postgresql:// and name a database.",
        scheme=parts.scheme,
    )


def sqlite(path: str) -> dict[str, Any]:
    """Return the entry for the SQLite file at `path`."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "OPTIONS": {
            "timeout": BUSY_TIMEOUT_S,
            "transaction_mode": "IMMEDIATE",
            "init_command": SQLITE_START,
        },
    }
