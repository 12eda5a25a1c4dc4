"""What a notice says: the rulebook's own sentences and the tracking number, never a word of the complaint itself."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from complaints.infrastructure.database import db
from complaints.infrastructure.encryption import unseal
from complaints.infrastructure.tracking_numbers import grouped
from complaints.models import Complaint, Notice
from complaints.rulebooks import store
from workflows.language import Text
from workflows.rulebook import Rulebook

HOUSE = {
    "set_aside": Text(
        "投诉 {number} 多次自动处理失败，已搁置，请查明后重试。",
        "Complaint {number} failed again and again and was set aside; please look into it and retry.",
    ),
    "calendar_unknown": Text(
        "{year} 年的放假安排尚未载入，涉及该年度的到期时间都是暂定的；请在国务院办公厅公布后载入。",
        "The working calendar of {year} is not loaded, so due times that touch it are provisional; "
        "please load it once it is published.",
    ),
}


BY_WEB = ("凭查询码在网上办理。", "It was done on the web with your query code.")
NOT_YOU = Text(
    "如不是您本人的意思，请到窗口，或拨打 12348。", "If this was not you, come to a window or call 12348."
)


@dataclass(frozen=True)
class Message:
    title: str
    body: str


def message(notice: Notice, public_url: str) -> Message:
    """Title and body in both languages. No personal data, no narrative; a query code only where nobody at the window may
    hand it out."""
    number = _number(notice)
    heading, sentence = heading_of(notice), sentence_of(notice)
    head = f"首问 {number}：" if number else "首问："
    lines = [sentence.zh, sentence.en, ""]
    if number:
        lines += [f"受理编号 Tracking number: {number}"]
    if code := notice.words.get("code"):
        lines += [f"查询码（请勿告诉别人） Query code, tell it to no one: {unseal(code)}"]
    lines += _where_to_look(notice, public_url)
    return Message(f"{head}{heading.zh} / {heading.en}", "\n".join(lines))


def heading_of(notice: Notice) -> Text:
    """A few words: what happened."""
    book = _book(notice)
    if book is None:
        return Text("请管理员处理", "for the administrators")
    rung = _rung_label(book, notice)
    return rung or book.moves[notice.kind].label


def sentence_of(notice: Notice) -> Text:
    """One sentence: what it means."""
    book = _book(notice)
    if book is None:
        return _house_sentence(notice)
    rung = _rung_label(book, notice)
    if rung is None:
        return _with_door(book, notice)
    promise = book.commitments[notice.words["commitment"]].label
    return Text(f"{rung.zh}（{promise.zh}）。", f"{rung.en} ({promise.en}).")


def _with_door(book: Rulebook, notice: Notice) -> Text:
    """An act in the citizen's name is confirmed with the door it came by, so that one that was not theirs shows."""
    sentence, door = book.moves[notice.kind].sentence, notice.words.get("door")
    if not door:
        return sentence
    how = book.codes["heard_ways"].get(door, Text(door, door))
    zh, en = (
        BY_WEB
        if door == "web"
        else (f"由工作人员代录（{how.zh}）。", f"An officer recorded it for you ({how.en}).")
    )
    return Text(f"{sentence.zh}{zh}{NOT_YOU.zh}", f"{sentence.en} {en} {NOT_YOU.en}")


def _rung_label(book: Rulebook, notice: Notice) -> Text | None:
    commitment = book.commitments.get(notice.words.get("commitment", ""))
    ladder = book.ladders[commitment.ladder] if commitment else ()
    return next((rung.label for rung in ladder if rung.name == notice.words.get("rung")), None)


def _house_sentence(notice: Notice) -> Text:
    words = {**notice.words, "number": grouped(str(notice.words.get("number", "")))}
    said = HOUSE[notice.kind]
    return Text(said.zh.format(**words), said.en.format(**words))


def _where_to_look(notice: Notice, public_url: str) -> list[str]:
    if notice.recipient == "citizen":
        there = f"：{public_url}/status" if public_url else "。"
        return [f"凭受理编号和查询码查询 Look it up with this number and your query code{there}"]
    return [f"登录查看 Sign in to see it: {public_url}/desk"] if public_url else []


def _number(notice: Notice) -> str:
    if notice.complaint_id is None:
        return ""
    query = select(Complaint.tracking_number).filter_by(id=notice.complaint_id)
    return grouped(db.session.execute(query).scalar_one())


def _book(notice: Notice) -> Rulebook | None:
    """The rulebook of the complaint; none where the house speaks of itself."""
    if notice.complaint_id is None:
        return None
    query = select(Complaint.rulebook_version).filter_by(id=notice.complaint_id)
    return store.book(db.session.execute(query).scalar_one())
