"""An event loop on a thread of its own, for simulators that tests run inside their own process."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Coroutine
from typing import Any, Final, TypeVar

_WAIT_S: Final = 10.0
T = TypeVar("T")


class LoopThread:
    """Starts a loop, runs coroutines on it for other threads, and ends it without leaving tasks behind."""

    def __init__(self, name: str) -> None:
        self._loop = asyncio.SelectorEventLoop()  # also on Windows: listeners watch their sockets
        self._thread = threading.Thread(target=self._loop.run_forever, name=name, daemon=True)

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Run a coroutine there and wait for its result (not to be called from the loop itself)."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(_WAIT_S)

    def stop(self) -> None:
        """Cancel what still runs, end the thread, close the loop."""
        self.run(_cancel_others())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(_WAIT_S)
        self._loop.close()


async def _cancel_others() -> None:
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
    # One more round, so that closed transports are really gone.
    await asyncio.sleep(0)
