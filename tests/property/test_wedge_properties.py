"""Whatever keys come, whenever they come: none is lost, doubled or moved, and a scan is a whole burst."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from counter_app.devices.scanners.wedge import Key, KeyKind, PassOn, Scanned, Swallowed, WedgeDetector

LETTERS = st.sampled_from("0123456789|HQ-.aáẫ\u0303\x1d") | st.text(max_size=3)
GAPS = st.sampled_from([0.0, 0.001, 0.005, 0.02, 0.034, 0.036, 0.059, 0.061, 0.2, 2.0, -1.0]) | st.floats(
    0, 0.1
)
KINDS = st.sampled_from(
    [KeyKind.TEXT] * 8 + [KeyKind.TERMINATOR, KeyKind.BACKSPACE, KeyKind.SILENT, KeyKind.OTHER]
)
KEYS = st.tuples(LETTERS, GAPS, KINDS, st.sampled_from([False] * 9 + [True]))
STEPS = st.lists(KEYS | st.sampled_from(["flush", "release"]), max_size=120)


@given(STEPS)
def test_no_key_is_lost_doubled_or_moved(steps: list[tuple[str, float, KeyKind, bool] | str]) -> None:
    detector = WedgeDetector()
    now = 0.0
    fed: list[Key] = []
    out: list[Key] = []
    for step in steps:
        if step == "flush":
            out += detector.flush(now + 0.03).keys
        elif step == "release":
            out += detector.release().keys
        elif isinstance(step, tuple):
            text, gap, kind, auto_repeat = step
            now += gap
            key = Key(text, now, kind, auto_repeat, payload=object())
            fed.append(key)
            decision = detector.feed(key)
            if isinstance(decision, PassOn | Scanned | Swallowed):
                out += decision.keys
    out += detector.release().keys
    assert [key.payload for key in out] == [key.payload for key in fed]


@given(
    st.text(st.characters(categories=("L", "N", "P", "S", "Zs")), min_size=6, max_size=200),
    st.floats(0.0, 0.034),
)
def test_a_steady_fast_burst_with_a_terminator_is_read_whole(text: str, gap: float) -> None:
    letters = unicodedata.normalize("NFC", text)
    detector = WedgeDetector()
    decisions = [detector.feed(Key(letter, number * gap)) for number, letter in enumerate(letters)]
    last = detector.feed(Key("\r", len(letters) * gap, KeyKind.TERMINATOR))
    one_letter_mostly = max(letters.count(letter) for letter in letters) > 0.75 * len(letters)
    if len(letters) >= 6 and not one_letter_mostly:
        assert isinstance(last, Scanned)
        assert last.text == letters
        assert not any(isinstance(decision, PassOn) for decision in decisions)


@given(st.lists(st.floats(0.036, 0.059), min_size=6, max_size=60))
def test_hands_are_never_faster_on_average_than_the_limit_and_never_a_gun(gaps: list[float]) -> None:
    detector = WedgeDetector()
    now = 0.0
    keys = []
    out: list[Key] = []
    for number, gap in enumerate(gaps):
        now += gap
        keys.append(Key("0123456789"[number % 10], now))
        decision = detector.feed(keys[-1])
        out += decision.keys if isinstance(decision, PassOn) else ()
    end = Key("\r", now + 0.05, KeyKind.TERMINATOR)
    decision = detector.feed(end)
    assert isinstance(decision, PassOn)
    assert [*out, *decision.keys] == [*keys, end]
