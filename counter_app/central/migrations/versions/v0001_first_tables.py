"""The first tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "alarms",
        sa.Column("office", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("station", sa.String(length=64), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("params", sa.Text(), nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.Column("settled_at", sa.String(length=32), nullable=True),
        sa.PrimaryKeyConstraint("office", "id", name=op.f("pk_alarms")),
    )
    op.create_table(
        "batches",
        sa.Column("office", sa.String(length=64), nullable=False),
        sa.Column("station", sa.String(length=64), nullable=False),
        sa.Column("incarnation", sa.BigInteger(), nullable=False),
        sa.Column("first", sa.BigInteger(), nullable=False),
        sa.Column("last", sa.BigInteger(), nullable=False),
        sa.Column("head_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("signature", sa.LargeBinary(length=64), nullable=False),
        sa.Column("received_at", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("office", "station", "incarnation", "last", name=op.f("pk_batches")),
    )
    op.create_table(
        "chains",
        sa.Column("office", sa.String(length=64), nullable=False),
        sa.Column("station", sa.String(length=64), nullable=False),
        sa.Column("incarnation", sa.BigInteger(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.PrimaryKeyConstraint("office", "station", "incarnation", name=op.f("pk_chains")),
    )
    op.create_table(
        "code_days",
        sa.Column("office", sa.String(length=64), nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("last_number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("office", "day", name=op.f("pk_code_days")),
    )
    op.create_table(
        "codes",
        sa.Column("office", sa.String(length=64), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("office", "code", name=op.f("pk_codes")),
    )
    op.create_table(
        "documents",
        sa.Column("office", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("station", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("stored_at", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("office", "name", "station", "version", name=op.f("pk_documents")),
    )
    op.create_table(
        "dossiers",
        sa.Column("office", sa.String(length=64), nullable=False),
        sa.Column("dossier", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("code_kind", sa.String(length=16), nullable=False),
        sa.Column("aliases", sa.Text(), nullable=False),
        sa.Column("owner_name", sa.Text(), nullable=False),
        sa.Column("procedure_code", sa.Text(), nullable=False),
        sa.Column("procedure_name", sa.Text(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("cancelled", sa.Boolean(), nullable=False),
        sa.Column("received_at", sa.String(length=32), nullable=False),
        sa.Column("due_at", sa.String(length=32), nullable=True),
        sa.Column("conflicts", sa.Integer(), nullable=False),
        sa.Column("entry_count", sa.Integer(), nullable=False),
        sa.Column("fold_version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("office", "dossier", name=op.f("pk_dossiers")),
    )
    op.create_index(op.f("ix_dossiers_office_code"), "dossiers", ["office", "code"], unique=False)
    op.create_index(
        op.f("ix_dossiers_office_received_at"), "dossiers", ["office", "received_at"], unique=False
    )
    op.create_table(
        "enrol_codes",
        sa.Column("office", sa.String(length=64), nullable=False),
        sa.Column("code_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("number", sa.String(length=2), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("created_at", sa.String(length=32), nullable=False),
        sa.Column("expires_at", sa.String(length=32), nullable=False),
        sa.Column("used_at", sa.String(length=32), nullable=True),
        sa.Column("station", sa.String(length=64), nullable=True),
        sa.PrimaryKeyConstraint("office", "code_hash", name=op.f("pk_enrol_codes")),
    )
    op.create_table(
        "entries",
        sa.Column("office", sa.String(length=64), nullable=False),
        sa.Column("station", sa.String(length=64), nullable=False),
        sa.Column("incarnation", sa.BigInteger(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("kind_version", sa.BigInteger(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("audience", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("occurred_at", sa.String(length=32), nullable=False),
        sa.Column("recorded_at", sa.String(length=32), nullable=False),
        sa.Column("clock_offset_ms", sa.BigInteger(), nullable=True),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.Column("body_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("prev_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("stored_at", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("params", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("office", "station", "incarnation", "seq", name=op.f("pk_entries")),
    )
    op.create_table(
        "feed",
        sa.Column("office", sa.String(length=64), nullable=False),
        sa.Column("no", sa.BigInteger(), nullable=False),
        sa.Column("home", sa.String(length=64), nullable=False),
        sa.Column("station", sa.String(length=64), nullable=False),
        sa.Column("incarnation", sa.BigInteger(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("with_entry", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("params", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("office", "no", name=op.f("pk_feed")),
    )
    op.create_index(op.f("ix_feed_office_subject_no"), "feed", ["office", "subject", "no"], unique=False)
    op.create_table(
        "feed_counters",
        sa.Column("office", sa.String(length=64), nullable=False),
        sa.Column("last_no", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("office", name=op.f("pk_feed_counters")),
    )
    op.create_table(
        "leases",
        sa.Column("office", sa.String(length=64), nullable=False),
        sa.Column("station", sa.String(length=64), nullable=False),
        sa.Column("first", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.Column("overflow_first", sa.Integer(), nullable=False),
        sa.Column("overflow_last", sa.Integer(), nullable=False),
        sa.Column("granted_at", sa.String(length=32), nullable=False),
        sa.Column("withdrawn_at", sa.String(length=32), nullable=True),
        sa.Column("released_at", sa.String(length=32), nullable=True),
        sa.PrimaryKeyConstraint("office", "station", "first", name=op.f("pk_leases")),
    )
    op.create_table(
        "identity_lookups",
        sa.Column("office", sa.String(length=64), nullable=False),
        sa.Column("question", sa.String(length=64), nullable=False),
        sa.Column("refusal", sa.String(length=64), nullable=False),
        sa.Column("station", sa.String(length=64), nullable=False),
        sa.Column("clerk", sa.String(length=64), nullable=False),
        sa.Column("dossier", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.String(length=64), nullable=False),
        sa.Column("transaction_id", sa.String(length=64), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.String(length=32), nullable=False),
        sa.Column("tried_at", sa.String(length=32), nullable=False),
        sa.Column("answered_at", sa.String(length=32), nullable=True),
        sa.Column("latency_ms", sa.Integer(), nullable=True),
        sa.Column("content", sa.LargeBinary(length=32), nullable=True),
        sa.PrimaryKeyConstraint("office", "question", "refusal", name=op.f("pk_identity_lookups")),
    )
    op.create_index(
        op.f("ix_identity_lookups_office_asked_at"), "identity_lookups", ["office", "asked_at"], unique=False
    )
    op.create_index(
        op.f("ix_identity_lookups_office_dossier"), "identity_lookups", ["office", "dossier"], unique=False
    )
    op.create_table(
        "meta",
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_meta")),
    )
    op.create_table(
        "offices",
        sa.Column("office", sa.String(length=64), nullable=False),
        sa.Column("agency", sa.String(length=35), nullable=False),
        sa.Column("recovery_public_key", sa.LargeBinary(length=32), nullable=False),
        sa.Column("grants_leases", sa.Boolean(), nullable=False),
        sa.Column("range_size", sa.Integer(), nullable=False),
        sa.Column("overflow_size", sa.Integer(), nullable=False),
        sa.Column("grants_second", sa.Boolean(), nullable=False),
        sa.Column("added_at", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("office", name=op.f("pk_offices")),
    )
    op.create_table(
        "stations",
        sa.Column("office", sa.String(length=64), nullable=False),
        sa.Column("station", sa.String(length=64), nullable=False),
        sa.Column("number", sa.String(length=2), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(length=32), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("enrolled_at", sa.String(length=32), nullable=False),
        sa.Column("revoked_at", sa.String(length=32), nullable=True),
        sa.Column("seen_at", sa.String(length=32), nullable=True),
        sa.PrimaryKeyConstraint("office", "station", name=op.f("pk_stations")),
        sa.UniqueConstraint("office", "token_hash", name=op.f("uq_stations_office_token_hash")),
    )


def downgrade() -> None:
    """Drop the tables."""
    op.drop_table("stations")
    op.drop_table("offices")
    op.drop_table("meta")
    op.drop_index(op.f("ix_identity_lookups_office_dossier"), table_name="identity_lookups")
    op.drop_index(op.f("ix_identity_lookups_office_asked_at"), table_name="identity_lookups")
    op.drop_table("identity_lookups")
    op.drop_table("leases")
    op.drop_table("feed_counters")
    op.drop_index(op.f("ix_feed_office_subject_no"), table_name="feed")
    op.drop_table("feed")
    op.drop_table("entries")
    op.drop_table("enrol_codes")
    op.drop_index(op.f("ix_dossiers_office_received_at"), table_name="dossiers")
    op.drop_index(op.f("ix_dossiers_office_code"), table_name="dossiers")
    op.drop_table("dossiers")
    op.drop_table("documents")
    op.drop_table("codes")
    op.drop_table("code_days")
    op.drop_table("chains")
    op.drop_table("batches")
    op.drop_table("alarms")
