"""Paging by primary keys: the same pages as any paginator, from both ends."""

from collections.abc import Callable

import pytest
from django.core.paginator import InvalidPage, Paginator

from skillmark.platform.people.models import User
from skillmark.platform.ui.paging import NarrowPaginator, count_up_to


@pytest.fixture
def people(make_user: Callable[..., User]) -> None:
    for n in range(11):
        make_user(name=f"Person {n % 4}")


@pytest.mark.parametrize("order", [("display_name", "pk"), ("-display_name", "-pk")])
@pytest.mark.parametrize("a_page", [1, 3, 4, 11, 20])
def test_pages_are_those_of_any_paginator(
    people: None, order: tuple[str, ...], a_page: int
) -> None:
    found = User.objects.order_by(*order)
    usual, narrow = Paginator(found, a_page), NarrowPaginator(found, a_page)
    assert narrow.num_pages == usual.num_pages
    for number in usual.page_range:
        assert list(narrow.page(number)) == list(usual.page(number))
    assert list(narrow.get_page("x")) == list(usual.get_page("x"))
    with pytest.raises(InvalidPage):
        narrow.page(usual.num_pages + 1)


def test_an_empty_list_has_one_empty_page(db: None) -> None:
    page = NarrowPaginator(User.objects.order_by("pk"), 25).get_page(None)
    assert list(page) == []
    assert page.paginator.count == 0


def test_a_count_stops_where_nobody_reads_on(people: None) -> None:
    assert count_up_to(User.objects.order_by("pk"), 5) == 5
    assert count_up_to(User.objects.all(), 50) == 11
