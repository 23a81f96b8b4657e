"""Code readers: guns that type, readers on a network line."""
