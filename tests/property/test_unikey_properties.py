"""Whatever is typed through an input method, however fast: people stay people, and guns are read right."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from counter_app.devices.scanners.input_method import strokes, typed_texts
from counter_app.devices.scanners.wedge import Key, KeyKind, PassOn, Scanned, WedgeDetector
from tests.fakes.unikey import Method, Unikey
from tests.fixtures.unikey import by_hand

METHODS: st.SearchStrategy[Method] = st.sampled_from(["telex", "vni"])
MACROS = {"ubnd": "Ủy ban nhân dân", "hs": "hồ sơ", "k": "không", "a1": "Ấp Mẫu, phường Long Xuyên"}
UNIKEYS = st.builds(
    Unikey,
    METHODS,
    modern=st.booleans(),
    spells=st.booleans(),
    restores=st.booleans(),
    macros=st.sampled_from([{}, MACROS]),
)
TYPED = (
    *("nguyeenx", "thij", "maaux", "tooi", "dduwowngf", "hoaf", "khuyeens", "hoof", "sow", "wow"),
    *("nguye6n4", "d9u7o7ng2", "lo61", "thu7o73", "ubnd", "hs", "k", "a1", "aaa", "ass", "dd", "tran123"),
)
WORDS = st.lists(
    st.sampled_from(
        [
            "nguyeenx",
            "thij",
            "maaux",
            "tooi",
            "dduwowngf",
            "hoaf",
            "khuyeens",
            "hoof",
            "sow",
            "nguye6n4",
            "d9u7o7ng2",
            "lo61",
            "thu7o73",
            "ubnd",
            "hs",
            "k",
            "a1",
            "aaa",
            "ass",
            "dd",
            "wow",
            "tran123",
            "Q3",
            "08",
            "090-",
        ]
    )
    | st.text("adeuoiwsfrxjzngthc 0123456789", min_size=1, max_size=12),
    min_size=1,
    max_size=6,
).map(" ".join)
HANDS = st.floats(0.036, 0.3)
"""The fastest hands for a while: 28 keys a second, each."""
CODES = st.text("ABCDEGHIKLMNOPQRSTUVXY0123456789-.<|", min_size=6, max_size=40) | st.text(
    "ADEOUISFRXJ0123456789-", min_size=6, max_size=20
)


@given(UNIKEYS, WORDS, st.data())
def test_hands_are_never_a_gun_whatever_an_input_method_types_for_them(
    unikey: Unikey, text: str, data: st.DataObject
) -> None:
    sent = [*unikey.type(text), unikey.end(text, "\r")]
    gaps = data.draw(st.lists(HANDS, min_size=len(sent), max_size=len(sent)))
    keys = list(by_hand(zip(sent, gaps, strict=True)))
    detector = WedgeDetector()
    out: list[Key] = []
    for key in keys:
        decision = detector.feed(key)
        assert not isinstance(decision, Scanned)
        out += decision.keys if isinstance(decision, PassOn) else ()
    assert [*out, *detector.release().keys] == keys


@given(UNIKEYS, WORDS, st.floats(0.08, 0.2), st.floats(0.012, 0.03))
def test_hands_that_roll_over_two_keys_at_a_time_are_no_gun(
    unikey: Unikey, text: str, pause: float, roll: float
) -> None:
    sent = [*unikey.type(text), unikey.end(text, "\r")]
    keys = by_hand((one, roll if place % 2 else pause) for place, one in enumerate(sent))
    detector = WedgeDetector()
    assert not any(isinstance(detector.feed(key), Scanned) for key in keys)


@given(UNIKEYS, CODES, st.floats(0.0005, 0.012))
def test_a_gun_is_read_right_or_its_text_is_among_what_may_have_been_typed(
    unikey: Unikey, code: str, gap: float
) -> None:
    keys = list(by_hand((one, gap) for one in unikey.type(code)))
    end = Key("\r", keys[-1].at + gap, KeyKind.TERMINATOR)
    detector = WedgeDetector()
    *_, last = [detector.feed(key) for key in (*keys, end)]
    if not isinstance(last, Scanned):
        return
    if last.changed:
        assert not last.typed or code in last.typed
    else:
        assert last.text == code


@given(METHODS, WORDS)
def test_no_more_strokes_are_counted_than_keys_were_pressed(method: Method, text: str) -> None:
    sent = list(Unikey(method).type(text))
    assert strokes(list(by_hand((one, 0.01) for one in sent))) <= len(sent)


@given(st.lists(st.sampled_from(["a", "D", "Đ", "á", "ư", "1", "\b", "|", " "]), max_size=60))
def test_whatever_comes_is_taken_apart_without_fail(letters: list[str]) -> None:
    keys = [
        Key(letter, place / 100, KeyKind.BACKSPACE if letter == "\b" else KeyKind.TEXT)
        for place, letter in enumerate(letters)
    ]
    assert all(isinstance(text, str) for text in typed_texts(keys))
