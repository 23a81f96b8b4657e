"""Digital signatures on papers: made here and now, with a time-stamp as soon as there is a line."""
