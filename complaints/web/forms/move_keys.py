"""The keys that open the form of a move on the page of a complaint: "b" before a move of one's own, "d" before one recorded
for the citizen. They open forms and change nothing: a move that is made by a button alone has none."""

from __future__ import annotations

from complaints.web.forms.move_form import needs_no_words

OWN, RECORDED = "b", "d"
LETTERS = {
    "assign": "g",
    "answer_on_the_spot": "o",
    "answer": "w",
    "give_feedback": "f",
    "contact": "c",
    "report_progress": "p",
    "ask_supplement": "i",
    "ask_citizen": "h",
    "return": "r",
    "correct": "e",
    "request_correction": "q",
    "name_respondent": "n",
    "clear_respondent": "x",
    "settle_respondent": "s",
    "recall": "l",
    "unmerge": "u",
    "add_assist": "a",
    "merge": "m",
    "reissue_code": "k",
}
FOR_CITIZEN = {
    "rate": "r",
    "appeal": "a",
    "withdraw": "w",
    "supplement": "s",
    "add": "n",
    "answer_question": "q",
    "urge": "u",
    "request_recusal": "x",
    "report_error": "e",
}


def own_key(move: str) -> str:
    """Such as "b e"; empty where there is none."""
    letter = LETTERS.get(move, "")
    return f"{OWN} {letter}" if letter and not needs_no_words(move) else ""


def recorded_key(move: str) -> str:
    letter = FOR_CITIZEN.get(move, "")
    return f"{RECORDED} {letter}" if letter else ""
