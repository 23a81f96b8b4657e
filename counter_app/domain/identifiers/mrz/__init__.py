"""The machine-readable zone of identity cards and passports (ICAO Doc 9303), as typed or as scanned."""
