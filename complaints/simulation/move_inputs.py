"""The inputs of each move, as a person would type them: one small function each, by the move's name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from random import Random
from typing import Any

from sqlalchemy import select

from complaints.casework.attachments import File
from complaints.commitments.calendar import current as current_calendar
from complaints.infrastructure.database import db
from complaints.models import Complaint, Escalation, Unit
from complaints.simulation.actors import Cast
from complaints.simulation.texts import say
from schemas.calls import CALL_QUESTIONS
from workflows.limits import Limit
from workflows.parties import may_judge

MISSENT = 0.12  # the chance that a complaint goes to a unit that does not handle its category
DECLINING = (
    ("not_our_remit", "鄂州市劳动保障监察支队", "027-5900 0000（演示）"),
    ("litigation_or_arbitration", "鄂城区人民法院立案庭", "027-5900 0001（演示）"),
    ("info_disclosure", "鄂州市政府信息公开办公室", "027-5900 0002（演示）"),
    ("duplicate_no_new_facts", "原承办单位", "见原受理告知书"),
)
OUTCOMES = ("substantiated", "substantiated", "partly", "unsubstantiated", "other")
GRADES = (5, 5, 5, 4, 4, 4, 3, 2, 1)


@dataclass(frozen=True)
class Scene:
    """The surroundings of a person who makes a move."""

    complaint: Complaint
    actor: Any
    at: datetime
    rng: Random
    cast: Cast


Words = dict[str, Any]


def _decline(scene: Scene) -> Words:
    if scene.complaint.pause_reason == "supplement":
        reason, body, contact = "missing_material_not_supplied", "首问窗口", "027-5900 0003（演示）"
    else:
        reason, body, contact = scene.rng.choice(DECLINING)
    return {"reason_code": reason, "competent_body": body, "contact": contact}


def _ask_supplement(scene: Scene) -> Words:
    return {"items": [item.zh for item in scene.complaint.rules.supplement]}


def _answer(scene: Scene) -> Words:
    outcome = scene.rng.choice(OUTCOMES)
    return {
        "outcome": outcome,
        "findings": say(scene.rng, "findings", outcome),
        "reply": say(scene.rng, "replies", outcome),
        **({"without_assists": "情况已经查清。"} if scene.complaint.open_assists else {}),
        **_second(scene),
    }


def _second(scene: Scene) -> Words:
    """The first other officer free of interest, where two must investigate."""
    if scene.complaint.rules.investigators < 2:
        return {}
    others = (one for one in scene.cast.officers.values() if one.id != scene.actor.id and one.active)
    return {"second": next((one for one in others if may_judge(scene.complaint, one)), None)}


def _assign(scene: Scene) -> Words:
    return {"unit": fitting_unit(scene, missent=0 if scene.complaint.restricted else MISSENT)}


def fitting_unit(scene: Scene, missent: float = 0.0) -> Unit | None:
    """A unit of the category's kind, the nearest to where the complaint came in; sometimes a wrong one."""
    open_units = scene.cast.units_for(scene.complaint)
    right = [unit for unit in open_units if unit.kind == scene.complaint.rules.unit_kind]
    near = [unit for unit in right if scene.complaint.intake_path.startswith(unit.path.rsplit("/", 2)[0])]
    if not open_units:
        return None
    if not right or scene.rng.random() < missent:
        return scene.rng.choice(open_units)
    return scene.rng.choice(near or right)


def _designate(scene: Scene) -> Words:
    return {"unit": fitting_unit(scene), "reason": "两次退回或逾期未签收，指定承办。"}


def _reopen(scene: Scene) -> Words:
    return {"unit": fitting_unit(scene), "reason": "核实后重新办理。"}


def _reassign(scene: Scene) -> Words:
    others = [
        row
        for row in scene.cast.free_of_unit(scene.complaint, scene.complaint.unit_id)
        if row.id != scene.complaint.handler_id
    ]
    return {"officer": scene.rng.choice(others) if others else None, "reason": "工作调整。"}


def _change_first_responder(scene: Scene) -> Words:
    reason = "recusal" if scene.complaint.first_responder_id in scene.complaint.recused_ids else "leave"
    others = [
        row
        for row in scene.cast.free_of_unit(scene.complaint, scene.complaint.intake_unit_id)
        if row.id != scene.complaint.first_responder_id
    ]
    return {"officer": scene.rng.choice(others or list(scene.cast.officers.values())), "reason": reason}


def _extend_acceptance(scene: Scene) -> Words:
    return {"days": scene.rng.randint(1, 15), "reason": say(scene.rng, "notes", "extend")}


def _request_extension(scene: Scene) -> Words:
    allowed = scene.complaint.rules.promises.get("extension")
    most = allowed.limit.value if allowed else 1
    return {
        "days": scene.rng.randint(1, most),
        "reason": say(scene.rng, "notes", "extend"),
        "basis": "办理规则：期满前经批准可以延长。",
    }


def _supervise(scene: Scene) -> Words:
    due = current_calendar.calendar().due(scene.at, Limit(3, "wd")).at
    return {"due_at": due, "instruction": "请于期限前办结并反馈。"}


def _move_sender_date(scene: Scene) -> Words:
    return {**_supervise(scene), "reason": "转来单位来函改期。"}


def _merge(scene: Scene) -> Words:
    """The oldest open complaint of the same category, which this one may be joined to; itself when there is none."""
    query = select(Complaint).filter(
        Complaint.category == scene.complaint.category,
        Complaint.ended_at.is_(None),
        Complaint.id < scene.complaint.id,
        Complaint.restricted.is_(False),
    )
    return {"leading": db.session.scalars(query.order_by(Complaint.id).limit(1)).first() or scene.complaint}


def _review(scene: Scene) -> Words:
    query = select(Escalation).filter_by(complaint_id=scene.complaint.id, reviewed_at=None)
    mine = query.filter(Escalation.reviewer_id.is_not(None)).order_by(Escalation.id)
    climb = db.session.scalars(mine.limit(1)).first()
    if climb is None:
        climb = Escalation(complaint_id=scene.complaint.id, reviewed_at=scene.at)  # nothing to review
    return {"escalation": climb, "act": "urged", "note": "已电话催办，要求本周内办结。"}


def _contact(scene: Scene) -> Words:
    reached = scene.rng.random() < 0.85
    note = say(scene.rng, "notes", "contact" if reached else "no_answer")
    return {"how": "phone", "reached": reached, "note": note}


def _call_back(scene: Scene) -> Words:
    """Who is reached mostly answers the questions, and is mostly content."""
    words = _contact(scene)
    answers = Random(
        f"{scene.complaint.tracking_number} {scene.at}"
    )  # of their own: the city's other days stay as they are
    asked = [name for name in CALL_QUESTIONS if words["reached"] and answers.random() < 0.9]
    return {**words, **{name: answers.random() < 0.85 for name in asked}}


def _attach(scene: Scene) -> Words:
    return {"files": [File("现场.jpg", b"\xff\xd8\xff" + scene.rng.randbytes(8))]}


def _settle_respondent(scene: Scene) -> Words:
    likely = sorted(scene.complaint.likely_respondent_ids) or list(scene.cast.officers)
    return {"officer": scene.cast.officers.get(likely[0]), "same": scene.rng.random() < 0.5}


def _decide_recusal(scene: Scene) -> Words:
    return {"grant": scene.rng.random() < 0.5, "reason": "经核查决定。"}


def _consult(scene: Scene) -> Words:
    return {"unit": _another_unit(scene), "question": "你单位办理过这件事吗？"}


def _another_unit(scene: Scene) -> Unit:
    """The first unit beside the one that has the work in which an officer is free of interest."""
    others = [unit for unit in scene.cast.units_for(scene.complaint) if unit.id != scene.complaint.unit_id]
    unit = next((one for one in others if scene.cast.free_of_unit(scene.complaint, one.id)), None)
    return unit or scene.complaint.unit


def _of_question(scene: Scene) -> Words:
    number = next((one.number for one in scene.complaint.open_consultations), 1)
    return {"of": number, "opinion": "查过台账，没有办理过。"}


def _of_assist(scene: Scene) -> Words:
    number = next((one.number for one in scene.complaint.open_assists), 1)
    return {"of": number, "note": "已协查，情况属实。", "reason": "本单位没有这项业务。"}


BY_MOVE: dict[str, Callable[[Scene], Words]] = {
    "decline": _decline,
    "ask_supplement": _ask_supplement,
    "supplement": lambda scene: {"note": say(scene.rng, "notes", "supplement")},
    "answer_on_the_spot": _answer,
    "answer": _answer,
    "assign": _assign,
    "return": lambda scene: {"reason": say(scene.rng, "notes", "bounce")},
    "designate": _designate,
    "judge_return": lambda scene: {"proper": scene.rng.random() < 0.5, "reason": "对照职责评定。"},
    "raise_level": lambda scene: {"reason": "两次不当退回，提级办理。"},
    "reopen": _reopen,
    "reassign": _reassign,
    "refuse_reassignment": lambda scene: {"reason": "手头在办件已满，请另行安排。"},
    "change_first_responder": _change_first_responder,
    "refuse_first_responder": lambda scene: {"reason": "本人同期休假。"},
    "attach": _attach,
    "contact": _contact,
    "call_back": _call_back,
    "tell_answer": lambda scene: {"how": "phone", "note": "已电话告知。"},
    "tell_citizen": lambda scene: {"how": "phone", "note": "已电话告知。"},
    "report_progress": lambda scene: {"note": say(scene.rng, "notes", "progress")},
    "request_extension": _request_extension,
    "extend_acceptance": _extend_acceptance,
    "refuse_extension": lambda scene: {"reason": "理由不充分，请按期办结。"},
    "suspend": lambda scene: {"reason": "expert_appraisal", "evidence": "鉴定委托书"},
    "refuse_suspension": lambda scene: {"reason": "不属于可以中止的情形。"},
    "send_back": lambda scene: {"reason": "答复没有回应投诉人的第二项诉求。"},
    "give_feedback": lambda scene: {"method": "phone", "note": "已电话告知办理结果。"},
    "rate": lambda scene: {"grade": scene.rng.choice(GRADES)},
    "uphold": lambda scene: {"reason": "已与投诉人沟通，原办理结果适当。"},
    "appeal": lambda scene: {"reason": "对办理结果不服，请上级复查。"},
    "withdraw": lambda scene: {"reason": "问题已经解决。"},
    "merge": _merge,
    "urge": lambda scene: {"note": say(scene.rng, "notes", "urge")},
    "supervise": _supervise,
    "move_sender_date": _move_sender_date,
    "change_urgency": lambda scene: {
        "urgency": scene.rng.choice(("urgent", "critical")),
        "reason": "投诉人来电称不尽快处理会出事。",
    },
    "recuse": lambda scene: {"reason": "与被投诉人是亲属。"},
    "report_error": lambda scene: {"what": "phone", "value": "13900139000"},
    "request_recusal": lambda scene: {"reason": "经办人与对方熟识。"},
    "consult": _consult,
    "answer_consultation": _of_question,
    "decline_consultation": lambda scene: {**_of_question(scene), "reason": "不是我单位经办。"},
    "withdraw_consultation": _of_question,
    "add_assist": lambda scene: {"unit": _another_unit(scene), "task": "请协助查取号记录。"},
    **dict.fromkeys(("take_assist", "return_assist", "answer_assist", "end_assist"), _of_assist),
    "decide_recusal": _decide_recusal,
    "settle_respondent": _settle_respondent,
    "correct": lambda scene: {"changes": {"subject": "更正后的标题"}, "reason": "登记时写错了。"},
    "request_correction": lambda scene: {"changes": {"subject": "更正后的标题"}, "reason": "登记时写错了。"},
    "refuse_correction": lambda scene: {"reason": "经核对，登记无误。"},
    "unmerge": lambda scene: {"reason": "不是同一件事。"},
    "name_respondent": lambda scene: {"name": "某甲", "reason": "投诉人后来说出的名字。"},
    "clear_respondent": lambda scene: {"name": "某甲", "reason": "登记时写错了。"},
    "add": lambda scene: {"note": "补充一点情况。"},
    "ask_citizen": lambda scene: {"question": "当天大概几点到的窗口？"},
    "answer_question": lambda scene: {"note": "上午十点左右。"},
    "recall": lambda scene: {"reason": "派错了单位。"},
    "reissue_code": lambda scene: {"checked": "身份证"},
    "review": _review,
}
