"""What no checksum covers, each with its reason. Every other column of a table with a `complaint_id` is covered."""

from __future__ import annotations

EVENT, DELIVERY = "event", "notice"
ORGANISATION = frozenset({"rulebook_text", "calendar_year", "calendar_day", "office_season", "closure"})

_DELIVERY = "changed while a notice is sent; `delivery_checksum` covers what became of it"
_READING = "who has read what is no promise"
TABLES = {
    "access_log": "a log of readings, added to without the lock of the complaint",
    "search_token": "derived from names and numbers that are covered",
}
COLUMNS = {
    "complaint.version": "counted by the database layer with each write",
    "complaint.checksums": "the sums themselves",
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
