"""What a command takes from its start to its end, beside a Python that imports what any such command needs.

    python -m benchmarks.startup

Run in a process of its own that holds little: the peak memory of a process counts what its parent held when it began.
"""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.meter import KILOBYTES_IN_A_MEGABYTE, ROOT, compiled

Row = dict[str, Any]

RUNS = 15
PEER = ("-c", "import sqlite3, json, re")
COMMANDS = {
    "--version": {"times": 5, "megabytes": 40},
    "search 'armed police patrols'": {"times": 12},
    "show claim 1": {},
}
"""What is measured, and the most it may take: times the CPU time of the peer, megabytes."""


def once(arguments: Sequence[str]) -> tuple[float, float]:
    """Run Python with arguments; return its CPU seconds and the most megabytes it held."""
    process = subprocess.Popen([sys.executable, *arguments], cwd=ROOT, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"“{' '.join(arguments)}” ended with {process.returncode}.")
    return used.ru_utime + used.ru_stime, used.ru_maxrss / KILOBYTES_IN_A_MEGABYTE


def measured(database: Path, runs: int = RUNS, asked: Iterable[str] = tuple(COMMANDS)) -> list[Row]:
    """Return a row for the peer and for each command, run in turns, so that a busy machine slows all of them alike."""
    each = {"": PEER} | {
        command: ("-m", "tracker", *shlex.split(command), *([] if command[0] == "-" else ["--db", str(database)]))
        for command in asked
    }
    taken = {command: [once(arguments)] for command, arguments in each.items()}  # the first one fills the disk's cache
    for _ in range(runs):
        for command, arguments in each.items():
            taken[command].append(once(arguments))
    middle = {command: median(cpu for cpu, _ in all_runs[1:]) for command, all_runs in taken.items()}
    return [
        {
            "command": command,
            "cpu": middle[command],
            "times": middle[command] / middle[""],
            "megabytes": max(megabytes for _, megabytes in all_runs[1:]),
            "most": COMMANDS.get(command, {}),
        }
        for command, all_runs in taken.items()
    ]


def main() -> None:
    """Measure over the samples and print the rows as JSON."""
    compiled()
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "claims.db"
        once(("-m", "tracker", "init", "--seeds", "seeds", "--db", str(database)))
        print(json.dumps({"runs": RUNS, "commands": measured(database)}))


if __name__ == "__main__":
    main()
