"""Entries that a person has to look at: why, what to do about them, and doing it."""
