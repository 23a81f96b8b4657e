"""How people and organisations are identified: numbers, cards, codes, and what a scan is."""
