"""One JSON object a line: who (by key), what, how long. No personal value, no secret, no line break inside a line.

A traceback keeps its frames and the class of the error; its message is left out, since a database quotes names in it.
"""

import logging
import logging.config
import traceback
from typing import Any

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger


def configure(options: dict[str, Any]) -> None:
    """Called by Django with the setting LOGGING: {"level": "INFO"}."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        without_personal_values,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {
                "json": {
                    "()": structlog.stdlib.ProcessorFormatter,
                    "foreign_pre_chain": shared,
                    "processors": [
                        structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                        # ASCII only: line breaks, terminal codes and look-alikes come out as \uXXXX.
                        structlog.processors.JSONRenderer(
                            ensure_ascii=True, default=lambda value: type(value).__name__
                        ),
                    ],
                }
            },
            "filters": {"known_twice": {"()": KnownTwice}},
            "handlers": {"lines": {"class": "logging.StreamHandler", "formatter": "json", "filters": ["known_twice"]}},
            "root": {"handlers": ["lines"], "level": options["level"]},
            "loggers": {
                "django.server": {"handlers": [], "propagate": True},
                "django-q": {"level": "ERROR"},
                "fontTools": {"level": "WARNING"},
                "_granian": {"level": "WARNING"},
                "granian": {"level": "WARNING"},
            },
        }
    )


class KnownTwice(logging.Filter):
    """Drops what our own lines already say without values: django-q2 prints the whole message of a failed job."""

    def filter(self, record: logging.LogRecord) -> bool:
        return not (record.name == "django-q" and str(record.msg).startswith("Failed '"))


def without_personal_values(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
    if str(event.get("logger", "")).startswith(("django.request", "django.security")):
        # "Not Found: /path": the path may hold an invitation's or a reset's token.
        event["event"] = str(event["event"]).partition(":")[0]
        event.pop("positional_args", None)
    failure = event.pop("exc_info", None)
    if failure:
        event |= _frames(failure)
    return event


def _frames(failure: Any) -> dict[str, object]:
    if failure is True:
        import sys

        failure = sys.exc_info()
    error = failure[1] if isinstance(failure, tuple) else failure
    if error is None:
        return {}
    chain = [type(error).__name__]
    cause = error.__cause__ or error.__context__
    while cause is not None and len(chain) < 5:
        chain.append(type(cause).__name__)
        cause = cause.__cause__ or cause.__context__
    frames = traceback.extract_tb(error.__traceback__)[-12:]
    return {"error": " < ".join(chain), "at": [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]}
