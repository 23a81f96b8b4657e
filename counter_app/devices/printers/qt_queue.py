"""A PDF through Qt's print support, page by page as pictures. Loaded only when it is used.

Needs a running ``QGuiApplication``. PDFium is not safe to use from two threads at once: nothing else in the
program may render a PDF while a job is painted.
"""

from __future__ import annotations

from typing import Final

import pypdfium2
from PySide6.QtCore import QMarginsF, QRectF
from PySide6.QtGui import QGuiApplication, QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from counter_app.services.ports import Paper, PrinterCondition, PrintOutcome, PrintResult
from counter_app.services.rendering import PDFIUM

_DPI: Final = 300
_SIZES: Final = {"A4": QPageSize.PageSizeId.A4, "A5": QPageSize.PageSizeId.A5}


class QtPagePrinter:
    """Prints on a printer that Qt finds; an empty ``queue`` is the default printer. No way back: ``SENT``."""

    def __init__(self, queue: str, name: str) -> None:
        self._queue = queue
        self.name = name

    def condition(self) -> PrinterCondition:
        """What the operating system says of the queue; a real printer behind it may know more."""
        info = self._info()
        if info.isNull():
            return PrinterCondition.UNREACHABLE
        if info.state() in (QPrinter.PrinterState.Error, QPrinter.PrinterState.Aborted):
            return PrinterCondition.FAULT
        return PrinterCondition.READY

    def print_pdf(self, pdf: bytes, *, title: str, paper: Paper) -> PrintOutcome:
        """Paint every page at 300 dpi onto ``paper``, one-sided."""
        before = self.condition()
        if not before.can_print:
            return PrintOutcome(PrintResult.FAILED, before, self.name)
        printer = QPrinter(self._info(), QPrinter.PrinterMode.HighResolution)
        printed = paint(pdf, printer, title=title, paper=paper)
        result = PrintResult.SENT if printed else PrintResult.FAILED
        return PrintOutcome(result, before if printed else PrinterCondition.FAULT, self.name)

    def _info(self) -> QPrinterInfo:
        if self._queue:
            return QPrinterInfo.printerInfo(self._queue)
        return QPrinterInfo.defaultPrinter()


def paint(pdf: bytes, printer: QPrinter, *, title: str, paper: Paper) -> bool:
    """Paint a document onto a prepared printer; ``False`` when it is no PDF or the printer does not begin."""
    if QGuiApplication.instance() is None:
        return False
    with PDFIUM:
        return _paint_document(pdf, printer, title, paper)


def _paint_document(pdf: bytes, printer: QPrinter, title: str, paper: Paper) -> bool:
    try:
        document = pypdfium2.PdfDocument(pdf)
    except pypdfium2.PdfiumError:
        return False
    try:
        printer.setDocName(title)
        printer.setResolution(_DPI)
        printer.setFullPage(True)
        layout = QPageLayout(QPageSize(_SIZES[paper]), QPageLayout.Orientation.Portrait, QMarginsF())
        printer.setPageLayout(layout)
        printer.setDuplex(QPrinter.DuplexMode.DuplexNone)
        return _paint_pages(document, printer)
    finally:
        document.close()


def _paint_pages(document: pypdfium2.PdfDocument, printer: QPrinter) -> bool:
    painter = QPainter()
    if not painter.begin(printer):
        return False
    try:
        for number in range(len(document)):
            if number and not printer.newPage():
                return False
            picture = _picture(document, number)
            sheet = printer.paperRect(QPrinter.Unit.DevicePixel)
            painter.drawImage(_centred(picture, sheet), picture)
    finally:
        painter.end()
    return True


def _picture(document: pypdfium2.PdfDocument, number: int) -> QImage:
    bitmap = document[number].render(scale=_DPI / 72, grayscale=True)
    grey = QImage.Format.Format_Grayscale8
    # A copy: the picture must not outlive the memory of PDFium's bitmap.
    return QImage(bitmap.buffer, bitmap.width, bitmap.height, bitmap.stride, grey).copy()


def _centred(picture: QImage, sheet: QRectF) -> QRectF:
    """The picture in its own size, shrunk only when it is larger than the sheet."""
    scale = min(1.0, sheet.width() / picture.width(), sheet.height() / picture.height())
    width, height = picture.width() * scale, picture.height() * scale
    return QRectF((sheet.width() - width) / 2, (sheet.height() - height) / 2, width, height)


def printer_names() -> tuple[str, ...]:
    """The printers that Qt finds."""
    return tuple(QPrinterInfo.availablePrinterNames())
