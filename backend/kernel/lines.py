"""Lines of a log: JSON, one each, without personal data."""

import sys
from typing import Any, BinaryIO

import orjson
import structlog


def line_log(out: BinaryIO | None = None, **bound: Any) -> Any:
    """A log of JSON lines to `out`, or to standard error, each with what is `bound`."""
    return structlog.wrap_logger(
        structlog.BytesLogger(out or sys.stderr.buffer),
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            structlog.processors.JSONRenderer(orjson.dumps),
        ],
        **bound,
    )
