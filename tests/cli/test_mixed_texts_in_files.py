"""Mixed texts in the YAML files of commands: each is kept as shown, or refused with its line and its sign, and breaks nothing."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from sqlalchemy import select

from complaints.cli.replay import HELPDESK
from complaints.infrastructure.database import db
from complaints.models import Officer, Unit
from complaints.rulebooks.store import SHIPPED
from complaints.simulation.replay.reading import read
from schemas.replay import MappingError, load_mapping
from schemas.rulebook import load_rulebook
from schemas.text import balanced
from schemas.yaml_text import content_of
from tests.house import House
from tests.support.mixed_texts import as_kept, code_of, refused_sign, texts
from workflows.calendar import SHANGHAI
from workflows.errors import RulebookError
from workflows.language import Text

COUNT = int(os.environ.get("SHOUWEN_TEST_TEXTS", "240"))


def dumped(content: Any, escaped: bool) -> str:
    """With each odd sign as it is, or written as an escape."""
    return str(yaml.safe_dump(content, allow_unicode=not escaped, sort_keys=False, default_style='"'))


def cases(count: int, seed: int) -> Iterator[tuple[str, bool]]:
    for at, text in enumerate(texts(count, seed)):
        yield text, at % 2 == 0


def organisation(names: dict[str, str]) -> dict[str, Any]:
    """A room for each code, with an officer of the same name."""
    units = [
        {"code": code, "name": {"zh": name, "en": name}, "parent": "EZ", "kind": "room", "handles": False}
        for code, name in names.items()
    ]
    officers = [
        {"username": code.lower(), "name": {"zh": name, "en": "x"}, "unit": code, "roles": ["officer"]}
        for code, name in names.items()
    ]
    return {"units": units, "officers": officers}


def test_seed_keeps_each_name_or_names_its_sign(house: House, tmp_path: Path) -> None:
    """Names that can be kept go in one file, a hundred at a time; any other makes a file that is refused whole."""
    file = tmp_path / "house.yaml"
    runner = house.app.test_cli_runner()
    good: dict[str, str] = {}
    for at, (text, escaped) in enumerate(cases(max(COUNT // 20, 12), 11)):
        name = text[:60]
        sign, kept = refused_sign(name), as_kept(name, one_line=True)
        if kept and not sign:
            good[f"X-{at}"] = name
            continue
        file.write_text(dumped(organisation({f"X-{at}": name}), escaped), "utf8")
        result = runner.invoke(args=["seed", str(file)])
        assert result.exit_code == 1 and isinstance(result.exception, SystemExit), ascii(text)
        assert code_of(sign) in result.output if sign else "units.0.name" in result.output, ascii(text)
        db.session.rollback()
        assert db.session.scalars(select(Unit).filter_by(code=f"X-{at}")).one_or_none() is None

    for at in range(0, len(good), 100):
        names = dict(list(good.items())[at : at + 100])
        file.write_text(dumped(organisation(names), escaped=at % 200 == 0), "utf8")
        result = runner.invoke(args=["seed", str(file)])
        assert result.exit_code == 0, result.output
        _require_kept(names)


def _require_kept(names: dict[str, str]) -> None:
    db.session.rollback()
    units = {row.code: row for row in db.session.scalars(select(Unit))}
    officers = {row.username: row for row in db.session.scalars(select(Officer))}
    for code, name in names.items():
        kept = as_kept(name, one_line=True)
        assert (units[code].name_zh, units[code].name_en, officers[code.lower()].name_zh) == (
            kept,
            kept,
            kept,
        ), ascii(name)


def part_of_shipped(text: str) -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load(SHIPPED.read_text("utf8"))
    return content | {"title": {"zh": text, "en": text}}


def test_rulebooks_keep_each_text_or_name_its_sign() -> None:
    for text, escaped in cases(max(COUNT // (200 if COUNT < 1000 else 500), 4), 12):
        file = dumped(part_of_shipped(text), escaped)
        sign, kept = refused_sign(text), as_kept(text, one_line=True)
        if sign or not kept:
            with pytest.raises(RulebookError) as wrong:
                load_rulebook(file)
            assert (code_of(sign) if sign else "title") in str(wrong.value), ascii(text)
        else:
            assert load_rulebook(file).title == Text(kept, kept), ascii(text)


def test_mappings_keep_each_text_or_name_its_sign() -> None:
    content = yaml.safe_load(HELPDESK.read_text("utf8"))
    for text, escaped in cases(max(COUNT // 10, 20), 13):
        begin = content["begin"] | {"narrative": {"zh": text, "en": text}}
        file = dumped(content | {"begin": begin}, escaped)
        sign, kept = refused_sign(text), as_kept(text)
        if sign or not kept:
            with pytest.raises(MappingError) as wrong:
                load_mapping(file)
            assert (code_of(sign) if sign else "begin.narrative") in str(wrong.value), ascii(text)
        else:
            assert load_mapping(file).begin.narrative == Text(kept, kept), ascii(text)


def log_of(rows: list[str], file: Path) -> Path:
    """One case for each text, which is its activity and its officer."""
    with file.open("w", encoding="utf8", newline="") as opened:
        lines = csv.writer(opened)
        lines.writerow(["case", "activity", "officer", "at"])
        lines.writerows([f"case {at}", text, text, "2026-09-01 09:00"] for at, text in enumerate(rows))
    return file


def without_halves(count: int, seed: int) -> list[str]:
    """No file holds half of a sign."""
    return [text for text in texts(count, seed) if not any("\ud800" <= sign <= "\udfff" for sign in text)]


def test_logs_keep_each_text_or_name_its_line_and_sign(tmp_path: Path) -> None:
    rows = without_halves(max(COUNT, 1000), 14)
    log = read(log_of(rows, tmp_path / "log.csv"), SHANGHAI)

    kept = [as_kept(text, one_line=True) for text in rows]
    good = {f"case {at}": word for at, word in enumerate(kept) if word and not refused_sign(rows[at])}
    assert {case: events[0].activity for case, events in log.cases.items()} == good
    assert {case: events[0].officer for case, events in log.cases.items()} == good
    assert len(log.bad_rows) == len(rows) - len(good)
    named = [code_of(refused_sign(text)) for text in rows if refused_sign(text)]
    assert sorted(named) == sorted(
        code for bad in log.bad_rows for code in set(named) if f"is {code} " in bad.why.en
    )


def test_report_of_a_log_has_a_row_for_each_text(house: House, tmp_path: Path) -> None:
    rows = [*without_halves(16, 15), "a|b", "<b>x</b>"]
    target = tmp_path / "report.md"
    words = ["replay", str(log_of(rows, tmp_path / "log.csv")), "--report", str(target)]

    result = house.app.test_cli_runner().invoke(args=words)

    assert result.exit_code == 0, result.output
    lines = target.read_text("utf8").split("\n")
    kept = {as_kept(text, one_line=True) for text in rows if not refused_sign(text)} - {""}
    told = [
        line
        for line in lines
        if line.startswith("| ") and "not know this activity" in line and line.endswith(" |")
    ]
    assert len(told) == len(kept)
    for text in kept:
        shown = balanced(text).replace("|", "\\|").replace("<", "\\<")
        assert any(shown in line for line in told), ascii(text)


@pytest.mark.parametrize("sign", ["\v", "\f", "\x85", "\u2028", "\u2029"])
def test_odd_break_in_plain_yaml_is_a_space(sign: str) -> None:
    assert content_of("title: {zh: 一" + sign + "二, en: yes}") == {"title": {"zh": "一 二", "en": "yes"}}


def test_published_rules_stay_readable_with_a_sign_refused_since() -> None:
    file = dumped(part_of_shipped("规则\x07"), escaped=True)

    assert load_rulebook(file, published=True).title.zh == "规则\x07"
    with pytest.raises(RulebookError, match="U\\+0007"):
        load_rulebook(file)
