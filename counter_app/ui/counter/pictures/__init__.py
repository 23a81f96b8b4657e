"""Every state of the counter, posed with invented people, for pictures and for tests of how it looks."""
