"""The window of the virtual devices ("Thiết bị ảo") that a demonstration runs beside the counter."""
