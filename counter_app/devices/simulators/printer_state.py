"""The switches of a simulated printer, and the status bytes that follow from them."""

from __future__ import annotations

from dataclasses import dataclass, fields


@dataclass
class Switches:
    """Everything that can be wrong with the printer; to be turned at run time.

    What is true of the paper and the case: ``paper_out``, ``paper_low``, ``cover_open``, ``cutter_error``,
    ``offline`` (its button was pressed). What is wrong with its line: ``unplugged`` (connections are
    refused), ``deaf`` (connected, but takes nothing), ``mute`` (prints, but never answers), ``half_mute``
    (answers the first question only). How it lies: ``liar`` (says it is ready and prints nothing),
    ``garbage`` (answers with noise), ``wrong_bits`` (answers with fixed bits wrong), ``late_bytes``
    (answers of an earlier connection come first). Numbers: ``answer_delay_s``, ``cut_line_after`` (bytes of
    the next connection until it breaks).
    """

    paper_out: bool = False
    paper_low: bool = False
    cover_open: bool = False
    cutter_error: bool = False
    offline: bool = False
    unplugged: bool = False
    deaf: bool = False
    mute: bool = False
    half_mute: bool = False
    liar: bool = False
    garbage: bool = False
    wrong_bits: bool = False
    late_bytes: bool = False
    answer_delay_s: float = 0.0
    cut_line_after: int | None = None

    @property
    def can_print(self) -> bool:
        """Whether paper moves."""
        return not (self.paper_out or self.cover_open or self.cutter_error or self.offline)

    def status(self, request: int) -> int:
        """The status byte for ``DLE EOT request`` (1 to 4)."""
        byte = 0b0001_0010
        if self.liar:
            return byte
        if request == 1:
            byte |= 0b0000_1000 * (not self.can_print)
        elif request == 2:
            byte |= 0b0000_0100 * self.cover_open
            byte |= 0b0010_0000 * self.paper_out
            byte |= 0b0100_0000 * self.cutter_error
        elif request == 3:
            byte |= 0b0000_1000 * self.cutter_error
        else:
            byte |= 0b0000_1100 * (self.paper_low or self.paper_out)
            byte |= 0b0110_0000 * self.paper_out
        return byte

    def answer(self, request: int) -> bytes:
        """The bytes that go out for a request, lies included."""
        if self.mute or (self.half_mute and request != 1):
            return b""
        if self.garbage:
            return b"\xff\x00"
        byte = self.status(request)
        return bytes([byte ^ 0b0001_0000 if self.wrong_bits else byte])


def switch_names() -> tuple[str, ...]:
    """Every name that can be set."""
    return tuple(one.name for one in fields(Switches))


def set_switch(switches: Switches, name: str, value: object) -> None:
    """Turn one switch; a name or a value that does not exist is a ``ValueError``."""
    if name == "answer_delay_s":
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 3600:
            raise ValueError(f"{name}: seconds from 0 to 3600 are expected")
        switches.answer_delay_s = float(value)
    elif name == "cut_line_after":
        if value is not None and (isinstance(value, bool) or not isinstance(value, int) or value < 0):
            raise ValueError(f"{name}: a number of bytes or null is expected")
        switches.cut_line_after = value
    elif name in switch_names():
        if not isinstance(value, bool):
            raise ValueError(f"{name}: true or false is expected")
        setattr(switches, name, value)
    else:
        raise ValueError(f"there is no switch {name!r}")
