"""What a person typed is shown with its runs of spaces and tabs, as a table pasted from a chat has them."""

from __future__ import annotations

import pytest

from complaints.web.page.styles import CSS
from complaints.web.page.template_globals import lines


@pytest.mark.parametrize("text", ["日期    金额", "日期\t金额", "一\n  二"])
def test_runs_of_spaces_and_tabs_are_shown(text: str) -> None:
    shown = str(lines(text))

    assert shown == f'<span class="spaced">{text.replace(chr(10), "<br>")}</span>'
    assert ".spaced { white-space: break-spaces;" in (CSS / "base.css").read_text(encoding="utf-8")


def test_a_text_without_them_needs_no_more_markup() -> None:
    assert str(lines("一 二\n三<b>")) == "一 二<br>三&lt;b&gt;"
