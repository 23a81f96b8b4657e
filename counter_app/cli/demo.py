"""``counter-app demo``: a demo office, with the counter's window or, without a display, headless."""

from __future__ import annotations

import argparse
import json
import tempfile
from pathlib import Path

from counter_app.cli.display import has_display
from counter_app.cli.words import complain, say, wording
from counter_app.config import Config
from counter_app.domain.errors import DomainError


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("--headless", action="store_true", help="no window: do the job, show what came out")
    parser.add_argument("--json", action="store_true", help="end with one JSON object")
    parser.add_argument("--out", type=Path, help="folder for everything that comes out (headless: a new one)")
    parser.add_argument("--language", choices=("vi", "en"), default="vi")
    # The demo's own processes; not for people.
    parser.add_argument("--station", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--pictures", help=argparse.SUPPRESS)


def run(options: argparse.Namespace) -> int:
    """Run the demonstration; 0 when everything that was received is at the central system."""
    if options.pictures is not None:
        from counter_app.cli.demo_pictures import picture_process  # noqa: PLC0415 - the pictures' process only

        return picture_process(options.station, options.out, options.pictures)
    if options.station is not None:
        from counter_app.cli.demo_station import main  # noqa: PLC0415 - the station process only

        return main(options.station, options.out, options.lifeline.orders())
    config = Config(Path(), language=options.language)
    try:
        if options.headless or not has_display():
            if not options.headless:
                say(wording(config).text("cli.no_display"))
            return _headless(options)
        from counter_app.cli.demo_window import run_window  # noqa: PLC0415 - only where there is a display

        return run_window(options.out or Path.cwd() / ".demo", options.language)
    except DomainError as error:
        return complain(config, error)


def _headless(options: argparse.Namespace) -> int:
    from counter_app.cli.demo_job import run_job  # noqa: PLC0415 - Qt and the simulators load here

    words = wording(Config(Path(), language=options.language))
    out = options.out or Path(tempfile.mkdtemp(prefix="quay-mot-cua-demo-"))
    result = run_job(out, None if options.json else lambda key, **params: say(words.text(key, **params)))
    good = (
        result["pending_after_sync"] == 0
        and result["central_dossiers"] == result["received"]
        and len(set(result["codes"])) == result["received"]
    )
    if options.json:
        say(json.dumps(result, ensure_ascii=False, indent=2))
    else:
        say(words.text("cli.demo.files", folder=str(out)))
    return 0 if good else 1
