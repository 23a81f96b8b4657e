"""What the sync store asks: own entries by state, verdicts, the feed's position."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import (
    ClauseElement,
    ColumnElement,
    bindparam,
    delete,
    func,
    literal_column,
    null,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.dialects.sqlite import Insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.sql.selectable import Select

from counter_app.storage import tables
from counter_app.storage.mappers import ENTRY_COLUMNS

_J = tables.journal.c
_F = tables.feed.c
_S = tables.settled.c
_ONE: ColumnElement[int] = literal_column("1")

# The words of the partial index ``ix_journal_waiting``; SQLite uses it only where they stand.
_UNACCEPTED = text("own = 1 AND verdict <> 'accepted'")
_PENDING = text("own = 1 AND verdict <> 'accepted' AND verdict = 'pending'")
_EFFECTIVE = text("verdict IN ('accepted', 'conflict')")
_CHAIN: ColumnElement[bool] = (_J.station == bindparam("station")) & (
    _J.incarnation == bindparam("incarnation")
)
_THE_ENTRY: ColumnElement[bool] = (
    (_J.station == bindparam("of_station"))
    & (_J.incarnation == bindparam("of_incarnation"))
    & (_J.seq == bindparam("of_seq"))
)

_BETWEEN: ColumnElement[bool] = _J.seq.between(bindparam("first"), bindparam("last"))
# As many subjects as there are, in one JSON array: a statement has a fixed number of values.
_LISTED = select(func.json_each(bindparam("subjects")).table_valued("value").c.value)


def _above(chosen: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    return chosen.where(_CHAIN, _J.seq > bindparam("seq"), text("verdict <> 'pending'"))


def _put_feed() -> Insert:
    statement = sqlite_insert(tables.feed).values(
        only=_ONE, life=bindparam("life"), epoch=bindparam("epoch"), after=bindparam("after")
    )
    changed = {name: statement.excluded[name] for name in ("life", "epoch", "after")}
    return statement.on_conflict_do_update(index_elements=[_F.only], set_=changed)


STATEMENTS: Final[Mapping[str, ClauseElement]] = {
    "unaccepted_counts": select(_J.verdict, func.count()).where(_UNACCEPTED).group_by(_J.verdict),
    # Few, if any: an entry of its own says each of them.
    "settled_counts": select(_J.verdict, func.count())
    .join_from(
        tables.settled,
        tables.journal,
        (_J.station == _S.station) & (_J.incarnation == _S.incarnation) & (_J.seq == _S.seq),
    )
    .where(_J.own == _ONE, text("verdict IN ('refused', 'held')"))
    .group_by(_J.verdict),
    "waiting_dossiers": select(func.count(_J.subject.distinct())).where(_PENDING),
    "oldest_waiting": select(_J.recorded_at).where(_PENDING).order_by(_J.incarnation, _J.seq).limit(_ONE),
    "next_batch": select(*(_J[name] for name in ENTRY_COLUMNS))
    .where(
        _PENDING,
        (_J.incarnation > bindparam("incarnation"))
        | ((_J.incarnation == bindparam("incarnation")) & (_J.seq > bindparam("seq"))),
    )
    .order_by(_J.incarnation, _J.seq)
    .limit(bindparam("limit")),
    "last_seq": select(func.max(_J.seq)).where(_CHAIN),
    # Read from the end of the chain: it meets only the entries of today.
    "last_before": select(_J.seq)
    .where(_CHAIN, _J.recorded_at < bindparam("since"))
    .order_by(_J.seq.desc())
    .limit(_ONE),
    "accepted_after": select(func.count()).where(_CHAIN, _J.seq > bindparam("seq"), _EFFECTIVE),
    "last_accepted": select(_J.recorded_at).where(_CHAIN, _EFFECTIVE).order_by(_J.seq.desc()).limit(_ONE),
    "known": select(_J.subject, _J.hash, _J.body.is_(None), _J.verdict, _J.feed_life).where(_THE_ENTRY),
    "known_between": select(
        _J.seq, _J.subject, _J.hash, _J.body.is_(None), _J.verdict, _J.verdict_code, _J.feed_life
    ).where(_CHAIN, _BETWEEN),
    "set_verdicts": update(tables.journal)
    .values({name: bindparam(name) for name in ("verdict", "verdict_code", "verdict_params")})
    .where(_CHAIN, _BETWEEN),
    "waiting_of": select(
        _J.subject,
        func.sum(literal_column("own = 1 AND verdict = 'pending'")),
        func.sum(literal_column("own = 1 AND verdict IN ('held', 'refused')")),
    )
    .where(_J.subject.in_(_LISTED))
    .group_by(_J.subject),
    "set_waiting": update(tables.dossier)
    .values(pending=bindparam("pending"), refused=literal_column("0"))
    .where(tables.dossier.c.id == bindparam("of_dossier")),
    "subjects_there": select(_J.subject).distinct().where(_J.subject.in_(_LISTED)),
    "places_of": select(_J.subject, _J.feed_no, _J.station, _J.incarnation, _J.seq).where(
        _J.subject.in_(_LISTED)
    ),
    "set_verdict": update(tables.journal)
    .values({name: bindparam(name) for name in ("verdict", "verdict_code", "verdict_params")})
    .where(_THE_ENTRY),
    "ask_again": update(tables.journal)
    .values(verdict=literal_column("'pending'"), verdict_code=literal_column("''"), verdict_params=null())
    .where(_THE_ENTRY, _J.own == _ONE, _J.body.is_not(None), text("verdict = 'held'")),
    "set_place": update(tables.journal)
    .values(feed_life=bindparam("feed_life"), feed_no=bindparam("feed_no"))
    .where(_THE_ENTRY),
    "set_body": update(tables.journal).values(body=bindparam("body")).where(_THE_ENTRY),
    "judged_above": _above(select(_J.subject).distinct()),
    "forget_verdicts": update(tables.journal)
    .values(
        verdict=literal_column("'pending'"),
        verdict_code=literal_column("''"),
        verdict_params=null(),
        feed_life=null(),
        feed_no=null(),
    )
    .where(_CHAIN, _J.seq > bindparam("seq"), text("verdict <> 'pending'")),
    # Without a verdict, or with one of an earlier life of the central system only.
    "not_there_from": select(*(_J[name] for name in ENTRY_COLUMNS))
    .where(
        _CHAIN,
        _J.seq >= bindparam("seq"),
        _J.own == _ONE,
        or_(text("verdict = 'pending'"), _J.feed_life != bindparam("life")),
    )
    .order_by(_J.seq),
    # The same content under another identity, told by an earlier life of the central system only.
    "moved_from": select(_J.station, _J.incarnation, _J.seq)
    .where(
        _J.subject == bindparam("subject"),
        _J.station == bindparam("station"),
        _J.kind == bindparam("kind"),
        _J.actor == bindparam("actor"),
        _J.occurred_at == bindparam("occurred_at"),
        _J.recorded_at == bindparam("recorded_at"),
        _J.body_hash == bindparam("body_hash"),
        _J.own == literal_column("0"),
        _J.feed_life != bindparam("life"),
    )
    .limit(_ONE),
    "of_earlier_life": update(tables.journal)
    .values(feed_life=bindparam("life"))
    .where(_J.own == _ONE, _J.feed_life.is_(None), text("verdict <> 'pending'")),
    "chains_of": select(_J.incarnation, func.max(_J.seq))
    .where(_J.station == bindparam("station"))
    .group_by(_J.incarnation)
    .order_by(_J.incarnation),
    "chain_above": select(*(_J[name] for name in ENTRY_COLUMNS))
    .where(_CHAIN, _J.seq > bindparam("seq"))
    .order_by(_J.seq)
    .limit(bindparam("limit")),
    "drop": delete(tables.journal).where(_THE_ENTRY),
    "put_incarnation": update(tables.station).values(incarnation=bindparam("incarnation")),
    "feed": select(_F.life, _F.epoch, _F.after),
    "put_feed": _put_feed(),
}
