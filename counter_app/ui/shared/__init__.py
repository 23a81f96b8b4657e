"""Widgets, look and tasks that all screens share; they know no services."""
