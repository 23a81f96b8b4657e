"""Runs the simulated service in a thread: for the program, and for tests."""

from __future__ import annotations

import json
import socket
import threading
from typing import Final, Self

import uvicorn

from counter_app.central.simulators.vneid.api import make_app
from counter_app.central.simulators.vneid.conditions import Conditions
from counter_app.central.simulators.vneid.people import People, Person, read_people
from counter_app.central.simulators.vneid.population import invent
from counter_app.central.simulators.vneid.service import Service
from counter_app.paths import resources

CLIENT_ID: Final = "mot-cua-mau"
CLIENT_SECRET: Final = "mat-khau-mau"  # noqa: S105 - everybody may know it: it opens invented people only
_STARTS_WITHIN: Final = 20.0
_ENDS_WITHIN: Final = 5.0


def known_people(seed: int = 1) -> list[Person]:
    """An invented population, and those on the sample cards and in the demonstration."""
    catalogue = json.loads((resources() / "catalogues" / "provinces.json").read_text("utf-8"))
    places = [str(row["pin_prefix"]) for row in catalogue["provinces"]]
    return [*invent(places, seed), *read_people(resources() / "samples" / "people.json")]


class VneidSimulator:
    """The service on ``host`` and ``port`` (0: a free one); a context manager.

    ``conditions`` may be changed while it runs.
    """

    def __init__(
        self,
        people: People | None = None,
        conditions: Conditions | None = None,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        client_id: str = CLIENT_ID,
        client_secret: str = CLIENT_SECRET,
        seed: int = 1,
    ) -> None:
        self.conditions = conditions or Conditions()
        people = People(known_people(seed)) if people is None else people
        self.service = Service(people, self.conditions, client_id, client_secret, seed)
        self._address = (host, port)
        self._socket: socket.socket | None = None
        self._server: uvicorn.Server | None = None
        self._thread: threading.Thread | None = None

    @property
    def url(self) -> str:
        """Where it listens."""
        host, port = self._address
        return f"http://{f'[{host}]' if ':' in host else host}:{port}"

    def start(self) -> None:
        """Listen, and wait until it does; raises ``OSError`` when the port cannot be had."""
        host, port = self._address
        self._socket = socket.create_server(
            (host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET
        )
        self._address = (host, self._socket.getsockname()[1])
        config = uvicorn.Config(
            make_app(self.service),
            ws="none",
            log_config=None,
            access_log=False,
            timeout_graceful_shutdown=1,
        )
        listening = threading.Event()
        self._server = _Server(config, listening)
        self._thread = threading.Thread(
            target=self._server.run, kwargs={"sockets": [self._socket]}, name="vneid", daemon=True
        )
        self._thread.start()
        if not listening.wait(_STARTS_WITHIN):
            raise OSError("the simulated service does not begin")

    def stop(self) -> None:
        """End; calls in hand are given a second."""
        if self._server is None or self._thread is None or self._socket is None:
            return
        self._server.should_exit = True
        self._thread.join(_ENDS_WITHIN)
        self._socket.close()
        self._server = self._thread = self._socket = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, listening: threading.Event) -> None:
        super().__init__(config)
        self._listening = listening

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._listening.set()
