"""The schema of release 0.1.0."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create everything."""
    _identity()
    _journal()
    _dossiers()
    _small_tables()
    _look_ups()


def _identity() -> None:
    op.create_table(
        "station",
        sa.Column("only", sa.Integer, primary_key=True),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("incarnation", sa.Integer, nullable=False),
        sa.Column("number", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("enrolled_at", sa.Integer, nullable=False),
        sa.CheckConstraint("only = 1", name="ck_station_only"),
    )
    op.create_table(
        "feed",
        sa.Column("only", sa.Integer, primary_key=True),
        sa.Column("life", sa.Integer, nullable=False),
        sa.Column("epoch", sa.Text, nullable=False),
        sa.Column("after", sa.Integer, nullable=False),
        sa.CheckConstraint("only = 1", name="ck_feed_only"),
    )


def _journal() -> None:
    op.create_table(
        "journal",
        sa.Column("station", sa.Text, nullable=False),
        sa.Column("incarnation", sa.Integer, nullable=False),
        sa.Column("seq", sa.Integer, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("kind_version", sa.Integer, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("audience", sa.Text, nullable=False),
        sa.Column("actor", sa.Text, nullable=False),
        sa.Column("occurred_at", sa.Integer, nullable=False),
        sa.Column("recorded_at", sa.Integer, nullable=False),
        sa.Column("clock_offset_ms", sa.Integer),
        sa.Column("basis", sa.Text, nullable=False),
        sa.Column("body_hash", sa.LargeBinary, nullable=False),
        sa.Column("prev_hash", sa.LargeBinary, nullable=False),
        sa.Column("hash", sa.LargeBinary, nullable=False),
        sa.Column("own", sa.Integer, nullable=False),
        sa.Column("verdict", sa.Text, nullable=False),
        sa.Column("verdict_code", sa.Text, nullable=False),
        sa.Column("verdict_params", sa.Text),
        sa.Column("feed_life", sa.Integer),
        sa.Column("feed_no", sa.Integer),
        sa.Column("body", sa.LargeBinary),
        sa.PrimaryKeyConstraint("station", "incarnation", "seq"),
    )
    op.create_index("ix_journal_subject", "journal", ["subject"])
    op.create_index(
        "ix_journal_waiting",
        "journal",
        ["verdict", "incarnation", "seq", "subject"],
        sqlite_where=sa.text("own = 1 AND verdict <> 'accepted'"),
    )
    op.create_index(
        "ix_journal_feed",
        "journal",
        ["feed_life", "feed_no"],
        unique=True,
        sqlite_where=sa.text("feed_no IS NOT NULL"),
    )
    op.create_table(
        "settled",
        sa.Column("station", sa.Text, nullable=False),
        sa.Column("incarnation", sa.Integer, nullable=False),
        sa.Column("seq", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("station", "incarnation", "seq"),
        sqlite_with_rowid=False,
    )


def _dossiers() -> None:
    op.create_table(
        "dossier",
        sa.Column("position", sa.Integer, primary_key=True),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("code", sa.Text, nullable=False),
        sa.Column("provisional", sa.Integer, nullable=False),
        sa.Column("owner_name", sa.Text, nullable=False),
        sa.Column("owner_number", sa.Text, nullable=False),
        sa.Column("phone", sa.Text, nullable=False),
        sa.Column("procedure_code", sa.Text, nullable=False),
        sa.Column("procedure_name", sa.Text, nullable=False),
        sa.Column("received_at", sa.Integer, nullable=False),
        sa.Column("due_at", sa.Integer),
        sa.Column("status", sa.Integer, nullable=False),
        sa.Column("cancelled", sa.Integer, nullable=False),
        sa.Column("pending", sa.Integer, nullable=False),
        sa.Column("refused", sa.Integer, nullable=False),
        sa.Column("read_only", sa.Integer, nullable=False),
        sa.Column("conflicts", sa.Integer, nullable=False),
        sa.Column("clerk", sa.Text, nullable=False),
        sa.Column("field", sa.Text, nullable=False),
        sa.Column("ledger_book", sa.Text, nullable=False),
        sa.Column("ledger_line", sa.Integer, nullable=False),
        sa.Column("running_due_at", sa.Integer),
        sa.Column("reappointed", sa.Integer, nullable=False),
        sa.Column("supplement_due_at", sa.Integer),
        sa.Column("unasked_since", sa.Integer),
        sa.Column("papers", sa.Text),
        sa.Column("identity", sa.Text),
        sa.Column("identity_due", sa.Integer, nullable=False),
        sa.Column("identity_task", sa.Text),
        sa.Column("indexed", sa.Integer, nullable=False),
        sa.Column("terms", sa.Text, nullable=False),
        sa.Column("fold_version", sa.Integer, nullable=False),
        sa.Column("state", sa.Text),
    )
    op.create_index("ix_dossier_id", "dossier", ["id"], unique=True)
    op.create_index(
        "ix_dossier_clerk", "dossier", ["clerk", "received_at"], sqlite_where=sa.text("indexed = 1")
    )
    op.create_index(
        "ix_dossier_due",
        "dossier",
        ["running_due_at", "reappointed"],
        sqlite_where=sa.text("indexed = 1 AND running_due_at IS NOT NULL"),
    )
    op.create_index(
        "ix_dossier_supplement",
        "dossier",
        ["supplement_due_at"],
        sqlite_where=sa.text("supplement_due_at IS NOT NULL"),
    )
    op.create_index(
        "ix_dossier_unasked",
        "dossier",
        ["unasked_since", "running_due_at"],
        sqlite_where=sa.text("indexed = 1 AND unasked_since IS NOT NULL"),
    )
    op.create_index(
        "ix_dossier_ledger",
        "dossier",
        ["ledger_book", "ledger_line", "cancelled"],
        sqlite_where=sa.text("indexed = 1"),
    )
    op.create_index(
        "ix_dossier_identity_due",
        "dossier",
        ["identity_due"],
        sqlite_where=sa.text("indexed = 1 AND identity_due = 1"),
    )
    op.create_index(
        "ix_dossier_identity_task",
        "dossier",
        ["identity_task"],
        sqlite_where=sa.text("identity_task IS NOT NULL"),
    )
    op.create_index("ix_dossier_papers", "dossier", ["papers"], sqlite_where=sa.text("papers IS NOT NULL"))
    op.create_index(
        "ix_dossier_to_return", "dossier", ["status"], sqlite_where=sa.text("status = 9 AND cancelled = 0")
    )
    op.create_table(
        "alias",
        sa.Column("code", sa.Text, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("code", "position"),
        sqlite_with_rowid=False,
    )
    op.execute(
        "CREATE VIRTUAL TABLE dossier_search USING fts5(terms, content = '', columnsize = 0, detail = none,"
        " tokenize = \"ascii tokenchars '_'\", prefix = '1 2 3 4 5 6')"
    )


def _small_tables() -> None:
    op.create_table(
        "draft",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("clerk", sa.Text, nullable=False),
        sa.Column("saved_at", sa.Integer, nullable=False),
        sa.Column("content", sa.Text, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "document",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("data", sa.LargeBinary, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "fact",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("value", sa.Text, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "waiting_scan",
        sa.Column("position", sa.Integer, primary_key=True),
        sa.Column("sha256", sa.Text, nullable=False),
        sa.Column("lane", sa.Integer, nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("media_type", sa.Text, nullable=False),
        sa.Column("queued_at", sa.Integer, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("code", sa.Text, nullable=False),
        sa.Column("epoch", sa.Text, nullable=False),
    )
    op.create_index("ix_waiting_scan_sha256", "waiting_scan", ["sha256"], unique=True)
    op.create_index(
        "ix_waiting_scan_waiting",
        "waiting_scan",
        ["lane", "position"],
        sqlite_where=sa.text("state = 'waiting'"),
    )


def _look_ups() -> None:
    op.create_table(
        "look_up",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("at", sa.Integer, nullable=False),
        sa.Column("clerk", sa.Text, nullable=False),
        sa.Column("dossier", sa.Text, nullable=False),
        sa.Column("automatic", sa.Integer, nullable=False),
        sa.Column("outcome", sa.Text, nullable=False),
        sa.Column("transaction_id", sa.Text, nullable=False),
    )
    op.create_table(
        "identity_try",
        sa.Column("dossier", sa.Text, primary_key=True),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("not_before", sa.Integer, nullable=False),
        sqlite_with_rowid=False,
    )
