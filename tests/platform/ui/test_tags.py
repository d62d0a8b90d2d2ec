"""The components: what each draws, and that nothing a person typed becomes markup."""

from types import SimpleNamespace
from typing import Any

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory

from skillmark.platform.ui import vocabulary


def drawn(source: str, path: str = "/studio/harbour/credentials", **values: Any) -> str:
    request = RequestFactory().get(path)
    return Template("{% load ui %}" + source).render(Context({"request": request, **values}))


HOSTILE = '<script>alert("x")</script>'


@pytest.mark.parametrize(
    "source",
    [
        "{% status 'valid' word=typed %}",
        "{% status typed %}",
        "{% icon 'x' label=typed %}",
        "{% icon 'x' css=typed %}",
        "{% avatar typed %}",
        "{% empty_state typed typed href=typed action=typed %}",
        "{% badge_tile typed typed href=typed meta=typed state=typed %}",
        "{% code typed label=typed %}",
        "{% stepper 1 typed typed %}",
        "{% search typed %}",
        "{% sort_header typed typed %}",
        "{% qr typed label=typed %}",
        "{% diff rows %}",
        "{% checklist checks %}",
    ],
)
def test_what_a_person_typed_stays_text(source: str) -> None:
    rows = [{"label": HOSTILE, "before": HOSTILE, "after": HOSTILE + "2"}]
    checks = [{"outcome": HOSTILE, "title": HOSTILE, "reason": HOSTILE, "detail": HOSTILE}]
    path = "/x?q=%3Cscript%3E&sort=%22%3E%3Cscript%3E"
    html = drawn(source, path, typed=HOSTILE, rows=rows, checks=checks)
    assert "<script" not in html
    assert 'alert("x")<' not in html


def test_a_status_is_an_icon_and_a_word() -> None:
    html = drawn("{% status 'revoked' %}")
    assert "<svg" in html
    assert "Revoked" in html


@pytest.mark.parametrize("key", ["", "Valid", "ok", "null", "passed "])
def test_an_unknown_status_is_never_good(key: str) -> None:
    assert "Could not tell" in drawn("{% status key %}", key=key)


@pytest.mark.parametrize("outcome", ["", "skipped", "PASSED", "None"])
def test_an_unknown_outcome_did_not_run(outcome: str) -> None:
    html = drawn("{% checklist checks %}", checks=[{"outcome": outcome, "title": "Signature"}])
    assert "Could not check" in html
    assert "check-not_run" in html


def test_every_status_has_a_known_icon() -> None:
    for key in vocabulary.STATUSES:
        assert "<svg" in drawn("{% status key %}", key=key)


def test_an_icon_is_hidden_from_listeners_unless_it_says_something() -> None:
    assert 'aria-hidden="true"' in drawn("{% icon 'x' %}")
    html = drawn("{% icon 'x' label='Close' %}")
    assert 'role="img"' in html
    assert 'aria-label="Close"' in html
    assert "aria-hidden" not in html


@pytest.mark.parametrize(
    ("path", "order", "link"),
    [
        ("/x?q=mark&page=3", "none", "?q=mark&amp;sort=name"),
        ("/x?sort=name", "ascending", "?sort=-name"),
        ("/x?sort=-name", "descending", "?sort=name"),
    ],
)
def test_a_sort_header_turns_and_keeps_the_question(path: str, order: str, link: str) -> None:
    html = drawn("{% sort_header 'name' 'Name' %}", path)
    assert f'aria-sort="{order}"' in html
    assert f'href="{link}"' in html


def test_paging_keeps_the_question_and_groups_figures() -> None:
    page = Paginator(range(12_345), 50).page(3)
    html = drawn("{% paging page noun='credentials' %}", "/x?q=mark&page=3", page=page)
    assert "101–150 of 12,345 credentials" in " ".join(html.split())
    assert 'href="?q=mark&amp;page=4"' in html
    assert html.count('aria-current="page"') == 1


def test_nothing_to_page_draws_nothing() -> None:
    assert drawn("{% paging page %}", page=Paginator([], 50).page(1)).strip() == ""


def test_search_keeps_the_other_questions() -> None:
    html = drawn("{% search 'Search' %}", "/x?state=revoked&page=4&q=mark")
    assert 'name="state" value="revoked"' in html
    assert 'name="q" value="mark"' in html
    assert 'name="page"' not in html


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Mark Olsen", "MO"), ("李伟", "李"), ("Björk", "B"), ("", "?"), ("a b c", "AC")],
)
def test_initials(name: str, letters: str) -> None:
    assert vocabulary.initials(name) == letters


class OneField(forms.Form):
    title = forms.CharField(help_text="In a few words.", max_length=60)
    note = forms.CharField(required=False)


def test_a_field_ties_its_hint_and_its_error_to_the_input() -> None:
    html = drawn("{% field form.title counter=True %}", form=OneField({"title": ""}))
    assert 'for="id_title"' in html
    assert 'aria-describedby="id_title_helptext id_title_error"' in html
    assert 'id="id_title_helptext"' in html
    assert 'id="id_title_error"' in html
    assert 'aria-invalid="true"' in html
    assert 'data-limit="60"' in html


def test_only_what_is_optional_is_marked() -> None:
    html = drawn("{{ form }}", form=OneField())
    assert html.count("optional") == 2
    assert 'class="optional">optional' in html


def test_progress_asks_again_only_while_work_runs() -> None:
    source = "{% include 'ui/components/progress.html' with job=job poll_url='/job' %}"
    running = SimpleNamespace(
        id=1, state="running", done=1200, total=5000, failed=2, message=""
    )
    assert 'hx-get="/job"' in drawn(source, job=running)
    assert "1,200 of 5,000" in drawn(source, job=running)
    done = SimpleNamespace(id=1, state="done", done=5, total=5, failed=0, message="")
    assert "hx-get" not in drawn(source, job=done)
