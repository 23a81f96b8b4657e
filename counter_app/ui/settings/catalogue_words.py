"""The catalogue in words, as the settings tell it; what nobody set is marked."""

from __future__ import annotations

from dataclasses import dataclass

from counter_app.domain.fee_rules import FeeKind
from counter_app.domain.procedures import Catalogue, Procedure
from counter_app.i18n import Wording
from counter_app.services.catalogue_import import CatalogueImport, RejectedCell
from counter_app.services.procedure_wording import ProcedureWording
from counter_app.ui.settings.state import Told
from counter_app.ui.shared.fact_grid import Fact
from counter_app.ui.shared.tokens import Tone

_NAMED_AT_MOST = 12


@dataclass(frozen=True, slots=True)
class ProcedureShown:
    """A procedure in full. ``unknown`` names what has to be asked before it is received."""

    code: str
    name: str
    facts: tuple[Fact, ...]
    papers: tuple[Fact, ...]
    unknown: str
    note: str
    keywords: str


@dataclass(frozen=True, slots=True)
class RejectedShown:
    """A row of a file that was not taken: where, why, and what stands there."""

    row: str
    heading: str
    why: str
    text: str


@dataclass(frozen=True, slots=True)
class ImportShown:
    """What a file would change; ``can_store`` whether it may be put in force here."""

    summary: Told
    lines: tuple[Fact, ...]
    rejected: tuple[RejectedShown, ...]
    can_store: bool


class CatalogueWords:
    """Pure but for the texts."""

    def __init__(self, wording: Wording) -> None:
        self._wording, self._text = wording, wording.text
        self._procedure = ProcedureWording(wording)

    def catalogue(self, catalogue: Catalogue) -> tuple[Fact, ...]:
        """The catalogue in use: version, from when, how much of it is known, and what is wrong with it."""
        full = sum(one.detailed for one in catalogue.procedures)
        facts = [self._fact("version", catalogue.version)]
        if catalogue.valid_from is not None:
            facts.append(self._fact("valid_from", self._wording.date(catalogue.valid_from)))
        known = self._text("catalogue.known_value", full=full, listed=len(catalogue.procedures) - full)
        facts.append(self._fact("known", known))
        if catalogue.unnamed_codes:
            codes = ", ".join(catalogue.unnamed_codes)
            count = self._wording.count("catalogue.codes", len(catalogue.unnamed_codes))
            facts.append(self._fact("unnamed", f"{count}: {codes}"))
        if catalogue.faults:
            facts.append(
                self._fact("faults", "\n".join(self._wording.error(one) for one in catalogue.faults[:5]))
            )
        if catalogue.source:
            facts.append(self._fact("source", catalogue.source))
        return tuple(facts)

    def procedure(self, one: Procedure) -> ProcedureShown:
        """Everything that the catalogue has of a procedure."""
        nothing = self._text("reception.change.unknown")
        time, fee = self._procedure.time(one.time), self._procedure.fee(one.fee)
        channels = ", ".join(self._text(f"reception.channel.{channel.value}") for channel in one.channels)
        facts = [
            self._fact("code", one.code),
            self._fact("field_vi", one.field_vi),
            self._fact("publishing_decision", one.publishing_decision or nothing),
            self._fact("time_value", "\n".join(part for part in (time, one.time.note) if part)),
            self._fact("fee", "\n".join(part for part in (fee, one.fee.note) if part)),
            self._fact("channels", channels or nothing),
            self._fact("result_codes", ", ".join(one.result_codes) or nothing),
        ]
        if one.lead_agency:
            facts.append(self._fact("lead_agency", one.lead_agency))
        if one.valid_from is not None:
            facts.append(self._fact("valid_from", self._wording.date(one.valid_from)))
        if one.valid_to is not None:
            facts.append(self._fact("valid_to", self._wording.date(one.valid_to)))
        if one.portal_url:
            facts.append(self._fact("portal_url", one.portal_url))
        if one.note:
            facts.append(self._fact("note", one.note))
        papers = tuple(
            Fact(
                component.name,
                self._text(
                    "catalogue.paper",
                    originals=component.originals,
                    copies=component.copies,
                    asked=self._procedure.condition(component),
                ),
            )
            for component in one.components
        )
        return ProcedureShown(
            one.code,
            one.name_vi,
            tuple(facts),
            papers,
            self._unknown(one),
            one.office_note,
            ", ".join(one.keywords),
        )

    def imported(self, found: CatalogueImport, *, can_store: bool) -> ImportShown:
        """What a file would change, and every row that cannot be used."""
        changes, text = found.changes, self._text
        lines = [
            Fact(text(f"catalogue.import.{key}"), self._codes(codes))
            for key, codes in (
                ("added", changes.added),
                ("changed", tuple(changes.changed)),
                ("removed", changes.removed),
            )
            if codes
        ]
        if found.ignored:
            lines.append(Fact(text("catalogue.import.ignored"), ", ".join(found.ignored)))
        accepted = self._wording.count("catalogue.import.accepted", found.accepted)
        if found.rejected:
            said = self._wording.count("catalogue.import.rejected", len(found.rejected))
            summary = Told("triangle-alert", f"{accepted}, {said}", Tone.AMBER)
        elif changes.is_empty:
            summary = Told("info", accepted, Tone.NEUTRAL, self._text("error.catalogue.nothing_changed"))
        else:
            summary = Told("circle-check", accepted, Tone.GREEN)
        return ImportShown(
            summary,
            tuple(lines),
            tuple(self._rejected(one) for one in found.rejected),
            can_store and found.accepted > 0 and not changes.is_empty,
        )

    def _rejected(self, one: RejectedCell) -> RejectedShown:
        heading = self._text(f"catalogue.column.{one.column}") if one.column else ""
        return RejectedShown(
            self._text("catalogue.import.row", row=one.row),
            heading,
            self._wording.error(one.reason),
            one.text,
        )

    def _unknown(self, one: Procedure) -> str:
        parts = []
        if not one.time.is_set and one.time.unit != "yearly":
            parts.append(self._text("catalogue.unknown.time"))
        if one.fee.kind is FeeKind.NOT_SET or (one.fee.kind is FeeKind.LOCAL and one.fee.direct_vnd is None):
            parts.append(self._text("catalogue.unknown.fee"))
        if not one.components:
            parts.append(self._text("catalogue.unknown.components"))
        if one.provisional:
            parts.append(self._text("catalogue.unknown.provisional"))
        return ", ".join(parts)

    def _codes(self, codes: tuple[str, ...]) -> str:
        shown = ", ".join(codes[:_NAMED_AT_MOST])
        more = len(codes) - _NAMED_AT_MOST
        said = f"{shown}, {self._text('catalogue.import.more', count=more)}" if more > 0 else shown
        return f"{len(codes)} ({said})"

    def _fact(self, name: str, value: str) -> Fact:
        own = f"catalogue.fact.{name}"
        key = own if self._wording.has(own) else f"catalogue.column.{name}"
        return Fact(self._text(key), value)
