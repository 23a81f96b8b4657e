"""One lock for PDFium, which keeps global state: the preview and raster printing must not use it at once."""

from __future__ import annotations

from threading import Lock

PDFIUM = Lock()
