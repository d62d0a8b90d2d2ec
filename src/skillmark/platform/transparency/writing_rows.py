"""Writing a value of its own into each of many rows: one prepared statement, not one long CASE."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, models


def update_each(
    model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]
) -> None:
    """Set columns of many rows, in the caller's transaction.

    Args:
        model: of which table.
        columns: names of fields.
        rows: the values in that order, and the primary key last.
    """
    quote = connection.ops.quote_name
    meta = model._meta  # noqa: SLF001 - Django's public name for it
    fields = [meta.get_field(name) for name in columns]
    sets = ", ".join(f"{quote(str(field.column))} = %s" for field in fields)
    key = quote(str(meta.pk.column))  # type: ignore[union-attr]
    statement = f"UPDATE {quote(meta.db_table)} SET {sets} WHERE {key} = %s"  # noqa: S608 - our own names
    with connection.cursor() as cursor:
        cursor.executemany(statement, rows)
