"""Compile the contracts of `contracts/` into the artefacts that the package ships.

The compiler is pinned in pyproject.toml; the same source gives the same bytes.
``tests/platform/anchors/test_artefacts.py`` compiles again and compares.

    .venv/bin/python tools/build_contracts.py
"""

import hashlib
import json
from pathlib import Path
from typing import Any

import vyper

ROOT = Path(__file__).parents[1]
SOURCES = ROOT / "contracts"
ARTEFACTS = ROOT / "src" / "skillmark" / "platform" / "anchors" / "contracts"


def artefact(source: Path) -> dict[str, Any]:
    """Return what is shipped of a contract."""
    text = source.read_text("utf-8")
    made = vyper.compile_code(text, output_formats=["abi", "bytecode", "method_identifiers"])
    return {
        "name": source.stem,
        "source": f"contracts/{source.name}",
        "sourceSha256": hashlib.sha256(text.encode()).hexdigest(),
        "compiler": f"vyper {vyper.__version__}",
        "abi": made["abi"],
        "methods": made["method_identifiers"],
        "bytecode": made["bytecode"],
    }


def written(source: Path) -> str:
    """Return an artefact as its file."""
    return json.dumps(artefact(source), indent=1, sort_keys=True) + "\n"


def main() -> None:
    """Write every artefact."""
    for source in sorted(SOURCES.glob("*.vy")):
        path = ARTEFACTS / f"{source.stem}.json"
        path.write_text(written(source), "utf-8")
        print(path.relative_to(ROOT))


if __name__ == "__main__":
    main()
