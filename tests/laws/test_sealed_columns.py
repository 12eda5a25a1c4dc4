"""Every column of text, lists or objects is sealed, or is listed here with the reason why it is in clear."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa

from complaints.infrastructure.database import db
from complaints.infrastructure.sealed_columns import kind_of

_CODE = "a name of the rulebook or the program, typed by no one"
_OFFICE = "of the organisation: what every visitor of it may know"
_PUBLISHED = "published"
_HASH = "a hash, a keyed token or a number made by the program"
_NUMBERS = "numbers, codes and times only"
_ACCOUNT = "of an account; officers are named on every page of their work"

IN_CLEAR = {
    "access_log.reason": _CODE,
    "access_log.what": _CODE,
    "ask.kind": _CODE,
    "ask.step": _CODE,
    "attachment.draft_hash": _HASH,
    "attachment.kind": "the kind of a file, found by its content",
    "attachment.sha256": _HASH,
    "audit_note.by": _ACCOUNT,
    "audit_note.what": _CODE,
    "bulletin.content": _PUBLISHED,
    "bulletin.period": _NUMBERS,
    "bulletin.step": _CODE,
    "calendar_day.label": _PUBLISHED,
    "calendar_day.source": _PUBLISHED,
    "calendar_edition.what": _CODE,
    "calendar_year.source": _PUBLISHED,
    "call_back_seed.digest": _PUBLISHED,
    "call_back_seed.month": _NUMBERS,
    "catalogue_entry.basis": "the dispatch catalogue, which every officer reads and SQL searches",
    "catalogue_entry.category": _CODE,
    "catalogue_entry.keywords": "the dispatch catalogue, which every officer reads and SQL searches",
    "catalogue_entry.step": _CODE,
    "catalogue_entry.what": "the dispatch catalogue, which every officer reads and SQL searches",
    "catalogue_entry.words": "the dispatch catalogue, which every officer reads and SQL searches",
    "catalogue_keyword.category": _CODE,
    "catalogue_keyword.head": "the dispatch catalogue, which every officer reads and SQL searches",
    "catalogue_keyword.word": "the dispatch catalogue, which every officer reads and SQL searches",
    "closure.basis": _PUBLISHED,
    "closure.days": _NUMBERS,
    "closure.reason": _PUBLISHED,
    "complainant.identity_index": _HASH,
    "complainant.language": _CODE,
    "complainant.name_index": _HASH,
    "complainant.phone_index": _HASH,
    "complainant.tell_by": _CODE,
    "complaint.category": _CODE,
    "complaint.channel": _CODE,
    "complaint.checksums": _HASH,
    "complaint.cycles": _NUMBERS,
    "complaint.ends_as": _CODE,
    "complaint.head_hash": _HASH,
    "complaint.intake_path": _OFFICE,
    "complaint.milestone": _CODE,
    "complaint.open_questions": _NUMBERS,
    "complaint.outcome": _CODE,
    "complaint.past_handler_ids": _NUMBERS,
    "complaint.past_responder_ids": _NUMBERS,
    "complaint.pause_reason": _CODE,
    "complaint.query_code_hash": _HASH,
    "complaint.recused_ids": _NUMBERS,
    "complaint.refusing_unit_ids": _NUMBERS,
    "complaint.review_from": _CODE,
    "complaint.rulebook_version": _CODE,
    "complaint.state": _CODE,
    "complaint.sums_checksum": _HASH,
    "complaint.tracking_number": "lists and look-ups find it by this number, which says nothing by itself",
    "complaint.unit_path": _OFFICE,
    "complaint.urgency": _CODE,
    "confirmation.asked_by": _ACCOUNT,
    "confirmation.decided_by": _ACCOUNT,
    "confirmation.decision": _CODE,
    "confirmation.roles": _CODE,
    "confirmation.what": _CODE,
    "consultation.step": _CODE,
    "correction.field": _CODE,
    "deadline.basis_en": "words of the rulebook",
    "deadline.basis_zh": "words of the rulebook",
    "deadline.commitment": _CODE,
    "deadline.former": _NUMBERS,
    "deadline.limit": _CODE,
    "deadline.moved": _NUMBERS,
    "draft.token_hash": _HASH,
    "ended_sitting.token_hash": _HASH,
    "erasure.basis_en": "words of the rulebook",
    "erasure.basis_zh": "words of the rulebook",
    "erasure.kept_sha256": _HASH,
    "erasure.rule": _CODE,
    "erasure.was_sha256": _HASH,
    "escalation.act": _CODE,
    "escalation.commitment": _CODE,
    "escalation.late_post": _CODE,
    "escalation.review_act": _CODE,
    "escalation.rung": _CODE,
    "evaluation_sample.criteria": _PUBLISHED,
    "evaluation_sample.period": _NUMBERS,
    "evaluation_sample.seed": _PUBLISHED,
    "evaluation_score.scores": _NUMBERS,
    "event.by_name": _ACCOUNT,
    "event.from_state": _CODE,
    "event.hash": _HASH,
    "event.move": _CODE,
    "event.party": _CODE,
    "event.to_state": _CODE,
    "event.traces": _NUMBERS,
    "foreign_account.issuer": _ACCOUNT,
    "foreign_account.subject": _ACCOUNT,
    "former_name.name_en": _OFFICE,
    "former_name.name_zh": _OFFICE,
    "half_written.move": _CODE,
    "handover.kind": _CODE,
    "handover.step": _CODE,
    "idempotency_key.key": _HASH,
    "idempotency_key.request_sha256": _HASH,
    "index_key.codes_from": _HASH,
    "index_key.key_id": _HASH,
    "index_key.moving_to": _HASH,
    "kept_count.name": _CODE,
    "kept_count.rows": _NUMBERS,
    "kept_out.cause": _CODE,
    "kept_out.reach": _CODE,
    "kept_out.reason": _CODE,
    "machine_token.key_hash": _HASH,
    "machine_token.name": _ACCOUNT,
    "machine_token.scopes": _CODE,
    "machine_token.token_hash": _HASH,
    "notice.delivery_checksum": _HASH,
    "notice.key": "the number of a complaint, a step and a recipient",
    "notice.kind": _CODE,
    "notice.lease": _HASH,
    "notice.recipient": _CODE,
    "notice.role": _CODE,
    "office_season.spans": _NUMBERS,
    "officer.email": _ACCOUNT,
    "officer.fs_uniquifier": _HASH,
    "officer.locale": _CODE,
    "officer.name_en": _ACCOUNT,
    "officer.name_zh": _ACCOUNT,
    "officer.password": _HASH,
    "officer.roles": _CODE,
    "officer.username": _ACCOUNT,
    "officer_role.role": _CODE,
    "organisation_sum.checksum": _HASH,
    "organisation_sum.name": _CODE,
    "organisation_sum.value": _HASH,
    "phrase.title": "sentences of a unit to insert, which speak of no complaint",
    "phrase.words": "sentences of a unit to insert, which speak of no complaint",
    "public_idempotency_key.key": _HASH,
    "public_idempotency_key.request_sha256": _HASH,
    "published_evaluation.content": _PUBLISHED,
    "published_month.content": _PUBLISHED,
    "published_month.month": _NUMBERS,
    "round_record.kind": _CODE,
    "round_record.outcome": _CODE,
    "retention_hold.step": _CODE,
    "rulebook_text.edition": _PUBLISHED,
    "rulebook_text.name": _PUBLISHED,
    "rulebook_text.sha256": _HASH,
    "rulebook_text.text": _PUBLISHED,
    "rulebook_text.version": _PUBLISHED,
    "seal.body": "hashes and counts; it leaves the installation",
    "seal.hash": _HASH,
    "seal.signature": _HASH,
    "search_token.token": _HASH,
    "second_step.recovery": _HASH,
    "short_name.name": _OFFICE,
    "sign_in.door": _CODE,
    "sign_in.key_hash": _HASH,
    "sign_in.outcome": _CODE,
    "sign_in.token_hash": _HASH,
    "table_checksum.name": _CODE,
    "table_checksum.value": _HASH,
    "table_checksum.value_checksum": _HASH,
    "unit.code": _OFFICE,
    "unit.kind": _OFFICE,
    "unit.name_en": _OFFICE,
    "unit.name_zh": _OFFICE,
    "unit.path": _OFFICE,
    "upload.kind": "the kind of a file, found by its content",
    "upload.sha256": _HASH,
    "upload.token_hash": _HASH,
    "visit.token_hash": _HASH,
}


def columns_in_clear(metadata: sa.MetaData) -> Iterator[str]:
    for table in metadata.sorted_tables:
        for column in table.columns:
            if isinstance(column.type, sa.String | sa.JSON | sa.LargeBinary) and kind_of(column) is None:
                yield f"{table.name}.{column.name}"


def test_every_text_is_sealed_or_listed() -> None:
    assert sorted(set(columns_in_clear(db.metadata)) - IN_CLEAR.keys()) == []


def test_what_is_listed_is_in_clear() -> None:
    assert sorted(IN_CLEAR.keys() - set(columns_in_clear(db.metadata))) == []


def test_law_sees_a_text_in_clear() -> None:
    metadata = sa.MetaData()
    columns = (sa.Column("id", sa.Integer), sa.Column("note", sa.Text), sa.Column("detail", sa.JSON))
    sa.Table("remark", metadata, *columns)

    assert list(columns_in_clear(metadata)) == ["remark.note", "remark.detail"]
