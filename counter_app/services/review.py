"""What is missing or doubtful in a draft; only what the law or the slip needs blocks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from counter_app.domain.entries import Channel, Delivery, DeliveryMethod
from counter_app.domain.fees import FeeDecision
from counter_app.domain.pads import PaperSheet
from counter_app.domain.parties import Party, PartyKind, SubmitterRole
from counter_app.domain.procedure_changes import Change
from counter_app.domain.procedures import Procedure
from counter_app.domain.work_calendar import vietnam_time
from counter_app.domain.working_time import DueTime
from counter_app.services.decisions import needs_count
from counter_app.services.draft import NOT_KEPT, Draft

EARLIEST = timedelta(days=366)
"""How far back a typed time of reception may lie before it is taken for a slip of the finger."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to put right; worded as ``problem.<code>``, shown next to ``field``.

    ``field`` is a dotted place in the draft: ``owner.full_name``, ``components.2``, ``fee``.
    ``blocks`` tells whether the reception has to wait for it.
    """

    code: str
    field: str
    blocks: bool = True
    params: tuple[tuple[str, str], ...] = ()


def blocking(problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """The problems that the reception has to wait for."""
    return tuple(problem for problem in problems if problem.blocks)


def find_problems(
    draft: Draft,
    procedure: Procedure | None,
    due: DueTime | None,
    fee: FeeDecision | None,
    now: datetime,
    *,
    catalogue_version: str = "",
    changes: Sequence[Change] = (),
) -> tuple[Problem, ...]:
    """All problems at once, in the order of the sections: the applicant is told once (NĐ 61 Đ15 k3).

    ``catalogue_version`` is the one in use, ``changes`` what it has otherwise than the draft's own: a draft
    that was begun under another one may list components that are asked for no longer.
    """
    problems = [*party_problems(draft.owner, "owner"), *_birth(draft.owner, now), *_submitter(draft)]
    if procedure is None:
        problems.append(Problem("procedure_missing", "procedure"))
    else:
        problems += _version(draft, procedure, now, catalogue_version, changes)
        problems += _components(draft)
        problems += _decided(draft, procedure, due, fee)
    problems += delivery_problems(draft.delivery, draft.owner)
    problems += _time(draft, now)
    if not 1 <= draft.set_count <= 99:
        problems.append(Problem("set_count", "set_count"))
    return tuple(problems)


def party_problems(party: Party, place: str) -> list[Problem]:
    """What is missing or odd in the owner or the submitter; ``place`` is ``owner`` or ``submitter``."""
    problems = []
    if not party.full_name.strip():
        problems.append(Problem("name_missing", f"{place}.full_name"))
    elif not any(char.isalpha() for char in party.full_name):
        problems.append(Problem("name_odd", f"{place}.full_name"))
    if not party.address.strip() and place == "owner":
        problems.append(Problem("address_missing", f"{place}.address"))
    if not party.number.strip():
        problems.append(Problem("number_missing", f"{place}.number", blocks=False))
    if place == "owner" and not party.phone and not party.email:
        problems.append(Problem("contact_missing", f"{place}.phone", blocks=False))
    if party.phone and sum(char.isdigit() for char in party.phone) not in range(8, 16):
        problems.append(Problem("phone_odd", f"{place}.phone", blocks=False))
    if party.email and "@" not in party.email.strip("@"):
        problems.append(Problem("email_odd", f"{place}.email", blocks=False))
    if party.kind is PartyKind.FOREIGNER and not party.nationality:
        problems.append(Problem("nationality_missing", f"{place}.nationality", blocks=False))
    return problems


def _birth(owner: Party, now: datetime) -> list[Problem]:
    """A day of birth after today; it does not block, for it may be the machine's clock that is wrong."""
    if owner.is_born_after(vietnam_time(now).date()):
        return [Problem("birth_in_future", "owner.birth_date", blocks=False)]
    return []


def _submitter(draft: Draft) -> list[Problem]:
    if draft.submitter_role is SubmitterRole.OWNER:
        return []
    problems = party_problems(draft.submitter or Party(), "submitter")
    # Postal staff act under the postal contract (QĐ 45/2016); everybody else shows a paper (AG-02).
    if draft.submitter_role is not SubmitterRole.POSTMAN and not draft.authorisation.strip():
        problems.append(Problem("authorisation_missing", "authorisation"))
    return problems


def _version(
    draft: Draft, procedure: Procedure, now: datetime, catalogue_version: str, changes: Sequence[Change]
) -> list[Problem]:
    """Whether the procedure is the one that was chosen, and in force on the day of reception."""
    problems = []
    if any(change.matters for change in changes):
        problems.append(Problem("procedure_changed", "procedure"))
    elif draft.chosen is None and catalogue_version and draft.catalogue_version != catalogue_version:
        problems.append(Problem("catalogue_changed", "procedure", blocks=False))
    on = vietnam_time(draft.received_at or now).date()
    if procedure.valid_from is not None and on < procedure.valid_from:
        day = f"{procedure.valid_from:%d/%m/%Y}"
        problems.append(Problem("procedure_not_yet", "procedure", blocks=False, params=(("day", day),)))
    elif procedure.valid_to is not None and on > procedure.valid_to:
        day = f"{procedure.valid_to:%d/%m/%Y}"
        problems.append(Problem("procedure_ended", "procedure", blocks=False, params=(("day", day),)))
    return problems


def _components(draft: Draft) -> list[Problem]:
    problems = []
    for index, component in enumerate(draft.components):
        place = f"components.{index}"
        if component.condition == "required" and not component.present:
            problems.append(Problem("component_missing", place, params=(("name", component.name),)))
        empty = not component.originals and not component.copies
        if component.present and empty and component.copy_kind not in NOT_KEPT:
            problems.append(
                Problem("component_count", place, blocks=False, params=(("name", component.name),))
            )
    return problems


def _decided(
    draft: Draft, procedure: Procedure, due: DueTime | None, fee: FeeDecision | None
) -> list[Problem]:
    problems = []
    if due is not None and due.due_at is None and draft.due is None:
        problems.append(Problem("due_not_set", "due", blocks=False))
    if needs_count(procedure.fee, draft):
        problems.append(Problem("fee_count_missing", "fee", blocks=False))
    elif fee is not None and fee.amount_vnd is None:
        problems.append(Problem("fee_not_set", "fee", blocks=False))
    if draft.fee is not None and draft.fee.amount_vnd < 0:
        problems.append(Problem("fee_negative", "fee"))
    if draft.fee is not None and not draft.fee.note.strip():
        problems.append(Problem("fee_without_reason", "fee"))
    if draft.due is not None and not draft.due.reason.strip():
        problems.append(Problem("due_without_reason", "due"))
    return problems


def delivery_problems(delivery: Delivery, owner: Party) -> list[Problem]:
    """What is missing to bring the result to the applicant in the way that was chosen."""
    if delivery.method is DeliveryMethod.POSTAL and not delivery.place.strip():
        return [Problem("delivery_address_missing", "delivery.place")]
    if delivery.method is DeliveryMethod.ONLINE and not (owner.email or owner.phone):
        return [Problem("delivery_contact_missing", "delivery.place", blocks=False)]
    return []


def _time(draft: Draft, now: datetime) -> list[Problem]:
    problems = []
    received_at = draft.received_at or now
    if draft.due is not None and draft.due.due_at <= received_at:
        problems.append(Problem("due_in_past", "due"))
    if received_at > now:
        problems.append(Problem("received_in_future", "received_at"))
    elif received_at < now - EARLIEST:
        problems.append(Problem("received_long_ago", "received_at"))
    elif draft.paper is not None:
        problems += _on_paper(draft.paper, draft.received_at)
    elif draft.channel is Channel.DIRECT and received_at < now - timedelta(days=1):
        problems.append(Problem("received_earlier", "received_at", blocks=False))
    return problems


def _on_paper(sheet: PaperSheet, received_at: datetime | None) -> list[Problem]:
    """Whether what stands on the sheet as its time can be so."""
    fault = sheet.fault(received_at)
    if fault:
        issued = vietnam_time(sheet.issued_at)
        params = (("issued", f"{issued:%H:%M %d/%m/%Y}"), ("year", str(sheet.year)))
        return [Problem(fault, "received_at", params=params)]
    if received_at is not None and not sheet.in_order(received_at):
        return [Problem("paper_out_of_order", "received_at", blocks=False)]
    return []
