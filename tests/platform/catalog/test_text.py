"""Markdown is shown, and nothing that could act is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillmark.platform.catalog import text

ATTACKS = {
    "a script": "<script>alert(1)</script>",
    "a picture with a handler": "<img src=x onerror=alert(1)>",
    "a script link": "[x](javascript:alert(1))",
    "a data link": "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "a link with a handler": '<a href="https://x" onclick="alert(1)">x</a>',
    "a picture of a third party": "![x](https://tracker.example/pixel.png)",
    "a style": '<p style="position:fixed">x</p>',
    "an attribute broken open": '[x](https://x.example/" onmouseover="alert(1))',
    "a frame": "<iframe src=https://x.example></iframe>",
    "a form": "<form action=/steal><input name=x></form>",
    "a template": "{{ 7|add:7 }}{% include 'x' %}",
}


@pytest.mark.parametrize("source", ATTACKS.values(), ids=ATTACKS)
def test_nothing_in_markdown_acts(source: str) -> None:
    shown = text.markdown(source)
    for forbidden in (
        "<script",
        "<img",
        "<iframe",
        "<form",
        "<input",
        "<p style",
        'href="java',
    ):
        assert forbidden not in shown
    assert 'href="data' not in shown
    assert "<a href" not in shown or 'onmouseover="' not in shown.split("&quot;")[0]


def test_headings_begin_below_those_of_the_page() -> None:
    assert text.markdown("# One\n\n## Two") == "<h3>One</h3>\n<h4>Two</h4>\n"


def test_a_link_leads_out_without_a_trace() -> None:
    shown = text.markdown("[the law](https://law.example/1)")
    assert 'rel="nofollow noopener noreferrer"' in shown
    assert 'href="https://law.example/1"' in shown


@given(st.text(max_size=200))
def test_any_text_can_be_shown(source: str) -> None:
    shown = text.markdown(text.block(source))
    assert "<script" not in shown
    assert text.line(text.line(source)) == text.line(source)
    assert text.block(text.block(source)) == text.block(source)
