"""The reference page of the command line, generated from the commands themselves.

    python -m skillmark.cli.reference > docs/reference/cli.md

The library's commands come first, in a fixed order; those of the platform follow where it is
installed, under `PLATFORM_TITLE`. Commands and parameters are read by their attributes: typer
brings a click of its own, whose classes have no public name.
"""

import sys
from collections.abc import Iterator
from typing import Any, Final

import typer.main

from skillmark.cli.main import app

OFFLINE: Final = (
    "keys new",
    "keys show",
    "audit verify",
    "log fsck",
    "log prove",
    "log verify",
    "log monitor",
    "log adopt",
    "witness init",
    "witness add",
    "witness serve",
    "witness moved",
    "anchor ots info",
    "anchor ots verify",
    "issue",
    "verify",
    "bake",
    "unbake",
    "lint",
    "version",
)
LIBRARY_TITLE: Final = "## Commands of the library"
PLATFORM_TITLE: Final = "## Commands of the platform"

_HEAD: Final = """\
# Command line

Generated from the commands by `python -m skillmark.cli.reference`; do not edit.

Every command of the library works without a network, but for `verify`, which fetches what a
credential names unless told `--offline`, and `witness serve`, which answers logs. Exit codes: 0 what was asked for is so, 1 it is not, 2
it could not be told or done. An error is one sentence and a code; results go to standard output,
everything else to standard error.
"""


def page() -> str:
    """Return the whole page as Markdown."""
    found = dict(_commands(typer.main.get_command(app), ""))
    parts = [_HEAD, f"{LIBRARY_TITLE}\n", *(_section(name, found[name]) for name in OFFLINE)]
    others = [name for name in found if name not in OFFLINE]
    if others:
        words = "They need the extra `server`: `pip install 'skillmark[server]'`."
        parts.append(f"{PLATFORM_TITLE}\n\n{words}\n")
        parts.extend(_section(name, found[name]) for name in sorted(others))
    return "\n".join(parts)


def _commands(command: Any, name: str) -> Iterator[tuple[str, Any]]:
    """Yield every command that does something, with its words."""
    if not hasattr(command, "commands"):
        yield name, command
        return
    for word, inner in command.commands.items():
        yield from _commands(inner, f"{name} {word}".strip())


def _section(name: str, command: Any) -> str:
    usage = " ".join(_usage(param) for param in command.params if not _is_hidden(param))
    lines = [f"### skillmark {name}", "", f"    skillmark {name} {usage}".rstrip(), ""]
    lines += [(command.help or "").strip(), ""]
    rows = [row for param in command.params if (row := _row(param))]
    if rows:
        lines += ["| | |", "|---|---|", *rows, ""]
    return "\n".join(lines)


def _is_argument(param: Any) -> bool:
    return bool(param.param_type_name == "argument")


def _is_hidden(param: Any) -> bool:
    return bool(getattr(param, "hidden", False)) or param.name == "help"


def _usage(param: Any) -> str:
    """Return one parameter as it stands in the usage line."""
    if _is_argument(param):
        text = _metavar(param)
    elif param.is_flag:
        text = max(param.opts, key=len)
    else:
        text = f"{max(param.opts, key=len)} {_metavar(param)}"
    if not _is_argument(param) and param.multiple:
        text += " …"
    return text if param.required else f"[{text}]"


def _metavar(param: Any) -> str:
    return param.metavar or str(param.name).upper()


def _row(param: Any) -> str | None:
    if _is_hidden(param):
        return None
    words = getattr(param, "help", None) or ""
    if _is_argument(param):
        title = f"`{_metavar(param)}`"
    else:
        title = ", ".join(f"`{option}`" for option in (*param.opts, *param.secondary_opts))
    plain = isinstance(param.default, str | int) and not isinstance(param.default, bool)
    if plain and param.default != "":
        words += f" Default: `{param.default}`."
    return f"| {_cell(title)} | {_cell(words)} |"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def main() -> None:
    """Print the page."""
    sys.stdout.write(page())


if __name__ == "__main__":  # pragma: no cover (the line that starts a program)
    main()
