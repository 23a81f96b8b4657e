"""Sync: carries the journal to the central system and brings back what the other counters wrote."""
