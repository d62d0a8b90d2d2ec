"""The signer's own role on PostgreSQL, as SQL that the owner of the tables runs.

It reads the few columns that the rules ask for, and adds to the journal. It may not change a row
anywhere, nor remove one but the sealed keys that it held for minutes; not read a credential, a
person or a secret of another kind, nor make a table.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from django.apps import apps

from skillmark.platform.trust.signer.errors import SignerError

_NAME: Final = re.compile(r"[a-z][a-z0-9_]{0,62}")

READS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "trust.IssuerKey": (),
        "trust.IssuerIdentity": (),
        "trust.KeyEncryption": (),
        "trust.KillSwitch": (),
        "trust.KeyHome": (),
        "approvals.Approval": (
            "id",
            "organisation_id",
            "kind",
            "facts",
            "state",
            "asked_by_id",
            "decided_by_id",
        ),
    }
)
"""What the signer reads, by model; no columns stand for all."""

ADDS: Final = ("signer.SignerIntent", "signer.SignerOutcome", "signer.MadeKey")
"""The journal: read and added to, never changed."""

HOLDS: Final = ("signer.HeldKey",)
"""Sealed keys on their way to the caller's rows: added, read and removed, never changed."""


def sql(name: str) -> str:
    """Return the statements that make the role, or bring it to this release's shape.

    Raises:
        SignerError: the name is no plain small word.
    """
    if not _NAME.fullmatch(name):
        raise SignerError(
            "The role's name is a small word of letters, digits and _.", name=name
        )
    lines = [
        "BEGIN;",
        "DO $$ BEGIN",
        f"  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{name}') THEN",
        f"    CREATE ROLE {name} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS;",
        "  END IF;",
        "END $$;",
        f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {name};",
        f"REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM {name};",
        f"REVOKE CREATE ON SCHEMA public FROM PUBLIC, {name};",
        f"GRANT USAGE ON SCHEMA public TO {name};",
        f"ALTER ROLE {name} SET statement_timeout = '30s';",
    ]
    for label, columns in READS.items():
        wanted = f" ({', '.join(columns)})" if columns else ""
        lines.append(f"GRANT SELECT{wanted} ON {_table(label)} TO {name};")
    lines += [f"GRANT SELECT, INSERT ON {_table(label)} TO {name};" for label in ADDS]
    lines += [f"GRANT SELECT, INSERT, DELETE ON {_table(label)} TO {name};" for label in HOLDS]
    return "\n".join([*lines, "COMMIT;"])


def _table(label: str) -> str:
    model: Any = apps.get_model(label)
    return str(model._meta.db_table)  # noqa: SLF001 - the documented Model._meta API
