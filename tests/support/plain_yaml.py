"""YAML of the tests' own making, read and written by libyaml: a rulebook takes seven times as long without it."""

from __future__ import annotations

from typing import Any

import yaml

LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
DUMPER: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


def load(text: str) -> Any:
    return yaml.load(text, LOADER)


def dump(content: Any) -> str:
    """Keys in the order they have."""
    return str(yaml.dump(content, Dumper=DUMPER, allow_unicode=True, sort_keys=False))
