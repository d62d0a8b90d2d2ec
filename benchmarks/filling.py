"""A database with very many rows of everything that has a list, made fast.

One row of each kind is made as the product makes it; the others are copies of it that differ in
what lists show, sort by and search in. Nothing is signed twice: the lists read no signed bytes.
"""

import itertools
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import UUID

CHUNK: Final = 2_000  # rows of one insert
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

    Args:
        row: as the product made it.
        count: how many.
        vary: by column, what the n-th copy has there.
    """
    from skillmark.platform.events.ids import uuid7  # noqa: PLC0415 (after Django's set-up)

    model = type(row)
    meta = model._meta  # noqa: SLF001 - Django's public name
    facts = {field.attname: getattr(row, field.attname) for field in meta.concrete_fields}
    key = meta.pk.attname
    made: list[UUID] = []
    rows: Iterator[Any] = (
        model(**facts | {key: uuid7()} | {column: give(n) for column, give in vary.items()})
        if isinstance(facts[key], UUID)
        else model(
            **{column: value for column, value in facts.items() if column != key}
            | {column: give(n) for column, give in vary.items()}
        )
        for n in range(count)
    )
    while chunk := list(itertools.islice(rows, CHUNK)):
        every(model).bulk_create(chunk)
        made += [one.pk for one in chunk]
    return made


def timed(rows: Iterable[tuple[str, Callable[[], object]]]) -> None:
    """Do one thing after the other and print how long each took."""
    for what, work in rows:
        start = time.perf_counter()
        work()
        print(f"  {what:<28}{time.perf_counter() - start:>8.1f} s", flush=True)
