"""A deterministic simulation of sync: stations, lines and a centre, one clock, one seed."""
