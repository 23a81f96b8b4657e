"""``counter-app forms``: the official forms as files, from one sample dossier and blank."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from counter_app.bootstrap.form_samples import packages_shown, sample_papers
from counter_app.cli.words import complain, say, wording
from counter_app.config import load_config
from counter_app.documents.preview import render_pages
from counter_app.domain.errors import DomainError


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--all", action="store_true", help="every form of every package, filled in and blank")
    what.add_argument("--package", metavar="KEY", help="the forms of one package")
    what.add_argument("--list", action="store_true", help="the packages, their validity and their forms")
    parser.add_argument(
        "--out", type=Path, default=Path(), metavar="DIR", help="where to write (default: here)"
    )
    parser.add_argument("--pictures", action="store_true", help="also write each page as a PNG")
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(options: argparse.Namespace) -> int:
    """Write the files; each is named after its package and form."""
    config = load_config(options.data_dir, file=options.config)
    try:
        if options.list:
            return _list(as_json=options.json)
        written = _write(options.out, options.package or "", pictures=options.pictures)
    except DomainError as error:
        return complain(config, error)
    if options.json:
        say(json.dumps({"folder": str(options.out), "files": written}, ensure_ascii=False))
    else:
        say(wording(config).text("cli.forms_written", count=len(written), folder=str(options.out)))
    return 0


def _write(folder: Path, package: str, *, pictures: bool) -> list[str]:
    folder.mkdir(parents=True, exist_ok=True)
    written: list[str] = []
    for paper in sample_papers(package):
        name = f"{paper.package}-{paper.form}{'-blank' if paper.blank else ''}"
        (folder / f"{name}.pdf").write_bytes(paper.pdf)
        written.append(f"{name}.pdf")
        if pictures:
            written += _pictures(folder, name, paper.pdf)
    return written


def _pictures(folder: Path, name: str, pdf: bytes) -> list[str]:
    from PIL import Image  # noqa: PLC0415 - only for pictures

    names = []
    for number, page in enumerate(render_pages(pdf, dpi=110), start=1):
        file = f"{name}-{number}.png"
        picture = Image.frombytes("RGB", (page.width, page.height), page.rgb).convert("L").quantize(16)
        picture.save(folder / file, optimize=True)
        names.append(file)
    return names


def _list(*, as_json: bool) -> int:
    shown = packages_shown()
    if as_json:
        say(json.dumps({"packages": shown}, ensure_ascii=False))
        return 0
    for package in shown:
        until = package["valid_to"] or "…"
        say(f"{package['key']}  {package['name']}  {package['valid_from']} – {until}")
        for form in package["forms"]:
            say(f"  {form['number']}  {form['title']}  ({form['paper']})")
    return 0
