"""Measuring one piece of work in a process of its own: CPU seconds (children included), wall time and memory."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).parent.parent
KILOBYTES_IN_A_GIGABYTE = 1e6
KILOBYTES_IN_A_MEGABYTE = 1e3


class Meter:
    """Counts from its making; ``read`` gives what was used since."""

    def __init__(self) -> None:
        self._cpu, self._wall = self._used(), time.perf_counter()

    @staticmethod
    def _used() -> float:
        times = os.times()
        return times.user + times.system + times.children_user + times.children_system

    def read(self) -> dict[str, float]:
        """Return CPU and wall seconds since the start, and the most memory (GB) the process or a child ever held."""
        held = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
        return {
            "cpu": self._used() - self._cpu,
            "wall": time.perf_counter() - self._wall,
            "gigabytes": held / KILOBYTES_IN_A_GIGABYTE,
        }


class FailedError(Exception):
    """A measured program ended with an error; the message is its last line."""


def run(python: str | Path, module: str, *arguments: object, tree: Path = ROOT) -> dict[str, Any]:
    """Run ``python -m module arguments`` from the top folder of a tree and return the JSON object it prints last."""
    command = [str(python), "-m", module, *map(str, arguments)]
    done = subprocess.run(command, cwd=tree, capture_output=True, text=True)
    lines = done.stdout.splitlines()
    if done.returncode or not lines:
        raise FailedError((done.stderr.strip().splitlines() or ["no output"])[-1])
    result: dict[str, Any] = json.loads(lines[-1])
    return result


def compiled(python: str | Path = sys.executable, tree: Path = ROOT) -> None:
    """Compile the program of a tree, as its installation does, also where the environment keeps Python from it."""
    subprocess.run([str(python), "-m", "compileall", "-q", "tracker"], cwd=tree, check=True)


def medians(runs: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Return the median of every number that all runs give; other values are the last run's."""
    merged = dict(runs[-1])
    for name, value in merged.items():
        if isinstance(value, int | float):
            merged[name] = median(run[name] for run in runs)
    return merged
