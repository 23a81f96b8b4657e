"""Services that the central system speaks to, as programs that anybody can run."""
