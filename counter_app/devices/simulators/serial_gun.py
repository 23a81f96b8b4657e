"""A gun on a serial port that the system makes up (a pseudo-terminal): what a USB-COM gun is for programs.

Only where there are pseudo-terminals (not on Windows); ``is_possible`` tells.
"""

from __future__ import annotations

import importlib.util
import json
import os
import select
import time
from pathlib import Path
from typing import Final, Self

from counter_app.devices.simulators.cards import card_text
from counter_app.devices.simulators.control import Reply
from counter_app.devices.simulators.line_noise import heard_at

_LOOK_MS: Final = 20
_WRITE_S: Final = 5.0
_SETTLE_S: Final = 0.05


def is_possible() -> bool:
    """Whether this system has pseudo-terminals."""
    return importlib.util.find_spec("termios") is not None


class SerialGun:
    """A gun that scans what it is told to; use it as a context manager in tests, or through ``run_scanner``.

    ``link`` is a name that points to the port and stays the same over ``unplug`` and ``plug_in``, while the
    port itself gets another name. With ``baud`` a counter that listens at another speed hears noise.
    """

    def __init__(
        self, *, link: Path | None = None, baud: int | None = None, terminator: bytes = b"\r\n"
    ) -> None:
        self._link, self._baud, self._terminator = link, baud, terminator
        self._master = -1
        self._device = ""

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> None:
        """Plug it in; an ``OSError`` if there is no port to be had, or the link's name is taken."""
        self.plug_in()

    def stop(self) -> None:
        """Unplug it and take the link away."""
        self.unplug()

    @property
    def port(self) -> str:
        """What a program opens: the link if there is one."""
        return str(self._link) if self._link else self._device

    @property
    def device(self) -> str:
        """The port's own name now."""
        return self._device

    def plug_in(self) -> None:
        """Appear, mostly under another name than before."""
        import tty  # noqa: PLC0415 - not on Windows

        if self._master >= 0:
            return
        self._master, slave = os.openpty()
        try:
            tty.setraw(slave)
            os.set_blocking(self._master, False)
            self._device = os.ttyname(slave)
            if self._link is not None:
                self._link.symlink_to(self._device)
        except OSError:
            os.close(self._master)
            self._master = -1
            raise
        finally:
            os.close(slave)

    def unplug(self) -> None:
        """Vanish: whoever has the port open gets an error."""
        if self._master < 0:
            return
        os.close(self._master)
        self._master = -1
        if self._link is not None:
            self._link.unlink(missing_ok=True)

    def disconnect(self) -> None:
        """Pull the plug and put it back."""
        self.unplug()
        self.plug_in()

    @property
    def is_open(self) -> bool:
        """Whether a program has the port open."""
        if self._master < 0:
            return False
        poll = select.poll()
        poll.register(self._master, 0)
        return not any(events & select.POLLHUP for _, events in poll.poll(0))

    def wait_for_counter(self, within_s: float = 5.0) -> bool:
        """Wait until a program has the port open, and a moment more: who opens one empties it first."""
        there = self._wait(True, within_s)
        if there:
            select.select([], [], [], _SETTLE_S)
        return there

    def wait_for_nobody(self, within_s: float = 5.0) -> bool:
        """Wait until none has it open any more."""
        return self._wait(False, within_s)

    def send(self, text: str) -> int:
        """Scan: 1 if a program has the port open, else 0."""
        return self.send_bytes(text.encode() + self._terminator)

    def send_bytes(self, data: bytes) -> int:
        """Put bytes on the line as they are: other encodings, noise, half a line."""
        if not self.is_open:
            return 0
        if self._baud is not None and (theirs := self._their_baud()) is not None:
            data = heard_at(data, self._baud, theirs)
        ends_at = time.monotonic() + _WRITE_S
        while data and self.is_open and time.monotonic() < ends_at:
            if select.select([], [self._master], [], _LOOK_MS / 1000)[1]:
                data = data[os.write(self._master, data) :]
        return int(not data)

    def obey(self, line: str) -> Reply:
        """Do one JSON order: ``send`` a text, scan a ``card`` by its id, ``get`` state, ``do`` something."""
        try:
            order = json.loads(line)
            return {"ok": True, **self._do(order if isinstance(order, dict) else {})}
        except (ValueError, OSError) as problem:
            return {"ok": False, "error": str(problem)}

    def _do(self, order: dict[str, object]) -> Reply:
        if isinstance(text := order.get("send"), str):
            return {"sent_to": self.send(text)}
        if isinstance(name := order.get("card"), str):
            return {"sent_to": self.send(card_text(name))}
        acts = {"disconnect": self.disconnect, "unplug": self.unplug, "plug_in": self.plug_in}
        act = acts.get(str(order.get("do")))
        if act is not None:
            act()
        elif order.get("get") != "state":
            raise ValueError("expected send, card, get state or do disconnect, unplug or plug_in")
        plugged = self._master >= 0
        return {"port": self.port if plugged else None, "connections": int(self.is_open)}

    def _wait(self, wanted: bool, within_s: float) -> bool:
        ends_at = time.monotonic() + within_s
        while self.is_open is not wanted:
            if time.monotonic() >= ends_at:
                return False
            select.select([], [], [], _LOOK_MS / 1000)
        return True

    def _their_baud(self) -> int | None:
        """The speed that the program set, as far as it is one of the usual ones."""
        import termios  # noqa: PLC0415 - not on Windows

        speed = termios.tcgetattr(self._master)[4]
        usual = (1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200)
        return next((each for each in usual if getattr(termios, f"B{each}") == speed), None)
