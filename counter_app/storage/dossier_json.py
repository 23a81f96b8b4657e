"""A folded dossier as JSON text and back, exactly: the state column of the projection."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, Final

from counter_app.domain.dossier import Conflict, Dossier
from counter_app.domain.entries import CodeKind, Delivery, DeliveryMethod, FileAttached, ReceivedComponent
from counter_app.domain.journal import EntryId
from counter_app.domain.parties import Party, PartyKind, SubmitterRole
from counter_app.domain.statuses import Status
from counter_app.storage.instants import from_micros, to_micros

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
        "delivery": (dossier.delivery.method.value, dossier.delivery.place),
        "ledger": (dossier.ledger_book, dossier.ledger_line),
        "slip_number": dossier.slip_number,
        "identity": _plain(dossier.identity),
        "note": dossier.note,
        "received_at": to_micros(dossier.received_at),
        "status": int(dossier.status),
        "status_at": to_micros(dossier.status_at),
        "cancelled": dossier.cancelled,
        "cancel_reason": dossier.cancel_reason,
        "prints": _plain(dossier.prints),
        "files": [(f.component, f.sha256, f.media_type, f.size, f.pages) for f in dossier.files],
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
    """A dossier of which bodies were erased, and which: what it says is all that there is of them."""
    plain = json.loads(dossier_to_json(dossier))
    return _ENCODER.encode({**plain, _ERASED_ENTRIES: [list(entry_id) for entry_id in sorted(erased)]})


def erased_entries(text: str) -> frozenset[EntryId]:
    """Which entries were erased, of what ``erased_to_json`` wrote."""
    listed = json.loads(text).get(_ERASED_ENTRIES, ())
    return frozenset(EntryId(station, incarnation, seq) for station, incarnation, seq in listed)


def dossier_from_json(text: str) -> Dossier:
    """The reverse of ``dossier_to_json``."""
    plain: dict[str, Any] = json.loads(text)
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
        delivery=Delivery(DeliveryMethod(method), place),
        ledger_book=book,
        ledger_line=line,
        slip_number=plain["slip_number"],
        identity=plain["identity"],
        note=plain["note"],
        received_at=from_micros(plain["received_at"]),
        status=Status(plain["status"]),
        status_at=from_micros(plain["status_at"]),
        cancelled=plain["cancelled"],
        cancel_reason=plain["cancel_reason"],
        prints=plain["prints"],
        files=tuple(FileAttached(*row) for row in plain["files"]),
        read_only=plain["read_only"],
        conflicts=tuple(Conflict(*row) for row in plain["conflicts"]),
        entry_count=plain["entry_count"],
        erased=plain["erased"],
    )


def _plain(mapping: Mapping[str, object]) -> dict[str, object]:
    return dict(mapping)


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
