"""Unikey between gun and window: what was typed is read right or named, and a person is never a gun."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from counter_app.devices.scanners.input_method import strokes, typed_texts
from counter_app.devices.scanners.input_method_keys import printed_letter
from counter_app.devices.scanners.wedge import Key, KeyKind, PassOn, Scanned, WedgeDetector
from counter_app.services.ports import Scan
from counter_app.services.typed_scans import usable_text
from tests.fakes.clock import MORNING
from tests.fakes.unikey import Sent, Unikey
from tests.fixtures.unikey import Recording, by_gun, by_hand, recordings

GUNS = [one for one in recordings() if one.by == "gun"]
PEOPLE = [one for one in recordings() if one.by == "person"]


def scanned(keys: Iterable[Key]) -> Scanned:
    detector = WedgeDetector()
    *_, last = [detector.feed(key) for key in keys]
    assert isinstance(last, Scanned)
    return last


def name(one: Recording) -> str:
    return f"{one.method}-{one.typed[:24]}"


# --- what the real engine did ------------------------------------------------------------------


@pytest.mark.parametrize("one", GUNS, ids=name)
def test_a_gun_behind_unikey_is_read_right_or_not_at_all(one: Recording) -> None:
    scan = scanned(by_gun(one.sent))
    assert scan.changed == (one.sent != one.typed)
    if not scan.changed:
        assert scan.text == one.typed
        return
    assert one.typed in scan.typed
    used = usable_text(Scan(scan.text, "wedge", MORNING, changed=True, typed=scan.typed))
    # What is left as it is has letters that no code has: whoever interprets it sees that.
    assert used in (None, one.typed, scan.text)
    assert used in (None, one.typed) or not scan.text.isascii()


@pytest.mark.parametrize(
    ("method", "typed"),
    [
        ("telex", "H01.W5.21-261120-0002"),
        ("telex", "K02.AD.03-261120-0042"),
        ("telex", "H01.15.21-261120-0001"),
    ],
)
def test_what_only_one_key_explains_is_read(method: str, typed: str) -> None:
    for one in GUNS:
        if (one.method, one.typed) == (method, typed):
            scan = scanned(by_gun(one.sent))
            used = usable_text(Scan(scan.text, "wedge", MORNING, changed=scan.changed, typed=scan.typed))
            assert typed in ((used,) if scan.changed else (scan.text,))


@pytest.mark.parametrize("gap", [0.036, 0.05, 0.059, 0.15])
@pytest.mark.parametrize("one", PEOPLE, ids=name)
def test_a_person_who_types_with_unikey_is_never_a_gun(one: Recording, gap: float) -> None:
    keys = list(one_by_one(one, gap))
    detector = WedgeDetector()
    out: list[Key] = []
    for key in keys:
        decision = detector.feed(key)
        assert not isinstance(decision, Scanned)
        out += decision.keys if isinstance(decision, PassOn) else ()
    assert [*out, *detector.release().keys] == keys


def one_by_one(one: Recording, gap: float) -> Iterable[Key]:
    """What the engine sent for each key comes at once, the next key a gap later; then Enter."""
    at = 1.0
    for place, letter in enumerate(one.sent):
        if not place or (letter == "\b" and one.sent[place - 1] != "\b") or is_own_key(one.sent, place):
            at += gap
        yield Key(letter, at, KeyKind.BACKSPACE if letter == "\b" else KeyKind.TEXT)
    yield Key("\r", at + gap, KeyKind.TERMINATOR)


def is_own_key(sent: str, place: int) -> bool:
    """Whether a letter came by its own key and not behind backspaces: the more of these the harder."""
    group = sent[max(0, place - 12) : place]
    return sent[place] != "\b" and len(group.rpartition("\b")[2]) >= group.count("\b")


def test_the_model_of_these_tests_does_what_the_engine_did() -> None:
    compared = [one for one in recordings() if not one.restores]
    differing = [one for one in compared if modelled(one) != one.sent]
    assert len(differing) <= 0.08 * len(compared), [name(one) for one in differing]


def modelled(one: Recording) -> str:
    sent = Unikey(one.method, spells=one.spells).type(one.typed)
    return "".join(each.key or "\b" * each.backspaces + each.letters for each in sent)


# --- what was pressed --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sent", "typed"),
    [
        ("H01-D\bĐ-0001", ("H01-DD-0001", "H01-Dd-0001", "H01-D9-0001")),
        ("TA\bÁ1", ("TAS1", "TAs1", "TA11")),
        ("nguye\bên\b\bễn", ("nguyeenx",)),
        ("USA\bÁ\bAS", ("USASS",)),
        ("test\b\b\btest", ()),
        ("A\b§", ()),  # letters of an old code page
    ],
)
def test_keys_are_told_from_what_they_changed(sent: str, typed: tuple[str, ...]) -> None:
    keys = list(by_gun(sent))[:-1]
    assert set(typed) <= set(typed_texts(keys)) if typed else typed_texts(keys) == ()


def test_shift_tells_whether_a_swallowed_key_was_a_capital() -> None:
    def typed(*, shift_for_second: bool) -> tuple[str, ...]:
        keys = [Key("", 1.000, KeyKind.SILENT), Key("K", 1.001), Key("a", 1.002)]
        keys += [Key("", 1.003, KeyKind.SILENT)] if shift_for_second else []
        keys += [Key("\b", 1.004, KeyKind.BACKSPACE), Key("ả", 1.004)]
        return tuple(text for text in typed_texts(keys) if text.isalpha())

    assert typed(shift_for_second=False) == ("Kar",)
    assert typed(shift_for_second=True) == ("KaR",)


def test_letters_that_only_replace_others_are_no_strokes() -> None:
    assert strokes([Key("a", 1.0), Key("\b", 1.1, KeyKind.BACKSPACE), Key("á", 1.1)]) == 2
    grown = [Sent("u"), Sent("b"), Sent("n"), Sent("d"), Sent(" ", 4, "Ủy ban nhân dân ")]
    assert strokes(list(by_hand((one, 0.05) for one in grown))) == 4 + 16 - 4


# --- people ------------------------------------------------------------------------------------


@pytest.mark.parametrize("ends_with", ["\r", " "])
def test_a_word_that_grows_by_itself_and_enter_at_once_are_typing(ends_with: str) -> None:
    method = Unikey("telex", macros={"ubnd": "Ủy ban nhân dân phường"})
    sent = [(one, 0.05) for one in method.type("ubnd")]
    sent.append((method.end("ubnd", ends_with), 0.05))
    sent.append((Sent("\r"), 0.05))
    keys = list(by_hand(sent))
    detector = WedgeDetector()
    decisions = [detector.feed(key) for key in keys]
    assert not any(isinstance(decision, Scanned) for decision in decisions)


def test_a_burst_that_begins_with_a_backspace_reaches_the_field_at_once() -> None:
    detector = WedgeDetector()
    first = [Key("\b", 1.0, KeyKind.BACKSPACE)]
    keys = first + [Key(letter, 1.001) for letter in "Ủy ban nhân dân"]
    keys.append(Key("\r", 1.002, KeyKind.TERMINATOR))
    assert [detector.feed(key) for key in keys] == [PassOn((key,)) for key in keys]


# --- native codes ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("platform", "codes", "letter"),
    [
        ("linux", (10, 0, False), "1"),
        ("linux", (38, 0, True), "A"),
        ("linux", (49, 0, False), "`"),
        ("linux", (65, 0, False), " "),
        ("linux", (0, 0, False), None),
        ("linux", (250, 0, False), None),
        ("win32", (2, 0x31, False), "1"),
        ("win32", (30, 0x41, True), "A"),
        ("win32", (0x2B, 0xDC, True), "|"),
        ("win32", (0, 0xE7, False), ""),
        ("win32", (0, 0, False), None),
        ("darwin", (1, 1, False), None),
    ],
)
def test_native_codes_tell_the_key(platform: str, codes: tuple[int, int, bool], letter: str | None) -> None:
    assert printed_letter(platform)(*codes) == letter


def test_a_gun_behind_a_vietnamese_keyboard_layout_is_read_by_its_keys() -> None:
    # The row of digits types ă â ê ộ and tones there.
    code = "001099000012"
    shown = dict(zip("0123456789", "đăâêộ\u0300\u0309\u0303\u0301\u0323", strict=True))
    keys = [
        Key(shown[digit], 1 + place / 200, printed=printed_letter("linux")(scan_code(digit), 0, False))
        for place, digit in enumerate(code)
    ]
    scan = scanned([*keys, Key("\r", 1.065, KeyKind.TERMINATOR)])
    assert scan.changed
    assert usable_text(Scan(scan.text, "wedge", MORNING, changed=True, typed=scan.typed)) == code


def scan_code(digit: str) -> int:
    return "1234567890".index(digit) + 10
