"""The Windows spooler with data type RAW. Written from Microsoft's documentation, never run on Windows."""

from __future__ import annotations

import sys

from counter_app.services.ports import PrinterCondition

if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    class _DocInfo(ctypes.Structure):
        """DOC_INFO_1W."""

        _fields_ = (
            ("name", wintypes.LPWSTR),
            ("output_file", wintypes.LPWSTR),
            ("data_type", wintypes.LPWSTR),
        )

    _spooler = ctypes.WinDLL("winspool.drv", use_last_error=True)
    _spooler.OpenPrinterW.argtypes = (wintypes.LPWSTR, ctypes.POINTER(wintypes.HANDLE), wintypes.LPVOID)
    _spooler.StartDocPrinterW.argtypes = (wintypes.HANDLE, wintypes.DWORD, ctypes.POINTER(_DocInfo))
    _spooler.StartPagePrinter.argtypes = (wintypes.HANDLE,)
    _spooler.WritePrinter.argtypes = (
        wintypes.HANDLE,
        wintypes.LPCVOID,
        wintypes.DWORD,
        ctypes.POINTER(wintypes.DWORD),
    )
    _spooler.EndPagePrinter.argtypes = (wintypes.HANDLE,)
    _spooler.EndDocPrinter.argtypes = (wintypes.HANDLE,)
    _spooler.ClosePrinter.argtypes = (wintypes.HANDLE,)

    def condition(queue: str) -> PrinterCondition:
        """``MUTE`` when the queue exists (the printer cannot be asked), else ``UNREACHABLE``."""
        handle = wintypes.HANDLE()
        if not _spooler.OpenPrinterW(queue, ctypes.byref(handle), None):
            return PrinterCondition.UNREACHABLE
        _spooler.ClosePrinter(handle)
        return PrinterCondition.MUTE

    def send(queue: str, job: bytes) -> bool:
        """Hand a raw job to the spooler; ``False`` when it did not take all of it."""
        handle = wintypes.HANDLE()
        if not _spooler.OpenPrinterW(queue, ctypes.byref(handle), None):
            return False
        try:
            document = _DocInfo("slip", None, "RAW")
            if not _spooler.StartDocPrinterW(handle, 1, ctypes.byref(document)):
                return False
            written = wintypes.DWORD()
            taken = (
                _spooler.StartPagePrinter(handle)
                and _spooler.WritePrinter(handle, job, len(job), ctypes.byref(written))
                and written.value == len(job)
            )
            _spooler.EndPagePrinter(handle)
            return bool(_spooler.EndDocPrinter(handle) and taken)
        finally:
            _spooler.ClosePrinter(handle)

else:

    def condition(queue: str) -> PrinterCondition:  # noqa: ARG001  the shape of the Windows one
        """There is no such spooler here."""
        return PrinterCondition.UNREACHABLE

    def send(queue: str, job: bytes) -> bool:  # noqa: ARG001  the shape of the Windows one
        """There is no such spooler here."""
        return False
