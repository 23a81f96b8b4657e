from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from counter_app.bootstrap.logs import keep_logs
from counter_app.config import Config


@pytest.fixture(autouse=True)
def root_as_it_was() -> Iterator[None]:
    root = logging.getLogger()
    level, handlers = root.level, list(root.handlers)
    yield
    for handler in [one for one in root.handlers if one not in handlers]:
        root.removeHandler(handler)
        handler.close()
    root.setLevel(level)


def test_what_is_logged_is_kept_with_its_time_in_the_data_folder(tmp_path: Path) -> None:
    path = keep_logs(Config(tmp_path / "station"))
    assert path == tmp_path / "station" / "logs" / "counter.log"
    logging.getLogger("counter_app.sync").info("sync did not work: sync.refused")
    logging.getLogger("counter_app.sync").debug("not kept")
    line = path.read_text("utf-8")
    assert re.fullmatch(
        r"[-\d]{10}T[:\d]{8}\.\d{3}Z INFO counter_app.sync: sync did not work: sync.refused\n", line
    )


def test_old_logs_go_when_there_are_many(tmp_path: Path) -> None:
    path = keep_logs(Config(tmp_path))
    assert path is not None
    for _ in range(90):
        logging.getLogger("counter_app").warning("x" * 100_000)
    assert len(list(path.parent.iterdir())) == 6
    assert sum(file.stat().st_size for file in path.parent.iterdir()) < 6_100_000


def test_a_counter_that_can_keep_no_log_starts_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "logs").write_text("in the way")
    assert keep_logs(Config(tmp_path)) is None


def test_every_opening_of_a_database_does_not_fill_the_log(tmp_path: Path) -> None:
    path = keep_logs(Config(tmp_path))
    assert path is not None
    logging.getLogger("alembic.runtime.migration").info("Context impl SQLiteImpl.")
    assert path.read_text("utf-8") == ""
