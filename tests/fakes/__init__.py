"""Fakes that stand in for the ports in tests."""
