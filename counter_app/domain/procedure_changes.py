"""What changed between two versions of a procedure, and of a whole catalogue (HT Đ17 k3)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from counter_app.domain.fee_rules import FeeRule
from counter_app.domain.procedures import Catalogue, ComponentSpec, Procedure
from counter_app.domain.processing_time import ProcessingTime, Stage
from counter_app.domain.vietnamese import fold

Value = str | ProcessingTime | FeeRule | ComponentSpec | date | tuple[str, ...] | tuple[Stage, ...] | None


class ChangedPart(StrEnum):
    """Which part of a procedure is another one."""

    CLOSED = "closed"
    """The procedure is not in the catalogue any more."""
    NAME = "name"
    TIME = "time"
    FEE = "fee"
    COMPONENT_ADDED = "component_added"
    COMPONENT_REMOVED = "component_removed"
    COMPONENT_CHANGED = "component_changed"
    CHANNELS = "channels"
    VALID_FROM = "valid_from"
    VALID_TO = "valid_to"
    FIELD = "field"
    DECISION = "decision"
    RESULTS = "results"
    STAGES = "stages"


_OF_THE_FILE = frozenset({ChangedPart.FIELD, ChangedPart.DECISION, ChangedPart.RESULTS, ChangedPart.STAGES})
"""What the applicant is not asked for and not promised."""


@dataclass(frozen=True, slots=True)
class Change:
    """One part before and after; ``None`` where there was or is none."""

    part: ChangedPart
    before: Value
    after: Value

    @property
    def matters(self) -> bool:
        """Whether it changes what the applicant has to bring, to pay, or was promised."""
        return self.part not in _OF_THE_FILE


@dataclass(frozen=True, slots=True)
class CatalogueChanges:
    """What a new catalogue brings, by codes; ``changed`` holds what changed of each procedure."""

    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: Mapping[str, tuple[Change, ...]]

    @property
    def is_empty(self) -> bool:
        """Whether both catalogues say the same."""
        return not (self.added or self.removed or self.changed)


def procedure_changes(before: Procedure, after: Procedure | None) -> tuple[Change, ...]:
    """What is different in ``after``, most important first; ``None`` means that it was closed.

    Notes for the clerk, of the catalogue and of the office, are no change of the procedure.
    """
    if after is None:
        return (Change(ChangedPart.CLOSED, before.name_vi, None),)
    pairs: tuple[tuple[ChangedPart, Value, Value], ...] = (
        (ChangedPart.NAME, before.name_vi, after.name_vi),
        (ChangedPart.TIME, _told(before.time), _told(after.time)),
        (ChangedPart.FEE, _priced(before.fee), _priced(after.fee)),
    )
    later: tuple[tuple[ChangedPart, Value, Value], ...] = (
        (ChangedPart.CHANNELS, _keys(before), _keys(after)),
        (ChangedPart.VALID_FROM, before.valid_from, after.valid_from),
        (ChangedPart.VALID_TO, before.valid_to, after.valid_to),
        (ChangedPart.FIELD, before.field_vi, after.field_vi),
        (ChangedPart.DECISION, before.publishing_decision, after.publishing_decision),
        (ChangedPart.RESULTS, before.result_codes, after.result_codes),
        (ChangedPart.STAGES, before.stages, after.stages),
    )
    return (
        *(Change(*pair) for pair in pairs if pair[1] != pair[2]),
        *_component_changes(before.components, after.components),
        *(Change(*pair) for pair in later if pair[1] != pair[2]),
    )


def catalogue_changes(before: Catalogue, after: Catalogue) -> CatalogueChanges:
    """Which procedures ``after`` brings, lacks or has otherwise; an office's own notes count here."""
    changed = {}
    for procedure in after.procedures:
        old = before.by_code.get(procedure.code)
        if old is not None and old != procedure:
            changed[procedure.code] = procedure_changes(old, procedure)
    return CatalogueChanges(
        added=tuple(code for code in after.by_code if code not in before.by_code),
        removed=tuple(code for code in before.by_code if code not in after.by_code),
        changed=changed,
    )


def _told(time: ProcessingTime) -> ProcessingTime:
    """Without the words beside it; no number and 0 are the same."""
    return ProcessingTime(
        time.value or None, time.unit, local=time.local, supplement=time.supplement, cutoff=time.cutoff
    )


def _priced(fee: FeeRule) -> FeeRule:
    return FeeRule(fee.kind, fee.direct_vnd, fee.online_vnd, fee.per, fee.page_rate, fee.reduction)


def _keys(procedure: Procedure) -> tuple[str, ...]:
    return tuple(sorted(channel.value for channel in procedure.channels))


def _component_changes(
    before: tuple[ComponentSpec, ...], after: tuple[ComponentSpec, ...]
) -> Iterator[Change]:
    """By name, whatever its case, marks and spaces; a paper under another name is another paper."""
    old = {_name(component): component for component in before}
    new = {_name(component): component for component in after}
    for name, component in new.items():
        if name not in old:
            yield Change(ChangedPart.COMPONENT_ADDED, None, component)
        elif _asked(old[name]) != _asked(component):
            yield Change(ChangedPart.COMPONENT_CHANGED, old[name], component)
    for name, component in old.items():
        if name not in new:
            yield Change(ChangedPart.COMPONENT_REMOVED, component, None)


def _name(component: ComponentSpec) -> str:
    return " ".join(fold(component.name).split())


def _asked(component: ComponentSpec) -> tuple[int, int, str]:
    return component.originals, component.copies, component.condition.value
