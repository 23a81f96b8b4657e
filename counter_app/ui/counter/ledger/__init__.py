"""The ledger on the screen (sổ theo dõi hồ sơ, Mẫu 06)."""
