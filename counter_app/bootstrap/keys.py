"""Which key places a station uses, by its configuration."""

from __future__ import annotations

from counter_app.config import Config
from counter_app.storage.keys import FolderKeys, KeyringKeys, KeyStore, default_keys


def key_store(config: Config) -> KeyStore:
    """``file`` keeps the key beside the data: for demonstrations and tests; ``auto`` is the usual way."""
    match config.keys:
        case "file":
            return FolderKeys(config.data_dir / "keys")
        case "keyring":
            return KeyringKeys()
        case _:
            return default_keys(config.data_dir)
