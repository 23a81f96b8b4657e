"""Finding dossiers as people ask for them: by part of a code, name, personal number or phone."""

from __future__ import annotations

import pytest

from counter_app.domain.entries import CodeAssigned, CodeKind, DossierCorrected
from counter_app.domain.parties import Party
from counter_app.services.store_ports import DossierQuery
from counter_app.storage.open import StationStore
from counter_app.storage.search import expression, is_met, phone_digits, wanted
from counter_app.storage.search_index import WAITING
from tests.fixtures.dossiers import Scribe, reception
from tests.unit.storage.books import dossier_of, found, receive, receive_many, record
from tests.unit.storage.conftest import MakeStore

PROVISIONAL = "TAM-H01.15.21-Q03-261120-0007"


@pytest.fixture(params=["waiting", "indexed"], scope="module")
def filled(request: pytest.FixtureRequest, make_store: MakeStore) -> tuple[StationStore, str]:
    """One dossier to be found: among the newest, which wait for the index, and among the indexed ones."""
    store, scribe = make_store(), Scribe()
    receive(store, scribe, 1, name="Trần Văn Mẫu", owner_number="092085000002", phone="0912345678")
    wanted_one = receive(
        store,
        scribe,
        5306,
        name="Đỗ Thị Ánh Mẫu",
        owner_number="092190123456",
        phone="0909 111 222",
    )
    if request.param == "indexed":
        receive_many(store, scribe, WAITING, first=6000)
    return store, wanted_one


@pytest.mark.requirement("NA-19")
@pytest.mark.parametrize(
    "typed",
    [
        "5306",
        "530",
        "261120-53",
        "261120-5306",
        "h01.15.21-261120-5306",
        "H01.15.21-261120-53",
        "Đỗ Thị Ánh Mẫu",
        "do thi anh mau",
        "DO THI",
        "đỗ thị á",
        "mẫu ánh đỗ",
        "anh do",
        "092190123456",
        "092190123",
        "123456",
        "3456",
        "0909111222",
        "0909 111 222",
        "0909 111",
        "+84909111222",
        "84909111222",
        "111222",
        "1222",
        "do 5306",
        "123456 do thi",
        "05306/TNHS",
        "  do   thi  ",
    ],
)
def test_a_dossier_is_found_by(filled: tuple[StationStore, str], typed: str) -> None:
    store, dossier_id = filled
    assert dossier_id in found(store, typed)


@pytest.mark.parametrize(
    "typed",
    [
        "5307",
        "261121-53",
        "do van",
        "đỗ thị b",
        "092190123457",
        "234567",
        "12345",
        "h02-261120-5306",
        "??",
        "-",
    ],
)
def test_a_dossier_is_not_found_by(filled: tuple[StationStore, str], typed: str) -> None:
    store, dossier_id = filled
    assert dossier_id not in found(store, typed)


def test_a_word_that_is_finished_with_a_space_is_whole(store: StationStore) -> None:
    scribe = Scribe()
    short = receive(store, scribe, 1, name="Mẫu Thị Lan")
    long = receive(store, scribe, 2, name="Mẫu Thị Lang")
    assert found(store, "lan") == [long, short]
    assert found(store, "lan ") == [short]


def test_the_newest_come_first_and_pages_follow_without_a_gap(store: StationStore) -> None:
    ids = receive_many(store, Scribe(), 3 * WAITING + 5)
    for text in ("", "mẫu"):
        pages: list[str] = []
        before = None
        while True:
            with store.database.read() as reads:
                rows = reads.find(DossierQuery(text=text), limit=7, before=before)
            if not rows:
                break
            pages += [row.id for row in rows]
            before = rows[-1].position
        assert pages == list(reversed(ids))


def test_counting_stops_at_its_cap(store: StationStore) -> None:
    receive_many(store, Scribe(), 2 * WAITING + 3)
    with store.database.read() as reads:
        for text in ("", "le van"):
            assert reads.count(DossierQuery(text=text)) == 2 * WAITING + 3
            assert reads.count(DossierQuery(text=text), cap=10) == 10
        assert reads.count(DossierQuery(text="zzz")) == 0
        assert reads.count(DossierQuery(text="?!")) == 0


@pytest.mark.requirement("NA-19")
@pytest.mark.parametrize("others", [0, WAITING + 1])
def test_the_provisional_code_finds_the_dossier_for_ever(store: StationStore, others: int) -> None:
    scribe = Scribe()
    dossier_id = receive(store, scribe, 7, code=PROVISIONAL, code_kind=CodeKind.PROVISIONAL)
    receive_many(store, scribe, others, first=100)
    record(store, [scribe.write(dossier_id, CodeAssigned("H01.15.21-261120-9001"))])
    for typed in (PROVISIONAL, PROVISIONAL.lower(), "tam-h01.15.21-q03-2611", "261120-9001"):
        assert found(store, typed) == [dossier_id]
    with store.database.read() as reads:
        assert reads.id_of_code(f" {PROVISIONAL.lower()} ") == dossier_id
        assert reads.id_of_code("h01.15.21-261120-9001") == dossier_id
        assert reads.id_of_code("H01.15.21-261120-9002") is None
        [row] = reads.find(DossierQuery(text="9001"))
    assert (row.code, row.provisional) == ("H01.15.21-261120-9001", False)


@pytest.mark.parametrize("others", [0, WAITING + 1])
def test_a_corrected_owner_is_found_by_the_new_name_only(store: StationStore, others: int) -> None:
    scribe = Scribe()
    dossier_id = receive(store, scribe, 1, name="Nguyễn Sai Mẫu")
    receive_many(store, scribe, others, first=100)
    owner = Party(full_name="Nguyễn Đúng Mẫu")
    record(store, [scribe.write(dossier_id, DossierCorrected("gõ nhầm", "Trần Văn Mẫu", owner=owner))])
    assert found(store, "nguyen dung mau") == [dossier_id]
    assert found(store, "nguyen sai mau") == []


@pytest.mark.parametrize("others", [0, WAITING + 1])
def test_a_removed_dossier_is_not_found_and_its_place_can_be_taken(store: StationStore, others: int) -> None:
    scribe = Scribe()
    receive_many(store, scribe, others, first=100)
    dossier_id = receive(store, scribe, 1, name="Phạm Bỏ Mẫu")
    with store.database.begin() as work:
        work.dossiers.remove(dossier_id)
        work.dossiers.remove("nobody")
    assert found(store, "pham bo") == []
    assert dossier_of(store, dossier_id) is None
    following = receive(store, scribe, 2, name="Phạm Thay Mẫu")
    assert found(store, "pham") == [following]
    with store.database.read() as reads:
        assert reads.id_of_code("H01.15.21-261120-0001") is None


def test_what_is_indexed_and_what_waits_agree_on_every_beginning(store: StationStore) -> None:
    scribe = Scribe()
    record(store, [scribe.write("dossier-x", reception(77, name="Ngô Đình Mẫu", phone="+84 987 654 321"))])
    typed = ("ngo dinh mau", "h01.15.21-261120-0077", "092190000001", "0987654321", "261120-0077", "54321")
    beginnings = [text[:end] for text in typed for end in range(1, len(text) + 1)]
    before = {text: found(store, text) for text in beginnings}
    receive_many(store, scribe, WAITING, first=100)
    after = {text: [hit for hit in found(store, text) if hit == "dossier-x"] for text in beginnings}
    assert after == before
    assert all(before[text] for text in typed)


def test_a_name_in_any_script_can_be_searched(store: StationStore) -> None:
    dossier_id = receive(store, Scribe(), 1, name="王小明 Müller-Lý")
    for typed in ("王小明", "王", "muller", "müller-lý", "ly"):
        assert found(store, typed) == [dossier_id]


@pytest.mark.parametrize(
    "typed", ['"', "'", "a*b", "AND", "NOT or NEAR(", "terms:x", "_65", "^a", "\x00", "%", ";--"]
)
def test_nothing_typed_is_taken_for_a_command(store: StationStore, typed: str) -> None:
    receive_many(store, Scribe(), WAITING + 1)
    assert isinstance(found(store, typed), list)


def test_phones_are_compared_as_they_are_dialled_at_home() -> None:
    assert phone_digits("+84 909.111.222") == phone_digits("0909-111-222") == "0909111222"
    assert phone_digits("") == ""


def test_a_query_and_its_check_mean_the_same() -> None:
    asked = wanted("le 5306 ")
    assert asked is not None
    assert expression(asked) == '("le" AND ("5306"* OR "_6035"*))'
    assert is_met(asked, ["le", "53061"])
    assert is_met(asked, ["le", "_603521"])
    assert not is_met(asked, ["lee", "5306"])
