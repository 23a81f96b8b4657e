"""A deterministic simulation of sync: stations, lines and a central system under one virtual clock and one seed."""
