"""Measurements that anybody can run: each prints one JSON object."""
