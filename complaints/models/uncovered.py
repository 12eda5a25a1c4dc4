"""What no checksum covers, each with its reason. Every other column of a table with a `complaint_id` is covered."""

from __future__ import annotations

EVENT, DELIVERY = "event", "notice"
ORGANISATION = frozenset(
    {
        *("rulebook_text", "calendar_year", "calendar_day", "office_season", "closure"),
        *("unit", "former_name", "officer", "officer_role", "post_held", "roster"),
        *("bulletin", "published_month", "call_back_seed"),
    }
)

_DELIVERY = "changed while a notice is sent; `delivery_checksum` covers what became of it"
_READING = "who has read what is no promise"
TABLES = {
    "absence": "who stands in while an officer is away; what they do is in the events",
    "access_log": "a log of readings, added to without the lock of the complaint",
    "audit_note": "a log beside the rows it speaks of, which are covered where a promise rests on them",
    "calendar_edition": "counts the changes of the calendar, whose days are covered",
    "catalogue_entry": "advice for who assigns; the rulings it grew from are in the events",
    "catalogue_keyword": "derived from the entries of the catalogue",
    "confirmation": "waits for a second person; what it changed is covered",
    "draft": "nothing is promised before it is sent",
    "ended_sitting": "of a session that is over",
    "evaluation_case": "drawn again by the published seed",
    "evaluation_sample": "the seed is published, and stands in the record of changes",
    "evaluation_score": "the judgement of outsiders; nothing is promised by it",
    "published_evaluation": "published; a copy lies with everybody who read it",
    "foreign_account": "signing in, and no complaint",
    "half_written": "nothing is said before the move is made",
    "idempotency_key": "the answer to a request that may be repeated, kept for days",
    "index_key": "which key carries the sums themselves",
    "machine_token": "signing in, and no complaint",
    "kept_count": "sums counted again from rows that are covered, within the hour",
    "notice_read": "who has read what is no promise",
    "organisation_sum": "the sums themselves, each bound to the one before",
    "phrase": "words to insert; what is said with them is in the events",
    "public_idempotency_key": "the answer to a request that may be repeated, kept for days",
    "saved_view": "a search an officer keeps",
    "seal": "seals are verified by themselves",
    "second_step": "signing in, and no complaint",
    "short_name": "what people call a unit, for likely matches, which a person settles",
    "sign_in": "signing in, and no complaint",
    "table_checksum": "the sums themselves; without the key none can be made",
    "upload": "a file not yet added: nothing is promised before",
    "upload_part": "of a file not yet added",
    "search_token": "derived from names and numbers that are covered",
}
# A complaint deleted with all its rows and sums leaves no row to hold against: the heads kept outside find it
# (`flask ledger verify --since`).
ROWS = {"complaint": "whole complaints are held against what was kept elsewhere"}
COLUMNS = {
    "complaint.version": "counted by the database layer with each write",
    "complaint.checksums": "the sums themselves",
    "complaint.sums_checksum": "the checksum of the sums",
    "complaint.milestone": "derived from the state, and verified against the rulebook",
    "complaint.ends_as": "derived from the state, and verified against the rulebook",
    "complaint.words": "what subject and narrative say, in the form in which they are looked through",
    "complaint.findings": "verified against the event of the answer",
    "complaint.reply": "verified against the event of the answer",
    "attachment.body": "covered by `sha256`, and read when the ledger is verified",
    "attachment.draft_hash": "of a draft; empty once a complaint has the file",
    "complainant.name_index": "derived from the name",
    "complainant.phone_index": "derived from the phone",
    "complainant.identity_index": "derived from the identity number",
    **{
        f"officer.{name}": "for signing in; who does what is in the events"
        for name in ("email", "password", "password_given", "password_until", "fs_uniquifier", "locale")
    },
    "notice.read_at": _READING,
    "notice.delivery_checksum": "the checksum itself",
    **{
        f"notice.{name}": _DELIVERY
        for name in (
            "words",
            "next_try_at",
            "attempts",
            "lease",
            "leased_until",
            "delivered_at",
            "dead_at",
            "last_error",
        )
    },
}
