"""The database itself refuses to change the bytes of an issued credential.

Put in place after every ``migrate``, not by a migration: SQLite drops triggers when Django
rebuilds a table. `models.Credential` refuses the same in Python, earlier and in plain words.
"""

from typing import Any, Final

from django.db import connections

_SQLITE: Final = """
CREATE TRIGGER IF NOT EXISTS issuing_credential_frozen
BEFORE UPDATE OF id, award_id, document, digest ON issuing_credential
BEGIN SELECT RAISE(ABORT, 'credential.frozen'); END
"""
_POSTGRESQL: Final = """
CREATE OR REPLACE FUNCTION issuing_credential_frozen() RETURNS trigger AS $$
BEGIN RAISE EXCEPTION 'credential.frozen'; END
$$ LANGUAGE plpgsql;
CREATE OR REPLACE TRIGGER issuing_credential_frozen
BEFORE UPDATE OF id, award_id, document, digest ON issuing_credential
FOR EACH ROW EXECUTE FUNCTION issuing_credential_frozen();
"""
_STATEMENTS: Final = {"sqlite": _SQLITE, "postgresql": _POSTGRESQL}


def freeze_credentials(*, using: str, **_kwargs: Any) -> None:
    """Put the trigger in place; a receiver of ``post_migrate`` for this app."""
    connection = connections[using]
    if "issuing_credential" in connection.introspection.table_names():
        with connection.cursor() as cursor:
            cursor.execute(_STATEMENTS[connection.vendor])
