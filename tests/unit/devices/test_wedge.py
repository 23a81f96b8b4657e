"""A gun that types is told from a person who types, and no key goes astray."""

from __future__ import annotations

import unicodedata
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt

from counter_app.devices.scanners.input_method_keys import printed_letter
from counter_app.devices.scanners.source import ScannerLink, ScannerState
from counter_app.devices.scanners.wedge import (
    Decision,
    Held,
    Key,
    KeyKind,
    PassOn,
    Scanned,
    Swallowed,
    WedgeDetector,
    WedgeLimits,
)
from counter_app.devices.scanners.wedge_gate import WedgeGate
from counter_app.devices.scanners.wedge_scanner import WedgeScanner, WedgeSettings
from counter_app.services.ports import Scan
from counter_app.ui.shared.wedge_filter import KeyGate, KeyPress
from counter_app.ui.shared.wedge_filter import KeyKind as FilterKind

CARD = "089190000017|350000017|NGUYỄN THỊ MẪU|15031990|Nữ|Ấp Mẫu, Xã Mẫu, An Giang|01082024||||"
GUN_GAP = 0.008


class Hands:
    """Feeds keys one after the other and keeps what came of them."""

    def __init__(self, limits: WedgeLimits | None = None) -> None:
        self.detector = WedgeDetector(limits)
        self.now = 100.0
        self.fed: list[Key] = []
        self.passed: list[Key] = []
        self.scans: list[str] = []
        self.taken: list[Key] = []

    def press(
        self, text: str, gap: float, kind: KeyKind = KeyKind.TEXT, *, auto_repeat: bool = False
    ) -> Decision:
        self.now += gap
        key = Key(text, self.now, kind, auto_repeat, payload=len(self.fed))
        self.fed.append(key)
        decision = self.detector.feed(key)
        if isinstance(decision, PassOn):
            self.passed += decision.keys
        elif isinstance(decision, Scanned):
            self.scans.append(decision.text)
            self.taken += decision.keys
        elif isinstance(decision, Swallowed):
            self.taken += decision.keys
        return decision

    def type(self, text: str, gap: float) -> None:
        for letter in text:
            self.press(letter, gap)

    def enter(self, gap: float = GUN_GAP) -> Decision:
        return self.press("\r", gap, KeyKind.TERMINATOR)

    def rest(self, seconds: float = 1.0) -> None:
        self.now += seconds
        self.passed += self.detector.flush(self.now).keys

    @property
    def passed_text(self) -> str:
        return "".join(key.text for key in self.passed)


@pytest.fixture
def hands() -> Hands:
    return Hands()


@pytest.mark.parametrize(
    "code", [CARD, "001099000001", "H01.15.21-261120-0001", "TAM-H01.15.21-Q03-261120-0001"]
)
@pytest.mark.parametrize("gap", [0.0, 0.001, GUN_GAP, 0.030])
def test_a_gun_is_a_scan_and_nothing_reaches_the_window(hands: Hands, code: str, gap: float) -> None:
    hands.type(code, gap)
    assert isinstance(hands.enter(gap), Scanned)
    hands.rest()
    assert hands.scans == [code]
    assert hands.passed == []


def test_a_gun_that_ends_with_tab_is_a_scan_too(hands: Hands) -> None:
    hands.type("H01.15.21", GUN_GAP)
    hands.press("\t", GUN_GAP, KeyKind.TERMINATOR)
    assert hands.scans == ["H01.15.21"]


def test_shift_between_the_letters_belongs_to_the_scan(hands: Hands) -> None:
    for letter in "H01-Q03":
        if letter.isupper():
            hands.press("", 0.002, KeyKind.SILENT)
        hands.press(letter, 0.004)
    hands.enter()
    assert hands.scans == ["H01-Q03"]
    assert [key.kind for key in hands.passed] == [KeyKind.SILENT]  # the first one stood before the burst


def test_letters_sent_decomposed_are_composed(hands: Hands) -> None:
    hands.type(unicodedata.normalize("NFD", CARD), 0.005)
    hands.enter()
    assert hands.scans == [CARD]


def test_what_an_input_method_mended_while_the_gun_typed_is_read_as_the_window_would(hands: Hands) -> None:
    hands.type("H01-D", GUN_GAP)
    hands.press("\b", 0.001, KeyKind.BACKSPACE)
    hands.type("Đ-0001", 0.002)
    scanned = hands.enter()
    assert isinstance(scanned, Scanned)
    assert scanned.text == "H01-Đ-0001"
    assert len(scanned.keys) == 13  # every key is kept for whoever undoes such damage
    assert [key.payload for key in scanned.keys] == list(range(13))


def test_the_second_terminator_of_a_gun_presses_no_button(hands: Hands) -> None:
    hands.type("H01.15.21", GUN_GAP)
    hands.enter()
    assert isinstance(hands.enter(0.002), Swallowed)
    assert hands.passed == []
    hands.now += 1
    hands.enter()
    assert hands.passed_text == "\r"  # a person's, a second later


def test_codes_of_several_lines_come_line_by_line(hands: Hands) -> None:
    for line in ("IDVNM1900000174", "9003152F3003150VNM", "NGUYEN<<THI<MAU"):
        hands.type(line, GUN_GAP)
        hands.enter()
    assert hands.scans == ["IDVNM1900000174", "9003152F3003150VNM", "NGUYEN<<THI<MAU"]


# --- people ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("gap", [0.045, 0.08, 0.25])
def test_typing_however_fast_is_typing(hands: Hands, gap: float) -> None:
    hands.type("nguyễn thị mẫu", gap)
    hands.enter(gap)
    hands.rest()
    assert hands.scans == []
    assert hands.passed == hands.fed


def test_rolling_over_a_few_keys_at_once_is_typing(hands: Hands) -> None:
    for start in ("ng", "uyê", "n th", "i"):
        hands.press(start[0], 0.12)
        hands.type(start[1:], 0.015)
    hands.enter(0.09)
    hands.rest()
    assert (hands.scans, hands.passed) == ([], hands.fed)


def test_a_short_burst_before_enter_is_typing(hands: Hands) -> None:
    hands.type("H0115", 0.005)
    hands.enter(0.005)
    assert (hands.scans, hands.passed_text) == ([], "H0115\r")


@pytest.mark.parametrize("flagged", [True, False])
def test_a_key_held_down_is_no_scan(hands: Hands, flagged: bool) -> None:
    hands.press("0", 0.5)
    hands.rest(0.4)
    for _ in range(40):
        hands.press("0", 0.030, auto_repeat=flagged)
    hands.enter(0.030)
    hands.rest()
    assert (hands.scans, hands.passed) == ([], hands.fed)


def test_backspace_held_down_reaches_the_field(hands: Hands) -> None:
    for _ in range(20):
        hands.press("\b", 0.030, KeyKind.BACKSPACE)
    assert hands.passed == hands.fed


def test_pasted_or_composed_text_is_no_scan(hands: Hands) -> None:
    hands.press(CARD, 0.5)
    hands.enter(0.001)
    assert (hands.scans, hands.passed) == ([], hands.fed)


def test_ctrl_v_is_passed_on_at_once(hands: Hands) -> None:
    decision = hands.press("\x16", 0.5, KeyKind.OTHER)
    assert decision == PassOn((hands.fed[0],))


def test_a_lone_key_waits_only_as_long_as_a_gun_may_pause(hands: Hands) -> None:
    assert hands.press("a", 1.0) == Held()
    hands.rest(hands.detector.hold_s - 0.001)
    assert hands.passed == []
    hands.rest(0.002)
    assert hands.passed == hands.fed


def test_a_key_after_a_pause_lets_the_held_ones_go_and_is_held_itself(hands: Hands) -> None:
    hands.press("a", 1.0)
    assert hands.press("b", 0.2) == PassOn((hands.fed[0],))
    hands.rest()
    assert hands.passed == hands.fed


def test_the_rest_of_a_burst_that_was_let_go_is_never_a_scan(hands: Hands) -> None:
    # The focus moves in the middle of a scan: half an identity number must not pass for a whole one.
    hands.type(CARD[:20], GUN_GAP)
    hands.passed += hands.detector.release().keys
    hands.type(CARD[20:], GUN_GAP)
    hands.enter()
    assert (hands.scans, hands.passed) == ([], hands.fed)


def test_an_endless_burst_is_let_go_and_its_end_is_no_scan(hands: Hands) -> None:
    hands.type("0123456789" * 500, 0.001)
    hands.enter(0.001)
    assert (hands.scans, hands.passed) == ([], hands.fed)


def test_a_clock_that_jumps_back_makes_no_scan(hands: Hands) -> None:
    hands.type("H01.15", GUN_GAP)
    hands.now -= 50
    hands.type(".21", GUN_GAP)
    hands.enter()
    hands.rest()
    assert (hands.scans, hands.passed) == ([], hands.fed)


def test_limits_can_be_widened_for_a_slow_wireless_gun() -> None:
    hands = Hands(WedgeLimits(average_gap_s=0.080, longest_gap_s=0.200, min_length=4))
    hands.type("H01.15.21", 0.070)
    hands.enter(0.070)
    assert hands.scans == ["H01.15.21"]


# --- the driver -----------------------------------------------------------------------------------

NOON = datetime(2026, 11, 21, 5, 0, tzinfo=UTC)


def test_the_driver_delivers_scans_like_every_other_reader() -> None:
    scanner = WedgeScanner(WedgeSettings(), now=lambda: NOON)
    scans: list[Scan] = []
    states: list[ScannerState] = []
    scanner.start(scans.append, states.append)
    for number, letter in enumerate("H01.15.21"):
        scanner.feed(Key(letter, number / 100))
    decision = scanner.feed(Key("\r", 0.09, KeyKind.TERMINATOR))
    assert isinstance(decision, Scanned)
    assert scans == [Scan("H01.15.21", "wedge", NOON)]
    scanner.stop()
    assert states == [ScannerState(ScannerLink.LISTENING), ScannerState(ScannerLink.STOPPED)]


def test_a_stopped_driver_passes_every_key_on_and_keeps_none() -> None:
    scanner = WedgeScanner(WedgeSettings())
    scanner.start(lambda _scan: None, lambda _state: None)
    held = Key("H", 1.0)
    assert scanner.feed(held) == Held()
    scanner.stop()
    after = Key("0", 1.005)
    assert scanner.feed(after) == PassOn((held, after))
    assert scanner.feed(Key("1", 1.010)) == PassOn((Key("1", 1.010),))


# --- the gate to the window -----------------------------------------------------------------------


def test_the_gate_gives_the_window_its_presses_and_keeps_the_guns() -> None:
    scanner = WedgeScanner(WedgeSettings(), now=lambda: NOON)
    scans: list[str] = []
    scanner.start(lambda scan: scans.append(scan.text), lambda _state: None)
    gate: WedgeGate[KeyPress] = WedgeGate(scanner)
    wants: KeyGate = gate  # what the window's filter asks for

    typed = press("a", 1.0)
    assert wants.feed(typed) == ()
    assert wants.flush(1.5) == (typed,)
    gun = [press(letter, 2 + number / 100) for number, letter in enumerate("H01.15.21")]
    assert [wants.feed(one) for one in gun] == [()] * 9
    assert wants.feed(press("\r", 2.09, "terminator")) == ()
    assert scans == ["H01.15.21"]
    shortcut = press("", 3.0, "other")
    assert wants.feed(shortcut) == (shortcut,)
    assert wants.feed(typed) == ()
    assert wants.release() == (typed,)
    assert wants.hold_s == scanner.hold_s


def press(text: str, at: float, kind: str = "text") -> KeyPress:
    return KeyPress(text, at, FilterKind(kind), False, 0, Qt.KeyboardModifier.NoModifier, 0, 0, 0)


def test_the_gate_tells_the_key_of_a_press_by_its_native_codes() -> None:
    scanner = WedgeScanner(WedgeSettings(), now=lambda: NOON)
    scans: list[Scan] = []
    scanner.start(scans.append, lambda _state: None)
    gate: WedgeGate[KeyPress] = WedgeGate(scanner, printed_letter("linux"))
    for number, letter in enumerate("đđăđ-ă"):
        code = {"đ": 19, "ă": 10, "-": 20}[letter]
        at, plain = 1 + number / 100, Qt.KeyboardModifier.NoModifier
        gate.feed(KeyPress(letter, at, FilterKind.TEXT, False, 0, plain, code, 0, 0))
    gate.feed(press("\r", 1.06, "terminator"))
    assert scans == [Scan("đđăđ-ă", "wedge", NOON, changed=True, typed=("0010-1",))]
