"""The two ways to a database, made in one go and migrated step by step, end in the same tables."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.db import connection

FAST = "from skillmark.cli import schema; schema.make_tables()"
STEPS = "from django.core.management import call_command; call_command('migrate', verbosity=0)"
LOOK = """
import json
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

def words(value):
    return sorted(value) if isinstance(value, set) else value

def constraints(found):
    # What SQLite keeps without a name, introspection numbers as it comes: leave these out.
    named = (("" if name.startswith(("__unnamed", "fk_")) else name, facts) for name, facts in found.items())
    return sorted(json.dumps(each, sort_keys=True, default=str) for each in named)

found = {}
with connection.cursor() as cursor:
    look = connection.introspection
    for table in sorted(look.table_names(cursor)):
        columns = {row.name: [words(part) for part in row[1:]]
                   for row in look.get_table_description(cursor, table)}
        found[table] = [columns, constraints(look.get_constraints(cursor, table))]
found["applied"] = sorted(".".join(key) for key in MigrationRecorder(connection).applied_migrations())
print(json.dumps(found, sort_keys=True, default=str))
"""


def _shape(way: str, environment: dict[str, str]) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-c", f"import django; django.setup()\n{way}\n{LOOK}"],
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "skillmark.platform.settings.django",
            "SKILLMARK_SECRET_KEY": "only for tests " * 4,
            **environment,
        },
        capture_output=True,
        text=True,
        check=True,
    )
    shape: dict[str, Any] = json.loads(done.stdout)
    return shape


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Callable[[str], dict[str, str]]]:
    """Return what gives a process an empty database of the kind these tests run on."""
    made = []

    def make(name: str) -> dict[str, str]:
        folder = tmp_path / name
        folder.mkdir()
        if connection.vendor != "postgresql":
            return {"SKILLMARK_DATA_DIR": str(folder)}
        database = f"skillmark_shape_{name}_{os.getpid()}"
        _on_server(f'CREATE DATABASE "{database}"')
        made.append(database)
        url = urlsplit(os.environ["SKILLMARK_TEST_DATABASE_URL"])
        return {
            "SKILLMARK_DATA_DIR": str(folder),
            "SKILLMARK_DATABASE_URL": url._replace(path=f"/{database}").geturl(),
        }

    yield make
    for database in made:
        _on_server(f'DROP DATABASE "{database}"')


def _on_server(statement: str) -> None:
    import psycopg

    with psycopg.connect(os.environ["SKILLMARK_TEST_DATABASE_URL"], autocommit=True) as server:
        server.execute(statement.encode())


def test_a_database_made_in_one_go_is_what_the_migrations_make(
    db: None, empty: Callable[[str], dict[str, str]]
) -> None:
    made, migrated = _shape(FAST, empty("made")), _shape(STEPS, empty("migrated"))
    for shape in (made, migrated):  # Django's own, which we leave empty: its key has two widths
        columns = shape["auth_group_permissions"][0]
        assert columns.pop("id")
    assert made == migrated
    assert len(made) > 90
