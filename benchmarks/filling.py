"""A database with very many rows of everything that has a list, made fast.

One row of each kind is made as the product makes it; the others are copies of it that differ in
what lists show, sort by and search in. Nothing is signed twice: the lists read no signed bytes.
"""

import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import UUID

CHUNK: Final = 5_000  # rows of one insert
START: Final = datetime(2026, 1, 1, tzinfo=UTC)
FIRST: Final = ("Amina", "Bruno", "Chloé", "Dao", "Elif", "Femi", "Giulia", "Hana", "Ivo", "李")
LAST: Final = ("Abara", "Becker", "Čapek", "Diaz", "Eriksen", "Fofana", "Grün", "Haddad", "伟")

type Vary = Callable[[int], Any]


def name(n: int) -> str:
    """Return the name of the n-th invented person."""
    first, last = FIRST[n % len(FIRST)], LAST[n // len(FIRST) % len(LAST)]
    return f"{first} {last} {n:06}"


def address(n: int) -> str:
    """Return the e-mail address of the n-th invented person."""
    return f"person{n:06}@people.example"


def moment(n: int) -> datetime:
    """Return a time for the n-th row: five minutes after the one before."""
    return START + timedelta(minutes=5 * n)


def digest(n: int) -> str:
    """Return sixty-four digits that no other row has."""
    return f"{n:064x}"


def mostly(*values: Any) -> Vary:
    """Return what gives the first value to most rows and the others to a few each."""
    return lambda n: values[n // 10 % len(values)] if n % 10 == 0 else values[0]


def every(model: Any) -> Any:
    """Return the rows of a model, of whichever organisation."""
    return model._base_manager  # noqa: SLF001 - Django's public name


def copies(row: Any, count: int, **vary: Vary) -> list[UUID]:
    """Insert copies of a saved row and return their ids.

    What is the same in all of them is prepared once, and no model is made of any.

    Args:
        row: as the product made it.
        count: how many.
        vary: by column, what the n-th copy has there.
    """
    from django.db import connection, transaction  # noqa: PLC0415 (after Django's set-up)

    from skillmark.platform.events.ids import uuid7  # noqa: PLC0415

    meta = type(row)._meta  # noqa: SLF001 - Django's public name
    own_id = isinstance(row.pk, UUID)
    ids = [uuid7() for _ in range(count)] if own_id else []
    give = vary | ({meta.pk.attname: ids.__getitem__} if own_id else {})
    fields = [one for one in meta.concrete_fields if own_id or not one.primary_key]
    same = [one.get_db_prep_save(getattr(row, one.attname), connection) for one in fields]
    other = [
        (at, one, give[one.attname]) for at, one in enumerate(fields) if one.attname in give
    ]
    columns = ", ".join(f'"{one.column}"' for one in fields)
    marks = ", ".join(["%s"] * len(fields))
    insert = f'INSERT INTO "{meta.db_table}" ({columns}) VALUES ({marks})'  # noqa: S608

    def values(n: int) -> list[Any]:
        made = same.copy()
        for at, one, value in other:
            made[at] = one.get_db_prep_save(value(n), connection)
        return made

    for start in range(0, count, CHUNK):
        rows = [values(n) for n in range(start, min(start + CHUNK, count))]
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.executemany(insert, rows)
    return ids


def in_haste() -> None:
    """Let SQLite trade safety for speed while it is filled."""
    from django.db import connection  # noqa: PLC0415 (after Django's set-up)

    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous=OFF")
            cursor.execute("PRAGMA cache_size=-400000")  # KiB


def timed(rows: Iterable[tuple[str, Callable[[], object]]]) -> None:
    """Do one thing after the other and print how long each took."""
    for what, work in rows:
        start = time.perf_counter()
        work()
        print(f"  {what:<28}{time.perf_counter() - start:>8.1f} s", flush=True)
