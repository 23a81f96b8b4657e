"""What an office keeps of its catalogue at a station: notes, keywords, and procedures without a centre."""

from __future__ import annotations

from datetime import date

import pytest

from counter_app.domain.errors import DomainError
from counter_app.domain.office import Clerk, Role
from counter_app.domain.office_changes import NoteWritten
from counter_app.services.catalogue_import import read_catalogue_file
from counter_app.services.office_catalogue import OfficeCatalogue
from counter_app.services.office_context import CATALOGUE
from counter_app.services.office_notes import (
    LONGEST_NOTE,
    MOST_KEYWORDS,
    NOTES,
    OfficeNote,
    StampedNote,
    notes_to_plain,
)
from tests.builders import BIRTH, DEATH, Counter, clerk, clerks, put_document

SUPERVISOR = clerks()[2]
ADMINISTRATOR = Clerk("vo-van-mau", "Võ Văn Mẫu", Role.ADMINISTRATOR, "")
LOCAL_FEE = f"Mã thủ tục;Loại phí;Phí tại quầy\n{DEATH};HĐND;8.000\nsai;;".encode()
DAY = date(2026, 11, 23)


@pytest.fixture
def own(station: Counter) -> OfficeCatalogue:
    return station.services.procedures.own


def codes(station: Counter, typed: str) -> list[str]:
    return [procedure.code for procedure in station.services.procedures.find(typed)]


def test_a_note_and_keywords_are_kept_shown_and_found_by(station: Counter, own: OfficeCatalogue) -> None:
    assert DEATH not in codes(station, "giay chung tu")
    own.write_note(SUPERVISOR, DEATH, "  Mời sang\n phòng 2 ", ("Giấy chứng tử", "gct", "gct", " "))
    assert codes(station, "GCT")[0] == DEATH
    assert codes(station, "giay chung tu")[0] == DEATH
    assert DEATH in codes(station, "giấy chứng")
    station.restart()
    procedure = station.services.procedures.get(DEATH)
    assert procedure is not None
    assert (procedure.office_note, procedure.keywords) == ("Mời sang phòng 2", ("Giấy chứng tử", "gct"))


def test_what_names_find_is_found_as_before_when_there_are_keywords(
    station: Counter, own: OfficeCatalogue
) -> None:
    before = codes(station, "dk khai sinh")
    own.write_note(SUPERVISOR, DEATH, "", ("ks muộn",))
    assert codes(station, "dk khai sinh") == before
    assert codes(station, "ks")[0] == DEATH


def test_an_empty_note_takes_back_what_was_written_here(own: OfficeCatalogue) -> None:
    own.write_note(SUPERVISOR, DEATH, "Phòng 2", ())
    own.write_note(SUPERVISOR, DEATH, " ", ())
    assert own.notes() == {}


@pytest.mark.parametrize(
    ("who", "code", "note", "keywords", "error"),
    [
        (clerk(), DEATH, "x", (), "catalogue.not_allowed"),
        (SUPERVISOR, "9.999999", "x", (), "reception.unknown_procedure"),
        (SUPERVISOR, DEATH, "x" * (LONGEST_NOTE + 1), (), "catalogue.bad_note"),
        (SUPERVISOR, DEATH, "x\x07", (), "catalogue.bad_note"),
        (SUPERVISOR, DEATH, "", tuple(map(str, range(MOST_KEYWORDS + 1))), "catalogue.bad_keyword"),
        (SUPERVISOR, DEATH, "", ("x" * 41,), "catalogue.bad_keyword"),
    ],
)
def test_a_note_that_cannot_be_kept_is_refused_and_changes_nothing(
    own: OfficeCatalogue, who: Clerk, code: str, note: str, keywords: tuple[str, ...], error: str
) -> None:
    with pytest.raises(DomainError) as caught:
        own.write_note(who, code, note, keywords)
    assert caught.value.code == error
    assert own.notes() == {}


def test_notes_survive_a_new_catalogue_of_the_centre(station: Counter, own: OfficeCatalogue) -> None:
    own.write_note(SUPERVISOR, DEATH, "Phòng 2", ())
    put_document(station.database, CATALOGUE, own.read_file(LOCAL_FEE).catalogue.to_dict())
    procedure = station.office.refresh().catalogue.by_code[DEATH]
    assert (procedure.office_note, procedure.fee.direct_vnd) == ("Phòng 2", 8_000)


def test_notes_that_cannot_be_read_hide_no_procedure(station: Counter) -> None:
    put_document(station.database, NOTES, b"[")
    context = station.office.refresh()
    assert BIRTH in context.catalogue.by_code
    assert list(context.faults) == [NOTES]


def test_a_note_goes_up_as_an_entry_and_the_same_note_again_writes_nothing(
    station: Counter, own: OfficeCatalogue
) -> None:
    for _ in range(2):
        own.write_note(SUPERVISOR, DEATH, "Phòng 2", ("gct",))
    (entry,) = station.database.chain()
    assert (entry.kind, entry.actor) == (NoteWritten.KIND, SUPERVISOR.id)


@pytest.mark.parametrize("theirs", ["Phòng 5", ""])
def test_an_own_note_counts_over_an_older_word_of_the_centre(
    station: Counter, own: OfficeCatalogue, theirs: str
) -> None:
    older = StampedNote(OfficeNote(theirs), "2026-11-02T01:00:00.000000Z other-station")
    own.write_note(SUPERVISOR, DEATH, "Phòng 2", ())
    put_document(station.database, NOTES, notes_to_plain({DEATH: older}))
    assert station.office.refresh().catalogue.by_code[DEATH].office_note == "Phòng 2"


@pytest.mark.parametrize("theirs", ["Phòng 5", ""])
def test_a_later_word_of_the_centre_counts_over_an_own_note(
    station: Counter, own: OfficeCatalogue, theirs: str
) -> None:
    later = StampedNote(OfficeNote(theirs), "2026-12-20T01:00:00.000000Z other-station")
    own.write_note(SUPERVISOR, DEATH, "Phòng 2", ())
    put_document(station.database, NOTES, notes_to_plain({DEATH: later}))
    assert station.office.refresh().catalogue.by_code[DEATH].office_note == theirs


def test_the_notes_of_one_counter_reach_the_others_as_a_file_through_the_centre(
    station: Counter, own: OfficeCatalogue
) -> None:
    own.write_note(SUPERVISOR, DEATH, "Mời sang; phòng “2”", ("gct", "báo tử"))
    known = station.office.current().catalogue
    data = own.notes_file()
    base = own.read_file(LOCAL_FEE).catalogue
    found = read_catalogue_file(data, base, known)
    procedure = found.catalogue.by_code[DEATH]
    assert found.rejected == ()
    assert (procedure.office_note, procedure.keywords) == ("Mời sang; phòng “2”", ("gct", "báo tử"))


@pytest.mark.requirement("AG-12")
def test_without_a_centres_catalogue_a_file_counts_here(station: Counter, own: OfficeCatalogue) -> None:
    assert not own.comes_from_centre()
    found = own.read_file(LOCAL_FEE)
    assert [(one.row, one.column) for one in found.rejected] == [(3, "code")]
    context = own.store(ADMINISTRATOR, found, DAY)
    assert (context.catalogue.version, context.catalogue.valid_from) == ("2026.07.1~1+2026.07.1", DAY)
    station.restart()
    assert station.office.current().catalogue.by_code[DEATH].fee.direct_vnd == 8_000
    assert len(station.office.current().catalogue.procedures) == 334
    with pytest.raises(DomainError, match=r"catalogue\.nothing_changed"):
        own.store(ADMINISTRATOR, own.read_file(LOCAL_FEE), DAY)


def test_where_the_centre_sent_one_files_are_taken_in_there(station: Counter, own: OfficeCatalogue) -> None:
    found = own.read_file(LOCAL_FEE)
    own.store(ADMINISTRATOR, found, DAY)
    put_document(
        station.database, CATALOGUE, own.read_file(b"code;keywords\n1.001193;ks").catalogue.to_dict()
    )
    assert own.comes_from_centre()
    with pytest.raises(DomainError, match=r"catalogue\.from_centre"):
        own.store(ADMINISTRATOR, found, DAY)


def test_only_an_administrator_takes_a_file_in(own: OfficeCatalogue) -> None:
    with pytest.raises(DomainError, match=r"catalogue\.not_allowed"):
        own.store(SUPERVISOR, own.read_file(LOCAL_FEE), DAY)
