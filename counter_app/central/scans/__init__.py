"""Scans that stations send: content-addressed files of an office, received by tus 1.0.0 resumable upload."""
