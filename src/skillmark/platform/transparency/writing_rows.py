"""Writing a value of its own into each of many rows: one prepared statement, not one long CASE."""

from collections.abc import Sequence
from typing import Any

from django.db import connection, models


def update_each(
    model: type[models.Model], columns: Sequence[str], rows: Sequence[Sequence[Any]]
) -> None:
    """Set columns of many rows, in the caller's transaction.

    Args:
        model: of which table; its key is ``id``.
        columns: of the table.
        rows: the values in that order, and the key last.
    """
    quote = connection.ops.quote_name
    table = model._meta.db_table  # noqa: SLF001 - Django's public name for it
    sets = ", ".join(f"{quote(name)} = %s" for name in columns)
    statement = f"UPDATE {quote(table)} SET {sets} WHERE id = %s"  # noqa: S608 - our own names
    with connection.cursor() as cursor:
        cursor.executemany(statement, rows)
