"""Writing one more entry about a dossier inside a unit of work."""

from __future__ import annotations

from counter_app.domain.bodies import Body
from counter_app.domain.dossier import Dossier, apply
from counter_app.domain.journal import Basis, EntryDraft, chain, encode_body
from counter_app.services.clock_check import check_clock
from counter_app.services.office_context import OfficeContext
from counter_app.services.ports import Clock
from counter_app.services.store_ports import UnitOfWork, VerdictState


def record(
    work: UnitOfWork,
    clock: Clock,
    context: OfficeContext,
    dossier: Dossier,
    actor: str,
    event: Body,
    basis: Basis,
) -> Dossier:
    """Append ``event`` to the journal and fold it onto ``dossier``; returns the dossier after it."""
    now = clock.now()
    head = work.journal.head()
    check_clock(now, head.recorded_at)
    office = context.directory.office.id
    draft = EntryDraft(
        kind=event.KIND,
        kind_version=event.VERSION,
        subject=dossier.id,
        audience=tuple(sorted({dossier.office, office})),
        actor=actor,
        occurred_at=now,
        basis=basis,
        body=encode_body(event.to_body()),
    )
    entry = chain(head, draft, now, context.clock_offset_ms)
    work.journal.append(entry)
    changed = apply(dossier, entry)
    states = [recorded.verdict.state for recorded in work.journal.of_subject(dossier.id) if recorded.own]
    pending = sum(state in (VerdictState.PENDING, VerdictState.HELD) for state in states)
    refused = sum(state is VerdictState.REFUSED for state in states)
    work.dossiers.put(changed, pending=pending, refused=refused)
    return changed
