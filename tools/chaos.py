"""Kill commands at random moments and look what is left: the database sound, and all that was acknowledged there.

``python -m tools.chaos 300`` kills so many; ``--report docs/reliability.md`` writes down what was counted.
"""

from __future__ import annotations

import gzip
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from tracker.db import documents, events
from tracker.db.connection import open_database
from tracker.db.rows import number
from tracker.services import doctor, ingest, upkeep

TEXT = """\
Harbour notes {0}

“We counted {1} boats at the north quay last year,” said Wilma Tarn{0}.

Ivor Lang{0} denied that {1} boats were counted. There were {2} recorded thefts in 2021.
"""
"""An invented document of a number."""
LONGEST_SECONDS = 1.4
"""No kill comes later: by then any of the commands is done."""
MOVES = ("add", "link", "confirm", "refuse", "delete", "restore-document", "backup", "restore", "publish", "migrate")
OLD = Path(__file__).parents[1] / "tests" / "files" / "claims-0.2.0.db.gz"


def _text(n: int) -> str:
    return TEXT.format(n, 100 + n % 7, 30 + n % 5)


def _command(move: str, db: Path, n: int, drawn: random.Random) -> list[str]:
    """Return the arguments of a move of this number."""
    folder = db.parent
    if move == "add":
        (folder / f"note-{n}.txt").write_text(_text(n), encoding="utf-8")
        return ["add", str(folder / f"note-{n}.txt"), "--db", str(db), "--json"]
    if move == "restore":
        return ["restore", str(folder / "whole.db"), "--db", str(folder / "restored.db"), "--json"]
    if move == "migrate":
        (folder / "old.db").write_bytes(gzip.decompress(OLD.read_bytes()))
        return ["doctor", "--db", str(folder / "old.db"), "--json"]
    if move == "backup":
        return ["backup", str(folder / f"copy-{n}.db"), "--db", str(db), "--json"]
    if move == "publish":
        return ["publish", str(folder / "site"), "--db", str(db), "--json"]
    if move == "link":
        return ["link", "--db", str(db), "--json"]
    one, two = sorted(drawn.sample(range(1, 12), 2))
    if move in ("delete", "restore-document"):
        return [move, str(drawn.randrange(1, 5)), "--db", str(db), "--json"]
    return ["confirm" if move == "confirm" else "refuse", str(one), str(two), "--db", str(db), "--json"]


def _acknowledged(printed: str) -> list[int]:
    """Return the events that a command told of before it ended."""
    found = []
    for line in printed.splitlines():
        try:
            told = json.loads(line)
        except ValueError:
            continue
        if isinstance(told, dict) and isinstance(told.get("event"), int):
            found.append(told["event"])
    return found


def run(kills: int, seed: int, folder: Path) -> tuple[Counter[str], list[str]]:
    """Kill so many commands; return how many of each kind were, and what was found wrong after any."""
    drawn, counted, wrong = random.Random(seed), Counter[str](), list[str]()
    db = folder / "claims.db"
    stored = open_database(db)
    for n in range(4):
        ingest.take_in(stored, _text(n).encode(), f"first-{n}.txt", who="chaos")
    upkeep.back_up(stored, folder / "whole.db")
    stored.close()
    acknowledged: list[int] = []
    done = 0
    while sum(counted.values()) < kills:
        done += 1
        move = drawn.choice(MOVES)
        process = subprocess.Popen(
            [sys.executable, "-m", "tracker", *_command(move, db, done, drawn)],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=os.environ,
        )  # fmt: skip
        time.sleep(drawn.uniform(0.05, LONGEST_SECONDS))
        killed = process.poll() is None
        process.send_signal(signal.SIGKILL)
        printed = process.communicate()[0]
        acknowledged += _acknowledged(printed)
        counted[move] += killed
        wrong += [f"after {move}: {problem}" for problem in _looked_at(folder, acknowledged)]
    return counted, wrong


def _looked_at(folder: Path, acknowledged: list[int]) -> list[str]:
    """Return what is wrong with every database there is, and which acknowledged events are gone."""
    found = []
    for path in sorted(path for path in folder.glob("*.db") if path.name != "whole.db"):
        db = open_database(path, create=False)
        found += [f"{path.name}: {problem}" for problem in doctor.problems(db)]
        if path.name == "claims.db":
            found += [f"event {each} is gone" for each in acknowledged if events.get(db, each) is None]
            found += ["no document is left"] * (
                not documents.count(db) and not number(db, "SELECT count(*) FROM trash")
            )
        db.close()
        if path.name != "claims.db":
            path.unlink()
    return found


@click.command()
@click.argument("kills", type=int, default=300)
@click.option("--seed", type=int, default=1)
@click.option("--report", type=click.Path(path_type=Path), help="Write what was counted into this page.")
def main(kills: int, seed: int, report: Path | None) -> None:
    """Kill KILLS commands at random moments; exit with 1 where anything was lost or damaged."""
    start = time.monotonic()
    with TemporaryDirectory() as folder:
        counted, wrong = run(kills, seed, Path(folder))
    seconds = time.monotonic() - start
    for sentence in wrong:
        click.echo(sentence)
    told = ", ".join(f"{move} {count}" for move, count in sorted(counted.items()))
    click.echo(f"{sum(counted.values())} kills ({told}) in {seconds:.0f} s: {len(wrong)} things wrong.")
    if report is not None:
        report.write_text(_page(counted, wrong, seconds), encoding="utf-8")
    if wrong:
        raise SystemExit(1)


def _page(counted: Counter[str], wrong: list[str], seconds: float) -> str:
    rows = "\n".join(f"| {move} | {count} |" for move, count in sorted(counted.items()))
    return f"""# Reliability, as measured

Written by `make reliability`. Commands were killed (signal 9) at random moments; after each the doctor looked at every
database there was, and at every event that a command had told of before it was killed.

| command | killed |
|---|--:|
{rows}
| **together** | **{sum(counted.values())}** |

Things wrong afterwards: **{len(wrong)}**. It took {seconds:.0f} seconds.
"""


if __name__ == "__main__":
    main()
