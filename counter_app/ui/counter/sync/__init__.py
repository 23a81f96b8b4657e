"""The screen Đồng bộ: the line, what waits, what needs a person."""
