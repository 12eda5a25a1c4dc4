"""Effects a move may have beside the change of state: a closed list of names. `complaints.casework.effects.registry` carries them out."""

from __future__ import annotations

EFFECTS = frozenset(
    {
        "mark_accepted",
        "pause_for_supplement",
        "end_pause",
        "end_suspension",
        "record_answer",
        "offer_work",
        "offer_work_inside",
        "offer_designated_work",
        "offer_to_superior",
        "withdraw_offer",
        "take_work",
        "return_work",
        "return_work_inside",
        "lapse_work",
        "recall_work",
        "reissue_code",
        "correct",
        "name_respondent",
        "clear_respondent",
        "ask_correction",
        "refuse_correction",
        "keep_citizen_files",
        "start_again",
        "note_contact",
        "keep_files",
        "ask_extension",
        "grant_extension",
        "extend_acceptance",
        "refuse_extension",
        "ask_suspension",
        "confirm_suspension",
        "refuse_suspension",
        "count_rework",
        "note_feedback",
        "note_reached",
        "note_rating",
        "note_verification",
        "note_appeal",
        "close_review",
        "join_leading",
        "leave_leading",
        "follow_leading",
        "bind_to_joined",
        "note_urge",
        "set_sender_date",
        "change_urgency",
        "offer_duty",
        "take_duty",
        "return_duty",
        "lapse_duty",
        "recuse_self",
        "ask_recusal",
        "decide_recusal",
        "note_review",
        "end_reviews",
        "keep_out",
        "settle_respondent",
    }
)

# Recipients a move or a rung may name. `complaints.notifications` finds the people.
RECIPIENTS = frozenset(
    {
        "citizen",
        "first_responder",
        "handler",
        "answerable",
        "taking_over",
        "offered",
        "offered_supervisor",
        "successor",
        "unit_supervisor",
        "intake_supervisor",
        "supervisor",
        "reviewer",
        "last_resort",
        "on_duty",
        "next_on_duty",
    }
)

ROLES = frozenset({"officer", "unit_supervisor", "supervisor", "admin", "discipline", "last_resort"})
ACCOUNT_ROLES = ROLES | {"auditor"}  # of accounts; an auditor has no part in any complaint
