"""The identity gateway: look-ups of principals at the national e-ID service, bound to dossiers and logged."""
