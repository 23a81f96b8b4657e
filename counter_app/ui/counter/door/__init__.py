"""The door of the counter: who sits down, the lock."""
