"""What is wrong with a document, where, and in plain words."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with a JSON document.

    Attributes:
        code: stable, for example ``ob.credits_exceeded`` or ``schema.required``.
        path: JSON Pointer (RFC 6901) to the value meant; "" is the whole document.
        message: one or two sentences for a person who is no programmer.
    """

    code: str
    path: str
    message: str

    def to_json(self) -> dict[str, str]:
        """Return ``{code, path, message}``, ready to be written as JSON."""
        return {"code": self.code, "path": self.path, "message": self.message}


def pointer(steps: Iterable[str | int]) -> str:
    """Return the JSON Pointer of a path: ``["a/b", 0]`` is ``/a~1b/0``."""
    return "".join(map(_step, steps))


def _step(step: str | int) -> str:
    text = str(step)
    if "~" in text or "/" in text:
        text = text.replace("~", "~0").replace("/", "~1")
    return f"/{text}"
