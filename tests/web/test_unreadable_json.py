"""A body that other programs write: with a byte order mark or in UTF-16 it is read; what is no JSON is told its place."""

from __future__ import annotations

import json

import pytest

from tests.house import House
from tests.web.api import Api, problem

LOGGED = {
    "category": "ATTITUDE",
    "channel": "window",
    "subject": "窗口态度",
    "narrative": "态度差。",
    "complainant": {"name": "李大爷", "phone": "13800138000"},
}
BODY = json.dumps(LOGGED, ensure_ascii=False)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_body_is_read_in_each_encoding_of_unicode(house: House, now, encoding: str) -> None:
    api = Api(house).by("window")

    answer = api.raw("/complaints", BODY.encode(encoding))

    assert answer.status_code == 201, answer.text
    assert api.get(f"/complaints/{answer.json['tracking_number']}").json["subject"] == "窗口态度"


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (BODY.replace("窗口态度", "窗口\n态度").encode(), ("第 1 行第 61 个字", "U+000A", "\\n")),
        (BODY.replace("窗口态度", "窗口\t态度").encode(), ("第 1 行第 61 个字", "U+0009", "\\t")),
        (b'{\n "category": "ATTITUDE",\n}', ("第 3 行第 1 个字", "U+007D")),
        (b'{"subject": \xe2\x80\x9cx\xe2\x80\x9d}', ("第 1 行第 13 个字", "U+201C")),
        (b'{"subject": "x"', ("第 1 行第 16 个字",)),
        (BODY.encode("gbk"), ("UTF-8", "第 59 个字节")),
    ],
)
def test_body_that_is_no_json_is_told_its_place(
    house: House, now, body: bytes, said: tuple[str, ...]
) -> None:
    answer = Api(house).by("window").raw("/complaints", body)

    detail = problem(answer, 400)["detail"]
    assert [one for one in said if one not in detail] == [], detail
