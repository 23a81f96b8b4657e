"""What may happen to a dossier in progress: one calm form for each act, and its slip at once."""
