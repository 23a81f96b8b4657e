"""A code reader behind a serial device server: lines of text on a TCP port, sent to whoever is connected."""

from __future__ import annotations

import asyncio
import threading
from typing import Final, Self

from counter_app.devices.simulators.cards import card_text
from counter_app.devices.simulators.control import ControlServer, Reply, answer
from counter_app.devices.simulators.listener import Listener
from counter_app.devices.simulators.loop_thread import LoopThread

_PIECE: Final = 4096


class ScannerSimulator:
    """A reader that scans what it is told to; the counter connects to it.

    Use it as a context manager in tests, or through ``run_scanner``. ``control_port`` (0: any) opens a second
    port that takes JSON lines.
    """

    def __init__(
        self,
        port: int = 0,
        *,
        host: str = "127.0.0.1",
        terminator: bytes = b"\r\n",
        control_port: int | None = None,
    ) -> None:
        self._terminator = terminator
        self._thread = LoopThread("scanner-simulator")
        self._control = ControlServer(self.handle, host, control_port) if control_port is not None else None
        self._listener = Listener(self._serve, host, port)
        self._served: set[asyncio.StreamWriter] = set()
        self._connected = threading.Condition()

    # --- life ----------------------------------------------------------------------------------

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> None:
        """Listen, on a thread of its own; an ``OSError`` if the port is taken."""
        self._thread.start()
        try:
            self._thread.run(self._open())
        except OSError:
            self._thread.stop()
            raise

    def stop(self) -> None:
        """Hang up and end."""
        self._thread.run(self._close())
        self._thread.stop()

    @property
    def port(self) -> int:
        """The port it listens on."""
        return self._listener.port

    @property
    def control_port(self) -> int | None:
        """The port that takes JSON lines, if there is one."""
        return self._control.port if self._control else None

    # --- what tests and people do --------------------------------------------------------------

    def wait_for_counter(self, within_s: float = 5.0) -> bool:
        """Wait until somebody is connected."""
        with self._connected:
            return self._connected.wait_for(lambda: bool(self._reached()), within_s)

    def wait_for_nobody(self, within_s: float = 5.0) -> bool:
        """Wait until nobody is connected any more."""
        with self._connected:
            return self._connected.wait_for(lambda: not self._reached(), within_s)

    def send(self, text: str) -> int:
        """Scan: one line to everybody who is connected; returns how many that are."""
        return self.send_bytes(text.encode() + self._terminator)

    def send_bytes(self, data: bytes) -> int:
        """Put bytes on the line as they are: other encodings, noise, half a line."""
        return self._thread.run(self._send(data))

    def disconnect(self) -> None:
        """Break every connection; the counter may come back."""
        self._thread.run(self._disconnect())

    def unplug(self) -> None:
        """Break every connection and refuse new ones."""
        self._thread.run(self._stop_listening())

    def plug_in(self) -> None:
        """Listen again, on the same port."""
        self._thread.run(self._listen())

    def obey(self, line: str) -> Reply:
        """Do one JSON order, as on the control port, from another thread."""
        return self._thread.run(answer(self.handle, line))

    async def handle(self, order: dict[str, object]) -> Reply:
        """One order of a control line: ``send`` a text, scan a ``card`` by its id, ``get`` or ``do``."""
        if isinstance(text := order.get("send"), str):
            return {"sent_to": await self._send(text.encode() + self._terminator)}
        if isinstance(name := order.get("card"), str):
            return {"sent_to": await self._send(card_text(name).encode() + self._terminator)}
        if order.get("do") == "disconnect":
            await self._disconnect()
        elif order.get("get") != "state":
            raise ValueError("expected send, card, get state or do disconnect")
        return {"connections": len(self._reached())}

    # --- on the loop ---------------------------------------------------------------------------

    async def _open(self) -> None:
        await self._listen()
        if self._control:
            await self._control.open()

    async def _listen(self) -> None:
        await self._listener.open()

    async def _stop_listening(self) -> None:
        self._listener.close()

    async def _close(self) -> None:
        await self._listener.end()
        if self._control:
            await self._control.end()

    async def _send(self, data: bytes) -> int:
        reached = self._reached()
        for writer in reached:
            writer.write(data)
        return len(reached)

    def _reached(self) -> list[asyncio.StreamWriter]:
        return [writer for writer in list(self._served) if not writer.is_closing()]

    async def _disconnect(self) -> None:
        self._listener.hang_up()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with self._connected:
            self._served.add(writer)
            self._connected.notify_all()
        try:
            while await reader.read(_PIECE):
                pass  # a reader has nothing to be told
        except ConnectionError:
            pass  # the counter is gone without good-bye
        finally:
            with self._connected:
                self._served.discard(writer)
                self._connected.notify_all()
