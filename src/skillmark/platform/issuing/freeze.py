"""The database itself refuses to change the bytes of an issued credential, but to erase them whole.

Put in place after every ``migrate``, not by a migration: SQLite drops triggers when Django
rebuilds a table. `models.Credential` refuses the same in Python, earlier and in plain words.
"""

from typing import Any, Final

from django.db import connections

_AGAIN: Final = "DROP TRIGGER IF EXISTS issuing_credential_frozen"  # an older release's
_SQLITE: Final = """
CREATE TRIGGER IF NOT EXISTS issuing_credential_frozen
BEFORE UPDATE OF id, award_id, document, digest ON issuing_credential
WHEN NOT (length(NEW.document) = 0 AND NEW.digest = ''
  AND NEW.id = OLD.id AND NEW.award_id = OLD.award_id)
BEGIN SELECT RAISE(ABORT, 'credential.frozen'); END
"""
_POSTGRESQL: Final = """
CREATE OR REPLACE FUNCTION issuing_credential_frozen() RETURNS trigger AS $$
BEGIN RAISE EXCEPTION 'credential.frozen'; END
$$ LANGUAGE plpgsql;
CREATE OR REPLACE TRIGGER issuing_credential_frozen
BEFORE UPDATE OF id, award_id, document, digest ON issuing_credential
FOR EACH ROW
WHEN (NOT (length(NEW.document) = 0 AND NEW.digest = ''
  AND NEW.id = OLD.id AND NEW.award_id = OLD.award_id))
EXECUTE FUNCTION issuing_credential_frozen();
"""
_STATEMENTS: Final = {"sqlite": _SQLITE, "postgresql": _POSTGRESQL}


def freeze_credentials(*, using: str, **_kwargs: Any) -> None:
    """Put the trigger in place; a receiver of ``post_migrate`` for this app."""
    connection = connections[using]
    if "issuing_credential" in connection.introspection.table_names():
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute(_AGAIN)
            cursor.execute(_STATEMENTS[connection.vendor])
