"""Guards of extensions, suspensions and binding dates (promise 5)."""

from __future__ import annotations

from workflows.case import Case
from workflows.guards import guard, register_request
from workflows.language import SYSTEM, Act, Text

LEAST_DAYS_TRIED = 3  # domain §7: unreachable means at least 3 attempts on different working days


@guard(
    "承诺时限已过，延期须在到期前申请。",
    "The promised time has passed; an extension is asked for before it does.",
)
def promise_has_not_expired(case: Case, act: Act) -> bool:
    due = case.promised_until("handling")
    return due is not None and act.at < due


register_request(
    "extension",
    Text("已有一项延期申请等待审批。", "An extension is already waiting for approval."),
    Text("没有等待审批的延期申请。", "No extension is waiting for approval."),
    Text("申请人不能审批自己的延期。", "Whoever asked for the extension cannot decide on it."),
)
register_request(
    "suspension",
    Text("已有一项中止申请等待确认。", "A suspension is already waiting for confirmation."),
    Text("没有等待确认的中止申请。", "No suspension is waiting for confirmation."),
    Text("申请人不能确认自己的中止申请。", "Whoever asked for the suspension cannot confirm it."),
)


@guard(
    "延期须至少在到期前一个工作日申请，现在已经来不及。",
    "An extension is asked for at least one working day before the promised time; it is too late for that now.",
)
def asked_a_working_day_before(case: Case, act: Act) -> bool:
    """Domain §7, extension: a whole day of office time is left, not the evening before an early due time."""
    left = case.working_days_left(act.at)
    return left is None or left >= 1


@guard(
    "联系不上投诉人的，须已在三个不同工作日联系而均未成功，才能申请中止。",
    "For a citizen who cannot be reached, contact must have been tried in vain on three different working days.",
    needs_words=True,
)
def unreachable_was_tried_on_enough_days(case: Case, act: Act) -> bool:
    return act.words["reason"] != "unreachable" or len(set(case.unreached_on)) >= LEAST_DAYS_TRIED


@guard("本件的时限已经停止计算。", "The clock of this complaint is already stopped.")
def clock_is_running(case: Case, act: Act) -> bool:
    return case.pause_reason is None


@guard(
    "本件没有中止；等待补正的，须等投诉人补正的期限过后才能恢复；期限自告知投诉人之日起算。",
    "It is not suspended; where it waits for the citizen, it resumes once the days to supply what is missing, from when they were told, are over.",
)
def is_suspended(case: Case, act: Act) -> bool:
    """A suspension ends when those who work on it say so; what the citizen never supplied stops the work no longer than
    the time promised for it. Its name stands in rules published before."""
    until = case.supply_by
    not_supplied = case.pause_reason == "supplement" and until is not None and act.at > until
    return case.pause_reason == "suspension" or not_supplied


@guard("督办期限须是将来的时间。", "The binding date must lie in the future.", needs_words=True)
def date_lies_ahead(case: Case, act: Act) -> bool:
    return bool(act.words["due_at"] > act.at)


@guard("本件已经是这一紧急程度。", "The complaint already has this urgency.", needs_words=True)
def urgency_is_another(case: Case, act: Act) -> bool:
    return act.by.kind == SYSTEM.kind or bool(act.words["urgency"] != case.urgency)  # danger named again


@guard("本件的延期次数已用完。", "No further extension is allowed for this complaint.")
def extensions_are_left(case: Case, act: Act) -> bool:
    return case.extensions < case.rules.extensions


@guard(
    "申请的天数超过本类投诉允许的延期上限。",
    "More days than the category allows for an extension.",
    needs_words=True,
)
def extension_is_within_limit(case: Case, act: Act) -> bool:
    allowed = case.rules.promises.get("extension")
    return allowed is not None and 0 < act.words["days"] <= allowed.limit.value


@guard(
    "本类投诉的受理审查期限不能延长。",
    "The time to decide on acceptance cannot be extended in this category.",
)
def acceptance_may_be_extended(case: Case, act: Act) -> bool:
    """Only where the basis of the category allows it, and once (domain §12, FORENSIC)."""
    return "acceptance_extension" in case.rules.promises and not case.acceptance_was_extended


@guard(
    "受理审查期限已过，延长须在到期前决定。",
    "The time to decide on acceptance has passed; more of it is granted before it does.",
)
def acceptance_has_not_expired(case: Case, act: Act) -> bool:
    due = case.promised_until("acceptance")
    return due is not None and act.at < due


@guard(
    "受理审查由您负责，延长须由他人批准。",
    "The decision is yours to make in time; another person grants more of it.",
)
def granted_by_another_than_owes_it(case: Case, act: Act) -> bool:
    return bool(act.by.id != case.first_responder_id)


@guard(
    "延长的天数超过本类投诉允许的上限。",
    "More days than the category allows.",
    needs_words=True,
)
def acceptance_extension_is_within_limit(case: Case, act: Act) -> bool:
    allowed = case.rules.promises.get("acceptance_extension")
    return allowed is not None and 0 < act.words["days"] <= allowed.limit.value
