"""What several screens of the counter are made of."""
