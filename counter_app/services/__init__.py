"""What people do at the counter: one module per activity, written against ports."""
