"""JSON files that an administrator gives."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from counter_app.domain.errors import DomainError


def read_object(path: Path) -> Mapping[str, object]:
    """A JSON object from a file; raises ``DomainError("central.bad_file")``."""
    try:
        plain = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise DomainError("central.bad_file", file=path.name) from error
    if not isinstance(plain, dict):
        raise DomainError("central.bad_file", file=path.name)
    return plain
