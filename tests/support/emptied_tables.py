"""Empty the tables after a test that committed, at the cost of what it wrote.

Django's own way touches every table, used or not, and makes the content types and permissions anew:
most of a second for a test that wrote three rows.
"""

from functools import cache
from typing import Any

from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import DEFAULT_DB_ALIAS, connection, transaction
from django.test import TransactionTestCase

# What `migrate` fills and no test changes; Django's way would write the same rows again.
_KEPT = {model._meta.db_table for model in (ContentType, Permission)}


@cache
def _tables() -> tuple[str, ...]:
    return tuple(
        sorted(set(connection.introspection.django_table_names(only_existing=True)) - _KEPT)
    )


def _filled() -> list[str]:
    """Return the tables that hold a row."""
    name = connection.ops.quote_name
    asked = " UNION ALL ".join(
        f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM {name(table)})"  # noqa: S608 - our tables
        for table in _tables()
    )
    with connection.cursor() as cursor:
        cursor.execute(asked)
        return [table for (table,) in cursor.fetchall()]


def empty(*, but: str = "-") -> None:
    """Delete all rows but the kept; keys between tables are checked at the end.

    Args:
        but: how the names of tables begin that stay as they are.
    """
    name = connection.ops.quote_name
    filled = _filled()
    with transaction.atomic(), connection.cursor() as cursor:
        for table in filled:
            if table.startswith(but):
                continue
            cursor.execute(f"DELETE FROM {name(table)}")  # noqa: S608 - our own table names


def _fixture_teardown(self: Any) -> None:
    assert set(self._databases_names(include_mirrors=False)) == {DEFAULT_DB_ALIAS}
    assert not self.serialized_rollback
    empty()


def install() -> None:
    """Let every test that commits be cleaned up this way."""
    TransactionTestCase._fixture_teardown = _fixture_teardown
