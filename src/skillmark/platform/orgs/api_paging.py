"""Pages of lists over the REST API, in the two forms that it has.

A short list says how much there is in all (`PageFilter`, `PageOf`). A list that may be very long is
not counted: its page says whether another follows (`StepFilter`, `StepOf`).
"""

from collections.abc import Callable, Iterable
from typing import Annotated, Any, Final

from django.db.models import QuerySet
from ninja import Schema
from pydantic import Field

MAX_PAGE: Final = 100  # entries
MAX_SEARCH: Final = 200  # characters

PageNumber = Annotated[int, Field(ge=1, le=100_000)]
PageSize = Annotated[int, Field(ge=1, le=MAX_PAGE)]
Search = Annotated[str, Field(max_length=MAX_SEARCH)]


class PageFilter(Schema):
    """Which page of a list that is counted."""

    page: PageNumber = 1
    page_size: PageSize = 25


class PageOf[T](Schema):
    """One page of a list that is counted."""

    items: list[T]
    total: Annotated[int, Field(description="Of all pages together.")]
    page: int
    page_size: int


class StepFilter(Schema):
    """Which page of a list that is not counted."""

    page: PageNumber = 1
    limit: PageSize = 25


class StepOf[T](Schema):
    """One page of a list that is not counted."""

    items: list[T]
    next_page: Annotated[int | None, Field(description="Send it as `page` for the next.")]


def cut(rows: QuerySet[Any], asked: PageFilter) -> QuerySet[Any]:
    """Return the rows of the page that was asked for, not read yet."""
    start = (asked.page - 1) * asked.page_size
    return rows[start : start + asked.page_size]


def page_of(items: Iterable[Any], rows: QuerySet[Any], asked: PageFilter) -> dict[str, Any]:
    """Return a `PageOf`: the page's items, and how many rows there are in all."""
    return {
        "items": list(items),
        "total": rows.count(),
        "page": asked.page,
        "page_size": asked.page_size,
    }


def step(rows: QuerySet[Any], asked: StepFilter) -> tuple[list[Any], int | None]:
    """Return the rows of the page that was asked for, and the number of the next one, if any."""
    start = (asked.page - 1) * asked.limit
    found = list(rows[start : start + asked.limit + 1])
    following = asked.page + 1 if len(found) > asked.limit else None
    return found[: asked.limit], following


def step_of[T](
    rows: Iterable[T], following: int | None, shape: Callable[[T], dict[str, Any]]
) -> dict[str, Any]:
    """Return a `StepOf`: the rows that `step` found, in the shape they have on the wire."""
    return {"items": [shape(row) for row in rows], "next_page": following}
