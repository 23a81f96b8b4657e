"""Handing dossiers over to the departments and taking them back, one by one or the day's pile at once."""
