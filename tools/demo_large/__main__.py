"""Write the large invented database: ``python -m tools.demo_large demo-large.db [--documents 5000] [--claims 20]``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from itertools import chain
from pathlib import Path

from tools.demo_large.database import fill
from tools.demo_large.extremes import rated_and_tagged
from tools.demo_large.texts import BUSY_CLAIMS, busy_texts, texts
from tracker.db.connection import open_database

SAY_EVERY = 500
"""Documents between two lines about how far it is."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Make the database beside its place and move it there when it is whole."""
    parser = argparse.ArgumentParser(prog="python -m tools.demo_large", description="Write a large invented database.")
    parser.add_argument("database", type=Path)
    parser.add_argument("--documents", type=int, default=5_000)
    parser.add_argument("--claims", type=int, default=20, help="claims of each document")
    asked = parser.parse_args(arguments)
    unfinished = asked.database.with_name(asked.database.name + ".new")
    for suffix in ("", "-wal", "-shm"):
        unfinished.with_name(unfinished.name + suffix).unlink(missing_ok=True)
    db = open_database(unfinished)
    total = asked.documents + len(BUSY_CLAIMS)
    fill(db, chain(texts(asked.documents, asked.claims), busy_texts(asked.documents)), total, _say)
    rated_and_tagged(db)
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    db.close()
    unfinished.replace(asked.database)
    claims = asked.documents * asked.claims + sum(BUSY_CLAIMS)
    print(f"{asked.database} is ready: {claims:,} claims in {total:,} documents.")


def _say(done: int, total: int) -> None:
    if done % SAY_EVERY == 0 or done == total:
        print(f"  {done:,} of {total:,} documents", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
