"""Every word of a rulebook that was ever shipped is known for ever: complaints stay pinned to what was published."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from complaints.casework.effects.registry import BY_NAME
from complaints.infrastructure.database import transaction
from complaints.rulebooks.store import SHIPPED, publish
from tests.house import House, shanghai
from tests.notifications.test_telling import DECLINE, clock, delivers
from tests.support.post_office import PostOffice
from tests.support.stories import badly_rated, in_hand
from workflows.former_words import FORMER_EFFECTS, KNOWN_CONDITIONS, KNOWN_GUARDS

CONDITIONS = [
    "badly_rated",
    "badly_rated_by_one_who_can_be_contacted",
    "brought_by_a_group",
    "by_a_verifier",
    "by_an_officer",
    "by_the_successor",
    "citizen_can_be_contacted",
    "counts_from_receipt",
    "each_was_called_back",
    "each_was_reached",
    "each_was_told_directly",
    "enters_the_restricted_channel",
    "first_review",
    "in_own_name",
    "last_reached_in_own_name",
    "leading_is_answered",
    "leading_is_supervised",
    "leading_is_unanswered",
    "leading_was_answered",
    "leading_was_sent_back",
    "lies_with_the_first_responder",
    "may_be_called_back",
    "no_call_is_left",
    "nobody_has_taken_it",
    "not_rated_badly_before",
    "rated_badly_before",
    "rated_badly_before_by_one_who_can_be_contacted",
    "rated_in_the_middle",
    "reached",
    "review_of_closed",
    "review_of_told",
    "second_review",
    "sender_gave_a_date",
    "some_are_still_to_call",
    "some_are_still_to_reach",
    "told_by_message",
    "told_by_message_or_person",
    "told_directly",
    "turns_out_to_be_a_group",
    "urgent_while_closed",
    "was_in_a_handlers_hands",
    "well_rated",
    "well_rated_by_all",
    "work_falls_back",
]
GUARDS = [
    "a_name_is_to_be_settled",
    "a_question_is_open",
    "acceptance_extension_is_within_limit",
    "acceptance_has_not_expired",
    "acceptance_may_be_extended",
    "accepted_stays_accepted",
    "actor_not_recused",
    "an_officer_there_may_answer",
    "another_is_asked",
    "another_officer",
    "asked_a_working_day_before",
    "asker_does_not_answer",
    "caller_had_no_part",
    "citizen_had_the_days",
    "citizen_has_not_urged_today",
    "citizen_is_still_to_be_told",
    "citizen_was_contacted_since_the_rating",
    "clock_is_running",
    "correction_pending",
    "date_lies_ahead",
    "decider_is_not_asked_to_step_aside",
    "decider_is_not_the_one_named",
    "duty_is_called",
    "duty_offer_is_waiting",
    "escalation_awaits_review",
    "escalation_is_of_this_complaint",
    "escalation_is_theirs_to_review",
    "extension_is_within_limit",
    "extension_pending",
    "extension_was_asked_by_somebody_else",
    "extensions_are_left",
    "first_supplement_request",
    "granted_by_another_than_owes_it",
    "handler_or_still_offered",
    "has_a_handler",
    "heard_from_the_citizen",
    "heard_or_in_own_right",
    "is_suspended",
    "issuer_is_not_judged",
    "it_is_mine_to_take_over",
    "joined_to_an_open_one",
    "leading_complaint_is_about_the_same",
    "leading_complaint_is_another_open_one",
    "leading_complaint_is_as_urgent",
    "leading_complaint_is_in_free_hands",
    "leading_complaint_is_of_the_same_channel",
    "leading_complaint_is_still_open",
    "leading_one_is_not_over",
    "may_still_be_assigned",
    "may_still_be_declined",
    "never_the_former_handler",
    "no_correction_pending",
    "no_designation_waits",
    "no_duty_offer_waiting",
    "no_extension_pending",
    "no_offer_waiting",
    "no_recusal_pending",
    "no_review_is_open",
    "no_suspension_pending",
    "nobody_is_joined_to_it",
    "nobody_joined_to_what_becomes_restricted",
    "not_accepted_yet",
    "not_appealed_yet",
    "not_designated",
    "not_rated_badly",
    "not_rated_yet",
    "not_recused_already",
    "not_waiting_for_supplement",
    "not_yet_accepted_or_supplemented",
    "offer_is_not_designated",
    "offer_is_open_to_me",
    "offer_is_theirs_to_recall",
    "offer_is_waiting",
    "offer_may_lapse",
    "officer_changes_no_rating",
    "officer_is_a_likely_match",
    "officer_is_free_of_interest",
    "officer_is_of_the_unit",
    "only_contacts_after_the_end",
    "promise_has_not_expired",
    "question_is_open",
    "question_is_put_to_me",
    "rated_badly",
    "rated_or_period_over",
    "rating_is_open",
    "recorder_is_not_judged",
    "recorder_is_of_no_judged_unit",
    "recusal_pending",
    "respondent_fits_what_is_named",
    "restricted_channel_is_not_left",
    "returns_are_left",
    "review_is_theirs_to_take_back",
    "reviewer_did_not_answer",
    "reviewer_does_not_have_the_work",
    "reviews_are_left",
    "rework_rounds_are_left",
    "second_person_is_another_free_of_interest",
    "second_person_took_part",
    "somebody_has_that_part",
    "successor_is_another_officer",
    "successor_is_of_the_channel",
    "suspension_pending",
    "suspension_was_asked_by_somebody_else",
    "taker_did_not_handle_it_before",
    "they_are_not_asked_already",
    "unit_handles_complaints",
    "unit_has_not_returned_before",
    "unit_is_not_respondent",
    "unit_is_of_the_channel",
    "unreachable_was_tried_on_enough_days",
    "urgency_is_another",
    "verifier_is_somebody_else",
    "waiting_for_supplement",
    "withdrawn_before_the_answer",
    "within_appeal_period",
    "within_return_window",
    "work_has_a_handler",
    "work_was_reassigned_to_me",
]
EFFECTS = [
    "answer_assist",
    "answer_consultation",
    "ask_correction",
    "ask_extension",
    "ask_recusal",
    "ask_suspension",
    "bind_to_joined",
    "change_urgency",
    "clear_respondent",
    "close_review",
    "confirm_suspension",
    "correct",
    "count_rework",
    "decide_recusal",
    "decline_consultation",
    "end_assist",
    "end_assists",
    "end_consultations",
    "end_pause",
    "end_reviews",
    "end_suspension",
    "extend_acceptance",
    "follow_leading",
    "grant_extension",
    "join_leading",
    "keep_citizen_files",
    "keep_files",
    "keep_out",
    "lapse_assist",
    "lapse_duty",
    "lapse_work",
    "leave_leading",
    "mark_accepted",
    "name_respondent",
    "note_appeal",
    "note_contact",
    "note_feedback",
    "note_rating",
    "note_reached",
    "note_review",
    "note_supervision",
    "note_urge",
    "note_verification",
    "offer_designated_work",
    "offer_duty",
    "offer_to_superior",
    "offer_work",
    "offer_work_inside",
    "open_assist",
    "open_consultation",
    "pause_for_supplement",
    "recall_work",
    "record_answer",
    "recuse_self",
    "refuse_correction",
    "refuse_extension",
    "refuse_suspension",
    "reissue_code",
    "return_assist",
    "return_duty",
    "return_work",
    "return_work_inside",
    "set_sender_date",
    "settle_respondent",
    "start_again",
    "take_assist",
    "take_duty",
    "take_work",
    "withdraw_consultation",
    "withdraw_offer",
]


def test_words_of_earlier_rulebooks_are_known() -> None:
    assert set(CONDITIONS) <= set(KNOWN_CONDITIONS)
    assert set(GUARDS) <= set(KNOWN_GUARDS)
    assert set(EFFECTS) <= {*BY_NAME, *FORMER_EFFECTS}


def publish_rules_telling_by_message_alone() -> None:
    """As published before a person told whom no text can reach."""
    text = SHIPPED.read_text("utf8").replace('version: "2026.1"', 'version: "2025.8"')
    with transaction():
        publish(text.replace("told_by_message_or_person", "told_by_message"), shanghai("2026-09-01T09:00"))


def ask_supplement(house: House) -> str:
    number = house.logs("2026-09-18T09:00")
    house.does("window", number, "ask_supplement", "2026-09-18T10:00", items=["照片"])
    return number


def decline(house: House) -> str:
    number = house.logs("2026-09-18T09:00")
    house.does("window", number, "decline", "2026-09-18T10:00", **DECLINE)
    return number


def extend_acceptance(house: House) -> str:
    number = house.logs("2026-09-18T09:00", category="FORENSIC")
    words = {"days": 15, "reason": "需补充核实鉴定材料"}
    house.does("centre.chen", number, "extend_acceptance", "2026-09-22T10:00", **words)
    return number


def grant_extension(house: House) -> str:
    number = in_hand(house)
    asked = {"days": 2, "reason": "案情复杂", "basis": "规则"}
    house.does("handler", number, "request_extension", "2026-09-21T10:00", **asked)
    house.does("leader", number, "grant_extension", "2026-09-21T11:00")
    return number


def confirm_suspension(house: House) -> str:
    number = in_hand(house)
    words = {"reason": "expert_appraisal", "evidence": "委托书"}
    house.does("handler", number, "suspend", "2026-09-21T10:00", **words)
    house.does("leader", number, "confirm_suspension", "2026-09-21T11:00")
    return number


def uphold(house: House) -> str:
    number = badly_rated(house)
    house.does("supervisor", number, "contact", "2026-09-22T10:30", how="phone", reached=True)
    house.does("supervisor", number, "uphold", "2026-09-22T11:00", reason="已核实")
    return number


MOVES = [ask_supplement, decline, extend_acceptance, grant_extension, confirm_suspension, uphold]


@pytest.mark.parametrize("make", MOVES, ids=lambda make: make.__name__)
def test_moves_of_earlier_rules_are_made_and_told_by_delivery(
    mailing: House, office: PostOffice, make: Callable[[House], str]
) -> None:
    publish_rules_telling_by_message_alone()
    number = make(mailing)
    assert "2025.8" in mailing.complaint(number).rulebook_version
    assert clock(mailing, number, "telling").is_running

    delivers("2026-09-22T12:00")

    assert clock(mailing, number, "telling").met_at is not None


def test_earlier_rules_owe_no_telling_where_no_message_is_sent(house: House) -> None:
    publish_rules_telling_by_message_alone()

    assert clock(house, decline(house), "telling") is None
