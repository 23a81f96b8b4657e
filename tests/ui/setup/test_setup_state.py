"""How an address and a code are read, and to which field an error belongs."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter_app.domain.errors import DomainError
from counter_app.ui.setup.setup_state import (
    Place,
    is_plain,
    may_try_again,
    place_of,
    tidy_code,
    tidy_server,
)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("motcua.mau.gov.vn", "https://motcua.mau.gov.vn"),
        ("  https://motcua.mau.gov.vn/ ", "https://motcua.mau.gov.vn"),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000"),
        ("", ""),
        ("   ", ""),
    ],
)
def test_an_address_without_a_scheme_is_meant_to_be_safe(typed: str, meant: str) -> None:
    assert tidy_server(typed) == meant


@pytest.mark.parametrize(
    "typed",
    [
        "K7QM-2XTR-9HDW",
        "k7qm2xtr9hdw",
        " k7qm 2xtr 9hdw ",
        "K7QM.2XTR.9HDW",
        "K7QM–2XTR—9HDW",
        "K7-QM2X-TR9-HDW",
    ],
)
def test_a_code_is_understood_however_it_was_copied(typed: str) -> None:
    assert tidy_code(typed) == "K7QM-2XTR-9HDW"


@given(st.text(max_size=40))
def test_tidying_a_code_twice_changes_nothing_and_loses_no_letter(text: str) -> None:
    once = tidy_code(text)
    assert tidy_code(once) == once
    kept = re.sub(r"[\s\-\u2010-\u2015.]", "", unicodedata.normalize("NFC", text)).upper()
    assert once.replace("-", "") == kept


@pytest.mark.parametrize("typed", ["K7QM-2XTR-9HĐW", "K7QM-2XTR-9HÂ", "K7QM_2XTR", "K7QM\u03012XTR"])
def test_letters_that_an_input_method_changed_are_noticed(typed: str) -> None:
    assert not is_plain(tidy_code(typed))


def test_plain_letters_and_figures_are_fine() -> None:
    assert is_plain(tidy_code("k7qm 2xtr 9hdw"))


@pytest.mark.parametrize(
    ("code", "place"),
    [
        ("enrol.code_shape", Place.CODE),
        ("enrol.unknown_code", Place.CODE),
        ("enrol.used_code", Place.CODE),
        ("enrol.expired_code", Place.CODE),
        ("sync.bad_address", Place.SERVER),
        ("sync.insecure_address", Place.SERVER),
        ("sync.no_route", Place.SERVER),
        ("sync.tls", Place.SERVER),
        ("sync.not_our_server", Place.SERVER),
        ("sync.storage", Place.MACHINE),
        ("enrol.already", Place.MACHINE),
        ("enrol.bad_proof", Place.MACHINE),
        ("storage.full", Place.MACHINE),
        ("keys.not_kept", Place.MACHINE),
    ],
)
def test_an_error_is_said_where_it_can_be_mended(code: str, place: Place) -> None:
    assert place_of(DomainError(code)) is place


def test_only_a_line_that_failed_leaves_the_code_good() -> None:
    assert may_try_again(DomainError("sync.timeout"))
    assert not may_try_again(DomainError("enrol.used_code"))
    assert not may_try_again(DomainError("storage.full"))
