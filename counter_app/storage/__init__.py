"""The station's encrypted store: one SQLCipher database, its keys, and the vault of documents."""
