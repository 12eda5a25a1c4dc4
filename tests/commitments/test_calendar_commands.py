"""The calendar as an administrator keeps it: files, single days, office hours."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from click.testing import Result

from complaints.commitments.calendar.year_file import read_year
from complaints.infrastructure import clock
from complaints.infrastructure.database import db, transaction
from complaints.infrastructure.errors import BadInput
from complaints.models import AuditNote, CalendarDay, CalendarEdition, OfficeSeason
from tests.house import House

YEAR_2027 = """date,working,label
2027-01-01,no,元旦
2027-01-04,no,调休
2027-01-05,no,调休
2027-01-09,yes,补班
"""


def run(house: House, *words: str) -> Result:
    result = house.app.test_cli_runner().invoke(args=["calendar", *words])
    db.session.rollback()
    return result


@pytest.fixture
def year_file(tmp_path: Path) -> Path:
    file = tmp_path / "2027.csv"
    file.write_text(YEAR_2027, "utf8")
    return file


def test_a_due_time_is_one_line_on_standard_output(house: House) -> None:
    result = run(house, "due", "2026-09-18T16:00", "5wd")

    assert result.stdout == "2026-09-24T17:30:00+08:00\n"
    assert result.stderr == ""


def test_an_unknown_year_answers_and_says_that_it_guesses(house: House) -> None:
    result = run(house, "due", "2026-12-30T10:00", "5wd")

    assert len(result.stdout.splitlines()) == 1
    assert "provisional" in result.stderr


@pytest.mark.parametrize("limit", ["5", "0wd", "-1wd", "5d", "99999wd"])
def test_a_limit_nobody_could_keep_is_refused(house: House, limit: str) -> None:
    result = run(house, "due", "2026-12-30T10:00", "--", limit)

    assert result.exit_code == 1 and result.stdout == ""


def test_clock_hours_are_told_by_the_clock(house: House) -> None:
    """Saturday night: two hours go on past midnight, and no working day is looked for."""
    result = run(house, "why", "2026-09-26T23:00", "2h")

    told = result.output
    assert "2026-09-27T01:00:00+08:00" in told
    assert told.count("1:00 按时钟计 on the clock") == 2 and "不计" not in told


def test_how_a_due_time_was_counted_is_told_day_by_day(house: House) -> None:
    lines = run(house, "why", "2026-09-18T16:00", "5wd").stdout.splitlines()

    assert "不计" in lines[0] and "2026-09-19 周六 休" in lines[1]
    assert [line.split()[0] for line in lines if "第" in line] == [f"2026-09-{day}" for day in range(20, 25)]
    assert lines[-1].endswith("2026-09-24T17:30:00+08:00")


def test_hours_are_told_day_by_day_and_add_up(house: House) -> None:
    lines = run(house, "why", "2026-09-18T16:00", "4wh").stdout.splitlines()

    assert [line.split()[-1] for line in lines[:-1]] == ["1:30", "counted", "2:30"]


def test_calendar_days_roll_to_the_next_working_day_as_told(house: House) -> None:
    lines = run(house, "why", "2026-09-18T16:00", "8cd").stdout.splitlines()

    assert "第8日" in lines[8] and "不计" in lines[-2]
    assert lines[-1].endswith("2026-09-28T17:30:00+08:00")


def test_a_year_becomes_known_by_its_file(house: House, year_file: Path) -> None:
    assert run(house, "show", "2027").stdout.startswith("2027 暂定")

    result = run(house, "load", "2027", str(year_file))

    assert result.exit_code == 0 and "休 off 3, 上班 working 1" in result.output
    shown = run(house, "show", "2027").stdout
    assert shown.startswith("2027 已公布") and "2027-01-09 周六 上班 working 补班" in shown
    assert run(house, "due", "2026-12-30T10:00", "5wd").stderr == ""


def test_loading_the_same_file_twice_changes_nothing(house: House, year_file: Path) -> None:
    run(house, "load", "2027", str(year_file))
    before = db.session.query(CalendarEdition).count(), db.session.query(AuditNote).count()

    result = run(house, "load", "2027", str(year_file))

    assert "nothing new" in result.output
    assert (db.session.query(CalendarEdition).count(), db.session.query(AuditNote).count()) == before


def test_a_corrected_file_replaces_the_one_before(house: House, year_file: Path) -> None:
    run(house, "load", "2027", str(year_file))
    year_file.write_text(YEAR_2027.replace("2027-01-05,no,调休\n", ""), "utf8")
    run(house, "load", "2027", str(year_file))

    assert db.session.get(CalendarDay, date(2027, 1, 5)) is None


def test_a_day_set_by_hand_survives_a_file_that_does_not_name_it(house: House, year_file: Path) -> None:
    assert run(house, "set", "2027-07-01", "off", "台风停工").exit_code == 0
    run(house, "load", "2027", str(year_file))

    assert "2027-07-01 周四 休 off 台风停工" in run(house, "show", "2027").stdout


FAULTY = """date,working,label
2027-01-01,no,元旦
2027-02-30,no,没有这一天
2026-12-31,no,别的年
2027-01-01,no,又一次

2027-03-01,maybe,不清楚
2027-03-02,no,说明,多一列
"""


def test_every_faulty_line_is_named(house: House, tmp_path: Path) -> None:
    (tmp_path / "bad.csv").write_text(FAULTY, "utf8")

    result = run(house, "load", "2027", str(tmp_path / "bad.csv"))

    assert result.exit_code == 1
    assert [line.split(" ")[0] for line in result.stderr.replace("Error: ", "").splitlines()] == [
        f"bad.csv:{number}" for number in (3, 4, 5, 7, 8)
    ]
    assert db.session.query(CalendarDay).count() == 0


@pytest.mark.parametrize(
    ("raw", "line"),
    [
        (b"", "1"),
        ("日子,天气,说明\n".encode(), "1"),
        (b"date,working,label\n", "2"),
        (b"date,working,label\n\n , ,\n", "2"),
        (b"date,working,label\n2027-01-01,no,\xff\xff\n", "2"),
        (b"date,working,label\n2027-01-01,no,\x00\n", "2"),
        (b'date,working,label\n2027-01-01,no,"' + b"x" * 140_000 + b'"\n', "2"),
    ],
    ids=["empty", "other header", "no day", "blank lines", "no encoding", "NUL", "endless"],
)
def test_a_file_that_is_none_is_refused_with_its_line(raw: bytes, line: str) -> None:
    with pytest.raises(BadInput) as refused:
        read_year(2027, raw)

    assert list(refused.value.fields) == [line]


def test_a_file_as_a_spreadsheet_saves_it_is_understood() -> None:
    raw = "\ufeffDate,Working,Label\r\n2027/1/1,FALSE,元旦\r\n2027/1/9,TRUE,补班\r\n".encode()

    assert read_year(2027, raw) == {date(2027, 1, 1): (False, "元旦"), date(2027, 1, 9): (True, "补班")}


def test_office_hours_of_one_season_leave_the_other_as_it_was(house: House) -> None:
    result = run(house, "hours", "05-01", "08:00-12:00,15:00-18:00")

    assert result.exit_code == 0
    assert "05-01 起 from: 08:00-12:00, 15:00-18:00" in result.output
    assert "10-01 起 from: 08:30-12:00, 14:00-17:30" in result.output
    assert run(house, "due", "2026-07-01T09:00", "1wd").stdout == "2026-07-02T18:00:00+08:00\n"


@pytest.mark.parametrize(
    ("season", "spans"),
    [
        ("5", "08:00-12:00"),
        ("13-01", "08:00-12:00"),
        ("05-01", "12:00-08:00"),
        ("05-01", ""),
        ("05-01", "8-12"),
        ("05-01", "08:30:10-08:30:50,14:30-17:30"),
        ("05-01", "08:30Z-12:00Z"),
        ("9" * 30 + "-01", "08:30-12:00"),
    ],
)
def test_office_hours_that_are_none_are_refused(house: House, season: str, spans: str) -> None:
    result = run(house, "hours", season, spans)

    assert result.exit_code == 1 and isinstance(result.exception, SystemExit)
    assert run(house, "due", "2026-07-01T09:00", "1wd").stdout == "2026-07-02T17:30:00+08:00\n"


def test_office_hours_as_an_input_method_writes_them_are_understood(house: House) -> None:
    result = run(house, "hours", "05-01", "08：00-12：00，15：00－18：00")

    assert "05-01 起 from: 08:00-12:00, 15:00-18:00" in result.output


def test_office_hours_nobody_can_read_are_set_right_by_the_command(house: House) -> None:
    with transaction():
        db.session.add(OfficeSeason(month=5, day=1, spans=[["08:30", "08:30"]]))
        db.session.add(CalendarEdition(at=clock.now(), what="written by an older program"))

    assert run(house, "hours", "05-01", "08:30-12:00,14:30-17:30").exit_code == 0
    assert run(house, "due", "2026-07-01T09:00", "1wd").stdout == "2026-07-02T17:30:00+08:00\n"
