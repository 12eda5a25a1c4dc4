"""Structured logs on standard error. No personal data, no narrative, no query string ever goes into one."""

from __future__ import annotations

import json
import logging
import re
import sys
from typing import Any

import structlog

# Signs that end a line for some reader of logs, reverse what follows, or are half of a sign.
_UNSAFE = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff]")


def write_line(event: Any, **how: Any) -> str:
    """One event in one line, whatever texts are in it."""
    return _UNSAFE.sub(lambda sign: f"\\u{ord(sign[0]):04x}", json.dumps(event, ensure_ascii=False, **how))


def set_up_logs(level: str) -> None:
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(serializer=write_line),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level)),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
