"""Keeping a database: making one, copying it, putting it back, looking for damage."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from tracker import store
from tracker.models import TrackerError
from tracker.store import documents


def back_up(db: store.Database, target: Path) -> None:
    """Copy the database to a new file; an existing file is never overwritten."""
    if target.exists():
        raise TrackerError(f"{target} exists already; choose another name for the backup.")
    if not target.parent.is_dir():
        raise TrackerError(f"The folder of {target} does not exist.")
    store.back_up(db, target)


def restore(source: Path, target: Path) -> Path | None:
    """Put a backup in the place of a database; return where the database that stood there is kept, if any.

    The backup is checked first, and copied beside the target before it takes its place in one step.
    """
    if not source.exists():
        raise TrackerError(f"There is no backup at {source}.")
    if source.resolve() == target.resolve():
        raise TrackerError("The backup and the database are the same file.")
    backup = store.open_database(source, create=False)
    try:
        problems = store.integrity_problems(backup)
        if problems:
            raise TrackerError(f"{source} is damaged ({problems[0]}); nothing was restored.")
        handle, name = tempfile.mkstemp(dir=target.parent or Path(), prefix=target.name, suffix=".restoring")
        os.close(handle)
        copy = Path(name)
        store.back_up(backup, copy)
    finally:
        backup.close()
    kept = None
    if target.exists():
        kept = _free_name(target)
        current = store.open_database(target)
        store.back_up(current, kept)
        current.close()
        for suffix in ("-wal", "-shm"):
            target.with_name(target.name + suffix).unlink(missing_ok=True)
    copy.replace(target)
    return kept


def _free_name(path: Path) -> Path:
    """Return ``claims.db.before-restore``, with a number where that is taken."""
    name = path.with_name(path.name + ".before-restore")
    number = 1
    while name.exists():
        number += 1
        name = path.with_name(f"{path.name}.before-restore-{number}")
    return name


def problems(db: store.Database) -> list[str]:
    """Return everything wrong with a database, a sentence each; an empty list is a clean bill of health.

    Beside SQLite's own checks: every claim's words stand at its place in its document, and every original unpacks to
    the bytes its hash names.
    """
    found = store.integrity_problems(db)
    found += [f"Claim {claim_id} does not quote its document." for claim_id in documents.misquoted_claims(db)]
    found += [f"The original of document {document_id} is damaged." for document_id in documents.damaged_originals(db)]
    return found
