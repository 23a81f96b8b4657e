"""A folded dossier as JSON text and back, exactly: the state column of the projection."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, Final

from counter_app.domain.course import COURSE_KINDS, Act
from counter_app.domain.dossier import Conflict, Dossier
from counter_app.domain.entries import (
    CodeKind,
    Delivery,
    DeliveryMethod,
    FileAttached,
    PaperSigned,
    ReceivedComponent,
)
from counter_app.domain.identity import IdentityState
from counter_app.domain.identity_status import (
    CheckAnswer,
    Guidance,
    GuidanceOutcome,
    IdentityStatus,
    Settlement,
    SettlementOutcome,
)
from counter_app.domain.journal import EntryId
from counter_app.domain.parties import Party, PartyKind, SubmitterRole
from counter_app.domain.statuses import Status
from counter_app.storage.instants import from_micros, to_micros

_BLANK: Final[Mapping[str, Any]] = {
    "code_kind": "leased",
    "office": "",
    "office_name": "",
    "counter": "",
    "clerk": "",
    "clerk_name": "",
    "owner": ["citizen", "", "", "", "", "", "", "", "", "", "typed"],
    "submitter_role": "owner",
    "submitter": None,
    "authorisation": "",
    "channel": "direct",
    "components": [],
    "set_count": 1,
    "fee": {},
    "due": None,
    "first_due": None,
    "delivery": ["counter", ""],
    "slip_number": "",
    "identity": [{}, [], [], []],
    "note": "",
    "cancelled": False,
    "cancel_reason": "",
    "prints": {},
    "files": [],
    "signed": [],
    "acts": [],
    "read_only": False,
    "conflicts": [],
}
"""What an erased dossier most often says of a field: it is not written then."""
_ERASED_ENTRIES: Final = "erased_entries"
_ENCODER: Final = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":"))


def dossier_to_json(dossier: Dossier) -> str:
    """Every field; parties, components and conflicts as rows in the order of their fields."""
    plain: dict[str, object] = {
        "id": dossier.id,
        "aliases": dossier.aliases,
        "code_kind": dossier.code_kind.value,
        "office": dossier.office,
        "office_name": dossier.office_name,
        "counter": dossier.counter,
        "clerk": dossier.clerk,
        "clerk_name": dossier.clerk_name,
        "owner": _party_row(dossier.owner),
        "submitter_role": dossier.submitter_role.value,
        "submitter": None if dossier.submitter is None else _party_row(dossier.submitter),
        "authorisation": dossier.authorisation,
        "channel": dossier.channel,
        "procedure": _plain(dossier.procedure),
        "components": [
            (c.name, c.condition, c.copy_kind, c.originals, c.copies, c.present) for c in dossier.components
        ],
        "set_count": dossier.set_count,
        "fee": _plain(dossier.fee),
        "due": None if dossier.due is None else _plain(dossier.due),
        "first_due": None if dossier.first_due is None else _plain(dossier.first_due),
        "delivery": (dossier.delivery.method.value, dossier.delivery.place),
        "ledger": (dossier.ledger_book, dossier.ledger_line),
        "slip_number": dossier.slip_number,
        "identity": _identity_row(dossier.identity),
        "note": dossier.note,
        "received_at": to_micros(dossier.received_at),
        "status": int(dossier.status),
        "status_at": to_micros(dossier.status_at),
        "cancelled": dossier.cancelled,
        "cancel_reason": dossier.cancel_reason,
        "prints": _plain(dossier.prints),
        "files": [(f.component, f.sha256, f.media_type, f.size, f.pages) for f in dossier.files],
        "signed": [one.to_body() for one in dossier.signed],
        "acts": [(*a.id, to_micros(a.at), a.event.KIND, a.event.to_body()) for a in dossier.acts],
        "read_only": dossier.read_only,
        "conflicts": [(c.station, c.incarnation, c.seq, c.code) for c in dossier.conflicts],
        "entry_count": dossier.entry_count,
        "erased": dossier.erased,
    }
    text = _ENCODER.encode(plain)
    try:
        text.encode()
    except UnicodeEncodeError:  # Lone surrogates, which a file holds only when they are escaped.
        return json.dumps(plain, separators=(",", ":"))
    return text


def erased_to_json(dossier: Dossier, erased: Iterable[EntryId]) -> str:
    """A dossier of which bodies were erased, and which: what it says is all that there is of them.

    What is as empty as in a dossier of which nothing is known is left out: such lines stay for years.
    """
    plain = json.loads(dossier_to_json(dossier))
    said = {name: value for name, value in plain.items() if value != _BLANK.get(name)}
    return _ENCODER.encode({**said, _ERASED_ENTRIES: _ranges(erased)})


def erased_entries(text: str) -> frozenset[EntryId]:
    """Which entries were erased, of what ``erased_to_json`` wrote."""
    return frozenset(
        EntryId(station, incarnation, seq)
        for station, incarnation, *ends in json.loads(text).get(_ERASED_ENTRIES, ())
        for first, last in zip(ends[::2], ends[1::2], strict=True)
        for seq in range(first, last + 1)
    )


def _ranges(entries: Iterable[EntryId]) -> list[list[str | int]]:
    """Entries by chain, each chain's numbers as first and last of what follows one another."""
    chains: dict[tuple[str, int], list[str | int]] = {}
    for station, incarnation, seq in sorted(entries):
        ends = chains.setdefault((station, incarnation), [station, incarnation])
        if len(ends) > 2 and ends[-1] == seq - 1:
            ends[-1] = seq
        else:
            ends += [seq, seq]
    return list(chains.values())


def dossier_from_json(text: str) -> Dossier:
    """The reverse of ``dossier_to_json``."""
    plain: dict[str, Any] = json.loads(text)
    if plain.get("erased"):
        plain = {**_BLANK, **plain}
    method, place = plain["delivery"]
    book, line = plain["ledger"]
    submitter = plain["submitter"]
    return Dossier(
        id=plain["id"],
        aliases=tuple(plain["aliases"]),
        code_kind=CodeKind(plain["code_kind"]),
        office=plain["office"],
        office_name=plain["office_name"],
        counter=plain["counter"],
        clerk=plain["clerk"],
        clerk_name=plain["clerk_name"],
        owner=_party(plain["owner"]),
        submitter_role=SubmitterRole(plain["submitter_role"]),
        submitter=None if submitter is None else _party(submitter),
        authorisation=plain["authorisation"],
        channel=plain["channel"],
        procedure=plain["procedure"],
        components=tuple(ReceivedComponent(*row) for row in plain["components"]),
        set_count=plain["set_count"],
        fee=plain["fee"],
        due=plain["due"],
        first_due=plain["first_due"],
        delivery=Delivery(DeliveryMethod(method), place),
        ledger_book=book,
        ledger_line=line,
        slip_number=plain["slip_number"],
        identity=_identity(*plain["identity"]),
        note=plain["note"],
        received_at=from_micros(plain["received_at"]),
        status=Status(plain["status"]),
        status_at=from_micros(plain["status_at"]),
        cancelled=plain["cancelled"],
        cancel_reason=plain["cancel_reason"],
        prints=plain["prints"],
        files=tuple(FileAttached(*row) for row in plain["files"]),
        signed=tuple(PaperSigned.from_body(body) for body in plain.get("signed", ())),
        acts=tuple(_act(*row) for row in plain["acts"]),
        read_only=plain["read_only"],
        conflicts=tuple(Conflict(*row) for row in plain["conflicts"]),
        entry_count=plain["entry_count"],
        erased=plain["erased"],
    )


def _plain(mapping: Mapping[str, object]) -> dict[str, object]:
    return dict(mapping)


def _act(station: str, incarnation: int, seq: int, at: int, kind: str, body: Mapping[str, object]) -> Act:
    event = COURSE_KINDS[kind].from_body(body)
    return Act(EntryId(station, incarnation, seq), from_micros(at), event)


def _identity_row(identity: IdentityStatus) -> list[object]:
    return [
        _plain(identity.said),
        [[a.state.value, to_micros(a.at), a.transaction, a.asked] for a in identity.answers],
        [
            [g.outcome.value, to_micros(g.at), list(g.steps), g.note, g.clerk_name, g.asked]
            for g in identity.guidances
        ],
        [
            [s.outcome.value, to_micros(s.at), to_micros(s.answer_at), s.note, s.clerk_name, s.asked]
            for s in identity.settlements
        ],
    ]


def _identity(
    said: dict[str, object], answers: list[Any], guidances: list[Any], settlements: list[Any]
) -> IdentityStatus:
    return IdentityStatus(
        said,
        tuple(CheckAnswer(IdentityState(state), from_micros(at), *rest) for state, at, *rest in answers),
        tuple(
            Guidance(GuidanceOutcome(outcome), from_micros(at), tuple(steps), *rest)
            for outcome, at, steps, *rest in guidances
        ),
        tuple(
            Settlement(SettlementOutcome(outcome), from_micros(at), from_micros(answer_at), *rest)
            for outcome, at, answer_at, *rest in settlements
        ),
    )


def _party_row(party: Party) -> tuple[str, ...]:
    return (
        party.kind.value,
        party.full_name,
        party.number,
        party.birth_date,
        party.sex,
        party.nationality,
        party.address,
        party.phone,
        party.email,
        party.representative,
        party.source,
    )


def _party(row: list[str]) -> Party:
    kind, *texts = row
    return Party(PartyKind(kind), *texts)
