"""``counter-app identify``: what a number, a card's code, a zone or a picture of one is; needs no station."""

from __future__ import annotations

import argparse
import codecs
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from counter_app.bootstrap.identifying import identify_picture, identify_text
from counter_app.cli.words import say, wording
from counter_app.config import Config, ConfigError, default_data_dir, load_config
from counter_app.domain.errors import DomainError
from counter_app.domain.identifiers.identify import Identification
from counter_app.domain.identifiers.scan_kinds import ScanKind
from counter_app.i18n.wording import Wording

_PICTURES: Final = (".png", ".jpg", ".jpeg", ".bmp", ".webp", ".gif", ".tif", ".tiff", ".pdf")
_MOST_BYTES: Final = 32 * 2**20
_MARKS: Final = {"info": "·", "warning": "!", "error": "✗"}


@dataclass(frozen=True)
class _Remark:
    code: str
    severity: str
    text: str


@dataclass(frozen=True)
class _Answer:
    kind: str
    fields: dict[str, str]
    findings: list[_Remark]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument(
        "text", metavar="TEXT_OR_IMAGE", help="a text, a picture file, or - for standard input"
    )
    parser.add_argument("--json", action="store_true", help="one JSON object instead of lines")
    parser.add_argument("--lang", "--language", dest="language", choices=("vi", "en"))


def run(options: argparse.Namespace) -> int:
    """Print what it is; 2 if a picture is named that is not there.

    For people the status is 1 for what was not recognised; in JSON that is an answer like every other.
    """
    words = wording(_config(options))
    source = _source(options.text)
    if source is None:
        sys.stderr.write(words.text("identify.no_such_file") + "\n")
        return 2
    answer = _answer(source, words)
    if options.json:
        findings = [vars(remark) for remark in answer.findings]
        plain = {"kind": answer.kind, "fields": answer.fields, "findings": findings}
        say(json.dumps(plain, ensure_ascii=False, indent=2))
        return 0
    _tell(answer, words)
    return 1 if answer.kind == ScanKind.UNKNOWN else 0


def _config(options: argparse.Namespace) -> Config:
    try:
        config = load_config(options.data_dir, file=options.config)
    except ConfigError:
        config = Config(options.data_dir or default_data_dir())
    return config if options.language is None else Config(config.data_dir, language=options.language)


def _source(argument: str) -> str | bytes | Path | None:
    """The text itself, a picture's path or bytes; ``None`` for a picture file that does not exist."""
    if argument == "-":
        return _text_or_picture(sys.stdin.buffer.read(_MOST_BYTES + 1))
    try:
        if Path(argument).is_file():
            return Path(argument)
    except (OSError, ValueError):  # too long for a path, or a sign that none can have
        return argument
    return None if argument.lower().endswith(_PICTURES) else argument


def _text_or_picture(data: bytes) -> str | bytes:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", errors="replace")
    if data.startswith((b"\x89PNG", b"\xff\xd8\xff", b"%PDF", b"GIF8", b"BM", b"RIFF", b"II*\0", b"MM\0*")):
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError:
            return data
    return data.decode("utf-8", errors="replace")


def _answer(source: str | bytes | Path, words: Wording) -> _Answer:
    if isinstance(source, str):
        return _worded(identify_text(source), words)
    try:
        return _worded(identify_picture(source), words)
    except DomainError as error:
        return _Answer(ScanKind.UNKNOWN.value, {}, [_Remark(error.code, "error", words.error(error))])


def _worded(found: Identification, words: Wording) -> _Answer:
    remarks = [
        _Remark(
            finding.code,
            finding.severity.value,
            words.text(f"finding.{finding.code}", **finding.params),
        )
        for finding in found.findings
    ]
    return _Answer(found.kind.value, dict(found.fields), remarks)


def _tell(answer: _Answer, words: Wording) -> None:
    say(words.text(f"identify.kind.{answer.kind}"))
    for name, value in answer.fields.items():
        say(f"  {words.text(f'identify.field.{name}')}: {_shown(name, value, words)}")
    for remark in answer.findings:
        say(f"{_MARKS[remark.severity]} {remark.text}")


def _shown(name: str, value: str, words: Wording) -> str:
    if name == "sex":
        return words.text(f"identify.sex.{value}")
    if name in ("birth_date", "issued_on", "expires_on"):
        year, month, day = value.split("-")
        return f"{day}/{month}/{year}"
    return value
