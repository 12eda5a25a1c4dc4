"""What a notice says: the rulebook's own sentences and the tracking number, never a word of the complaint itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from complaints.infrastructure.database import db
from complaints.infrastructure.encryption import unseal
from complaints.infrastructure.tracking_numbers import grouped
from complaints.models import Complaint, Notice
from complaints.rulebooks import store
from schemas.text import balanced, filled, line_of
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
HOUSE["codes_guessed"] = Text(
    "全站的错误查询码超过 {rate}，可能有人在猜查询码。请查看访问来源，并核对 SHOUWEN_PROXIES 和各项频次设置。",
    "Wrong query codes over all numbers exceed {rate}: codes may be guessed. Look at where they come from, and check "
    "SHOUWEN_PROXIES and the rates.",
)
HOUSE["channel_down"] = Text(
    "通知通道（{channel}）发不出去：{error}。恢复前会继续重试，同一故障只提醒一次；请检查设置和服务器。",
    "The {channel} notice channel is down: {error}. Messages are tried again until it is back, and you are told once; please check "
    "its settings and the server.",
)
HOUSE["no_reviewer"] = Text(
    "有升级事项没有可以复核的人：在办、逾期或应当回避的人员不能复核。请为其他人员设置督办人或最后责任人岗位。",
    "An escalation has no officer who may review it: officers who have the work, were late or are kept out may not. Please give another "
    "officer the post of supervisor or of last resort.",
)
_SURPRISED = (
    "如您不知情，请立即告诉纪检负责人。",
    "If this surprises you, tell the head of the channel at once.",
)


def _account(zh: str, en: str) -> Text:
    return Text(
        f"账号 {{officer}}：{zh}（{{by}}）。{_SURPRISED[0]}",
        f"Account {{officer}}: {en} ({{by}}). {_SURPRISED[1]}",
    )


HAND_OVER = Text("请办理工作交接", "Please hand over work")
ACCOUNTS = Text("账号确认", "Accounts that open sealed matters")
HOUSE |= {
    "asked_grant": _account(
        "申请开通纪检权限，须由纪检渠道的另一人确认",
        "the channel was asked for; a second person of it confirms",
    ),
    "asked_reset": _account(
        "密码已重置，另一人确认以前打不开保密投诉",
        "the password was reset; until a second person confirms it opens nothing restricted",
    ),
    "asked_end": _account(
        "申请取消纪检权限，须由另一人确认", "leaving the channel was asked for; a second person confirms"
    ),
    "asked_close": _account("申请停用，须由另一人确认", "closing was asked for; a second person confirms"),
    "request_confirmed": _account("申请已确认", "the request was confirmed"),
    "request_refused": _account("申请未获确认", "the request was refused"),
}
HOUSE["hand_over_asked"] = Text(
    "{name_zh}请您办理其手上工作的交接，交给其他同事；交接以前，责任仍在其本人。",
    "{name_en} asks you to hand over their work to a colleague. Until then it stays with them.",
)
RING = (
    Text("请打电话告知投诉人", "Ring the citizen"),
    Text(
        "发给投诉人的短信或邮件未能送达（号码收不到短信、邮件被退回，或多日发送失败）。请首问责任人打电话告知办理情况，没有电话的写信或上门"
        "告知，并登记联系。",
        "Messages to the citizen were not delivered (the number gets no texts, the mail came back, or sending failed for days). First "
        "responder: ring the citizen, or write or visit where there is no phone, tell them how it stands, and record the contact.",
    ),
)
CODE_ENDED = (
    Text("请为投诉人换发查询码", "Print a new query code for the citizen"),
    Text(
        "原查询码交给过现在应当回避的人员，已作废；投诉人收不到短信。请联系投诉人，核对身份后换发并打印新的查询码，交给或寄给本人。",
        "The query code was in the hands of an officer who is kept out now, so it no longer works; the citizen gets no texts. "
        "Reach the citizen, check who they are, reissue the code, and hand or post the print to them.",
    ),
)
DANGER = (
    Text(
        "结束的投诉里提到危险，请立即联系投诉人", "Danger named on an ended complaint: reach the citizen now"
    ),
    Text(
        "投诉人撤回或评价时写的话里提到危险（人身安全或紧迫的权利），本件已经结束，不再有时限提醒。请立即打开本件查看撤回理由或评价，联系"
        "投诉人；有人身危险的，同时报警。",
        "What the citizen wrote when they withdrew or rated names a danger, to a person or to a right that ends soon. The complaint is over "
        "and no deadline runs. Open it now, read the reason or the comment, and reach the citizen; where a person is in danger, call the police.",
    ),
)
ASKED = {"ring_citizen": RING, "code_ended": CODE_ENDED, "danger": DANGER}
ADMINISTRATORS = Text("请管理员处理", "for the administrators")
NOTICE = Text("通知", "Notice")
BY_WEB = ("凭查询码在网上办理。", "It was done on the web with your query code.")
NOT_YOU = Text(
    "如不是您本人的意思，请到窗口，或拨打 12348。", "If this was not you, come to a window or call 12348."
)


@dataclass(frozen=True)
class Message:
    title: str
    body: str


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """`heading`: a few words, what happened; `sentence`: what it means."""

    notice: Notice
    number: str  # empty where it is about no complaint
    heading: Text
    sentence: Text


def message(notice: Notice, public_url: str) -> Message:
    """Title and body in both languages. No personal data, no narrative; a query code only where the window may not
    hand it out."""
    [line] = lines_of([notice])
    if line.heading is NOTICE:
        raise KeyError(notice.kind)  # an inbox still shows it; sent, it would say nothing
    number = grouped(line.number)
    head = f"首问 {number}：" if number else "首问："
    body = [line.sentence.zh, line.sentence.en, ""]
    if number:
        body += [f"受理编号 Tracking number: {number}"]
    if code := notice.words.get("code"):
        body += [f"查询码（请勿告诉别人） Query code, tell it to no one: {unseal(code)}"]
    body += _where_to_look(notice, public_url)
    return Message(
        line_of(balanced(f"{head}{line.heading.zh} / {line.heading.en}")), balanced("\n".join(body))
    )


def lines_of(notices: Sequence[Notice]) -> list[NoticeLine]:
    """The text and the complaint of each notice, read in one query for all."""
    ids = {row.complaint_id for row in notices if row.complaint_id is not None}
    query = select(Complaint.id, Complaint.tracking_number, Complaint.rulebook_version)
    about = {row.id: row for row in db.session.execute(query.filter(Complaint.id.in_(ids)))}
    return [
        _line(
            row, about[row.complaint_id].tracking_number, store.book(about[row.complaint_id].rulebook_version)
        )
        if row.complaint_id in about
        else NoticeLine(row, "", _house_heading(row), _house_sentence(row))
        for row in notices
    ]


def _house_heading(notice: Notice) -> Text:
    if notice.kind == "hand_over_asked":
        return HAND_OVER
    return ADMINISTRATORS if notice.recipient == "unit" else ACCOUNTS


def _line(notice: Notice, number: str, book: Rulebook) -> NoticeLine:
    move = book.moves.get(notice.kind)
    heading, sentence = (move.label, _with_door(book, notice)) if move else (NOTICE, NOTICE)
    heading, sentence = ASKED.get(notice.kind, (heading, sentence))
    promise = book.commitments.get(notice.words.get("commitment", ""))
    if promise is None:
        return NoticeLine(notice, number, heading, sentence)
    heading = _rung(book, promise.ladder, notice.words.get("rung")) or heading
    told = (
        {"heading": heading.zh, "promise": promise.label.zh},
        {"heading": heading.en, "promise": promise.label.en},
    )
    zh, en = filled("{heading}（{promise}）。", told[0]), filled("{heading} ({promise}).", told[1])
    return NoticeLine(notice, number, heading, Text(zh, en))


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


def _rung(book: Rulebook, ladder: str, name: str | None) -> Text | None:
    return next((rung.label for rung in book.ladders[ladder] if rung.name == name), None)


def _house_sentence(notice: Notice) -> Text:
    words = {**notice.words, "number": grouped(str(notice.words.get("number", "")))}
    sentence = HOUSE[notice.kind]
    return Text(filled(sentence.zh, words), filled(sentence.en, words))


def _where_to_look(notice: Notice, public_url: str) -> list[str]:
    if notice.recipient == "citizen":
        there = f"：{public_url}/status" if public_url else "。"
        return [f"凭受理编号和查询码查询 Look it up with this number and your query code{there}"]
    return [f"登录查看 Sign in to see it: {public_url}/desk"] if public_url else []
