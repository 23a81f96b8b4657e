"""The invented dossier of the pictures on real paper: laid out and drawn as the program does it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from counter_app.documents import receipt_papers
from counter_app.documents.png import to_png
from counter_app.documents.preview import render_pages
from counter_app.paths import resources
from counter_app.services.receipts import receipt_content
from counter_app.ui.counter.pictures import sample_dossiers as sample
from tests.builders import counter
from tests.fakes.clock import SetClock

_DOTS = 576
_DOTS_A_MM = 8


def write_form(folder: Path) -> Path:
    """The pages of Mẫu 01 as ``page-1.png`` and so on; returns the folder."""
    folder.mkdir(parents=True)
    dossier = sample.pending().dossier
    content = receipt_content(dossier, counter(clock=SetClock(sample.NOW)).office.current(), reprint=1)
    for number, page in enumerate(
        render_pages(receipt_papers(resources()).pdf(content, layout="a5")), start=1
    ):
        (folder / f"page-{number}.png").write_bytes(page.png())
    return folder


def write_slips(folder: Path, count: int = 2) -> Path:
    """What a virtual slip printer leaves behind for a few dossiers; a ``QGuiApplication`` must be there."""
    folder.mkdir(parents=True)
    context = counter(clock=SetClock(sample.NOW)).office.current()
    dossier = sample.pending().dossier
    for number in range(1, count + 1):
        each = replace(dossier, aliases=(f"H01.15.21-261123-53{number:02}",))
        image = receipt_papers(resources()).slip(receipt_content(each, context, reprint=0), width_dots=_DOTS)
        told = {
            "at": (sample.NOW + timedelta(minutes=7 * number)).isoformat(),
            "length_mm": image.height / _DOTS_A_MM,
            "kind": "partial",
        }
        (folder / f"receipt-{number:06}.png").write_bytes(to_png(image))
        (folder / f"receipt-{number:06}.json").write_text(json.dumps(told), "utf-8")
    return folder
