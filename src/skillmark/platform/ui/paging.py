"""Paging that stays quick far into a long list.

A database that skips 75,000 rows reads them first, wide ones slowly. `NarrowPaginator` lets it skip
over primary keys alone, and reads the rows of the one page that is shown. `ordered` is the order that a list was asked for.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from django.core.paginator import Page, Paginator

if TYPE_CHECKING:
    from django.db.models import QuerySet

    _Paginator = Paginator[Any]
else:
    _Paginator = Paginator

MANY: Final = 100  # from here on a count in the rail reads "99+"


class NarrowPaginator(_Paginator):
    """A paginator for a query set whose order is total: two rows never compare equal."""

    object_list: "QuerySet[Any]"

    def page(self, number: int | str) -> "Page[Any]":
        """Return the page with that number.

        Raises:
            InvalidPage: there is none.
        """
        valid = self.validate_number(number)
        first = (valid - 1) * self.per_page
        last = min(first + self.per_page, self.count)
        keys = self.object_list.values_list("pk", flat=True)
        if first > self.count - last:  # nearer to the end: count from there
            found = list(keys.reverse()[self.count - last : self.count - first])
        else:
            found = list(keys[first:last])
        rows = list(self.object_list.filter(pk__in=found)) if found else []
        return Page(rows, valid, self)


def count_up_to(found: "QuerySet[Any]", most: int = MANY) -> int:
    """Return how many rows there are, `most` when there are more: nobody reads further."""
    return found.order_by()[:most].count()


def ordered(sorts: Mapping[str, tuple[Any, ...]], sort: str, usual: str) -> list[Any]:
    """Return the columns of an order that was asked for.

    Args:
        sorts: columns or expressions by the name of the order.
        sort: a name, with a hyphen before it for the other way round.
        usual: likewise; taken when there is no such order.
    """
    wanted = sort if sort.removeprefix("-") in sorts else usual
    columns = sorts[wanted.removeprefix("-")]
    return [_turned(one) for one in columns] if wanted.startswith("-") else list(columns)


def _turned(column: Any) -> Any:
    if isinstance(column, str):
        return f"-{column}"
    other = column.copy()
    other.reverse_ordering()
    return other
