"""``counter-app doctor``: says in words what is well, what is not, and what to do about it."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import asdict

from counter_app.bootstrap.doctor import Check, State, found, run_checks
from counter_app.cli.words import say, wording
from counter_app.config import Config, ConfigError, default_data_dir, load_config
from counter_app.i18n.wording import Wording

_MARKS = {State.OK: "✓", State.WARNING: "!", State.ERROR: "✗"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("--json", action="store_true", help="one JSON object instead of lines")
    parser.add_argument("--language", choices=("vi", "en"), help="default: the configured one")
    parser.add_argument("--probe-display", action="store_true", help=argparse.SUPPRESS)


def run(options: argparse.Namespace) -> int:
    """Check; 0 when nothing is in error (warnings are none), else 1."""
    if options.probe_display:
        from counter_app.ui.display_probe import opened_platform  # noqa: PLC0415 - Qt in this process only

        say(opened_platform())
        return 0
    rows: list[Check] = []
    try:
        config = load_config(options.data_dir, file=options.config)
    except ConfigError as error:
        config = Config(options.data_dir or default_data_dir())
        rows.append(found("config", "bad", setting=error.setting, expected=error.expected))
    rows += run_checks(config, None)
    words = wording(
        config if options.language is None else Config(config.data_dir, language=options.language)
    )
    (_tell_json if options.json else _tell)(rows, words)
    return 1 if any(row.state is State.ERROR for row in rows) else 0


def _tell(rows: Sequence[Check], words: Wording) -> None:
    for row in rows:
        title, text = words.text(row.title_key), words.text(row.text_key, **row.params)
        say(f"{_MARKS[row.state]} {title}: {text}")
        if row.advice_key is not None:
            say(f"    → {words.text(row.advice_key, **row.params)}")
    errors = sum(row.state is State.ERROR for row in rows)
    warnings = sum(row.state is State.WARNING for row in rows)
    say(words.text("doctor.summary", errors=errors, warnings=warnings))


def _tell_json(rows: Sequence[Check], words: Wording) -> None:
    plain = [
        {
            **asdict(row),
            "title": words.text(row.title_key),
            "text": words.text(row.text_key, **row.params),
            "advice": None if row.advice_key is None else words.text(row.advice_key, **row.params),
        }
        for row in rows
    ]
    ok = all(row.state is not State.ERROR for row in rows)
    say(json.dumps({"ok": ok, "checks": plain}, ensure_ascii=False, indent=2))
