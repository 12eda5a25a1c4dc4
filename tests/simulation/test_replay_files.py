"""What is wrong with a log, a mapping or a rulebook of a replay is said in a sentence, and nothing is replayed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from complaints.cli.replay import HELPDESK, replay_command
from complaints.rulebooks import store
from complaints.simulation.replay.reading import UnreadableLog, read
from complaints.simulation.replay.running import require_fit
from complaints.simulation.replay.whatif import with_limits
from schemas.replay import MappingError, load_mapping
from schemas.rulebook import load_rulebook
from tests.house import House
from tests.support import plain_yaml
from workflows.calendar import SHANGHAI
from workflows.limits import BadLimit

REAL_LOG = Path(__file__).parents[3] / "shared" / "data" / "helpdesk_log.csv"
SHIPPED = HELPDESK.read_text("utf8")
BOOK = store.SHIPPED.read_text("utf8")


def changed(path: str, value: object) -> str:
    """The shipped mapping with one thing in it changed."""
    words = plain_yaml.load(SHIPPED)
    *above, last = path.split("/")
    place = words
    for name in above:
        place = place[name]
    if value is None:
        del place[last]
    else:
        place[last] = value
    return plain_yaml.dump(words)


def test_the_shipped_mapping_fits_the_shipped_rulebook() -> None:
    require_fit(load_mapping(SHIPPED), load_rulebook(BOOK))


@pytest.mark.parametrize(
    ("path", "value", "sentence"),
    [
        ("zone", "Europe/Nowhere", "there is no time zone “Europe/Nowhere”"),
        ("title", {"zh": "只有中文"}, "both languages are needed"),
        ("begin/category", None, "begin.category"),
        ("acts/answer/by", "anybody", "acts.answer.value.by"),
        ("acts/queue/words/unit", "<desk>", "not “<desk>”"),
        ("activities/Wait/otherwise", ["sleep"], "“sleep” is not one of the acts"),
        ("activities/Wait/otherwise", None, "does not say what it means while received"),
        ("activities/Wait/otherwise", {"acts": [], "nothing": {"zh": "无", "en": "none"}}, "not both"),
        ("activities/Wait/sleeping", ["suspend"], "activities.Wait.value"),
        ("waiting/resumed_by", "wake", "waiting.resumed_by: “wake” is not one of the acts"),
    ],
)
def test_mapping_faults_name_their_place(path: str, value: object, sentence: str) -> None:
    with pytest.raises(MappingError) as refused:
        load_mapping(changed(path, value))

    assert sentence in str(refused.value).replace(".value.value", ".value") or sentence.replace(
        ".value", ""
    ) in str(refused.value)


def test_a_mapping_that_is_no_yaml_names_the_line() -> None:
    with pytest.raises(MappingError, match="Line 2 is not valid YAML"):
        load_mapping("title: {zh: 一\nacts: ]")


def test_mapping_with_unknown_moves_is_refused() -> None:
    """A mapping of moves the rulebook does not have is refused."""
    mapping = load_mapping(changed("acts/answer/move", "shrug"))

    with pytest.raises(MappingError, match="no move “shrug”"):
        require_fit(mapping, load_rulebook(BOOK))


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "the columns case, activity, officer, at are missing"),
        (b"case,activity,at\n1,a,2012-10-10\n", "the columns officer are missing"),
        (b"case,activity,officer,at\n", "not one row of it can be used"),
        (b"case,activity,officer,at\n\xff\xfe,a,b,c\n", "line 2: This is no text in UTF-8"),
        (b'case,activity,officer,at\n1,"a"b,c,d\n', "line 2: This line is not CSV"),
    ],
)
def test_a_log_that_cannot_be_read_says_why(tmp_path: Path, content: bytes, sentence: str) -> None:
    file = tmp_path / "log.csv"
    file.write_bytes(content)

    with pytest.raises(UnreadableLog, match=sentence):
        read(file, SHANGHAI)


def test_columns_in_any_order_and_zoned_times_are_read(tmp_path: Path) -> None:
    """Columns may come in any order, and times may have their zone."""
    file = tmp_path / "log.csv"
    file.write_text("\ufeffat,Officer,extra,case,activity\n2012-10-10T09:00:00+02:00,wu,x,1,Wait\n", "utf8")

    row = read(file, SHANGHAI).cases["1"][0]

    assert (row.line, row.officer) == (2, "wu")
    assert row.at.astimezone(SHANGHAI).hour == 15


def test_changed_limit_applies_to_every_category() -> None:
    book = load_rulebook(with_limits(BOOK, ["handling=10wd", "signing=8wh"]))

    assert book.version == "2026.1-handling-10wd-signing-8wh"
    assert {str(book.promise(code, "handling", "normal").limit) for code in ("DELAY", "ATTITUDE")} == {"10wd"}
    assert str(book.promise("DELAY", "signing", "normal").limit) == "8wh"


@pytest.mark.parametrize("change", ["handling", "handling=soon", "naptime=5wd"])
def test_a_change_that_makes_no_sense_is_refused(change: str) -> None:
    with pytest.raises(BadLimit):
        with_limits(BOOK, [change])


def test_unusable_file_exits_with_two(house: House, tmp_path: Path) -> None:
    """The command says what cannot be used and ends with two."""
    run = house.app.test_cli_runner().invoke
    log = tmp_path / "log.csv"
    log.write_text("case,activity,officer,at\n1,Wait,wu,2012-10-10\n", "utf8")
    faulty = tmp_path / "faulty.yaml"
    faulty.write_text(changed("zone", "Nowhere"), "utf8")

    for words, sentence in [
        ([tmp_path / "none.csv"], "cannot be opened"),
        ([log, "--mapping", faulty], "there is no time zone"),
        ([log, "--mapping", tmp_path / "none.yaml"], "cannot be opened"),
        ([log, "--rulebook", faulty], "version"),
        ([log, "--set", "naptime=5wd"], "promises no limit called"),
    ]:
        done = run(replay_command, [str(word) for word in words])
        assert (done.exit_code, sentence in done.output) == (2, True), done.output


@pytest.mark.slow
@pytest.mark.skipif(not REAL_LOG.exists(), reason="the research log is not part of the repository")
def test_a_real_log_is_accounted_for_whole(house: House) -> None:
    done = house.app.test_cli_runner().invoke(replay_command, [str(REAL_LOG)])
    found = json.loads(done.stdout.strip().splitlines()[-1])

    assert done.exit_code == 0
    assert (found["cases"], found["events"]) == (4479, 20937)
    assert found["accepted"] + found["refused"] + found["ignored"] == 20937
    assert (found["bad_rows"], found["unmapped"]) == (0, 0)


LOG = "case,activity,officer,at\n1,Insert ticket,officer 1,2012-10-09 14:50:17\n"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030"])
@pytest.mark.parametrize(
    "text",
    [
        LOG,
        LOG.replace(",", ";"),
        LOG.replace("\n", ",,\r\n") + ",,,,\r\n",
        LOG.replace("2012-10-09 14:50:17", "2012年10月9日 14:50:17"),
        LOG.replace("2012-10-09 14:50:17", "2012/10/9 14:50:17"),
        LOG.replace("officer 1", "　办事员１\u200b").replace("办事员１", "officer 1"),
    ],
    ids=["plain", "semicolons", "trailing commas", "chinese date", "slashes", "unseen signs"],
)
def test_a_log_is_read_as_spreadsheets_save_it(tmp_path: Path, text: str, encoding: str) -> None:
    file = tmp_path / "log.csv"
    file.write_bytes(text.encode(encoding))

    log = read(file, SHANGHAI)

    (row,) = log.cases["1"]
    assert (row.activity, row.officer) == ("Insert ticket", "officer 1")
    assert row.at.isoformat() == "2012-10-09T14:50:17+08:00" and not log.bad_rows


@pytest.mark.parametrize(
    "number", ["2.02611E+11", "2.02611e+11", "2E+11", "２．０２６Ｅ＋１１", '"2,02611E+11"', "2.5E11", "####"]
)
@pytest.mark.parametrize("column", ["case", "officer"])
def test_a_number_that_lost_digits_is_named_and_never_merged(
    tmp_path: Path, number: str, column: str
) -> None:
    file = tmp_path / "log.csv"
    row = LOG.splitlines()[1]
    lost = row.replace("officer 1", number) if column == "officer" else row.replace("1", number, 1)
    file.write_text(f"{LOG}{lost}\n{lost}\n", "utf8")

    log = read(file, SHANGHAI)

    assert list(log.cases) == ["1"] and len(log.cases["1"]) == 1
    assert [bad.line for bad in log.bad_rows] == [3, 4]
    assert column in log.bad_rows[0].why.zh and number.strip('"') in log.bad_rows[0].why.en


def test_a_case_number_with_letters_is_a_case(tmp_path: Path) -> None:
    file = tmp_path / "log.csv"
    file.write_text(LOG + "".join(LOG.splitlines()[1].replace("1", "12E45", 1)) + "\n", "utf8")

    assert list(read(file, SHANGHAI).cases) == ["1", "12E45"]


def test_open_quotation_marks_swallow_no_event(tmp_path: Path) -> None:
    """Events between two marks that were left open are not lost in a cell: the line of the first is named."""
    file = tmp_path / "log.csv"
    first, row = LOG.splitlines()
    file.write_text(f'{first},note\n{row},"a\n{row},b\n{row},c"\n', "utf8")

    with pytest.raises(UnreadableLog, match="line 2"):
        read(file, SHANGHAI)


def test_a_note_of_several_lines_is_no_event(tmp_path: Path) -> None:
    file = tmp_path / "log.csv"
    first, row = LOG.splitlines()
    file.write_text(f'{first},note\n{row},"a, b, c, d\nat home, e, f, g"\n', "utf8")

    assert read(file, SHANGHAI).events == 1


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("A,登记,甲,昨天\n", "第 2 行：“昨天”不是可用的时间"),
        ("A,登记,甲,2026-09-18 09:00-10:00\n", "第 2 行：“2026-09-18 09:00-10:00”不是可用的时间（一段时间"),
        ('A,登记,甲,昨天\nB,登记,"乙\n丙",今天\n', "第 2 行"),
    ],
)
def test_log_without_a_row_that_can_be_used_names_its_first(tmp_path: Path, rows: str, said: str) -> None:
    file = tmp_path / "log.csv"
    file.write_text(f"case,activity,officer,at\n{rows}", "utf8")

    with pytest.raises(UnreadableLog) as refused:
        read(file, SHANGHAI)

    assert said in refused.value.text.zh


def test_note_of_two_lines_in_a_row_is_read(tmp_path: Path) -> None:
    """Its second line is no row: its cell of the time says no time."""
    file = tmp_path / "log.csv"
    file.write_text(
        'case,activity,officer,at\nA,登记,"甲\n乙,丙,丁,戊",2026-09-18 09:00\nA,受理,甲,2026-09-18 10:00\n',
        "utf8",
    )

    assert [row.activity for row in read(file, SHANGHAI).cases["A"]] == ["登记", "受理"]
