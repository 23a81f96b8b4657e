"""``counter-app deadline``: when a result is due, step by step; needs no station."""

from __future__ import annotations

import argparse
import sys
from datetime import datetime
from pathlib import Path

from counter_app.bootstrap.deadlines import Ask, answer
from counter_app.cli.deadline_words import lines, plain_json
from counter_app.cli.words import say, wording
from counter_app.config import Config, ConfigError, default_data_dir, load_config
from counter_app.domain.errors import DomainError
from counter_app.domain.processing_time import ProcessingTime
from counter_app.domain.receipt import TimeUnit
from counter_app.domain.received import Channel
from counter_app.domain.work_calendar import VIETNAM

_UNITS: dict[str, TimeUnit] = {
    "working_days": "working_days",
    "working_hours": "hours",
    "calendar_days": "days",
    "same_day": "same_day",
}
_CHANNELS = {"counter": Channel.DIRECT, "online": Channel.ONLINE, "post": Channel.POSTAL}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--procedure", metavar="CODE", help="the processing time of this procedure")
    what.add_argument("--rule", choices=[*_UNITS, "transfer"], help="a rule by itself")
    parser.add_argument("--value", type=int, metavar="N", help="how many days or hours (with --rule)")
    parser.add_argument(
        "--received", required=True, metavar="ISO", help="when it came; Vietnam time unless it names a zone"
    )
    parser.add_argument("--channel", choices=list(_CHANNELS), default="counter")
    parser.add_argument(
        "--profile", default="", help="a province's regulation, such as lai-chau; default: the national rules"
    )
    parser.add_argument("--office", type=Path, metavar="FILE", help="an office's directory: hours, profile")
    parser.add_argument("--calendar", type=Path, metavar="FILE", help="another calendar document")
    parser.add_argument("--json", action="store_true", help="one JSON object instead of lines")
    parser.add_argument("--lang", "--language", dest="language", choices=("vi", "en"))


def run(options: argparse.Namespace) -> int:
    """Compute and print; 0 also when nothing is due, 1 with a message when it cannot be computed."""
    try:
        config = load_config(options.data_dir, file=options.config)
    except ConfigError:
        config = Config(options.data_dir or default_data_dir())
    if options.language is not None:
        config = Config(config.data_dir, language=options.language)
    words = wording(config)
    try:
        found = answer(_asked(options))
    except DomainError as error:
        sys.stderr.write(words.error(error) + "\n")
        return 1
    if options.json:
        say(plain_json(found, words))
    else:
        for line in lines(found, words):
            say(line)
    return 0


def _asked(options: argparse.Namespace) -> Ask:
    return Ask(
        received_at=_received(options.received),
        channel=_CHANNELS[options.channel],
        procedure=options.procedure or "",
        time=None if options.rule in (None, "transfer") else _time(options.rule, options.value),
        transfer=options.rule == "transfer",
        profile=options.profile,
        office_file=options.office,
        calendar_file=options.calendar,
    )


def _received(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError as error:
        raise DomainError("working_time.bad_received", value=text[:40]) from error
    if len(text.strip()) <= len("2026-11-20"):
        raise DomainError("working_time.bad_received", value=text[:40])
    return moment.replace(tzinfo=VIETNAM) if moment.tzinfo is None else moment


def _time(rule: str, value: int | None) -> ProcessingTime:
    unit = _UNITS[rule]
    if unit == "same_day":
        return ProcessingTime(0, unit)
    if value is None:
        raise DomainError("working_time.value_missing")
    return ProcessingTime(value, unit)
