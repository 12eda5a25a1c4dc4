"""Every table of the engine, the hash chain and the sealed columns from the first day.

Before this lands: does it take a lock that window staff would wait for? Does the code version before it still run on the
new tables? One change each; number it; never edit one that has been released.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "audit_note",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_note")),
    )
    op.create_table(
        "calendar_day",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("working", sa.Boolean(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_calendar_day")),
    )
    op.create_table(
        "calendar_edition",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_edition")),
    )
    op.create_table(
        "calendar_year",
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("year", name=op.f("pk_calendar_year")),
    )
    op.create_table(
        "office_season",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("month", sa.Integer(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("spans", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_office_season")),
        sa.UniqueConstraint("month", "day", name=op.f("uq_office_season_month_day")),
    )
    op.create_table(
        "rulebook_text",
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_rulebook_text")),
    )
    with op.batch_alter_table("rulebook_text", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rulebook_text_published_at"), ["published_at"], unique=False)

    op.create_table(
        "unit",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name_zh", sa.String(), nullable=False),
        sa.Column("name_en", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("parent_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("handles", sa.Boolean(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["parent_id"], ["unit.id"], name=op.f("fk_unit_parent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit")),
        sa.UniqueConstraint("code", name=op.f("uq_unit_code")),
    )
    with op.batch_alter_table("unit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_unit_parent_id"), ["parent_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_unit_path"), ["path"], unique=False)

    op.create_table(
        "officer",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("username", sa.String(), nullable=False),
        sa.Column("name_zh", sa.String(), nullable=False),
        sa.Column("name_en", sa.String(), nullable=False),
        sa.Column("unit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("roles", sa.JSON(), nullable=False),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("password", sa.String(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("fs_uniquifier", sa.String(), nullable=False),
        sa.Column("demo", sa.Boolean(), nullable=False),
        sa.Column("locale", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_officer_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_officer")),
        sa.UniqueConstraint("fs_uniquifier", name=op.f("uq_officer_fs_uniquifier")),
        sa.UniqueConstraint("username", name=op.f("uq_officer_username")),
    )
    with op.batch_alter_table("officer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_officer_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "complaint",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("tracking_number", sa.String(), nullable=False),
        sa.Column("query_code_hash", sa.String(), nullable=False),
        sa.Column("rulebook_version", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("category", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("urgency", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("narrative", sa.Text(), nullable=False),
        sa.Column("contactable", sa.Boolean(), nullable=False),
        sa.Column("restricted", sa.Boolean(), nullable=False),
        sa.Column("confidential", sa.Boolean(), nullable=False),
        sa.Column("sender_number", sa.String(), nullable=True),
        sa.Column("sender_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("first_responder_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("answerable_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("handler_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("intake_unit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("intake_path", sa.String(), nullable=False),
        sa.Column("unit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("unit_path", sa.String(), nullable=False),
        sa.Column("offered_unit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("duty_offered_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("respondent_unit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column(
            "respondent_officer_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("respondent_name", sa.Text(), nullable=True),
        sa.Column("past_handler_ids", sa.JSON(), nullable=False),
        sa.Column("recused_ids", sa.JSON(), nullable=False),
        sa.Column("refusing_unit_ids", sa.JSON(), nullable=False),
        sa.Column("returns", sa.Integer(), nullable=False),
        sa.Column("lapses", sa.Integer(), nullable=False),
        sa.Column("fresh_hands", sa.Boolean(), nullable=False),
        sa.Column("supplement_requests", sa.Integer(), nullable=False),
        sa.Column("extensions", sa.Integer(), nullable=False),
        sa.Column("pause_reason", sa.String(), nullable=True),
        sa.Column("cycles", sa.JSON(), nullable=False),
        sa.Column("answered_seq", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.Column("findings", sa.Text(), nullable=True),
        sa.Column("reply", sa.Text(), nullable=True),
        sa.Column("rework_rounds", sa.Integer(), nullable=False),
        sa.Column("grade", sa.Integer(), nullable=True),
        sa.Column("rated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("appeal_by", sa.DateTime(timezone=True), nullable=True),
        sa.Column("appealed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("citizen_urged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("leading_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("leads_others", sa.Boolean(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("head_hash", sa.String(), nullable=False),
        sa.Column("next_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("next_action_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("escalated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("failure", sa.String(), nullable=True),
        sa.Column("set_aside_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('received','assigned','handled','feedback') OR ended_at IS NOT NULL",
            name=op.f("ck_complaint_ends_have_a_time"),
        ),
        sa.CheckConstraint(
            "answerable_id = first_responder_id OR answerable_id = handler_id",
            name=op.f("ck_complaint_answerable_is_known"),
        ),
        sa.CheckConstraint(
            "respondent_officer_id IS NULL OR (respondent_officer_id <> first_responder_id AND respondent_officer_id <> answerable_id AND (handler_id IS NULL OR respondent_officer_id <> handler_id))",
            name=op.f("ck_complaint_nobody_judges_themselves"),
        ),
        sa.CheckConstraint(
            "respondent_unit_id IS NULL OR respondent_unit_id <> unit_id",
            name=op.f("ck_complaint_not_held_by_respondent"),
        ),
        sa.ForeignKeyConstraint(["answerable_id"], ["officer.id"], name=op.f("fk_complaint_answerable_id")),
        sa.ForeignKeyConstraint(
            ["duty_offered_id"], ["officer.id"], name=op.f("fk_complaint_duty_offered_id")
        ),
        sa.ForeignKeyConstraint(
            ["first_responder_id"], ["officer.id"], name=op.f("fk_complaint_first_responder_id")
        ),
        sa.ForeignKeyConstraint(["handler_id"], ["officer.id"], name=op.f("fk_complaint_handler_id")),
        sa.ForeignKeyConstraint(["intake_unit_id"], ["unit.id"], name=op.f("fk_complaint_intake_unit_id")),
        sa.ForeignKeyConstraint(["leading_id"], ["complaint.id"], name=op.f("fk_complaint_leading_id")),
        sa.ForeignKeyConstraint(["offered_unit_id"], ["unit.id"], name=op.f("fk_complaint_offered_unit_id")),
        sa.ForeignKeyConstraint(["received_by_id"], ["officer.id"], name=op.f("fk_complaint_received_by_id")),
        sa.ForeignKeyConstraint(
            ["respondent_officer_id"], ["officer.id"], name=op.f("fk_complaint_respondent_officer_id")
        ),
        sa.ForeignKeyConstraint(
            ["respondent_unit_id"], ["unit.id"], name=op.f("fk_complaint_respondent_unit_id")
        ),
        sa.ForeignKeyConstraint(
            ["rulebook_version"], ["rulebook_text.version"], name=op.f("fk_complaint_rulebook_version")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_complaint_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint")),
        sa.UniqueConstraint("tracking_number", name=op.f("uq_complaint_tracking_number")),
    )
    with op.batch_alter_table("complaint", schema=None) as batch_op:
        batch_op.create_index(
            "ix_complaint_answerable",
            ["answerable_id", "next_due_at", "id"],
            unique=False,
            postgresql_where=sa.text("ended_at IS NULL"),
        )
        batch_op.create_index(
            "ix_complaint_due",
            ["next_due_at", "id"],
            unique=False,
            postgresql_where=sa.text("ended_at IS NULL"),
        )
        batch_op.create_index(
            "ix_complaint_escalated",
            ["escalated_at", "id"],
            unique=False,
            postgresql_where=sa.text("escalated_at IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_complaint_first_responder",
            ["first_responder_id", "next_due_at", "id"],
            unique=False,
            postgresql_where=sa.text("ended_at IS NULL"),
        )
        batch_op.create_index(
            "ix_complaint_handler",
            ["handler_id", "next_due_at", "id"],
            unique=False,
            postgresql_where=sa.text("ended_at IS NULL"),
        )
        batch_op.create_index(
            "ix_complaint_intake_unit",
            ["intake_unit_id", "next_due_at", "id"],
            unique=False,
            postgresql_where=sa.text("ended_at IS NULL"),
        )
        batch_op.create_index(batch_op.f("ix_complaint_leading_id"), ["leading_id"], unique=False)
        batch_op.create_index(
            "ix_complaint_next_action",
            ["next_action_at"],
            unique=False,
            postgresql_where=sa.text("next_action_at IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_complaint_offered_unit",
            ["offered_unit_id", "next_due_at", "id"],
            unique=False,
            postgresql_where=sa.text("ended_at IS NULL"),
        )
        batch_op.create_index(batch_op.f("ix_complaint_set_aside_at"), ["set_aside_at"], unique=False)
        batch_op.create_index(
            "ix_complaint_unit",
            ["unit_id", "next_due_at", "id"],
            unique=False,
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.create_table(
        "idempotency_key",
        sa.Column("officer_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("request_sha256", sa.String(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_idempotency_key_officer_id")),
        sa.PrimaryKeyConstraint("officer_id", "key", name=op.f("pk_idempotency_key")),
    )
    with op.batch_alter_table("idempotency_key", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_idempotency_key_at"), ["at"], unique=False)

    op.create_table(
        "officer_role",
        sa.Column("officer_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("unit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_officer_role_officer_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_officer_role_unit_id")),
        sa.PrimaryKeyConstraint("officer_id", "role", name=op.f("pk_officer_role")),
    )
    with op.batch_alter_table("officer_role", schema=None) as batch_op:
        batch_op.create_index("ix_officer_role_role_unit", ["role", "unit_id"], unique=False)

    op.create_table(
        "roster",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("unit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=True),
        sa.Column("on_date", sa.Date(), nullable=True),
        sa.Column("officer_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_roster_officer_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_roster_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roster")),
        sa.UniqueConstraint("unit_id", "on_date", name=op.f("uq_roster_unit_id_on_date")),
        sa.UniqueConstraint("unit_id", "weekday", name=op.f("uq_roster_unit_id_weekday")),
    )
    op.create_table(
        "access_log",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("complaint_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("officer_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaint.id"], name=op.f("fk_access_log_complaint_id")),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_access_log_officer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_log")),
    )
    with op.batch_alter_table("access_log", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_access_log_complaint_id"), ["complaint_id"], unique=False)

    op.create_table(
        "ask",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("complaint_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.CheckConstraint("step IN ('asked','granted','refused')", name=op.f("ck_ask_step_is_known")),
        sa.ForeignKeyConstraint(["by_id"], ["officer.id"], name=op.f("fk_ask_by_id")),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaint.id"], name=op.f("fk_ask_complaint_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ask")),
    )
    with op.batch_alter_table("ask", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ask_complaint_id"), ["complaint_id"], unique=False)

    op.create_table(
        "complainant",
        sa.Column("complaint_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("anonymous", sa.Boolean(), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("name_index", sa.String(), nullable=True),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("phone_index", sa.String(), nullable=True),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("identity_number", sa.Text(), nullable=True),
        sa.Column("identity_index", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaint.id"], name=op.f("fk_complainant_complaint_id")),
        sa.PrimaryKeyConstraint("complaint_id", name=op.f("pk_complainant")),
    )
    with op.batch_alter_table("complainant", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_complainant_identity_index"), ["identity_index"], unique=False)
        batch_op.create_index(batch_op.f("ix_complainant_name_index"), ["name_index"], unique=False)
        batch_op.create_index(batch_op.f("ix_complainant_phone_index"), ["phone_index"], unique=False)

    op.create_table(
        "deadline",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("complaint_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("commitment", sa.String(), nullable=False),
        sa.Column("cycle", sa.Integer(), nullable=False),
        sa.Column("limit", sa.String(), nullable=False),
        sa.Column("basis_zh", sa.String(), nullable=False),
        sa.Column("basis_en", sa.String(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("first_due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("provisional", sa.Boolean(), nullable=False),
        sa.Column("paused_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("remaining", sa.Integer(), nullable=True),
        sa.Column("met_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("met_seq", sa.Integer(), nullable=True),
        sa.Column("void_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("next_rung", sa.Integer(), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("escalation_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaint.id"], name=op.f("fk_deadline_complaint_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deadline")),
        sa.UniqueConstraint(
            "complaint_id", "commitment", "cycle", name=op.f("uq_deadline_complaint_id_commitment_cycle")
        ),
    )
    with op.batch_alter_table("deadline", schema=None) as batch_op:
        batch_op.create_index(
            "ix_deadline_provisional",
            ["due_at"],
            unique=False,
            postgresql_where=sa.text("provisional AND met_at IS NULL AND void_at IS NULL"),
        )

    op.create_table(
        "event",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("complaint_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("move", sa.String(), nullable=False),
        sa.Column("party", sa.String(), nullable=False),
        sa.Column("by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("by_name", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("from_state", sa.String(), nullable=True),
        sa.Column("to_state", sa.String(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["officer.id"], name=op.f("fk_event_by_id")),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaint.id"], name=op.f("fk_event_complaint_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
        sa.UniqueConstraint("complaint_id", "seq", name=op.f("uq_event_complaint_id_seq")),
    )
    op.create_table(
        "handover",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("complaint_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("unit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("officer_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("giver_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("designated", sa.Boolean(), nullable=False),
        sa.Column("return_by", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.CheckConstraint(
            "step <> 'returned' OR reason IS NOT NULL", name=op.f("ck_handover_returned_with_a_reason")
        ),
        sa.CheckConstraint(
            "step IN ('offered','taken','returned','lapsed','withdrawn')",
            name=op.f("ck_handover_step_is_known"),
        ),
        sa.ForeignKeyConstraint(["by_id"], ["officer.id"], name=op.f("fk_handover_by_id")),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaint.id"], name=op.f("fk_handover_complaint_id")),
        sa.ForeignKeyConstraint(["giver_id"], ["officer.id"], name=op.f("fk_handover_giver_id")),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_handover_officer_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_handover_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover")),
    )
    with op.batch_alter_table("handover", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_handover_complaint_id"), ["complaint_id"], unique=False)
        batch_op.create_index(
            "uq_handover_answered_once",
            ["complaint_id", "kind", "round"],
            unique=True,
            sqlite_where=sa.text("step <> 'offered'"),
            postgresql_where=sa.text("step <> 'offered'"),
        )
        batch_op.create_index(
            "uq_handover_offered_once",
            ["complaint_id", "kind", "round"],
            unique=True,
            sqlite_where=sa.text("step = 'offered'"),
            postgresql_where=sa.text("step = 'offered'"),
        )

    op.create_table(
        "notice",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("complaint_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("event_seq", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("recipient", sa.String(), nullable=False),
        sa.Column("officer_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("unit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("role", sa.String(), nullable=True),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("lease", sa.String(), nullable=True),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("dead_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_error", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaint.id"], name=op.f("fk_notice_complaint_id")),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_notice_officer_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_notice_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        sa.UniqueConstraint("key", name=op.f("uq_notice_key")),
    )
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_notice_complaint_id"), ["complaint_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_notice_dead_at"), ["dead_at"], unique=False)
        batch_op.create_index("ix_notice_officer", ["officer_id", "id"], unique=False)
        batch_op.create_index("ix_notice_unit", ["unit_id", "role", "id"], unique=False)
        batch_op.create_index(
            "ix_notice_waiting",
            ["next_try_at"],
            unique=False,
            postgresql_where=sa.text("next_try_at IS NOT NULL"),
            sqlite_where=sa.text("next_try_at IS NOT NULL"),
        )

    op.create_table(
        "escalation",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("complaint_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("deadline_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("commitment", sa.String(), nullable=False),
        sa.Column("rung", sa.String(), nullable=False),
        sa.Column("cycle", sa.Integer(), nullable=False),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("reminder", sa.Boolean(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("climbed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reviewer_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reviewed_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("review_act", sa.String(), nullable=True),
        sa.Column("review_note", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaint.id"], name=op.f("fk_escalation_complaint_id")),
        sa.ForeignKeyConstraint(["deadline_id"], ["deadline.id"], name=op.f("fk_escalation_deadline_id")),
        sa.ForeignKeyConstraint(
            ["reviewed_by_id"], ["officer.id"], name=op.f("fk_escalation_reviewed_by_id")
        ),
        sa.ForeignKeyConstraint(["reviewer_id"], ["officer.id"], name=op.f("fk_escalation_reviewer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_escalation")),
        sa.UniqueConstraint(
            "deadline_id", "rung", "cycle", name=op.f("uq_escalation_deadline_id_rung_cycle")
        ),
    )
    with op.batch_alter_table("escalation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_escalation_complaint_id"), ["complaint_id"], unique=False)
        batch_op.create_index(
            "ix_escalation_open",
            ["id"],
            unique=False,
            postgresql_where=sa.text("reviewed_at IS NULL AND reminder IS FALSE"),
        )
        batch_op.create_index(
            "ix_escalation_reviewer",
            ["reviewer_id", "id"],
            unique=False,
            postgresql_where=sa.text("reviewed_at IS NULL"),
        )


def downgrade() -> None:
    with op.batch_alter_table("escalation", schema=None) as batch_op:
        batch_op.drop_index("ix_escalation_reviewer", postgresql_where=sa.text("reviewed_at IS NULL"))
        batch_op.drop_index(
            "ix_escalation_open", postgresql_where=sa.text("reviewed_at IS NULL AND reminder IS FALSE")
        )
        batch_op.drop_index(batch_op.f("ix_escalation_complaint_id"))

    op.drop_table("escalation")
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_notice_waiting",
            postgresql_where=sa.text("next_try_at IS NOT NULL"),
            sqlite_where=sa.text("next_try_at IS NOT NULL"),
        )
        batch_op.drop_index("ix_notice_unit")
        batch_op.drop_index("ix_notice_officer")
        batch_op.drop_index(batch_op.f("ix_notice_dead_at"))
        batch_op.drop_index(batch_op.f("ix_notice_complaint_id"))

    op.drop_table("notice")
    with op.batch_alter_table("handover", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_handover_offered_once",
            sqlite_where=sa.text("step = 'offered'"),
            postgresql_where=sa.text("step = 'offered'"),
        )
        batch_op.drop_index(
            "uq_handover_answered_once",
            sqlite_where=sa.text("step <> 'offered'"),
            postgresql_where=sa.text("step <> 'offered'"),
        )
        batch_op.drop_index(batch_op.f("ix_handover_complaint_id"))

    op.drop_table("handover")
    op.drop_table("event")
    with op.batch_alter_table("deadline", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_deadline_provisional",
            postgresql_where=sa.text("provisional AND met_at IS NULL AND void_at IS NULL"),
        )

    op.drop_table("deadline")
    with op.batch_alter_table("complainant", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_complainant_phone_index"))
        batch_op.drop_index(batch_op.f("ix_complainant_name_index"))
        batch_op.drop_index(batch_op.f("ix_complainant_identity_index"))

    op.drop_table("complainant")
    with op.batch_alter_table("ask", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ask_complaint_id"))

    op.drop_table("ask")
    with op.batch_alter_table("access_log", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_access_log_complaint_id"))

    op.drop_table("access_log")
    op.drop_table("roster")
    with op.batch_alter_table("officer_role", schema=None) as batch_op:
        batch_op.drop_index("ix_officer_role_role_unit")

    op.drop_table("officer_role")
    with op.batch_alter_table("idempotency_key", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_idempotency_key_at"))

    op.drop_table("idempotency_key")
    with op.batch_alter_table("complaint", schema=None) as batch_op:
        batch_op.drop_index("ix_complaint_unit", postgresql_where=sa.text("ended_at IS NULL"))
        batch_op.drop_index(batch_op.f("ix_complaint_set_aside_at"))
        batch_op.drop_index("ix_complaint_offered_unit", postgresql_where=sa.text("ended_at IS NULL"))
        batch_op.drop_index(
            "ix_complaint_next_action", postgresql_where=sa.text("next_action_at IS NOT NULL")
        )
        batch_op.drop_index(batch_op.f("ix_complaint_leading_id"))
        batch_op.drop_index("ix_complaint_intake_unit", postgresql_where=sa.text("ended_at IS NULL"))
        batch_op.drop_index("ix_complaint_handler", postgresql_where=sa.text("ended_at IS NULL"))
        batch_op.drop_index("ix_complaint_first_responder", postgresql_where=sa.text("ended_at IS NULL"))
        batch_op.drop_index("ix_complaint_escalated", postgresql_where=sa.text("escalated_at IS NOT NULL"))
        batch_op.drop_index("ix_complaint_due", postgresql_where=sa.text("ended_at IS NULL"))
        batch_op.drop_index("ix_complaint_answerable", postgresql_where=sa.text("ended_at IS NULL"))

    op.drop_table("complaint")
    with op.batch_alter_table("officer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_officer_unit_id"))

    op.drop_table("officer")
    with op.batch_alter_table("unit", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_unit_path"))
        batch_op.drop_index(batch_op.f("ix_unit_parent_id"))

    op.drop_table("unit")
    with op.batch_alter_table("rulebook_text", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rulebook_text_published_at"))

    op.drop_table("rulebook_text")
    op.drop_table("office_season")
    op.drop_table("calendar_year")
    op.drop_table("calendar_edition")
    op.drop_table("calendar_day")
    op.drop_table("audit_note")
