"""A simulator's port: whenever it is closed, nothing stays open and nobody waits for an answer."""

from __future__ import annotations

import asyncio
import gc
import socket
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from counter_app.devices.simulators.listener import Listener
from counter_app.devices.simulators.loop_thread import LoopThread

_FLOOD = b"x" * 4_000_000


@contextmanager
def loop_thread() -> Iterator[LoopThread]:
    thread = LoopThread("listener-test")
    thread.start()
    try:
        yield thread
    finally:
        thread.stop()


async def _until_the_caller_ends(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while await reader.read(100):
        writer.write(b"heard")


def _is_over(line: socket.socket) -> bool:
    line.settimeout(10)
    try:
        while line.recv(65536):
            pass
    except ConnectionError:
        pass
    return True


@pytest.mark.parametrize("rounds", range(8))
def test_a_call_that_comes_in_while_the_port_closes_is_ended_with_it(rounds: int) -> None:
    async def call_and_close() -> socket.socket:
        listener = Listener(_until_the_caller_ends, "127.0.0.1", 0)
        await listener.open()
        caller = socket.create_connection(("127.0.0.1", listener.port))
        for _ in range(rounds):
            await asyncio.sleep(0)
        await listener.end()
        assert not listener.listens
        assert not listener.writers
        return caller

    with loop_thread() as thread, thread.run(call_and_close()) as caller:
        assert _is_over(caller)
    gc.collect()  # what was left open would be told now


def test_a_caller_that_does_not_read_what_was_said_does_not_hold_the_port_up() -> None:
    async def call_and_close() -> socket.socket:
        said = asyncio.Event()

        async def say(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            writer.write(_FLOOD)
            said.set()

        listener = Listener(say, "127.0.0.1", 0)
        await listener.open()
        caller = socket.create_connection(("127.0.0.1", listener.port))
        await said.wait()
        await listener.end()
        return caller

    with loop_thread() as thread, thread.run(call_and_close()) as caller:
        assert _is_over(caller)
    gc.collect()


def test_a_closed_port_takes_calls_again_under_the_same_number() -> None:
    async def close_and_open() -> tuple[int, int, bytes]:
        listener = Listener(_until_the_caller_ends, "127.0.0.1", 0)
        await listener.open()
        before = listener.port
        listener.close()
        with pytest.raises(ConnectionRefusedError):
            await asyncio.open_connection("127.0.0.1", before)
        await listener.open()
        reader, writer = await asyncio.open_connection("127.0.0.1", before)
        writer.write(b"hello")
        answer = await reader.readexactly(5)
        writer.close()
        await writer.wait_closed()
        await listener.end()
        return before, listener.port, answer

    with loop_thread() as thread:
        before, after, answer = thread.run(close_and_open())
    assert (before, answer) == (after, b"heard")
