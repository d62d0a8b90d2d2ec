"""Logs: one JSON object a line, without personal data.

What is logged of a request is its route (``/claim/<token>``, never the path itself, which can
hold a token or a name), method, status and time. No address, no account, no query string.
"""

import logging
import logging.config
import sys
import traceback
from collections.abc import MutableMapping
from typing import Any, Final

import structlog

from skillmark.core.errors import SkillmarkError

CAUSES: Final = 5  # exceptions of a chain that are written
FRAMES: Final = 12  # innermost frames of each
QUIET: Final = ("dbos", "fontTools", "PIL", "asyncio", "httpx", "httpcore")


def without_request(
    _logger: Any, _name: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Drop what Django attaches to its request log: the path and the request itself."""
    record = event.get("_record")
    if record is not None and record.name.startswith(("django.request", "django.security")):
        event["event"] = f"request answered with {getattr(record, 'status_code', 'an error')}"
    event.pop("request", None)
    return event


def where_it_happened(
    _logger: Any, _name: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Write an exception as its types and places, without its text.

    The text of a foreign exception may quote a value: a database error names the e-mail address
    that exists already. Our own errors say their code.
    """
    given = event.pop("exc_info", None)
    error = given[1] if isinstance(given, tuple) else given
    if error is True:
        error = sys.exception()
    chain: list[str] = []
    while isinstance(error, BaseException) and len(chain) < CAUSES:
        code = f" [{error.code}]" if isinstance(error, SkillmarkError) else ""
        places = [
            f"{frame.filename}:{frame.lineno} {frame.name}"
            for frame in traceback.extract_tb(error.__traceback__, limit=-FRAMES)
        ]
        chain.append(f"{type(error).__name__}{code} at " + " < ".join(reversed(places)))
        error = error.__cause__ or error.__context__
    if chain:
        event["exception"] = "\ncaused by ".join(chain)
    return event


def _shared_processors() -> list[Any]:
    return [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]


def logging_config(log_format: str, log_level: str = "info") -> dict[str, Any]:
    """Return Django's ``LOGGING`` for ``json`` or ``console`` lines on standard error.

    Args:
        log_format: ``json`` or ``console``.
        log_level: ``info``, or ``warning`` for no line about ordinary requests.
    """
    render: list[Any] = (
        [where_it_happened, structlog.processors.JSONRenderer()]
        if log_format == "json"
        else [where_it_happened, structlog.dev.ConsoleRenderer(colors=False)]
    )
    formatter = {
        "()": structlog.stdlib.ProcessorFormatter,
        "foreign_pre_chain": _shared_processors(),
        "processors": [
            without_request,
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            *render,
        ],
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": formatter},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["stderr"], "level": log_level.upper()},
        "loggers": {
            "django": {"level": "INFO", "propagate": True},
            "django.request": {"level": "ERROR", "propagate": True},
            "django.security": {"level": "ERROR", "propagate": True},
            "django.server": {"level": "WARNING", "propagate": True},
            **{name: {"level": "WARNING"} for name in QUIET},
        },
    }


def configure(config: dict[str, Any]) -> None:
    """Apply `config` (Django calls this as its ``LOGGING_CONFIG``) and set structlog up."""
    logging.config.dictConfig(config)
    structlog.configure(
        processors=[
            *_shared_processors(),
            structlog.processors.StackInfoRenderer(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
