"""What the tests of the demo know of the demo that was seeded for them."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Demo:
    """A seeded demo: when it was made, and the folder of its files."""

    now: datetime
    files: Path
