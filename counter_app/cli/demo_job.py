"""The main job without a window: receive offline, print, be killed, go on, and sync when the line is back."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol, TypedDict

from counter_app.bootstrap.enrolment import enrol_station
from counter_app.cli.demo_office import COUNTER_NAME, DemoError, DemoOffice, Program
from counter_app.paths import resources

WITHIN_S = 30.0
"""How long the line may have been back before everything must be out."""


class Teller(Protocol):
    """Tells a person what is going on."""

    def __call__(self, key: str, **params: str | int | None) -> None:
        """Word ``key`` and say it."""
        ...


class Files(TypedDict):
    """What can be looked at afterwards."""

    form_pdf: list[str]
    slip_png: list[str]
    screenshots: list[str]


class Result(TypedDict):
    """What the job came to; see the README."""

    received: int
    printed: int
    pending_offline: int
    pending_after_sync: int
    central_dossiers: int
    central_dossiers_before: int
    codes: list[str]
    dossiers: list[dict[str, object]]
    draft_after_kill: list[str]
    killed_after: int
    identity: dict[str, str]
    files: Files


def run_job(out: Path, tell: Teller | None = None) -> Result:
    """Do the job in ``out``, which is emptied of an earlier run; raises ``DemoError``."""
    say: Teller = tell if tell is not None else _silent
    work = out / "demo"
    cases = json.loads((resources() / "demo" / "dossiers.json").read_text("utf-8"))
    with DemoOffice(work, anew=True) as office:
        office.found()
        url = office.start_central()
        enrol_station(office.config, url, office.enrol_code())
        printer = office.start(
            "simulate", "printer", "--port", "0", "--paper-dir", str(office.paper_dir), "--no-stdin",
            "--speed-mm-s", "2000", log="printer",
        )  # fmt: skip
        address = f"127.0.0.1:{printer.started['port']}"
        station = _start_station(office, out, address)
        _fetch_lease(station)
        say("cli.demo.enrolled", counter=COUNTER_NAME)
        office.stop_central()
        before = _count(office)
        say("cli.demo.offline")
        middle = len(cases) // 2
        received = _receive(station, cases[:middle], say)
        station.ask({"do": "draft", "name": "HỒ SƠ ĐANG NHẬP MẪU"})
        station.kill()
        say("cli.demo.killed")
        station = _start_station(office, out, address)
        drafts = station.started["drafts"]
        received += _receive(station, cases[middle:], say)
        offline = station.ask({"do": "state"})
        say("cli.demo.waiting", count=_int(offline, "pending"))
        shots = _screenshots(office, out, station, "offline")
        station = _start_station(office, out, address)
        office.start_central()
        say("cli.demo.line_back")
        station.ask({"do": "wait_synced", "within_s": WITHIN_S})
        centre = _count(office)
        say("cli.demo.synced", count=centre)
        identity = _identities(station)
        say("cli.demo.checked", count=len(identity), mismatched=list(identity.values()).count("mismatch"))
        synced = station.ask({"do": "wait_synced", "within_s": WITHIN_S})
        shots += _screenshots(office, out, station, "online")
        printed = [row for row in received if _all_printed(row)]
        return Result(
            received=len(received),
            printed=len(printed),
            pending_offline=_int(offline, "pending"),
            pending_after_sync=_int(synced, "pending"),
            central_dossiers=centre,
            central_dossiers_before=before,
            codes=[str(row["code"]) for row in received],
            dossiers=received,
            draft_after_kill=[str(name) for name in drafts] if isinstance(drafts, list) else [],
            killed_after=middle,
            identity=identity,
            files=Files(
                form_pdf=[str(row["form_pdf"]) for row in received],
                slip_png=sorted(str(path) for path in office.paper_dir.glob("*.png")),
                screenshots=shots,
            ),
        )


def _silent(key: str, **params: str | int | None) -> None:
    """Nobody listens."""
    del key, params


def _start_station(office: DemoOffice, out: Path, printer: str) -> Program:
    station = office.start("demo", "--station", str(office.config.data_dir), "--out", str(out), log="station")
    _checked(station.ask({"do": "devices", "printer": printer}))
    return station


def _fetch_lease(station: Program) -> None:
    """Right after enrolment the station is online once: it fetches its numbers and the catalogue."""
    for _ in range(100):
        if station.ask({"do": "wait_lease", "within_s": 0.2})["leased"]:
            return
    raise DemoError("no lease came from the central system")


def _receive(station: Program, cases: Sequence[Mapping[str, object]], say: Teller) -> list[dict[str, object]]:
    rows = []
    for case in cases:
        row = _checked(station.ask({"do": "receive", "case": dict(case)}))
        say("cli.demo.received", code=str(row["code"]), procedure=str(row["procedure"]))
        rows.append({"case": case["case"], **row})
    return rows


def _identities(station: Program) -> dict[str, str]:
    """What the simulated e-ID service said of each owner: the counter asks by itself now that it can."""
    answer = station.ask({"do": "wait_checked", "within_s": WITHIN_S})["identity"]
    assert isinstance(answer, dict)
    return {str(code): str(state) for code, state in answer.items()}


def _screenshots(office: DemoOffice, out: Path, station: Program, name: str) -> list[str]:
    """The window on the same data: the station without one ends first, for a store has one process."""
    station.stop()
    from counter_app.cli.demo_pictures import take_pictures  # noqa: PLC0415 - widgets load here

    return take_pictures(office, out / "screenshots", name)


def _count(office: DemoOffice) -> int:
    return office.dossiers_at_the_centre()


def _checked(answer: dict[str, object]) -> dict[str, object]:
    if "error" in answer:
        raise DemoError(str(answer["error"]))
    return answer


def _all_printed(row: Mapping[str, object]) -> bool:
    printed = row["printed"]
    return isinstance(printed, list) and all(one["result"] in ("printed", "saved") for one in printed)


def _int(answer: Mapping[str, object], name: str) -> int:
    return int(str(answer[name]))
