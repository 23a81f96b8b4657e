"""The code reader in words: how it truly is, and how a scan on trial went."""

from __future__ import annotations

from typing import Final

from counter_app.i18n import Wording
from counter_app.services.ports import Scan
from counter_app.services.reader_ports import ReaderStatus
from counter_app.services.scans import CardScanned, NotUsable, ScanMeaning, SlipScanned
from counter_app.services.settings import DeviceChoice
from counter_app.ui.settings.state import Told
from counter_app.ui.shared.tokens import Tone

WEDGE: Final = "wedge"
"""The gun that types is the window's own reader: nobody can ask whether it is plugged in."""
CAMERA: Final = "camera"

_LOOKS: Final = {
    "connecting": ("loader-circle", Tone.NEUTRAL),
    "connected": ("circle-check", Tone.GREEN),
    "disconnected": ("unplug", Tone.RED),
    "in_use": ("triangle-alert", Tone.AMBER),
    "no_permission": ("circle-alert", Tone.RED),
    "several": ("triangle-alert", Tone.AMBER),
    "listening": ("scan-qr-code", Tone.NEUTRAL),
    "stopped": ("minus", Tone.NEUTRAL),
}
_READ_ALL_THE_SAME: Final = "read_despite_input_method"
_WELL: Final = ("connecting", "connected", "stopped")


class ReaderWords:
    """Words for the card of the code reader; pure but for the texts."""

    def __init__(self, wording: Wording) -> None:
        self._wording, self._text = wording, wording.text

    def status(self, choice: DeviceChoice, status: ReaderStatus | None) -> Told:
        """The true state now, with what to do when it is not well."""
        if choice.driver == WEDGE:
            words = self._text("settings.device.wedge"), self._text("settings.device.wedge_detail")
            return Told("keyboard", words[0], Tone.NEUTRAL, words[1])
        if status is None:
            words = self._text("settings.device.none"), self._text("settings.device.none_scanner")
            return Told("minus", words[0], Tone.NEUTRAL, words[1])
        icon, tone = _LOOKS.get(status.link, ("circle-question-mark", Tone.AMBER))
        said = self._text(f"device.link.{status.link}")
        if status.trouble:
            return Told("triangle-alert", said, Tone.AMBER, self._text(f"device.finding.{status.trouble}"))
        return Told(icon, said, tone, self._advice(choice, status.link))

    def waiting(self, seconds: int) -> Told:
        """A trial has begun."""
        detail = self._text("settings.device.trial.waiting_detail", seconds=seconds)
        return Told("scan-qr-code", self._text("settings.device.trial.waiting"), Tone.BLUE, detail)

    def nothing_came(self) -> Told:
        """A trial ended without anything."""
        detail = self._text("settings.device.trial.nothing_detail")
        return Told("circle-alert", self._text("settings.device.trial.nothing"), Tone.RED, detail)

    def no_scan(self, trouble: str) -> Told:
        """What came is no scan."""
        detail = self._text(f"device.finding.{trouble}")
        return Told("triangle-alert", self._text("settings.device.trial.no_scan"), Tone.AMBER, detail)

    def read(self, scan: Scan, meaning: ScanMeaning, trouble: str = "") -> Told:
        """A code was read: what it is, never whose."""
        way = self._text(f"settings.device.trial.way.{scan.source}")
        size = self._wording.count("settings.device.trial.letters", len(scan.text), way=way)
        doubt = self._doubt(meaning)
        if trouble == _READ_ALL_THE_SAME:
            doubt = self._text(f"device.finding.{trouble}")
        if doubt:
            said = self._text("settings.device.trial.doubtful")
            return Told("triangle-alert", said, Tone.AMBER, f"{size} {doubt}")
        return Told("circle-check", self._text(f"settings.device.trial.{_kind(meaning)}"), Tone.GREEN, size)

    def _doubt(self, meaning: ScanMeaning) -> str:
        """The first remark about a code that a person should look at; what it is for is no remark here."""
        if isinstance(meaning, NotUsable) and meaning.kind.value != "changed_by_input_method":
            return ""
        for finding in meaning.findings:
            if finding.severity.value != "info":
                return self._text(f"finding.{finding.code}", **finding.params)
        return ""

    def _advice(self, choice: DeviceChoice, link: str) -> str:
        if link in _WELL:
            return ""
        for key in (f"settings.device.reader.{link}_{choice.driver}", f"settings.device.reader.{link}"):
            if self._wording.has(key):
                return self._text(key)
        return ""


def _kind(meaning: ScanMeaning) -> str:
    match meaning:
        case CardScanned():
            return "card"
        case SlipScanned():
            return "slip"
        case NotUsable():
            return "other"
