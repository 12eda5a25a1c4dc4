"""How many people complain together: never fewer than are named."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from schemas.names import normal_name
from schemas.text import has_visible
from workflows.language import Text

TOO_FEW = Text(
    "人数比写明的投诉人和代表人还少，请核对。",
    "Fewer people than the complainant and the representatives who are named.",
)


def is_too_few(size: int | None, name: str | None, representatives: Iterable[Mapping[str, Any]]) -> bool:
    """The complainant counts as one of them, and may be a representative as well. 张三等 is 张三."""
    if size is None:
        return False
    names = [_AND_OTHERS.sub("", name or ""), *(one["name"] for one in representatives)]
    return size < len({normal_name(one) for one in names if has_visible(one)})


_AND_OTHERS = re.compile(r"(?<=.)等[0-9０-９一二三四五六七八九十百千两余多]*[人名户位]?\s*$")
