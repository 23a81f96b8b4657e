"""Scanned papers: in the vault before the entry names them, queued with it, seen as far as they have come."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest

from counter_app.domain.entries import FileAttached, read_event
from counter_app.domain.errors import DomainError
from counter_app.services.attaching import Attaching, FileOfDossier
from counter_app.services.scan_ports import FileState, FileToSend, Lane
from counter_app.services.store_ports import Recorded, Verdict, VerdictState
from tests.builders import MARRIAGE, Counter, clerk
from tests.fixtures.dossiers import Scribe

PDF = b"%PDF-1.4 a scan of an invented paper"
NAME = hashlib.sha256(PDF).hexdigest()


@pytest.fixture
def dossier_id(station: Counter) -> str:
    return station.accept(MARRIAGE).id


@pytest.fixture
def attaching(station: Counter) -> Attaching:
    return Attaching(station.database, station.vault, station.office, station.clock, station.recorded.append)


def test_a_scan_is_kept_written_down_and_queued(
    station: Counter, attaching: Attaching, dossier_id: str
) -> None:
    after = attaching.attach(dossier_id, PDF, clerk(), component=1, pages=3)
    event = FileAttached(1, NAME, "application/pdf", len(PDF), 3)
    assert read_event(station.database.chain()[-1]) == event
    assert after.files == (event,)
    assert attaching.read(NAME) == PDF
    queued, state = station.database.state.files[NAME]
    assert (queued, state) == (
        FileToSend(NAME, len(PDF), "application/pdf", Lane.SCANS, station.clock.now()),
        FileState.WAITING,
    )
    assert attaching.files(dossier_id) == (FileOfDossier(event, FileState.WAITING, here=True),)
    assert station.recorded == [dossier_id, dossier_id]


def test_a_full_disk_leaves_neither_entry_nor_place_in_the_queue(
    station: Counter, attaching: Attaching, dossier_id: str
) -> None:
    station.database.fail("storage.full")
    with pytest.raises(DomainError, match=r"storage\.full"):
        attaching.attach(dossier_id, PDF, clerk())
    assert attaching.files(dossier_id) == ()
    assert station.database.state.files == {}
    station.vault.full = True
    with pytest.raises(DomainError, match=r"vault\.full"):
        attaching.attach(dossier_id, PDF + b"2", clerk())
    assert len(station.database.chain()) == 1


def test_the_same_file_of_the_same_paper_is_attached_once(
    station: Counter, attaching: Attaching, dossier_id: str
) -> None:
    for component in (0, 0, 1):
        attaching.attach(dossier_id, PDF, clerk(), component=component)
    assert [one.file.component for one in attaching.files(dossier_id)] == [0, 1]
    assert len(station.database.chain()) == 3
    assert list(station.database.state.files) == [NAME]


@pytest.mark.parametrize(
    ("start", "media_type"),
    [
        (b"%PDF-1.7", "application/pdf"),
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (b"II*\x00", "image/tiff"),
        (b"MM\x00*", "image/tiff"),
    ],
)
def test_the_kind_of_a_file_is_read_from_its_content(
    attaching: Attaching, dossier_id: str, start: bytes, media_type: str
) -> None:
    after = attaching.attach(dossier_id, start + b"rest", clerk())
    assert after.files[0].media_type == media_type
    assert after.files[0].component is None


@pytest.mark.parametrize(
    ("data", "component", "code"),
    [
        (b"", None, "file.empty"),
        (b"MZ\x90\x00 a program", None, "file.unknown_kind"),
        (PDF, 99, "file.unknown_component"),
        (PDF, -1, "file.unknown_component"),
    ],
)
def test_what_is_no_scan_or_fits_nowhere_is_refused_and_not_kept(
    station: Counter, attaching: Attaching, dossier_id: str, data: bytes, component: int | None, code: str
) -> None:
    with pytest.raises(DomainError) as raised:
        attaching.attach(dossier_id, data, clerk(), component=component)
    assert raised.value.code == code
    assert station.vault.files == {}


def test_nothing_is_attached_to_what_is_not_there_or_was_cancelled(
    station: Counter, attaching: Attaching, dossier_id: str
) -> None:
    with pytest.raises(DomainError, match=r"dossier\.unknown"):
        attaching.attach("nobody", PDF, clerk())
    station.dossiers.cancel(dossier_id, clerk(), "Nhập trùng")
    with pytest.raises(DomainError, match=r"dossier\.cancelled"):
        attaching.attach(dossier_id, PDF, clerk())
    assert attaching.files("nobody") == ()


def test_a_scan_of_another_counter_that_has_not_come_yet_is_pending_and_nothing_fails(
    station: Counter, dossier_id: str
) -> None:
    event = FileAttached(0, "ab" * 32, "application/pdf", 900_000, 4)
    entry = Scribe("station-b").write(dossier_id, event)
    station.database.learn(Recorded(entry, Verdict(VerdictState.ACCEPTED), 7, own=False))
    arrived: set[str] = set()

    def foreign(sha256: str) -> FileState:
        return FileState.SENT if sha256 in arrived else FileState.UNKNOWN

    attaching = Attaching(
        station.database, station.vault, station.office, station.clock, station.recorded.append, foreign
    )
    assert attaching.files(dossier_id) == (FileOfDossier(event, FileState.UNKNOWN, here=False),)
    with pytest.raises(DomainError, match=r"vault\.missing"):
        attaching.read(event.sha256)
    arrived.add(event.sha256)
    assert attaching.files(dossier_id)[0].state is FileState.SENT


def test_a_printed_form_is_queued_before_scans_and_a_failed_print_is_not(
    station: Counter, dossier_id: str
) -> None:
    station.printing.print_form(dossier_id, clerk())
    (queued,) = [file for file, _ in station.database.state.files.values()]
    assert (queued.lane, queued.media_type) == (Lane.PAPERS, "application/pdf")
    assert station.vault.get(queued.sha256)
    station.printing.print_slip(dossier_id, clerk())
    assert len(station.database.state.files) == 1


def test_a_body_that_names_no_content_is_not_believed(station: Counter, dossier_id: str) -> None:
    good = FileAttached(0, "ab" * 32, "application/pdf", 1, 1)
    for bad in (
        replace(good, sha256="../../etc/passwd"),
        replace(good, sha256="AB" * 32),
        replace(good, media_type="text/html; charset"),
        replace(good, size=-1),
        replace(good, pages=-1),
        replace(good, component=-1),
    ):
        with pytest.raises(DomainError, match=r"entry\.bad_body"):
            FileAttached.from_body(bad.to_body())
