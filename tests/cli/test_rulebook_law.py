"""`flask rulebook law FILE`: which limits, categories and open complaints rest on a changed article."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import Result

from complaints.rulebooks import store
from schemas.cited_articles import Article, cited_in
from tests.house import House
from tests.support import plain_yaml

SHIPPED = plain_yaml.load(store.SHIPPED.read_text("utf8"))
PETITIONS = "《信访工作条例》第三十四条"


def law(house: House, file: Path, text: str, encoding: str = "utf8") -> Result:
    file.write_bytes(text.encode(encoding))
    return house.app.test_cli_runner().invoke(args=["rulebook", "law", str(file)])


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "changed.txt"


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        ("《公证法》第四十一条、第四十二条", [("公证法", 41), ("公证法", 42)]),
        ("依《律师法》第五十条和《法律援助法》第61条", [("律师法", 50), ("法律援助法", 61)]),
        ("《中华人民共和国公证法》第一百零三条第二款", [("公证法", 103)]),
        ("《仲裁法》修订", [("仲裁法", None)]),
        ("《甲法》、《乙法》第十条", [("甲法", None), ("乙法", 10)]),
        ("第二十七条", []),
        ("参照外地做法", []),
        ("《某法》第二十条、第一十二条、第二〇三条", [("某法", 20), ("某法", 12), ("某法", 203)]),
    ],
)
def test_articles_are_read_as_texts_cite_them(text, cited):
    assert cited_in(text) == {Article(*one) for one in cited}


def test_changed_article_names_each_limit_that_rests_on_it(house, file):
    output = law(house, file, f"# 2027 年修订\n\n{PETITIONS} 自 2027-01-01 起\n").output

    rests = {  # read from the file by hand, without the program's own reading of it
        name
        for name, one in SHIPPED["bases"].items()
        if re.search("信访工作条例》第三十四条", one["text"]["zh"])
    }
    for code, category in SHIPPED["categories"].items():
        for stage, limit in category.get("limits", {}).items():
            named = f"categories.{code}.{stage}: {limit['limit']}" in output
            assert named is (limit["basis"] in rests), (code, stage)
    assert rests and all(name in output for name in rests)


def test_open_complaints_on_the_article_are_counted_and_ended_ones_are_not(house, file):
    opened = house.logs("2026-09-18T16:00", category="PETITION")
    house.does("window", opened, "accept", "2026-09-18T16:10")
    other = house.logs("2026-09-18T16:00")
    ended = house.logs("2026-09-18T16:00", category="PETITION")
    house.does("window", ended, "accept", "2026-09-18T16:10")
    house.does("citizen", ended, "withdraw", "2026-09-18T16:20", reason="不投诉了")

    output = law(house, file, PETITIONS).output

    assert opened in output and other not in output and ended not in output
    assert "open complaints: 1\n" in output


def test_law_that_no_basis_cites_is_said(house, file):
    assert "no basis cites it" in law(house, file, "《渔业法》第一条").output


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_file_is_read_in_each_usual_encoding(house, file, encoding):
    assert "petition_decide" in law(house, file, PETITIONS, encoding).output


@pytest.mark.parametrize(("text", "line"), [(f"{PETITIONS}\n第三十五条", 2), ("", 1), ("信访条例 34", 1)])
def test_line_that_cites_nothing_is_named(house, file, text, line):
    result = law(house, file, text)
    assert result.exit_code == 1
    assert f"第 {line} 行没有写明法规" in result.output and f"Line {line} cites no law" in result.output
