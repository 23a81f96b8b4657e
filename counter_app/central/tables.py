"""The tables of the central system. Everything is keyed by office first, so that it distributes by office.

Instants are texts as ``journal.instant_text`` writes them: what is stored is what was hashed.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
)

metadata: Final = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _name(column: str, *, key: bool = False, null: bool = False) -> Column[str]:
    return Column(column, String(64), nullable=null, primary_key=key)


def _instant(column: str, *, null: bool = False) -> Column[str]:
    return Column(column, String(32), nullable=null)


meta = Table("meta", metadata, _name("name", key=True), Column("value", Text, nullable=False))
"""``epoch``: the random id of this database's life. ``incarnation``: of the central system's own chains.
``seal_key``: under which it seals what it writes itself."""

offices = Table(
    "offices",
    metadata,
    _name("office", key=True),
    Column("agency", String(35), nullable=False),
    Column("recovery_public_key", LargeBinary(32), nullable=False),
    Column("grants_leases", Boolean, nullable=False),
    Column("range_size", Integer, nullable=False),
    Column("overflow_size", Integer, nullable=False),
    Column("grants_second", Boolean, nullable=False),
    _instant("added_at"),
)

documents = Table(
    "documents",
    metadata,
    _name("office"),
    _name("name"),
    _name("station"),
    Column("version", Integer, nullable=False),
    Column("content", Text, nullable=False),
    _instant("stored_at"),
    PrimaryKeyConstraint("office", "name", "station", "version"),
)
"""Every version ever published. ``station`` is empty for what the whole office shares."""

enrol_codes = Table(
    "enrol_codes",
    metadata,
    _name("office"),
    Column("code_hash", LargeBinary(32), nullable=False),
    Column("number", String(2), nullable=False),
    Column("name", Text, nullable=False),
    _instant("created_at"),
    _instant("expires_at"),
    _instant("used_at", null=True),
    _name("station", null=True),
    PrimaryKeyConstraint("office", "code_hash"),
)

stations = Table(
    "stations",
    metadata,
    _name("office"),
    _name("station"),
    Column("number", String(2), nullable=False),
    Column("name", Text, nullable=False),
    Column("public_key", LargeBinary(32), nullable=False),
    Column("token_hash", LargeBinary(32), nullable=False),
    _instant("enrolled_at"),
    _instant("revoked_at", null=True),
    _instant("seen_at", null=True),
    PrimaryKeyConstraint("office", "station"),
    UniqueConstraint("office", "token_hash"),
)

leases = Table(
    "leases",
    metadata,
    _name("office"),
    _name("station"),
    Column("first", Integer, nullable=False),
    Column("last", Integer, nullable=False),
    Column("overflow_first", Integer, nullable=False),
    Column("overflow_last", Integer, nullable=False),
    _instant("granted_at"),
    _instant("withdrawn_at", null=True),
    _instant("released_at", null=True),
    PrimaryKeyConstraint("office", "station", "first"),
)
"""A range is free for another station only once it is released: its holder's last entry is known."""

chains = Table(
    "chains",
    metadata,
    _name("office"),
    _name("station"),
    Column("incarnation", BigInteger, nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("hash", LargeBinary(32), nullable=False),
    PrimaryKeyConstraint("office", "station", "incarnation"),
)
"""The head of every chain: how far the journal of a station is here without a gap."""

entries = Table(
    "entries",
    metadata,
    _name("office"),
    _name("station"),
    Column("incarnation", BigInteger, nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("kind", Text, nullable=False),
    Column("kind_version", BigInteger, nullable=False),
    Column("subject", Text, nullable=False),
    Column("audience", Text, nullable=False),
    Column("actor", Text, nullable=False),
    _instant("occurred_at"),
    _instant("recorded_at"),
    Column("clock_offset_ms", BigInteger),
    Column("basis", Text, nullable=False),
    Column("body", LargeBinary),
    Column("body_hash", LargeBinary(32), nullable=False),
    Column("prev_hash", LargeBinary(32), nullable=False),
    Column("hash", LargeBinary(32), nullable=False),
    _instant("stored_at"),
    Column("state", String(16), nullable=False),
    Column("code", Text, nullable=False),
    Column("params", Text, nullable=False),
    PrimaryKeyConstraint("office", "station", "incarnation", "seq"),
)
"""The journals. ``office`` is the office of the station that wrote the entry."""

batches = Table(
    "batches",
    metadata,
    _name("office"),
    _name("station"),
    Column("incarnation", BigInteger, nullable=False),
    Column("first", BigInteger, nullable=False),
    Column("last", BigInteger, nullable=False),
    Column("head_hash", LargeBinary(32), nullable=False),
    Column("signature", LargeBinary(64), nullable=False),
    _instant("received_at"),
    PrimaryKeyConstraint("office", "station", "incarnation", "last"),
)
"""The stations' signatures: the proof of who wrote what."""

feed_counters = Table(
    "feed_counters", metadata, _name("office", key=True), Column("last_no", BigInteger, nullable=False)
)

feed = Table(
    "feed",
    metadata,
    _name("office"),
    Column("no", BigInteger, nullable=False),
    _name("home"),
    _name("station"),
    Column("incarnation", BigInteger, nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("subject", Text, nullable=False),
    Column("with_entry", Boolean, nullable=False),
    Column("state", String(16), nullable=False),
    Column("code", Text, nullable=False),
    Column("params", Text, nullable=False),
    PrimaryKeyConstraint("office", "no"),
    Index(None, "office", "subject", "no"),
)
"""What each office is told, in the order of commits. ``home`` is the office under which the entry is kept."""

codes = Table(
    "codes",
    metadata,
    _name("office"),
    Column("code", Text, nullable=False),
    Column("subject", Text, nullable=False),
    PrimaryKeyConstraint("office", "code"),
)
"""Which dossier had a code first; a second one that claims it is told to a person and gets another code."""

code_days = Table(
    "code_days",
    metadata,
    _name("office"),
    Column("day", String(10), nullable=False),
    Column("last_number", Integer, nullable=False),
    PrimaryKeyConstraint("office", "day"),
)
"""The last number of a day that the central system itself gave out."""

dossiers = Table(
    "dossiers",
    metadata,
    _name("office"),
    Column("dossier", Text, nullable=False),
    Column("code", Text, nullable=False),
    Column("code_kind", String(16), nullable=False),
    Column("aliases", Text, nullable=False),
    Column("owner_name", Text, nullable=False),
    Column("procedure_code", Text, nullable=False),
    Column("procedure_name", Text, nullable=False),
    Column("status", Integer, nullable=False),
    Column("cancelled", Boolean, nullable=False),
    _instant("received_at"),
    _instant("due_at", null=True),
    Column("conflicts", Integer, nullable=False),
    Column("entry_count", Integer, nullable=False),
    Column("fold_version", Integer, nullable=False),
    PrimaryKeyConstraint("office", "dossier"),
    Index(None, "office", "code"),
    Index(None, "office", "received_at"),
)
"""The projection that people ask; folded from the entries, never written by hand."""

alarms = Table(
    "alarms",
    metadata,
    _name("office"),
    Column("id", String(32), nullable=False),
    _name("station"),
    Column("code", Text, nullable=False),
    Column("params", Text, nullable=False),
    _instant("at"),
    _instant("settled_at", null=True),
    PrimaryKeyConstraint("office", "id"),
)
"""What an administrator has to look at: forks, wrong signatures, restored stations; until he settled it."""

identity_lookups = Table(
    "identity_lookups",
    metadata,
    _name("office"),
    _name("question"),
    _name("refusal"),
    _name("station"),
    _name("clerk"),
    _name("dossier"),
    Column("kind", String(32), nullable=False),
    Column("state", String(32), nullable=False),
    _name("reason"),
    _name("transaction_id"),
    Column("tries", Integer, nullable=False),
    _instant("asked_at"),
    _instant("tried_at"),
    _instant("answered_at", null=True),
    Column("latency_ms", Integer),
    Column("content", LargeBinary(32)),
    PrimaryKeyConstraint("office", "question", "refusal"),
    Index(None, "office", "asked_at"),
    Index(None, "office", "dossier"),
)
"""Who looked up whose identity for which dossier, and how it ended; never a number, never a name.

``refusal`` is empty for a question that was asked, else why it was refused: each is kept once, with how
often (``tries``). ``state`` is ``asking`` until it ended. ``content`` is a keyed hash of what was asked, so
that a repeated id cannot stand for somebody else; it is dropped when repeats are no longer answered.
"""
