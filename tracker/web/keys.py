"""The key that signs sessions: random, one for each database, readable by its owner alone."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

KEY_BYTES = 32
"""256 bits, as many as the signature's hash can use."""
OWNER_ONLY = 0o600
SUFFIX = ".secret-key"


def secret_key_for(database: Path) -> bytes:
    """Return the key kept beside a database, made the first time it is asked for."""
    path = database.with_name(database.name + SUFFIX)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY)
    except FileExistsError:
        return path.read_bytes()
    with os.fdopen(handle, "wb") as file:
        file.write(secrets.token_bytes(KEY_BYTES))
    return path.read_bytes()
