"""What every page printer keeps to: the print service (a stand-in for CUPS) and the folder of last resort."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from counter_app import devices
from counter_app.services.ports import PagePrinter, Paper, PrinterCondition, PrintResult
from tests.fixtures.fake_cups import FakeCups

PDF = b"%PDF-1.4\n" + bytes(range(256)) * 20 + b"\n%%EOF\n"
TITLE = "H01.15.21-261120-0001"


class Route:
    """A printer with what arrives at its other end."""

    printer: PagePrinter
    done: PrintResult

    def documents(self) -> list[bytes]:
        raise NotImplementedError

    def vanish(self) -> None:
        raise NotImplementedError


@dataclass
class FolderRoute(Route):
    printer: PagePrinter
    folder: Path
    done: PrintResult = PrintResult.SAVED

    def documents(self) -> list[bytes]:
        return [path.read_bytes() for path in sorted(self.folder.iterdir())]

    def vanish(self) -> None:
        self.folder.parent.write_text("a file where the folder should be", encoding="utf-8")


@dataclass
class ServiceRoute(Route):
    printer: PagePrinter
    cups: FakeCups
    done: PrintResult

    def documents(self) -> list[bytes]:
        return [job.data for job in self.cups.jobs]

    def vanish(self) -> None:
        self.cups.set(runs=False)


@pytest.fixture(params=["file", "service, printer reports", "service, printer is silent"])
def route(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Route:
    if request.param == "file":
        folder = tmp_path / "papers" / "today"
        return FolderRoute(devices.create("page_printer", "file", {"folder": str(folder)}), folder)
    if sys.platform == "win32":
        pytest.skip("the stand-in for the print service is a shell script")
    cups = FakeCups(tmp_path)
    monkeypatch.setenv("PATH", f"{cups.bin}:/usr/bin:/bin")
    printer = devices.create("page_printer", "system", {"queue": cups.queue})
    if request.param == "service, printer reports":
        return ServiceRoute(printer, cups, PrintResult.PRINTED)
    cups.set(device="socket://192.0.2.7:9100")
    return ServiceRoute(printer, cups, PrintResult.SENT)


@pytest.mark.requirement("LC-45")
class TestEveryPagePrinter:
    @pytest.mark.parametrize("paper", ["A4", "A5"])
    def test_a_document_arrives_byte_for_byte(self, route: Route, paper: Paper) -> None:
        outcome = route.printer.print_pdf(PDF, title=TITLE, paper=paper)
        assert (outcome.result, outcome.condition) == (route.done, PrinterCondition.READY)
        assert outcome.printer == route.printer.name
        assert route.documents() == [PDF]

    def test_two_documents_are_two(self, route: Route) -> None:
        for copy in (PDF, PDF + b"\n"):
            route.printer.print_pdf(copy, title=TITLE, paper="A4")
        assert sorted(route.documents()) == [PDF, PDF + b"\n"]

    def test_it_says_what_it_is_and_how_it_is(self, route: Route) -> None:
        assert route.printer.name
        assert route.printer.condition() is PrinterCondition.READY

    @pytest.mark.requirement("HT-17")
    def test_a_printer_that_is_not_there_is_named_and_nothing_raises(self, route: Route) -> None:
        route.vanish()
        assert route.printer.condition() is PrinterCondition.UNREACHABLE
        outcome = route.printer.print_pdf(PDF, title=TITLE, paper="A4")
        assert (outcome.result, outcome.condition) == (PrintResult.FAILED, PrinterCondition.UNREACHABLE)


class TestTheFolder:
    @pytest.fixture
    def folder(self, tmp_path: Path) -> Path:
        return tmp_path / "papers"

    @pytest.fixture
    def printer(self, folder: Path) -> PagePrinter:
        return devices.create("page_printer", "file", {"folder": str(folder)})

    def test_the_outcome_names_the_kept_file(self, printer: PagePrinter) -> None:
        outcome = printer.print_pdf(PDF, title=TITLE, paper="A5")
        assert outcome.path is not None
        assert Path(outcome.path).read_bytes() == PDF

    @pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps rights in another way")
    def test_nobody_else_on_the_computer_may_read_it(self, printer: PagePrinter) -> None:
        outcome = printer.print_pdf(PDF, title=TITLE, paper="A5")
        assert outcome.path is not None
        assert Path(outcome.path).stat().st_mode & 0o077 == 0

    def test_file_names_say_nothing_about_a_person_or_a_dossier(
        self, printer: PagePrinter, folder: Path
    ) -> None:
        printer.print_pdf(PDF, title="NGUYỄN THỊ MẪU 089190000017", paper="A5")
        (name,) = [path.name for path in folder.iterdir()]
        assert name.isascii()
        assert not any(part in name for part in ("MAU", "NGUY", "089190000017"))
        assert name.endswith("-a5.pdf")

    def test_many_documents_in_the_same_second_are_all_kept(self, printer: PagePrinter, folder: Path) -> None:
        paths = {printer.print_pdf(PDF, title=TITLE, paper="A4").path for _ in range(30)}
        assert len(paths) == len(list(folder.iterdir())) == 30

    def test_a_full_disk_is_a_failed_print_and_leaves_no_half_file(
        self, printer: PagePrinter, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def full(_handle: int) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(os, "fsync", full)
        outcome = printer.print_pdf(PDF, title=TITLE, paper="A4")
        assert (outcome.result, outcome.condition) == (PrintResult.FAILED, PrinterCondition.FAULT)
        assert list(folder.iterdir()) == []
