"""What citizens do on their pages without JavaScript, step by step."""

from __future__ import annotations

import re

JPEG = b"\xff\xd8\xff\xe0 a photo"
ANSWERS = {
    "category": {"category": "ATTITUDE"},
    "what": {"narrative": "窗口人员说话难听。\n希望道歉。"},
    "who": {"unit": "EC-CENTRE", "respondent_name": ""},
    "reach": {"named": "yes", "name": "李大爷", "phone": "138 0013 8000"},
    "secret": {"confidential": "yes"},
}


def writes(visitor, **other):
    visitor.get("/complain/category")
    for step, words in {**ANSWERS, **other}.items():
        answer = visitor.post(f"/complain/{step}", **words)
    return answer


def sends(visitor, **other):
    writes(visitor, **other)
    return visitor.follow(visitor.post("/complain/check"))


def paper_of(answer):
    number = re.search(r'receipt-number">([\d-]+)', answer.text)[1]
    code = re.search(r'receipt-code">([\d ]+)', answer.text)[1]
    return number, code.replace(" ", "")


def looks_up(visitor, number, code):
    visitor.get("/status")
    return visitor.post("/status", tracking_number=number, query_code=code)
