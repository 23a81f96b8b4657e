"""Text that wraps: words of several faces in lines, measured once for every size and width.

A form is tried in several sizes until it fits, so measuring is what takes the time. The width of a word grows
with its size: each is measured once, and lines are broken by adding up.

Imports reportlab: only to be imported when a PDF is made.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import Final, Literal
from xml.sax.saxutils import unescape

from reportlab.pdfbase.pdfmetrics import getAscentDescent, stringWidth
from reportlab.pdfgen.canvas import Canvas

SERIF: Final = "CounterSerif"
SERIF_BOLD, SERIF_ITALIC, SERIF_BOLD_ITALIC = f"{SERIF}-Bold", f"{SERIF}-Italic", f"{SERIF}-BoldItalic"

LEADING: Final = 1.24
"""Line distance by font size: Vietnamese capitals carry two marks above and one below."""

Align = Literal["left", "center"]

_FACES: Final = {
    (False, False): SERIF,
    (True, False): SERIF_BOLD,
    (False, True): SERIF_ITALIC,
    (True, True): SERIF_BOLD_ITALIC,
}
_TAG: Final = re.compile(r"<(/?)(b|i|strike|br)/?>")
_SPLIT: Final = re.compile(r"( )")


@dataclass(frozen=True, slots=True)
class Part:
    """Letters of one face; ``width`` is theirs at size 1."""

    face: str
    text: str
    width: float
    struck: bool = False


@dataclass(frozen=True, slots=True)
class Word:
    """What stays together on a line: parts of one or several faces, and the space before it at size 1."""

    parts: tuple[Part, ...]
    width: float
    space: float
    begins_line: bool = False


class Text:
    """Wrapped text; ``markup`` is escaped text with ``<b>``, ``<i>``, ``<strike>`` and ``<br/>``.

    ``hanging`` indents the later lines. A word that is wider than the line is broken where the line ends.
    """

    __slots__ = ("_align", "_hanging", "_leading", "_lines", "_size", "_words", "_wrapped")

    def __init__(
        self, markup: str, size: float, *, align: Align = "left", hanging: float = 0, leading: float = LEADING
    ) -> None:
        self._words = words_of(markup)
        self._size, self._align, self._hanging, self._leading = size, align, hanging, size * leading
        self._lines: list[tuple[Word, ...]] = []
        self._wrapped = -1.0

    def height(self, width: float) -> float:
        """Points needed for all lines."""
        return len(self._in(width)) * self._leading

    def draw(self, canvas: Canvas, x: float, top: float, width: float) -> None:
        """Draw the lines."""
        baseline = top - _ascent() * self._size
        for number, line in enumerate(self._in(width)):
            indent = self._hanging if number else 0.0
            if self._align == "center":
                indent = (width - _wide(line) * self._size) / 2
            self._draw_line(canvas, line, x + indent, baseline)
            baseline -= self._leading

    def split(self, width: float, room: float) -> tuple[Text, Text] | None:
        """What fits into that height and the rest; ``None`` if not a line fits, or all do."""
        lines = self._in(width)
        fitting = int(room / self._leading + 1e-9)
        if not 0 < fitting < len(lines):
            return None
        return self._of(lines[:fitting]), self._of(lines[fitting:])

    def _of(self, lines: list[tuple[Word, ...]]) -> Text:
        part = copy(self)
        part._words = tuple(word for line in lines for word in line)  # noqa: SLF001 - another one of the same kind
        part._wrapped = -1.0  # noqa: SLF001
        return part

    def _in(self, width: float) -> list[tuple[Word, ...]]:
        if width != self._wrapped:
            room = width / self._size
            self._lines = list(_broken(self._words, room, self._hanging / self._size))
            self._wrapped = width
        return self._lines

    def _draw_line(self, canvas: Canvas, line: tuple[Word, ...], x: float, baseline: float) -> None:
        text = canvas.beginText(x, baseline)
        for (face, struck), run in groupby(_spaced(line), key=lambda part: (part.face, part.struck)):
            parts = list(run)
            wide = sum(part.width for part in parts) * self._size
            text.setFont(face, self._size)
            text.textOut("".join(part.text for part in parts))
            if struck:
                _strike(canvas, x, baseline, wide, self._size)
            x += wide
        canvas.drawText(text)


def _strike(canvas: Canvas, x: float, baseline: float, wide: float, size: float) -> None:
    canvas.saveState()
    canvas.setLineWidth(size * 0.07)
    canvas.line(x, baseline + size * 0.25, x + wide, baseline + size * 0.25)
    canvas.restoreState()


@lru_cache(maxsize=512)
def words_of(markup: str) -> tuple[Word, ...]:
    """The words of a text with their widths at size 1."""
    words: list[Word] = []
    parts: list[Part] = []
    space = 0.0
    begins_line = False
    for letters in _letters(markup):
        if letters is not None and letters.text != " ":
            parts.append(letters)
            continue
        if parts:
            words.append(_word(parts, space, begins_line))
            parts, space, begins_line = [], 0.0, False
        if letters is None:
            # An empty line is a word without letters.
            if begins_line:
                words.append(Word((), 0.0, 0.0, begins_line=True))
            begins_line, space = True, 0.0
        else:
            space = letters.width
    if parts:
        words.append(_word(parts, space, begins_line))
    return tuple(words)


def _word(parts: list[Part], space: float, begins_line: bool) -> Word:
    return Word(tuple(parts), sum(part.width for part in parts), space, begins_line)


def _letters(markup: str) -> Iterator[Part | None]:
    """Words, spaces and, as ``None``, the ends of lines."""
    bold = italic = struck = False
    at = 0
    for tag in _TAG.finditer(markup):
        yield from _plain(markup[at : tag.start()], _FACES[bold, italic], struck)
        at, opens = tag.end(), not tag[1]
        match tag[2]:
            case "b":
                bold = opens
            case "i":
                italic = opens
            case "strike":
                struck = opens
            case _:
                yield None
    yield from _plain(markup[at:], _FACES[bold, italic], struck)


def _plain(escaped: str, face: str, struck: bool) -> Iterator[Part]:
    for text in _SPLIT.split(unescape(escaped)):
        if text:
            yield Part(face, text, _unit_width(text, face), struck)


@lru_cache(maxsize=8192)
def _unit_width(text: str, face: str) -> float:
    return float(stringWidth(text, face, 1))


@lru_cache(maxsize=1)
def _ascent() -> float:
    return float(getAscentDescent(SERIF, 1)[0])


def _broken(words: tuple[Word, ...], room: float, hanging: float) -> Iterator[tuple[Word, ...]]:
    """The lines, for a room at size 1; at least one."""
    line: list[Word] = []
    wide, left = 0.0, room
    for whole in words:
        if line and (whole.begins_line or wide + whole.space + whole.width > left + 1e-6):
            yield tuple(line)
            line, wide, left = [], 0.0, room - hanging
        word = whole
        while not line and word.width > left and (pieces := _cut(word, left)) is not None:
            yield (pieces[0],)
            word, left = pieces[1], room - hanging
        wide += word.width + (word.space if line else 0.0)
        line.append(word)
    if line or not words:
        yield tuple(line)


def _cut(word: Word, room: float) -> tuple[Word, Word] | None:
    """A word that is too long for a line, cut where the line ends; at least one letter goes ahead."""
    letters = [(part, letter) for part in word.parts for letter in part.text]
    wide, count = 0.0, 0
    for part, letter in letters:
        wide += _unit_width(letter, part.face)
        if wide > room and count:
            break
        count += 1
    if count == len(letters):
        return None
    first, rest = (_joined(some) for some in (letters[:count], letters[count:]))
    return _word(first, word.space, word.begins_line), _word(rest, 0.0, begins_line=False)


def _joined(letters: list[tuple[Part, str]]) -> list[Part]:
    parts = []
    for (face, struck), run in groupby(letters, key=lambda one: (one[0].face, one[0].struck)):
        text = "".join(letter for _, letter in run)
        parts.append(Part(face, text, _unit_width(text, face), struck))
    return parts


def _wide(line: tuple[Word, ...]) -> float:
    return sum(word.width for word in line) + sum(word.space for word in line[1:])


def _spaced(line: tuple[Word, ...]) -> Iterator[Part]:
    """The parts of a line with the spaces between its words."""
    for number, word in enumerate(line):
        if number and word.space and word.parts:
            first = word.parts[0]
            yield Part(first.face, " ", word.space, first.struck)
        yield from word.parts
