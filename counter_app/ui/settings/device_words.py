"""A device in words: how it truly is, how a test went, what is wrong with a setting."""

from __future__ import annotations

from pathlib import PurePath
from typing import Final

from counter_app.domain.errors import DomainError
from counter_app.i18n import Wording
from counter_app.services.ports import PrinterCondition, PrintOutcome, PrintResult
from counter_app.services.settings import DeviceRole, DriverInfo
from counter_app.ui.settings.state import Told
from counter_app.ui.shared.tokens import Tone

_LOOKS: Final = {
    PrinterCondition.READY: ("circle-check", Tone.GREEN),
    PrinterCondition.PAPER_LOW: ("triangle-alert", Tone.AMBER),
    PrinterCondition.PAPER_OUT: ("triangle-alert", Tone.AMBER),
    PrinterCondition.COVER_OPEN: ("triangle-alert", Tone.AMBER),
    PrinterCondition.OFFLINE: ("pause", Tone.AMBER),
    PrinterCondition.FAULT: ("circle-alert", Tone.RED),
    PrinterCondition.UNREACHABLE: ("unplug", Tone.RED),
    PrinterCondition.MUTE: ("circle-question-mark", Tone.AMBER),
}
_RESULTS: Final = {
    PrintResult.PRINTED: ("printer-check", Tone.GREEN),
    PrintResult.SENT: ("eye", Tone.AMBER),
    PrintResult.SAVED: ("save", Tone.AMBER),
    PrintResult.FAILED: ("printer-x", Tone.RED),
}


class DeviceWords:
    """Words for the devices section; pure but for the texts."""

    def __init__(self, wording: Wording) -> None:
        self._wording = wording
        self._text = wording.text

    def condition(self, role: DeviceRole, condition: PrinterCondition | None) -> Told:
        """The true state of a printer now, with what to do when it is not well."""
        if condition is None:
            return Told(
                "minus",
                self._text("settings.device.none"),
                Tone.NEUTRAL,
                self._text(f"settings.device.none_{role}"),
            )
        icon, tone = _LOOKS[condition]
        said = self._text(f"device.condition.{condition.value}")
        ready = condition is PrinterCondition.READY
        advice = "" if ready else self._text(f"device.advice.{condition.value}")
        return Told(icon, said, tone, advice)

    def outcome(self, outcome: PrintOutcome) -> Told:
        """How a test page went, never more than is known."""
        icon, tone = _RESULTS[outcome.result]
        said = self._text(f"device.result.{outcome.result.value}")
        detail = ""
        if outcome.result is PrintResult.FAILED:
            said = f"{said}: {self._text(f'device.condition.{outcome.condition.value}')}"
            detail = self._text(f"device.advice.{outcome.condition.value}")
        elif outcome.path:
            detail = self._text("settings.device.file", name=PurePath(outcome.path).name)
        return Told(icon, said, tone, detail)

    def failed(self, error: DomainError) -> Told:
        """A test that could not even begin."""
        return Told("printer-x", self._wording.error(error), Tone.RED)

    def field_error(self, error: DomainError, driver: DriverInfo | None) -> tuple[str, str]:
        """The field that an error belongs to (or nothing), and its words with the field's own name."""
        name = str(error.params.get("setting", ""))
        field = next((each for each in driver.fields if each.name == name), None) if driver else None
        if field is None:
            return "", self._wording.error(error)
        params = {**error.params, "setting": f"“{self._text(field.label_key)}”"}
        return name, self._wording.error(DomainError(error.code, **params))

    def choice_label(self, field: str, choice: str) -> str:
        """One choice of a setting; what has no words is shown as it is."""
        key = f"device.choice.{field}.{choice}"
        return self._text(key) if self._wording.has(key) else choice

    def driver_label(self, driver: DriverInfo) -> str:
        """The driver's name, and that it cannot be used here if so."""
        name = self._text(driver.label_key)
        return name if driver.usable else self._text("settings.device.not_usable", name=name)
