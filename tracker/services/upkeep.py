"""Keeping a database: making, copying, restoring and examining one, and the tokens of programs that write to it."""

from __future__ import annotations

import glob
import hashlib
import secrets
from pathlib import Path

from tracker.db import events, tokens
from tracker.db.connection import back_up as write_backup
from tracker.db.connection import in_transaction, integrity_problems, open_backup, open_database, put_back
from tracker.db.rows import Database
from tracker.models import NotFoundError, TrackerError, UnavailableError
from tracker.models.events import EventKind
from tracker.models.searches import ApiToken
from tracker.services import nouns


def back_up(db: Database, target: Path) -> None:
    """Copy the database to a new file; an existing file is never overwritten."""
    if target.exists():
        raise TrackerError(f"{target} exists already; choose another name for the backup.")
    if not target.parent.is_dir():
        raise TrackerError(f"The folder of {target} does not exist.")
    write_backup(db, target)


def back_up_and_keep(db: Database, folder: Path, name: str, keep: int) -> tuple[Path, list[Path]]:
    """Copy the database into a folder under its ``name`` and the moment, and keep the newest copies alone.

    Return the copy, and the older ones that were removed; other files in the folder are left alone.
    """
    if keep < 1:
        raise TrackerError("At least one backup is kept.")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise TrackerError(f"{folder} cannot be made: {(error.strerror or 'unknown reason').lower()}.") from error
    moment = "".join(char for char in nouns.now().partition("+")[0] if char.isdecimal())
    target = folder / f"{name}-{moment}.db"
    if not target.exists():  # twice within a second
        back_up(db, target)
    begin = f"{name}-"
    copies = sorted(path for path in folder.glob(f"{glob.escape(begin)}*.db") if _is_moment(path.stem[len(begin) :]))
    for path in copies[:-keep]:
        path.unlink(missing_ok=True)
    return target, copies[:-keep]


def _is_moment(words: str) -> bool:
    return len(words) == len("20261130120000") and words.isdecimal()


def restore(source: Path, target: Path) -> Path | None:
    """Put a backup in the place of a database; return where the database that stood there is kept, if any.

    The backup is checked first and stays as it is. Other processes may have the database open: they see the change as
    one step. Where there is none, or one too damaged to be copied, the restored file gets the name when it is whole;
    a damaged one is moved away as it is.
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
        kept = _put_in_place(backup, target)
    finally:
        backup.close()
    open_database(target).close()  # a backup of an earlier version is brought up to date
    return kept


def _put_in_place(backup: Database, target: Path) -> Path | None:
    if not target.exists():
        write_backup(backup, target)
        return None
    kept = _free_name(target)
    try:
        current = open_database(target)
    except UnavailableError:
        whole = target.with_name(f"{target.name}.restored")
        whole.unlink(missing_ok=True)
        write_backup(backup, whole)
        for suffix in ("", "-wal", "-shm"):
            left = target.with_name(target.name + suffix)
            if left.exists():
                left.replace(kept.with_name(kept.name + suffix))
        whole.replace(target)
        return kept
    try:
        write_backup(current, kept)
        put_back(backup, current)
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


PREFIX = "claims_"
"""Tells people and secret scanners what a leaked token belongs to."""
RANDOM_BYTES = 32
LONGEST_NAME = 80
"""Characters of the holder's name, which every event of the token carries."""


@in_transaction
def make_token(db: Database, holder: str, *, who: str) -> tuple[int, str]:
    """Make a token; return its number and the token itself, which is stored nowhere and cannot be shown again."""
    holder = " ".join(holder.split())
    if not holder or len(holder) > LONGEST_NAME:
        raise TrackerError(f"Say who the token is for, in at most {LONGEST_NAME} characters.")
    token = PREFIX + secrets.token_urlsafe(RANDOM_BYTES)
    at = nouns.now()
    token_id = tokens.add(db, holder=holder, sha256=_hash(token), at=at)
    events.record(db, at=at, who=who, kind=EventKind.TOKEN_MADE, noun="token", noun_id=token_id, new={"holder": holder})
    return token_id, token


@in_transaction
def end_token(db: Database, token_id: int, *, who: str) -> int | None:
    """End a token for good; return the event, ``None`` where it was ended before."""
    token = tokens.get(db, token_id)
    if token is None:
        raise NotFoundError(f"There is no token {token_id}.")
    if token.ended_at is not None:
        return None
    at = nouns.now()
    tokens.end(db, token_id, at)
    return events.record(
        db, at=at, who=who, kind=EventKind.TOKEN_ENDED, noun="token", noun_id=token_id, new={"holder": token.holder}
    )


def token_holder(db: Database, token: str) -> str | None:
    """Return the name a token was made for, ``None`` for one that is not in force."""
    found = tokens.in_force(db, _hash(token)) if token else None
    return found.holder if found else None


def every_token(db: Database) -> list[ApiToken]:
    """Return every token's number, holder and dates, never the token."""
    return tokens.every(db)


def _hash(token: str) -> str:
    """A plain hash will do: the token is 256 random bits, which no list of guesses can hold."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
