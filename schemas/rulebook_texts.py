"""Texts in both languages, as a rulebook file writes them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from marshmallow import ValidationError, fields

from schemas.fields import both
from schemas.text import has_visible, line_of, lines_of


class TextField(fields.Field[dict[str, str]]):
    """A text in both languages: {zh: …, en: …}, each one line, neither empty."""

    shape: Callable[[str], str] = staticmethod(line_of)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> dict[str, str]:
        written = value if isinstance(value, dict) else {}
        texts = {key: self.shape(str(written.get(key) or "")) for key in ("zh", "en")}
        if not all(has_visible(text) for text in texts.values()):
            raise ValidationError(
                both("须写成 {zh: …, en: …}，两种文字都要有。", "both languages are needed: {zh: …, en: …}.")
            )
        return texts


class LinesField(TextField):
    """The same of several lines."""

    shape = staticmethod(lines_of)
