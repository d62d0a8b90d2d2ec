"""Running the command line in the same process, as a person would."""

from pathlib import Path
from typing import Any

from typer.testing import CliRunner, Result

from skillmark.cli.main import app


def skillmark(*words: str | Path, stdin: bytes | None = None, **environment: str) -> Result:
    """Run the program with these words and return exit code and output."""
    options: dict[str, Any] = {"input": stdin, "env": environment, "catch_exceptions": False}
    return CliRunner().invoke(app, [str(word) for word in words], **options)
