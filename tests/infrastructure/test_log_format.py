"""A log line is one line of JSON that holds the whole text, whatever is in it."""

from __future__ import annotations

import json

from complaints.infrastructure.log_format import write_line
from tests.support.mixed_texts import texts


def test_each_text_stays_in_its_line() -> None:
    for text in texts(2000, seed=51):
        line = write_line({"event": text}, default=str)

        assert line.splitlines() == [line], ascii(text)
        assert not set(line) & set("\u202e\u202d\u2067\u2066\x85\u2028"), ascii(text)
        assert line.encode("utf-8") and json.loads(line) == {"event": text}
