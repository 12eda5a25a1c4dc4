"""A rulebook with a move of its own: a hearing, whose words are of every kind."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from complaints.rulebooks import store
from tests.support import plain_yaml

BOOK = plain_yaml.load(store.SHIPPED.read_text("utf8"))
HEARING: dict[str, Any] = {
    "label": {"zh": "听证", "en": "Hold a hearing"},
    "sentence": {"zh": "已就您的投诉听取双方意见。", "en": "Both sides were heard about your complaint."},
    "from": ["assigned"],
    "parties": ["handler"],
    "guards": [],
    "effects": [],
    "tell": ["first_responder"],
    "public": True,
    "fields": [
        {
            "name": "heard_on",
            "kind": "day",
            "label": {"zh": "听证日期", "en": "Day of the hearing"},
            "required": True,
        },
        {
            "name": "result",
            "kind": "choice",
            "label": {"zh": "结果", "en": "Result"},
            "required": True,
            "choices": {
                "agreed": {"zh": "达成一致", "en": "Agreed"},
                "open": {"zh": "未达成一致", "en": "Left open"},
            },
        },
        {
            "name": "terms",
            "kind": "text",
            "label": {"zh": "一致意见", "en": "Terms"},
            "help": {"zh": "双方认可的内容。", "en": "What both sides agree to."},
            "most": 300,
            "required_when": {"result": "agreed"},
        },
        {"name": "present", "kind": "items", "label": {"zh": "到场人", "en": "Present"}, "most": 10},
        {"name": "room_of", "kind": "unit", "label": {"zh": "借用哪个单位的会议室", "en": "Whose room"}},
        {"name": "chaired_by", "kind": "officer", "label": {"zh": "主持人", "en": "In the chair"}},
        {"name": "recorded", "kind": "yes_no", "label": {"zh": "是否录音", "en": "Recorded"}},
        {"name": "next_on", "kind": "moment", "label": {"zh": "下次听证", "en": "Next hearing"}},
        {"name": "lasted", "kind": "days", "label": {"zh": "历时", "en": "Days it took"}, "most": 5},
        {"name": "case_number", "kind": "line", "label": {"zh": "案号", "en": "Number"}, "most": 40},
    ],
}
WORDS = {
    "heard_on": "2026-09-18",
    "result": "agreed",
    "terms": "登记窗口当面致歉。",
    "present": ["投诉人", "窗口负责人"],
    "room_of": "EC-CENTRE",
    "chaired_by": "leader",
    "recorded": True,
    "next_on": "2026-09-25",
    "lasted": 1,
    "case_number": "听〔2026〕1号",
    "note": "双方到场",
}


def text_with(change: dict[str, Any], version: str = "2026.2") -> str:
    """The shipped rulebook with these moves, or these changes to its moves."""
    book = deepcopy(BOOK)
    book["version"] = version
    for name, row in change.items():
        book["moves"][name] = {**book["moves"].get(name, {}), **row}
    return plain_yaml.dump(book)


def field(**more: Any) -> dict[str, Any]:
    return {"name": "seen", "kind": "line", "label": {"zh": "所见", "en": "Seen"}, **more}
