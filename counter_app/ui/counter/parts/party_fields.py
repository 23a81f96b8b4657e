"""The fields of a person or organisation; which there are depends on its kind."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from counter_app.domain.parties import Party, PartyKind
from counter_app.domain.vietnamese import tidy
from counter_app.i18n import Wording
from counter_app.ui.counter.parts.number_edit import attach_grouping
from counter_app.ui.counter.parts.shown import Note
from counter_app.ui.counter.parts.typed import grouped, iso_shown, read_day
from counter_app.ui.shared.field import ComboField, Field, Finding, Labelled
from counter_app.ui.shared.flow_rows import FlowRows

KINDS: Final = tuple(PartyKind)
_SEXES: Final = ("", "female", "male")
_TEXTS: Final = (
    "number",
    "full_name",
    "birth_date",
    "nationality",
    "representative",
    "address",
    "phone",
    "email",
)
_NO_PAPER: Final = ("", "typed", "earlier")
"""Sources of data that were not read from a paper now."""
_PLACES: Final = ("kind", *_TEXTS[:3], "sex", *_TEXTS[3:])


class PartyFields(QWidget):
    """``edited`` tells a field and its value as it is stored, ``left`` that a field was left.

    ``brief`` is for the person who brings the dossier for somebody else: no kind, no e-mail.
    """

    edited = Signal(str, str)
    left = Signal(str)

    def __init__(
        self,
        wording: Wording,
        *,
        brief: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._text = wording.text
        self._brief = brief
        self._shown = Party()
        self._kind: PartyKind | None = None
        self.fields: dict[str, Field] = {}
        # They are made in the order in which Tab goes through them.
        for name in _PLACES:
            if name == "kind":
                kinds = [(kind.value, wording.text(f"reception.party.{kind.value}")) for kind in KINDS]
                self.kind = ComboField(wording.text("reception.party.kind"), kinds, parent=self)
            elif name == "sex":
                sexes = [(sex, wording.text(f"reception.sex.{sex}") if sex else "–") for sex in _SEXES]
                self.sex = ComboField(wording.text("reception.field.sex"), sexes, parent=self)
            else:
                self.fields[name] = Field(self._label(name), parent=self)
        self.fields["full_name"].edit.setProperty("strong", True)
        self.fields["birth_date"].edit.setPlaceholderText(wording.text("reception.placeholder.birth_date"))
        self.fields["email"].edit.setPlaceholderText(wording.text("shared.field.optional"))
        attach_grouping(self.fields["number"].edit, lambda: self._kind is PartyKind.CITIZEN)
        self._lay_out()
        self._connect()
        self._follow_kind(PartyKind.CITIZEN)

    def show_party(self, party: Party, notes: Mapping[str, Note], *, fresh: bool) -> None:
        """Draw a party; ``fresh`` also replaces what is half typed."""
        self._follow_kind(party.kind)
        self._shown = party
        self.kind.set_value(party.kind.value)
        self.sex.set_value(party.sex)
        for name, field in self.fields.items():
            value = getattr(party, name)
            if fresh or self._read(name, field.text()) != value:
                field.set_text(self._written(name, value))
        card = "id-card" if party.source not in _NO_PAPER and party.number else None
        self.fields["number"].set_trailing(card, "green")
        for name in _PLACES:
            show_note(self.labelled(name), notes.get(name))

    def labelled(self, name: str) -> Labelled[QWidget]:
        """The field of a name of ``Party``."""
        others: dict[str, Labelled[QWidget]] = {"kind": self.kind, "sex": self.sex}  # type: ignore[dict-item]
        return others.get(name) or self.fields[name]  # type: ignore[return-value]

    def unread(self) -> list[str]:
        """Fields whose text could not be understood, so that it is not stored."""
        birth = self.fields["birth_date"]
        return ["birth_date"] if birth.isVisibleTo(self) and birth.text() and not self._birth() else []

    def add_tail(self, widget: QWidget) -> None:
        """One more field, behind the last one."""
        self._rows.add(widget, least=280 if self._brief else 200, stretch=4 if self._brief else 0)

    def _label(self, name: str) -> str:
        kind = self._kind or PartyKind.CITIZEN
        special = f"reception.field.{kind.value}.{name}"
        return self._text(special if self._has(special) else f"reception.field.{name}")

    def _has(self, key: str) -> bool:
        kind = (self._kind or PartyKind.CITIZEN).value
        return key.rpartition(".")[2] in _SPECIAL_LABELS.get(kind, ())

    def _lay_out(self) -> None:
        rows = self._rows = FlowRows(self)
        if not self._brief:
            rows.add(self.kind, least=172)
        else:
            self.kind.hide()
        rows.add(self.fields["number"], least=186)
        rows.add(self.fields["full_name"], least=210, stretch=3 if self._brief else 4)
        rows.add(self.fields["birth_date"], least=122)
        rows.add(self.sex, least=106)
        rows.add(self.fields["representative"], least=210, stretch=2)
        rows.add(self.fields["nationality"], least=130)
        rows.add(self.fields["address"], least=220, stretch=40)
        rows.add(self.fields["phone"], least=144)
        rows.add(self.fields["email"], least=140, stretch=1)

    def _connect(self) -> None:
        self.kind.chosen.connect(lambda value: self.edited.emit("kind", value))
        self.sex.chosen.connect(lambda value: self.edited.emit("sex", value))
        for name, field in self.fields.items():
            field.changed.connect(lambda text, name=name: self._changed(name, text))
            field.edit.editingFinished.connect(lambda name=name: self._left(name))

    def _changed(self, name: str, text: str) -> None:
        value = self._read(name, text)
        if value != getattr(self._shown, name):
            self.edited.emit(name, value)

    def _left(self, name: str) -> None:
        field = self.fields[name]
        field.set_text(self._written(name, self._read(name, field.text())) or field.text())
        self.left.emit(name)

    def _birth(self) -> str:
        return self._read("birth_date", self.fields["birth_date"].text())

    def _read(self, name: str, text: str) -> str:
        if name == "birth_date":
            day = read_day(text)
            return day.isoformat() if day else ""
        text = tidy(text)
        if name == "number":
            return text.replace(" ", "") if self._kind is PartyKind.CITIZEN else text.upper()
        return text

    def _written(self, name: str, value: str) -> str:
        if name == "birth_date":
            return iso_shown(value)
        if name == "number" and self._kind is PartyKind.CITIZEN:
            return grouped(value)
        return value

    def _follow_kind(self, kind: PartyKind) -> None:
        if kind is self._kind:
            return
        self._kind = kind
        for name, field in self.fields.items():
            field.set_label(self._label(name))
            if self._brief:
                who = self._text("reception.submitter.owner")
                field.edit.setAccessibleName(f"{self._label(name)}, {who}")
        self.fields["birth_date"].setVisible(kind.is_person and not self._brief)
        self.sex.setVisible(kind.is_person and not self._brief)
        self.fields["representative"].setVisible(not kind.is_person)
        self.fields["nationality"].setVisible(kind is PartyKind.FOREIGNER)
        for name in ("address", "email"):
            self.fields[name].setVisible(not self._brief)
        self._rows.set_begins(self.fields["nationality"], begins=True)
        self._rows.set_begins(self.fields["address"], begins=kind is not PartyKind.FOREIGNER)


_SPECIAL_LABELS: Final[Mapping[str, tuple[str, ...]]] = {
    PartyKind.FOREIGNER.value: ("number",),
    PartyKind.ORGANISATION.value: ("number", "full_name", "address", "representative"),
    PartyKind.HOUSEHOLD_BUSINESS.value: ("number", "full_name", "address", "representative"),
    PartyKind.STATE_BODY.value: ("number", "full_name", "address", "representative"),
}
"""Fields whose label differs from the citizen's."""


def show_note(field: Labelled[Any], note: Note | None) -> None:
    """Put a note under a field, or take it away."""
    if note is None:
        field.clear_finding()
    elif (field.finding, field.finding_text()) != (note.finding, note.text):
        field.show_finding(note.finding, note.text)


__all__ = ["Finding", "PartyFields", "show_note"]
