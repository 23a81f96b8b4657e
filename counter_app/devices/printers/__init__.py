"""Slip printers (ESC/POS) and page printers (PDF)."""
