"""Quầy Một Cửa: the offline-capable counter of Vietnam's one-stop shops."""

__version__ = "0.1.0"
