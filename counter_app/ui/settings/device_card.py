"""One device: which driver, its settings, its true state, a test, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from counter_app.i18n import Wording
from counter_app.services.settings import DeviceChoice, DeviceRole, DriverInfo, SettingField
from counter_app.ui.settings.device_words import DeviceWords
from counter_app.ui.settings.pick_field import PickField
from counter_app.ui.settings.reader_words import CAMERA
from counter_app.ui.settings.state import DeviceState, Told
from counter_app.ui.shared.buttons import Button, PrimaryButton
from counter_app.ui.shared.card import Card
from counter_app.ui.shared.field import ComboField, Field
from counter_app.ui.shared.flow_rows import FlowRows
from counter_app.ui.shared.labels import IconText, Label
from counter_app.ui.shared.tokens import Tone

Setting = Field | ComboField | PickField


class DeviceCard(Card):
    """``saved`` tells a ``DeviceChoice``; ``tested`` that a test page is wanted."""

    saved = Signal(object)
    tested = Signal()
    edited = Signal()

    def __init__(self, wording: Wording, role: DeviceRole, parent: QWidget | None = None) -> None:
        super().__init__(wording.text(f"device.role.{role}"), parent=parent)
        self._text, self._role = wording.text, role
        self._words = DeviceWords(wording)
        self._state = DeviceState()
        self.fields: dict[str, Setting] = {}
        self._initial: dict[str, str] = {}
        self.driver = ComboField(self._text("settings.device.driver"))
        _let_shrink(self.driver)
        self.condition = IconText("minus", "", Tone.NEUTRAL, role="strong")
        self.set_status(self.condition)
        self._advice = Label("", "hint", wrap=True)
        self._grid_host = QWidget()
        self._grid = FlowRows(self._grid_host)
        self.save = PrimaryButton(self._text("settings.device.save"), size="normal")
        self.test = Button(
            self._text(f"settings.device.test_{role}"),
            icon="printer" if role != "scanner" else "scan-qr-code",
        )
        self.result = IconText("info", "", Tone.NEUTRAL, wrap=True)
        self._result_detail = Label("", "hint", wrap=True)
        self._lay_out()
        self.driver.chosen.connect(lambda _: self._change_driver())
        self.save.clicked.connect(lambda _=False: self.saved.emit(self.choice()))
        self.test.clicked.connect(lambda _=False: self.tested.emit())

    def show_state(self, state: DeviceState) -> None:
        """Draw it; what is half typed stays unless other settings were kept."""
        fresh = (_lasting(state.drivers), state.choice) != (_lasting(self._state.drivers), self._state.choice)
        self._state = state
        if fresh:
            options = [("", self._text("settings.device.no_driver"))]
            options += [(each.name, self._words.driver_label(each)) for each in state.drivers]
            self.driver.set_options(options)
            self.driver.set_value(state.choice.driver)
            self._make_fields()
        else:
            self._offer_options()
        self._show_told(state)
        for name, field in self.fields.items():
            if name in state.errors:
                field.show_error(state.errors[name])
            else:
                field.clear_finding()
        self._follow()

    def choice(self) -> DeviceChoice:
        """What is chosen and typed now; empty values are left to the driver's default."""
        values: Mapping[str, str] = {name: _value(field) for name, field in self.fields.items()}
        return DeviceChoice(self.driver.value(), {name: value for name, value in values.items() if value})

    def changed(self) -> bool:
        """Whether something differs from what is kept."""
        if self.driver.value() != self._state.choice.driver:
            return True
        return any(_value(field) != self._initial[name] for name, field in self.fields.items())

    # --- inside --------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        keys = QHBoxLayout()
        keys.setSpacing(8)
        keys.addWidget(self.save)
        keys.addWidget(self.test)
        keys.addStretch(1)
        for widget in (self._advice, self.driver, self._grid_host):
            self.body.addWidget(widget)
        self.body.addSpacing(2)
        self.body.addLayout(keys)
        self.body.addWidget(self.result)
        self.body.addWidget(self._result_detail)

    def _driver(self) -> DriverInfo | None:
        name = self.driver.value()
        return next((each for each in self._state.drivers if each.name == name), None)

    def _change_driver(self) -> None:
        self._make_fields()
        self._follow()
        self.edited.emit()

    def _make_fields(self) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.fields, self._initial = {}, {}
        driver = self._driver()
        kept = self._state.choice
        for setting in driver.fields if driver is not None else ():
            same = kept.driver == self.driver.value()
            value = kept.settings.get(setting.name, setting.default) if same else setting.default
            field = self._make_field(setting, value)
            self.fields[setting.name] = field
            self._initial[setting.name] = _value(field)
            self._grid.add(field, least=220, stretch=1)
        self._grid_host.setVisible(bool(self.fields))

    def _offer_options(self) -> None:
        driver = self._driver()
        for setting in driver.fields if driver is not None else ():
            field = self.fields.get(setting.name)
            if isinstance(field, PickField):
                field.set_options(setting.options)

    def _make_field(self, setting: SettingField, value: str) -> Setting:
        label = self._text(setting.label_key)
        if setting.choices:
            combo = ComboField(
                label, [(each, self._words.choice_label(setting.name, each)) for each in setting.choices]
            )
            combo.set_value(value)
            _let_shrink(combo)
            combo.chosen.connect(lambda _: self._edit())
            return combo
        if setting.kind == "pick":
            hint = self._text(f"settings.device.pick_{setting.name}")
            pick = PickField(label, setting.options, value=value, placeholder=hint)
            pick.combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            pick.changed.connect(self._edit)
            return pick
        field = Field(label, text=value, placeholder=self._placeholder(setting))
        field.changed.connect(lambda _: self._edit())
        return field

    def _placeholder(self, setting: SettingField) -> str:
        key = "settings.device.example_address" if setting.kind == "host_port" else "shared.field.optional"
        return "" if setting.default else self._text(key)

    def _edit(self) -> None:
        for field in self.fields.values():
            field.clear_finding()
        self._follow()
        self.edited.emit()

    def _show_told(self, state: DeviceState) -> None:
        told = state.condition or Told("loader-circle", self._text("settings.device.asking"))
        result = Told("circle-alert", state.problem, Tone.RED) if state.problem else state.result
        said_below = result is not None and result.detail == told.detail
        self.condition.set(told.icon, told.text, told.tone)
        self._advice.setText(told.detail)
        self._advice.setVisible(bool(told.detail) and not said_below)
        self.result.setVisible(result is not None)
        self._result_detail.setVisible(result is not None and bool(result.detail))
        if result is not None:
            self.result.set(result.icon, result.text, result.tone)
            self._result_detail.setText(result.detail)

    def _follow(self) -> None:
        state, changed = self._state, self.changed()
        self.save.set_busy(state.saving)
        self.test.set_busy(state.testing)
        self.save.setEnabled(changed and not state.saving)
        # A gun that types is there without being chosen; a camera is tried where it is looked through.
        usable = bool(state.choice.driver) or self._role == "scanner"
        self.test.setEnabled(usable and not changed and not state.testing and not state.saving)
        self.test.setVisible(state.choice.driver != CAMERA)
        self.test.setToolTip(self._text(f"settings.device.save_first_{self._role}") if changed else "")


def _let_shrink(field: ComboField) -> None:
    """Long names of drivers must not widen the page."""
    field.combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    field.combo.setMinimumContentsLength(8)


def _lasting(drivers: tuple[DriverInfo, ...]) -> tuple[DriverInfo, ...]:
    """The drivers without what is plugged in just now."""
    return tuple(
        replace(driver, fields=tuple(replace(field, options=()) for field in driver.fields))
        for driver in drivers
    )


def _value(field: Setting) -> str:
    return field.text() if isinstance(field, Field) else field.value()
