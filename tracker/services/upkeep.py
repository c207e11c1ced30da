"""Keeping a database: making, copying, restoring and examining one."""

from __future__ import annotations

from pathlib import Path

from tracker.db import documents
from tracker.db.connection import DamagedError, integrity_problems, open_backup, open_database, put_back
from tracker.db.connection import back_up as write_backup
from tracker.db.rows import Database
from tracker.models import TrackerError
from tracker.models.documents import Totals
from tracker.models.record import Record
from tracker.services.notes import broken_links


def back_up(db: Database, target: Path) -> None:
    """Copy the database to a new file; an existing file is never overwritten."""
    if target.exists():
        raise TrackerError(f"{target} exists already; choose another name for the backup.")
    if not target.parent.is_dir():
        raise TrackerError(f"The folder of {target} does not exist.")
    write_backup(db, target)


def restore(source: Path, target: Path) -> Path | None:
    """Put a backup in the place of a database; return where the database that stood there is kept, if any.

    The backup is checked first and stays as it is. Other processes may have the database open: they see the change as
    one step. A database too damaged to be copied is moved away as it is.
    """
    if not source.exists():
        raise TrackerError(f"There is no backup at {source}.")
    if source.resolve() == target.resolve():
        raise TrackerError("The backup and the database are the same file.")
    backup = open_backup(source)
    try:
        problems = integrity_problems(backup)
        if problems:
            raise TrackerError(f"{source} is damaged ({problems[0]}); nothing was restored.")
        kept = _keep(target) if target.exists() else None
        current = open_database(target)
        try:
            put_back(backup, current)
        finally:
            current.close()
    finally:
        backup.close()
    open_database(target).close()  # a backup of an earlier version is brought up to date
    return kept


def _keep(target: Path) -> Path:
    """Copy a database aside, or move it there where it cannot be read; return its new place."""
    kept = _free_name(target)
    try:
        current = open_database(target)
    except DamagedError:
        target.replace(kept)
        for suffix in ("-wal", "-shm"):
            log = target.with_name(target.name + suffix)
            if log.exists():
                log.replace(kept.with_name(kept.name + suffix))
        return kept
    try:
        write_backup(current, kept)
    finally:
        current.close()
    return kept


def _free_name(path: Path) -> Path:
    """Return ``claims.db.before-restore``, with a number where that is taken."""
    name = path.with_name(path.name + ".before-restore")
    number = 1
    while name.exists():
        number += 1
        name = path.with_name(f"{path.name}.before-restore-{number}")
    return name


class Health(Record, frozen=True):
    """Everything wrong with a database, a sentence each, and how much it holds."""

    problems: list[str]
    totals: Totals


def examined(db: Database) -> Health:
    """Return what is wrong with a database and how much it holds."""
    return Health(problems(db), documents.totals(db))


def problems(db: Database) -> list[str]:
    """Return everything wrong with a database, a sentence each; an empty list is a clean bill of health.

    Beside SQLite's own checks: every claim's words stand at its place in its document, every link of a note leads
    somewhere, and every original unpacks to the bytes its hash names.
    """
    found = integrity_problems(db)
    found += [f"Claim {claim_id} does not quote its document." for claim_id in documents.misquoted_claims(db)]
    found += broken_links(db)
    found += [f"The original of document {document_id} is damaged." for document_id in documents.damaged_originals(db)]
    return found
