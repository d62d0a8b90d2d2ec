"""Laws for every template of the platform, so that the strict policy never breaks a page."""

import re
from importlib.resources import files
from pathlib import Path

import pytest
from lucide import _load_icon

PLATFORM = Path(str(files("skillmark.platform")))
TEMPLATES = sorted(
    path for path in PLATFORM.rglob("templates/**/*.html") if "mail" not in path.parts
)
SCRIPT = re.compile(r"<script\b([^>]*)>", re.IGNORECASE)
HANDLER = re.compile(r"<[^>{]*\son[a-z]+\s*=", re.IGNORECASE)
ICON = re.compile(r'{% icon "([a-z0-9-]+)"')


def name(path: Path) -> str:
    return "/".join(path.relative_to(PLATFORM).parts)


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_no_inline_style_or_script(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"<style\b|\sstyle\s*=", text)
    assert not HANDLER.search(text)
    for facts in SCRIPT.findall(text):
        assert "src=" in facts or 'type="application/json"' in facts
    assert "javascript:" not in text


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_every_icon_exists(path: Path) -> None:
    for icon in set(ICON.findall(path.read_text(encoding="utf-8"))):
        _load_icon(icon)


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_nothing_is_fetched_from_elsewhere(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.search(r'(?:src|srcset|data-src)="https?://', text)
    assert not re.search(r'<link[^>]*href="https?://', text)
