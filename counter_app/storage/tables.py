"""The tables of the station's database, as SQLAlchemy Core knows them.

Instants are whole microseconds since 1970 in UTC. What is only JSON to the database is text. A change
here needs a migration beside it (``schema``): a test holds that the migrations end in exactly these tables.
"""

from __future__ import annotations

from sqlalchemy import (
    CheckConstraint,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    text,
)

metadata = MetaData()

station = Table(
    "station",
    metadata,
    Column("only", Integer, primary_key=True),
    Column("id", Text, nullable=False),
    Column("incarnation", Integer, nullable=False),
    Column("number", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("enrolled_at", Integer, nullable=False),
    CheckConstraint("only = 1", name="ck_station_only"),
)
"""Who this station is: at most one row."""

journal = Table(
    "journal",
    metadata,
    Column("station", Text, nullable=False),
    Column("incarnation", Integer, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    Column("kind_version", Integer, nullable=False),
    Column("subject", Text, nullable=False),
    Column("audience", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("occurred_at", Integer, nullable=False),
    Column("recorded_at", Integer, nullable=False),
    Column("clock_offset_ms", Integer),
    Column("basis", Text, nullable=False),
    Column("body_hash", LargeBinary, nullable=False),
    Column("prev_hash", LargeBinary, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    Column("own", Integer, nullable=False),
    Column("verdict", Text, nullable=False),
    Column("verdict_code", Text, nullable=False),
    Column("verdict_params", Text),
    Column("feed_life", Integer),
    Column("feed_no", Integer),
    Column("body", LargeBinary),
    PrimaryKeyConstraint("station", "incarnation", "seq"),
)
"""Every entry that this station wrote or learned of.

``feed_no`` is unique within one life of the central system; after a restore there, ``feed_life``
counts on and numbers are given anew.
"""

Index("ix_journal_subject", journal.c.subject)
Index(
    "ix_journal_waiting",
    journal.c.verdict,
    journal.c.incarnation,
    journal.c.seq,
    journal.c.subject,
    sqlite_where=text("own = 1 AND verdict <> 'accepted'"),
)
Index(
    "ix_journal_feed",
    journal.c.feed_life,
    journal.c.feed_no,
    unique=True,
    sqlite_where=text("feed_no IS NOT NULL"),
)

settled = Table(
    "settled",
    metadata,
    Column("station", Text, nullable=False),
    Column("incarnation", Integer, nullable=False),
    Column("seq", Integer, nullable=False),
    PrimaryKeyConstraint("station", "incarnation", "seq"),
    sqlite_with_rowid=False,
)
"""Entries of which an entry in the journal says that a person settled them (``domain.settling``)."""

dossier = Table(
    "dossier",
    metadata,
    Column("position", Integer, primary_key=True),
    Column("id", Text, nullable=False),
    Column("code", Text, nullable=False),
    Column("provisional", Integer, nullable=False),
    Column("owner_name", Text, nullable=False),
    Column("owner_number", Text, nullable=False),
    Column("phone", Text, nullable=False),
    Column("procedure_code", Text, nullable=False),
    Column("procedure_name", Text, nullable=False),
    Column("received_at", Integer, nullable=False),
    Column("due_at", Integer),
    Column("status", Integer, nullable=False),
    Column("cancelled", Integer, nullable=False),
    Column("pending", Integer, nullable=False),
    Column("refused", Integer, nullable=False),
    Column("read_only", Integer, nullable=False),
    Column("conflicts", Integer, nullable=False),
    Column("clerk", Text, nullable=False),
    Column("field", Text, nullable=False),
    Column("ledger_book", Text, nullable=False),
    Column("ledger_line", Integer, nullable=False),
    Column("running_due_at", Integer),
    Column("reappointed", Integer, nullable=False),
    Column("supplement_due_at", Integer),
    Column("unasked_since", Integer),
    Column("papers", Text),
    Column("identity", Text),
    Column("identity_due", Integer, nullable=False),
    Column("identity_task", Text),
    Column("indexed", Integer, nullable=False),
    Column("terms", Text, nullable=False),
    Column("fold_version", Integer, nullable=False),
    Column("state", Text),
)
"""The projection of dossiers; ``position`` is the order in which this station learned of them.

``field`` is its procedure's field; ``ledger_book`` and ``ledger_line`` are where it stands in the ledger.
``running_due_at`` is the due time while the office still has the dossier to settle and its clock runs, else
``NULL``; ``supplement_due_at`` until when a supplement is awaited. ``reappointed`` counts later due times.
``unasked_since`` is when it was received, while a supplement could still be asked for the first time.
``papers`` tells what waits to be handed over and what a department has, else ``NULL``.
``identity`` is the state of its owner's check: ``NULL`` not checked, empty where there is nothing to ask.
``identity_due`` is 1 while it is to be asked, ``identity_task`` what a person has to do about it.
``indexed`` is 0 for the newest few (``search_index``). ``terms`` are the words under which it is found.
``state`` is the whole dossier as JSON, where its entries in the journal do not give it by themselves.
"""

Index("ix_dossier_id", dossier.c.id, unique=True)
Index("ix_dossier_clerk", dossier.c.clerk, dossier.c.received_at, sqlite_where=text("indexed = 1"))
Index(
    "ix_dossier_due",
    dossier.c.running_due_at,
    dossier.c.reappointed,
    sqlite_where=text("indexed = 1 AND running_due_at IS NOT NULL"),
)
Index(
    "ix_dossier_supplement",
    dossier.c.supplement_due_at,
    sqlite_where=text("supplement_due_at IS NOT NULL"),
)
Index(
    "ix_dossier_unasked",
    dossier.c.unasked_since,
    dossier.c.running_due_at,
    sqlite_where=text("indexed = 1 AND unasked_since IS NOT NULL"),
)
Index(
    "ix_dossier_ledger",
    dossier.c.ledger_book,
    dossier.c.ledger_line,
    dossier.c.cancelled,
    sqlite_where=text("indexed = 1"),
)
Index(
    "ix_dossier_identity_due", dossier.c.identity_due, sqlite_where=text("indexed = 1 AND identity_due = 1")
)
Index("ix_dossier_identity_task", dossier.c.identity_task, sqlite_where=text("identity_task IS NOT NULL"))
Index("ix_dossier_papers", dossier.c.papers, sqlite_where=text("papers IS NOT NULL"))
Index("ix_dossier_to_return", dossier.c.status, sqlite_where=text("status = 9 AND cancelled = 0"))

alias = Table(
    "alias",
    metadata,
    Column("code", Text, nullable=False),
    Column("position", Integer, nullable=False),
    PrimaryKeyConstraint("code", "position"),
    sqlite_with_rowid=False,
)
"""Every code that a dossier has or had, as ``domain.dossier_codes.code_key`` writes it."""

draft = Table(
    "draft",
    metadata,
    Column("id", Text, primary_key=True),
    Column("clerk", Text, nullable=False),
    Column("saved_at", Integer, nullable=False),
    Column("content", Text, nullable=False),
    sqlite_with_rowid=False,
)

document = Table(
    "document",
    metadata,
    Column("name", Text, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("data", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)
"""Named documents, and counters as documents without content: ``version`` is the last number taken.

In one table, a reception finds its counters and the codes of the day on one page.
"""

feed = Table(
    "feed",
    metadata,
    Column("only", Integer, primary_key=True),
    Column("life", Integer, nullable=False),
    Column("epoch", Text, nullable=False),
    Column("after", Integer, nullable=False),
    CheckConstraint("only = 1", name="ck_feed_only"),
)
"""How far the office's feed is read: at most one row."""

fact = Table(
    "fact",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
    sqlite_with_rowid=False,
)
"""Small facts of the program about itself: the fold's version, what sync remembers."""

look_up = Table(
    "look_up",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("at", Integer, nullable=False),
    Column("clerk", Text, nullable=False),
    Column("dossier", Text, nullable=False),
    Column("automatic", Integer, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("transaction_id", Text, nullable=False),
)
"""The log of questions to the e-ID system: who, when, for which dossier, how it ended; no data of anybody."""

identity_try = Table(
    "identity_try",
    metadata,
    Column("dossier", Text, primary_key=True),
    Column("attempts", Integer, nullable=False),
    Column("not_before", Integer, nullable=False),
    sqlite_with_rowid=False,
)
"""Dossiers whose owner was asked about without an answer, and when to ask again."""

waiting_scan = Table(
    "waiting_scan",
    metadata,
    Column("position", Integer, primary_key=True),
    Column("sha256", Text, nullable=False),
    Column("lane", Integer, nullable=False),
    Column("size", Integer, nullable=False),
    Column("media_type", Text, nullable=False),
    Column("queued_at", Integer, nullable=False),
    Column("state", Text, nullable=False),
    Column("code", Text, nullable=False),
    Column("epoch", Text, nullable=False),
)
"""Files of the vault that the central system is to have, once each, also after it has them.

``state`` is a ``FileState``; ``code`` tells why one was refused, ``epoch`` which life of the central system
has it.
"""

Index("ix_waiting_scan_sha256", waiting_scan.c.sha256, unique=True)
Index(
    "ix_waiting_scan_waiting",
    waiting_scan.c.lane,
    waiting_scan.c.position,
    sqlite_where=text("state = 'waiting'"),
)

SEARCH_TABLE = """
CREATE VIRTUAL TABLE dossier_search USING fts5(
    terms,
    content = '',
    columnsize = 0,
    detail = none,
    tokenize = "ascii tokenchars '_'",
    prefix = '1 2 3 4 5 6'
)
"""
"""The search index: only which word is in which dossier. ``rowid`` is ``dossier.position``.

The newest few dossiers are not in it yet (``search_index``).
"""
