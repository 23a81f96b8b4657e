"""The procedure catalogue (danh mục thủ tục hành chính): what to ask for, how long it takes, what it costs.

A catalogue is a versioned document; a dossier keeps the version under which it was received
(QĐ 03/2023 An Giang Đ18; NĐ 61/2018 Đ8).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType
from typing import Final

from counter_app.domain.errors import DomainError
from counter_app.domain.fee_rules import FeeKind, FeeRule, read_fee
from counter_app.domain.plain_reader import PlainReader
from counter_app.domain.processing_time import (
    ProcessingTime,
    Stage,
    read_stage,
    read_time,
    stages_to_plain,
)
from counter_app.domain.received import Channel

__all__ = [
    "Catalogue",
    "ComponentCondition",
    "ComponentSpec",
    "FeeKind",
    "FeeRule",
    "Procedure",
    "ProcessingTime",
    "Stage",
    "parse_catalogue",
    "procedure_from_plain",
]

_CODE: Final = re.compile(r"\d\.\d{6}(\.\d{3}\.\d{2}\.\d{2}\.[A-Z]\d{2})?")
_INDEX: Final = "procedure_index"
_NO_FEE_SET: Final = FeeRule(FeeKind.NOT_SET)
_NO_TIME_SET: Final = ProcessingTime()


class ComponentCondition(StrEnum):
    """Whether a component has to be handed in."""

    REQUIRED = "required"
    CONDITIONAL = "conditional"
    PRESENT_ONLY = "present_only"
    """Shown and given back; not asked for when the databases answer."""


@dataclass(frozen=True, slots=True)
class ComponentSpec:
    """One line of the components to hand in (thành phần hồ sơ)."""

    name: str
    originals: int
    copies: int
    condition: ComponentCondition


@dataclass(frozen=True, slots=True)
class Procedure:
    """One administrative procedure (thủ tục hành chính).

    ``levels`` are keys of the list ``authority_level``. ``detailed`` is false when only the portal's
    index is known: no components, no time, no fee, but a ``note``. ``provisional`` tells that the
    content was not checked against the deciding document.
    """

    code: str
    name_vi: str
    field_vi: str
    levels: tuple[str, ...] = ()
    publishing_decision: str | None = None
    time: ProcessingTime = _NO_TIME_SET
    fee: FeeRule = _NO_FEE_SET
    components: tuple[ComponentSpec, ...] = ()
    result_codes: tuple[str, ...] = ()
    channels: tuple[Channel, ...] = ()
    portal_url: str | None = None
    provisional: bool = False
    detailed: bool = True
    note: str = ""
    stages: tuple[Stage, ...] = ()
    """The internal process (Mẫu 05); empty where the province's decision is not in the catalogue."""
    valid_from: date | None = None
    valid_to: date | None = None
    """The last day; both are ``None`` where the catalogue gives the procedure no days of its own."""
    office_note: str = ""
    """What the office itself wants its clerks to know (ghi chú của cơ quan)."""
    keywords: tuple[str, ...] = ()
    """Words of the office by which its clerks look for the procedure as well."""
    lead_agency: str = ""
    """Who settles it (cơ quan chủ trì giải quyết); empty where the catalogue does not say."""

    def in_force(self, on: date) -> bool:
        """Whether the procedure may be received on that day."""
        return (self.valid_from is None or self.valid_from <= on) and (
            self.valid_to is None or on <= self.valid_to
        )

    def to_dict(self) -> dict[str, object]:
        """Plain data, as ``parse_catalogue`` reads a row."""
        plain: dict[str, object] = {
            "code": self.code,
            "name_vi": self.name_vi,
            "field_vi": self.field_vi,
            "levels": list(self.levels),
            "publishing_decision": self.publishing_decision,
            "result_codes": list(self.result_codes),
            "channels": [channel.value for channel in self.channels],
            "note": self.note,
            **self._own_to_dict(),
        }
        if not self.detailed:
            return plain | {"detailed": False}
        return plain | {
            "time": self.time.to_dict(),
            "fee": self.fee.to_dict(),
            "components": [
                {"name": c.name, "originals": c.originals, "copies": c.copies, "condition": c.condition.value}
                for c in self.components
            ],
            "portal_url": self.portal_url,
            "provisional": self.provisional,
            **stages_to_plain(self.stages),
        }

    def _own_to_dict(self) -> dict[str, object]:
        """What only some procedures have, left out where there is none."""
        days = {"valid_from": self.valid_from, "valid_to": self.valid_to}
        plain: dict[str, object] = {name: day.isoformat() for name, day in days.items() if day is not None}
        texts = {"office_note": self.office_note, "lead_agency": self.lead_agency}
        plain |= {name: text for name, text in texts.items() if text}
        if self.keywords:
            plain["keywords"] = list(self.keywords)
        return plain


@dataclass(frozen=True)
class Catalogue:
    """All procedures of one version.

    ``faults`` are the rows that could not be read: ``DomainError`` with ``row`` (from 1) and ``procedure``.
    ``unnamed_codes`` are codes in force whose name is not known here.
    """

    version: str
    procedures: tuple[Procedure, ...]
    valid_from: date | None = None
    source: str = ""
    unnamed_codes: tuple[str, ...] = ()
    faults: tuple[DomainError, ...] = ()

    @cached_property
    def by_code(self) -> Mapping[str, Procedure]:
        """The procedures by their code."""
        return MappingProxyType({procedure.code: procedure for procedure in self.procedures})

    def extended_by(self, index: Catalogue) -> Catalogue:
        """This catalogue and the procedures that only ``index`` knows; what is known here wins."""
        added = tuple(procedure for procedure in index.procedures if procedure.code not in self.by_code)
        version = self.version if index.version == self.version else f"{self.version}+{index.version}"
        return replace(
            self,
            version=version,
            procedures=(*self.procedures, *added),
            unnamed_codes=tuple(sorted({*self.unnamed_codes, *index.unnamed_codes} - self.by_code.keys())),
            faults=(*self.faults, *index.faults),
        )

    def to_dict(self) -> dict[str, object]:
        """Plain data, as ``parse_catalogue`` reads it; faults are not kept."""
        return {
            "kind": "procedures",
            "version": self.version,
            "valid_from": None if self.valid_from is None else self.valid_from.isoformat(),
            "source": self.source,
            "unnamed_codes": list(self.unnamed_codes),
            "procedures": [procedure.to_dict() for procedure in self.procedures],
        }


def parse_catalogue(data: Mapping[str, object]) -> Catalogue:
    """Read a catalogue or an index of procedures from plain data.

    A row that does not fit is left out and reported in ``faults`` (``catalogue.bad_row``,
    ``catalogue.duplicate_code``); a document that is none raises ``DomainError("catalogue.bad_document")``.
    """
    document = PlainReader(data, lambda field: DomainError("catalogue.bad_document", field=field))
    rows = data.get("procedures")
    if not isinstance(rows, list | tuple):
        raise document.misfit("procedures")
    procedures, faults = _rows(rows, listed=document.text("kind", "") == _INDEX)
    return Catalogue(
        version=document.text("version"),
        procedures=procedures,
        valid_from=document.day("valid_from") if document.has("valid_from") else None,
        source=document.text("source", ""),
        unnamed_codes=document.texts("unnamed_codes"),
        faults=faults,
    )


def procedure_from_plain(row: object, *, number: int = 1, listed: bool = False) -> Procedure:
    """Read one row of a catalogue; raises ``DomainError("catalogue.bad_row")`` with the field's name.

    ``listed``: a row that says nothing of it is one of an index, of which only the name is known.
    """
    return _procedure(row, number, listed=listed)


def _rows(rows: Sequence[object], *, listed: bool) -> tuple[tuple[Procedure, ...], tuple[DomainError, ...]]:
    procedures: dict[str, Procedure] = {}
    faults: list[DomainError] = []
    for number, row in enumerate(rows, start=1):
        try:
            procedure = _procedure(row, number, listed=listed)
        except DomainError as error:
            faults.append(error)
            continue
        if procedure.code in procedures:
            faults.append(DomainError("catalogue.duplicate_code", row=number, procedure=procedure.code))
        else:
            procedures[procedure.code] = procedure
    return tuple(procedures.values()), tuple(faults)


def _procedure(row: object, number: int, *, listed: bool) -> Procedure:
    code = str(row.get("code") or "") if isinstance(row, Mapping) else ""

    def misfit(field: str) -> DomainError:
        return DomainError("catalogue.bad_row", row=number, procedure=code, field=field)

    read = PlainReader(row, misfit)
    if not _CODE.fullmatch(read.text("code")):
        raise read.misfit("code")
    detailed = read.flag("detailed", default=not listed)
    valid_from = read.day("valid_from") if read.has("valid_from") else None
    valid_to = read.day("valid_to") if read.has("valid_to") else None
    if valid_from is not None and valid_to is not None and valid_to < valid_from:
        raise read.misfit("valid_to")
    return Procedure(
        code=code,
        name_vi=read.text("name_vi"),
        field_vi=read.text("field_vi"),
        levels=read.texts("levels"),
        publishing_decision=read.optional_text("publishing_decision"),
        time=read_time(read.part("time")) if detailed else _NO_TIME_SET,
        fee=read_fee(read.part("fee")) if detailed else _NO_FEE_SET,
        components=tuple(_component(part) for part in read.parts("components")),
        stages=tuple(read_stage(part) for part in read.parts("stages")),
        result_codes=read.texts("result_codes"),
        channels=read.choices("channels", Channel),
        portal_url=read.optional_text("portal_url"),
        provisional=read.flag("provisional", default=not detailed),
        detailed=detailed,
        note=read.text("note", ""),
        valid_from=valid_from,
        valid_to=valid_to,
        office_note=read.text("office_note", ""),
        keywords=read.texts("keywords"),
        lead_agency=read.text("lead_agency", ""),
    )


def _component(component: PlainReader) -> ComponentSpec:
    return ComponentSpec(
        component.text("name"),
        component.count("originals"),
        component.count("copies"),
        component.choice("condition", ComponentCondition),
    )
