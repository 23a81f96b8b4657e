"""Answers as JSON, packed with zstd for callers that understand it; for others the gzip around all routes."""

from __future__ import annotations

import re
from typing import Final

import zstandard
from fastapi import Response
from pydantic import BaseModel

_WORTH_IT: Final = 1024
"""Bytes below which packing only costs."""
_NEVER: Final = re.compile(r"q=0(\.0*)?", re.IGNORECASE)


def json_answer(answer: BaseModel, accepted: str) -> Response:
    """``answer`` to a caller whose ``Accept-Encoding`` is ``accepted``."""
    return written_answer(answer.model_dump_json().encode(), accepted)


def written_answer(content: bytes, accepted: str) -> Response:
    """As ``json_answer``, for JSON that is written already."""
    if len(content) < _WORTH_IT or not understands_zstd(accepted):
        return Response(content, media_type="application/json")
    packed = zstandard.ZstdCompressor(level=3, write_checksum=True).compress(content)
    headers = {"Content-Encoding": "zstd", "Vary": "Accept-Encoding"}
    return Response(packed, media_type="application/json", headers=headers)


def understands_zstd(accepted: str) -> bool:
    """Whether an ``Accept-Encoding`` names zstd without ruling it out."""
    for offer in accepted.split(","):
        name, _, rest = offer.partition(";")
        if name.strip().lower() == "zstd":
            return not _NEVER.fullmatch(rest.replace(" ", ""))
    return False
