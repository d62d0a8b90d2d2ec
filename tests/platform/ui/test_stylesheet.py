"""The style sheets as one: every rule kept, in its layer and order, nothing left to fetch."""

from importlib.resources import files
from pathlib import Path

import pytest

from skillmark.platform.ui import stylesheet

CSS = Path(str(files("skillmark.platform.ui"))) / "static" / "ui" / "css"


def read(name: str) -> str:
    return (CSS / name).read_text("utf-8")


def test_imports_become_layers_in_their_order() -> None:
    parts = {"one.css": "a {\n  color: red;\n}\n", "two.css": "b {}\n"}
    entry = '@layer low, high;\n@import url("one.css") layer(low);\n@import url("two.css");\n'
    whole = stylesheet.joined(entry, parts.__getitem__)
    assert whole == "@layer low, high;\n@layer low{\na {\ncolor: red;\n}\n}\nb {}\n"


def test_our_sheets_join_whole() -> None:
    whole = stylesheet.joined(read("skillmark.css"), read)
    assert "@import" not in whole
    assert "/*" not in whole
    assert whole.count("{") == whole.count("}")
    for sheet in ("base.css", "forms.css", "print.css"):
        assert read(sheet).count("{") <= whole.count("{")
        assert read(sheet).splitlines()[-2].strip() in whole


@pytest.mark.parametrize("odd", ["@import 'a.css';", '@import url("a.css") screen;'])
def test_an_import_it_does_not_understand_is_refused(odd: str) -> None:
    with pytest.raises(ValueError, match="cannot be joined"):
        stylesheet.joined(odd, lambda _name: "")
