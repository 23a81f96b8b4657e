"""The acceptance scenarios, told as a clerk would."""
