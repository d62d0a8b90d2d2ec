"""Work of apps above that runs in every worker, beside the jobs, until the worker stops."""

import threading
from collections.abc import Callable

type Run = Callable[[threading.Event], None]
"""Works until the event is set; must not raise."""

_known: dict[str, Run] = {}


def register(name: str, run: Run) -> None:
    """Let a thread called `name` do `run` in every worker."""
    _known[name] = run


def threads(stop: threading.Event) -> list[threading.Thread]:
    """Return the threads, not yet started."""
    return [
        threading.Thread(target=run, args=(stop,), name=name) for name, run in _known.items()
    ]
