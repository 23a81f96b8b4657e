"""The revisions; each one frozen once released."""
