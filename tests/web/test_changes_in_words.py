"""Each kind of change that the program notes is shown in words, and so is each detail."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from complaints.models import AuditNote, bulletin
from complaints.web.admin.audit import LABELS, WHAT, told_of
from tests.house import House
from tests.laws.tree import ROOT

STEPS = {bulletin.DRAFTED, bulletin.EDITED, bulletin.APPROVED, bulletin.PUBLISHED}


def notes() -> Iterator[ast.Call]:
    for file in (ROOT / "complaints").rglob("*.py"):
        for one in ast.walk(ast.parse(file.read_text("utf8"))):
            if isinstance(one, ast.Call) and ast.unparse(one.func) == "audit.note" and one.args:
                yield one


def kinds(call: ast.Call) -> set[str]:
    said = call.args[0]
    if isinstance(said, ast.JoinedStr):
        begins = str(ast.literal_eval(said.values[0]))
        return {f"{begins}{step}" for step in STEPS} if begins.startswith("bulletin") else set()
    return {one.value for one in ast.walk(said) if isinstance(one, ast.Constant)}


def details(call: ast.Call) -> set[str]:
    written = [one for argument in call.args[1:] for one in ast.walk(argument) if isinstance(one, ast.Dict)]
    return {key.value for one in written for key in one.keys if isinstance(key, ast.Constant)}


def test_each_kind_of_change_and_each_detail_has_a_label():
    found = list(notes())

    assert {one for call in found for one in kinds(call)} - set(WHAT) == set()
    assert {one for call in found for one in details(call)} - set(LABELS) == set()


def test_digest_of_an_erasure_is_shown_in_short(house: House):
    detail = {"complaint": "615738961565", "until": 4, "rule": "usual", "years": 10}
    note = AuditNote(what="complaint erased", detail={**detail, "was": "a" * 64, "kept": "b" * 64})

    with house.app.test_request_context():
        shown = dict(told_of(note))

    assert shown["原内容的摘要"] == "a" * 12 and not set(shown) & set(note.detail)
