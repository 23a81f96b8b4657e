"""The office's directory: all that the sign-in page needs to know of the office."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from counter_app.domain.errors import DomainError
from counter_app.domain.office import Directory, directory_from_plain

DIRECTORY = "directory"
"""The document's name."""


@dataclass(frozen=True, slots=True)
class DirectoryAlone:
    """``services.session.DirectorySource`` before the rest of the office is read."""

    known: Directory

    def directory(self) -> Directory:
        """The directory as it was when the store was opened."""
        return self.known


def read_directory(stored: tuple[int, bytes] | None) -> Directory:
    """Read the stored document (version, content).

    Raises ``DomainError("directory.missing")`` before enrolment, ``("directory.bad_document")``.
    """
    if stored is None:
        raise DomainError("directory.missing")
    version, data = stored
    plain = plain_document(data, DomainError("directory.bad_document", field=""))
    return directory_from_plain({**plain, "version": version})


def plain_document(data: bytes, bad: DomainError) -> Mapping[str, object]:
    """A document's content as a mapping; raises ``bad`` when it is none."""
    try:
        plain = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise bad from error
    if not isinstance(plain, dict):
        raise bad
    return plain
