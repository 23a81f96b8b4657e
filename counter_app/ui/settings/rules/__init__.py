"""The rules of the office in the settings: its regulation, its calendar, its forms."""
