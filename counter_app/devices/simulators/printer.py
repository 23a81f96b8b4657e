"""A receipt printer on a TCP port that anyone can run and look at: no mock, it prints what it is sent."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

from counter_app.devices.simulators.control import ControlServer, Reply, answer
from counter_app.devices.simulators.loop_thread import LoopThread
from counter_app.devices.simulators.paper import Receipt, Roll
from counter_app.devices.simulators.print_mechanism import PrintMechanism
from counter_app.devices.simulators.printer_port import PrinterPort
from counter_app.devices.simulators.printer_state import Switches, set_switch
from counter_app.devices.simulators.receipt_files import keep_receipt


class PrinterSimulator:
    """An ESC/POS printer: one connection is served at a time, the next one waits, as with real network
    printers.

    Use it as a context manager in tests, or through ``run_printer``. ``set`` turns the switches of
    ``printer_state.Switches`` while it runs. Receipts are in ``receipts`` and, with ``paper_dir``, in that
    folder. ``control_port`` (0: any) opens a second port that takes JSON lines.
    """

    def __init__(
        self,
        port: int = 0,
        *,
        host: str = "127.0.0.1",
        paper_dir: Path | None = None,
        width_dots: int = 576,
        speed_mm_s: float = 0.0,
        control_port: int | None = None,
        on_receipt: Callable[[Receipt, Path | None], None] | None = None,
    ) -> None:
        self._host, self._port = host, port
        self._paper_dir, self._told = paper_dir, on_receipt
        self._switches = Switches()
        self._roll = Roll(width_dots)
        self._speed = speed_mm_s
        self._thread = LoopThread("printer-simulator")
        self._control = ControlServer(self.handle, host, control_port) if control_port is not None else None
        self._receipts: list[Receipt] = []
        self._news = threading.Condition()

    # --- life ----------------------------------------------------------------------------------

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> None:
        """Listen and print, on a thread of its own; an ``OSError`` if the port is taken."""
        self._thread.start()
        try:
            self._thread.run(self._open())
        except OSError:
            self._thread.stop()
            raise

    def stop(self) -> None:
        """Hang up, end; what hangs out of the printer is kept as a receipt of kind ``hanging``."""
        self._thread.run(self._close())
        self._thread.stop()

    @property
    def port(self) -> int:
        """The port it listens on."""
        return self._port

    @property
    def control_port(self) -> int | None:
        """The port that takes JSON lines, if there is one."""
        return self._control.port if self._control else None

    # --- what tests and people do --------------------------------------------------------------

    def set(self, name: str, value: object = True) -> None:
        """Turn a switch, or set ``paper_left_mm``; ``ValueError`` when there is no such thing."""
        self._thread.run(self._set(name, value))

    def load_paper(self) -> None:
        """Put in a new roll and close the cover: a stopped job goes on."""
        self._thread.run(self._load_paper())

    def disconnect(self) -> None:
        """Break every connection as if the cable was pulled."""
        self._thread.run(self._disconnect())

    def state(self) -> dict[str, object]:
        """The switches, the paper and the buffer now."""
        return self._thread.run(self._state())

    @property
    def receipts(self) -> list[Receipt]:
        """Everything that was cut off so far, oldest first."""
        with self._news:
            return list(self._receipts)

    def wait_for_receipts(self, count: int = 1, within_s: float = 5.0) -> list[Receipt]:
        """Wait until so many receipts are out; ``TimeoutError`` if they do not come."""
        with self._news:
            if not self._news.wait_for(lambda: len(self._receipts) >= count, within_s):
                raise TimeoutError(f"{len(self._receipts)} of {count} receipts came out")
            return list(self._receipts)

    def obey(self, line: str) -> Reply:
        """Do one JSON order, as on the control port, from another thread."""
        return self._thread.run(answer(self.handle, line))

    async def handle(self, order: dict[str, object]) -> Reply:
        """One order of a control line: ``set`` with ``on`` or ``value``, ``get`` or ``do``."""
        if isinstance(name := order.get("set"), str):
            await self._set(name, order.get("value", order.get("on", True)))
        elif order.get("do") == "load_paper":
            await self._load_paper()
        elif order.get("do") == "disconnect":
            await self._disconnect()
        elif order.get("get") != "state":
            raise ValueError("expected set, get state, do load_paper or do disconnect")
        return await self._state()

    # --- on the loop ---------------------------------------------------------------------------

    async def _open(self) -> None:
        self._mechanism = PrintMechanism(self._roll, self._switches, self._keep, self._speed)
        self._line = PrinterPort(self._host, self._port, self._switches, self._mechanism)
        await self._line.listen()
        self._port = self._line.number
        self._work = asyncio.create_task(self._mechanism.run())
        if self._control:
            await self._control.open()

    async def _close(self) -> None:
        await self._line.end()
        if self._control:
            await self._control.end()
        self._work.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._work
        if self._roll.hanging_rows:
            self._keep(self._roll.cut("hanging"))

    async def _set(self, name: str, value: object) -> None:
        if name == "paper_left_mm":
            if value is not None and (isinstance(value, bool) or not isinstance(value, int | float)):
                raise ValueError("paper_left_mm: millimetres or null are expected")
            self._roll.left_mm = None if value is None else float(value)
        else:
            set_switch(self._switches, name, value)
        await self._line.follow_switches()
        self._mechanism.wake()

    async def _load_paper(self) -> None:
        self._roll.left_mm = None
        self._switches.paper_out = self._switches.paper_low = self._switches.cover_open = False
        self._mechanism.wake()

    async def _disconnect(self) -> None:
        self._line.disconnect()

    async def _state(self) -> dict[str, object]:
        return {
            **asdict(self._switches),
            "paper_left_mm": self._roll.left_mm,
            "hanging_rows": self._roll.hanging_rows,
            "buffered_bytes": self._mechanism.buffered_bytes,
            "printing": self._mechanism.busy,
            "connections": self._line.connections,
            "receipts": len(self._receipts),
        }

    def _keep(self, receipt: Receipt) -> None:
        path = keep_receipt(receipt, self._paper_dir, datetime.now(UTC)) if self._paper_dir else None
        with self._news:
            self._receipts.append(receipt)
            self._news.notify_all()
        if self._told:
            self._told(receipt, path)
