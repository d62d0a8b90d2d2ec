"""The program itself: its version, its errors, its reference page, the seam of the platform."""

import importlib.util
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import pytest
import typer.main
from command_line import skillmark

from skillmark.cli import demo, main, reference, screen
from skillmark.core.errors import SkillmarkError

ROOT = Path(__file__).parents[2]


def test_the_version() -> None:
    result = skillmark("version")
    assert (result.exit_code, result.stdout.strip()) == (0, metadata.version("skillmark"))


def test_no_words_show_the_help() -> None:
    result = skillmark()
    for command in ("issue", "verify", "bake", "unbake", "lint", "keys"):
        assert command in result.output


def test_a_wrong_word_is_no_traceback() -> None:
    result = skillmark("verfy")
    assert result.exit_code == 2
    assert "Traceback" not in result.output


@pytest.mark.parametrize(
    ("error", "status", "words"),
    [
        (SkillmarkError("It broke."), 2, "Error: It broke. (skillmark)"),
        (KeyboardInterrupt(), 130, "Stopped."),
    ],
)
def test_what_reaches_the_top_is_one_sentence(
    error: BaseException,
    status: int,
    words: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def fails() -> None:
        raise error

    monkeypatch.setattr(main, "app", fails)
    with pytest.raises(SystemExit) as caught:
        main.run()
    assert caught.value.code == status
    assert capsys.readouterr().err.strip() == words


def test_the_program_starts_by_its_entry_point() -> None:
    code = "from skillmark.cli.main import run; run()"
    done = subprocess.run(
        [sys.executable, "-c", code, "version"], capture_output=True, check=True
    )
    assert done.stdout.decode().strip() == metadata.version("skillmark")


def test_the_offline_commands_do_not_load_django() -> None:
    code = (
        "import sys; from skillmark.cli.main import app;"
        "print([name for name in ('django', 'dbos', 'granian') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert done.stdout.decode().strip() == "[]"


def test_the_reference_is_current() -> None:
    kept = (ROOT / "docs" / "reference" / "cli.md").read_text(encoding="utf-8")
    made = reference.page()
    if importlib.util.find_spec("django") is None:
        kept, made = (
            text.partition(f"\n{reference.PLATFORM_TITLE}")[0] for text in (kept, made)
        )
    assert made == kept, "run: python -m skillmark.cli.reference > docs/reference/cli.md"


def test_the_library_alone_has_a_page_too(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = reference.page()
    commands = dict(reference._commands(typer.main.get_command(main.app), ""))
    own = {name: commands[name] for name in reference.OFFLINE}
    monkeypatch.setattr(reference, "_commands", lambda *_: own.items())
    assert reference.PLATFORM_TITLE not in reference.page()
    assert whole.startswith(reference.page())


def test_the_platform_joins_only_where_django_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(main.importlib.util, "find_spec", lambda _: None)
    monkeypatch.setattr(main.importlib, "import_module", None)
    main._register_platform()


def test_a_file_larger_than_any_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(screen, "MAX_FILE", 10)
    (tmp_path / "large.json").write_bytes(b"{" + b" " * 10)
    result = skillmark("verify", tmp_path / "large.json", "--offline")
    assert (result.exit_code, "(cli.file_too_large)" in result.stderr) == (2, True)


def test_the_reference_prints_itself(capsys: pytest.CaptureFixture[str]) -> None:
    reference.main()
    assert capsys.readouterr().out == reference.page()


def test_every_offline_command_is_in_the_reference() -> None:
    page = reference.page()
    for name in reference.OFFLINE:
        assert f"### skillmark {name}\n" in page


def test_the_demo_of_another_port_is_another_one() -> None:
    folders = [demo.folder_of(port) for port in (8000, 8500)]
    assert [folder.name for folder in folders] == ["demo", "demo-8500"]
    assert folders[0].parent == folders[1].parent
