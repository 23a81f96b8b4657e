"""A station without a window, driven by JSON lines: what the demonstration runs, kills and starts again.

Answers each order on standard output. It uses the same services, database, HTTP and printers as the window
does.
"""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime, time, timedelta
from pathlib import Path
from time import monotonic

from counter_app.bootstrap.station import RunningStation, start_station
from counter_app.config import Config
from counter_app.documents.roll import start_headless
from counter_app.domain.entries import Channel, Delivery, DeliveryMethod
from counter_app.domain.errors import DomainError
from counter_app.domain.identity_view import identity_now
from counter_app.domain.parties import Party, SubmitterRole
from counter_app.domain.work_calendar import vietnam_time
from counter_app.services.draft import Draft, DueChoice
from counter_app.services.ports import PrintOutcome
from counter_app.services.reception import fill_owner
from counter_app.services.scans import CardScanned
from counter_app.services.settings import DeviceChoice, StationSettings
from counter_app.services.store_ports import DossierFilter

CLERK, PIN = "tran-thi-mau", "2468"


class DemoStation:
    """Carries out orders on a running station."""

    def __init__(self, running: RunningStation, out: Path) -> None:
        self._running = running
        self._services = running.services
        self._out = out
        self._clerk = self._services.sign_in.attempt(CLERK, PIN).clerk

    def answer(self, order: Mapping[str, object]) -> dict[str, object]:
        """Do one order; a ``DomainError`` becomes an answer with ``error``."""
        try:
            match order["do"]:
                case "devices":
                    return self._use_devices(str(order["printer"]))
                case "receive":
                    case = order["case"]
                    assert isinstance(case, dict)
                    return self._receive(case)
                case "draft":
                    return self._keep_draft(str(order["name"]))
                case "wait_lease":
                    return self._wait(self._leased, float(str(order["within_s"])))
                case "wait_synced":
                    return self._wait(self._all_sent, float(str(order["within_s"])))
                case "wait_checked":
                    self._wait(self._all_checked, float(str(order["within_s"])))
                    return {"identity": self._identities()}
                case _:
                    return self._state()
        except DomainError as error:
            return {"error": str(error)}

    def _use_devices(self, printer: str) -> dict[str, object]:
        settings = replace(
            StationSettings(),
            devices={
                "slip_printer": DeviceChoice("escpos_tcp", {"address": printer, "speed_mm_s": "500"}),
                "page_printer": DeviceChoice("file", {"folder": str(self._out / "forms")}),
            },
        )
        self._services.settings.save(settings)
        self._running.devices.apply(settings)
        return self._state()

    def _receive(self, case: Mapping[str, object]) -> dict[str, object]:
        """Walk the intake as the window does: card or typed fields, procedure, papers, accept, print."""
        reception = self._services.reception
        draft = self._filled(reception.open(self._clerk), case)
        reception.save(draft)
        review = reception.review(draft)
        dossier = reception.accept(draft, self._clerk)
        form = self._services.printing.print_form(dossier.id, self._clerk)
        slip = self._services.printing.print_slip(dossier.id, self._clerk)
        return {
            "code": dossier.code,
            "procedure": str(dossier.procedure["name"]),
            "due": None if review.due is None else _text(review.due.due_at),
            "ledger": [dossier.ledger_book, dossier.ledger_line],
            "warnings": [problem.code for problem in review.problems],
            "printed": [_plain(form.outcome), _plain(slip.outcome)],
            "form_pdf": form.outcome.path,
        }

    def _filled(self, draft: Draft, case: Mapping[str, object]) -> Draft:
        if "card" in case:
            meaning = self._services.scans.interpret(str(case["card"]))
            assert isinstance(meaning, CardScanned)
            draft = fill_owner(draft, meaning.party, tuple(found.code for found in meaning.findings))
            draft = replace(draft, owner=replace(draft.owner, phone=str(case.get("phone", ""))))
        else:
            draft = replace(draft, owner=_party(case["owner"]))
        if "submitter" in case:
            draft = replace(draft, submitter=_party(case["submitter"]))
        draft = replace(
            draft,
            submitter_role=SubmitterRole(str(case.get("submitter_role", "owner"))),
            authorisation=str(case.get("authorisation", "")),
            channel=Channel(str(case.get("channel", "direct"))),
        )
        draft = self._services.reception.choose_procedure(draft, str(case["procedure"]))
        draft = replace(
            draft,
            fee_copies=int(str(case.get("fee_copies", 0))),
            components=tuple(replace(c, present=c.condition == "required") for c in draft.components),
        )
        return _with_times(_with_delivery(draft, case), case, self._services.clock.now())

    def _keep_draft(self, name: str) -> dict[str, object]:
        draft = self._services.reception.open(self._clerk)
        self._services.reception.save(replace(draft, owner=replace(draft.owner, full_name=name)))
        return self._state()

    def _wait(self, is_so: Callable[[], bool], within_s: float) -> dict[str, object]:
        """Wait, without touching anything, until the sync engine tells that something is so."""
        news = threading.Event()
        end = self._services.sync.subscribe(lambda _status, _changed: news.set())
        ends_at = monotonic() + within_s
        try:
            while not is_so() and (left := ends_at - monotonic()) > 0:
                news.wait(min(left, 0.5))
                news.clear()
        finally:
            end()
        return self._state()

    def _all_sent(self) -> bool:
        return self._running.store.sync.backlog(self._services.clock.now()).entries == 0

    def _all_checked(self) -> bool:
        with self._running.store.database.read() as reads:
            return reads.identity_counts().due == 0

    def _identities(self) -> dict[str, str]:
        """What the e-ID service said of each dossier's owner, by the dossier's code."""
        rows = self._services.dossiers.find("", DossierFilter.ALL)
        found = {row.code: identity_now(self._services.dossiers.detail(row.id).dossier) for row in rows}
        return {code: now.state.value for code, now in found.items() if now.state is not None}

    def _leased(self) -> bool:
        return self._services.office.current().lease is not None

    def _state(self) -> dict[str, object]:
        status = self._services.sync.status()
        backlog = self._running.store.sync.backlog(self._services.clock.now())
        drafts = self._services.reception.drafts(self._clerk)
        return {
            "line": status.state.value,
            "pending": backlog.entries,
            "accepted": backlog.accepted_total,
            "dossiers": self._services.dossiers.count("", DossierFilter.ALL),
            "leased": self._leased(),
            "drafts": [draft.owner.full_name for draft in drafts],
        }


def _party(plain: object) -> Party:
    assert isinstance(plain, dict)
    return Party.from_body(plain)


def _with_delivery(draft: Draft, case: Mapping[str, object]) -> Draft:
    delivery = case.get("delivery")
    if not isinstance(delivery, dict):
        return draft
    return replace(draft, delivery=Delivery(DeliveryMethod(delivery["method"]), delivery["place"]))


def _with_times(draft: Draft, case: Mapping[str, object], now: datetime) -> Draft:
    """A clock time of reception means the last time that it was that late on a working day's afternoon."""
    if "due_in_days" in case:
        day = vietnam_time(now).date() + timedelta(days=int(str(case["due_in_days"])))
        due_at = datetime.combine(day, time(16, 30), vietnam_time(now).tzinfo)
        draft = replace(draft, due=DueChoice(due_at, str(case["due_reason"])))
    if "received_clock" in case:
        local = vietnam_time(now)
        at = datetime.combine(local.date(), time.fromisoformat(str(case["received_clock"])), local.tzinfo)
        while at > local or at.weekday() >= 5:
            at -= timedelta(days=1)
        draft = replace(draft, received_at=at)
    return draft


def _text(instant: datetime | None) -> str | None:
    return None if instant is None else vietnam_time(instant).isoformat(timespec="minutes")


def _plain(outcome: PrintOutcome) -> dict[str, object]:
    return {"result": outcome.result.value, "condition": outcome.condition.value}


def main(folder: Path, out: Path, orders: Iterable[str]) -> int:
    """Serve orders, one JSON object each, until there are no more."""
    application = start_headless()
    running = start_station(Config(folder, keys="file"))
    try:
        station = DemoStation(running, out)
        _tell(station.answer({"do": "state"}))
        for order in orders:
            _tell(station.answer(json.loads(order)))
    finally:
        running.close()
        application.quit()
    return 0


def _tell(answer: Mapping[str, object]) -> None:
    sys.stdout.write(json.dumps(answer, ensure_ascii=False) + "\n")
    sys.stdout.flush()
