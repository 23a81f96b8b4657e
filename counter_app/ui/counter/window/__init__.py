"""The window of the counter: strip, rail, scans, keys, and what its screens know of it."""
