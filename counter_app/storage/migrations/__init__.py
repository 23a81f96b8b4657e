"""The history of the schema; one revision per change, numbered 0001, 0002, ..."""
