"""Mixed texts as arguments of commands and as names of files: kept as shown, or refused with the sign named."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from complaints.commitments.calendar.year_file import LONGEST_LABEL
from complaints.infrastructure.database import db
from complaints.models import CalendarDay, CalendarYear
from tests.house import House
from tests.support.mixed_texts import as_kept, code_of, refused_sign, texts

COUNT = int(os.environ.get("SHOUWEN_TEST_TEXTS", "240"))


def test_label_of_a_day_is_kept_or_its_sign_named(house: House) -> None:
    runner, before = house.app.test_cli_runner(), ""
    for text in texts(max(COUNT // 20, 12), 21):
        typed = text.replace("\0", "")  # no shell hands over a NUL
        sign, kept = refused_sign(typed), as_kept(typed, one_line=True)

        result = runner.invoke(args=["calendar", "set", "2026-10-09", "off", "--", typed])

        assert result.exception is None or isinstance(result.exception, SystemExit), ascii(text)
        db.session.rollback()
        row = db.session.get(CalendarDay, date(2026, 10, 9))
        label = row.label if row else ""
        if sign:
            assert result.exit_code == 2 and code_of(sign) in result.output, ascii(text)
        elif not kept or len(kept) > LONGEST_LABEL:
            assert result.exit_code == 1 and label == before, (ascii(text), result.output)
        else:
            before = kept
            assert result.exit_code == 0 and label == kept, (ascii(text), result.output)


@pytest.mark.parametrize(
    "words",
    [
        ("password", "\udcff"),
        ("rulebook", "use", "x\x07", "1"),
        ("notices", "retry", "\udcff"),
        ("set-aside", "retry", "\udcff"),
        ("calendar", "due", "2026-09-18T16:00", "5wd\udcff"),
        ("calendar", "why", "\udcff"),
        ("sweep", "--at", "\udcff"),
        ("calendar", "hours", "05-01", "\udcff"),
    ],
)
def test_argument_that_is_no_text_is_refused(house: House, words: tuple[str, ...]) -> None:
    result = house.app.test_cli_runner().invoke(args=list(words))

    assert result.exit_code in (1, 2) and isinstance(result.exception, SystemExit), result.exception


def test_name_of_a_file_that_is_no_text_breaks_nothing(house: House, tmp_path: Path) -> None:
    file = tmp_path / os.fsdecode(b"2027\xff\x07.csv")
    file.write_text("date,working,label\n2027-01-01,no,元旦\n", "utf8")

    result = house.app.test_cli_runner().invoke(args=["calendar", "load", "2027", str(file)])

    assert result.exit_code == 0, result.output
    db.session.rollback()
    assert db.session.get(CalendarYear, 2027) is not None
    assert (
        db.session.scalars(select(CalendarDay.source).filter_by(label="元旦")).first()
        == "2027\ufffd\ufffd.csv"
    )
