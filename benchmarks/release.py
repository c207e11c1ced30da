"""This program beside its release 0.2.0, both measured in turns in one run, since machines differ by half.

The release is checked out and installed under ``build/``, with the dependencies it was locked to. What is measured:
documents taken in, extracted and linked (``tracker add``) and extracted alone, on news articles; linking many stored
claims, and a new claim among them, by the measurement of each release itself (``benchmarks.engine online``).
"""

from __future__ import annotations

import subprocess
import sys
import tarfile
import tempfile
import venv
from collections.abc import Callable, Sequence
from io import BytesIO
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.meter import ROOT, FailedError, Meter, compiled, run

COMMIT = "112c725"
"""The last commit of release 0.2.0."""
PLACE = ROOT / "build" / "release-0.2.0"
RUNS = 3
NEWS = "polnear-train-dev.tar.gz"
"""The articles: those of its dev part."""
WANTED = {"add": 2.5, "extract": 1.5, "link": 2.0, "claim": 1.0, "claim_p99": 1.0}
"""How many times as fast as the release each is to be."""


def installed() -> Path:
    """Return the Python of the release, checked out and installed where it is missing.

    Raises ``FailedError`` where its commit is not at hand (a shallow clone) or pip fails.
    """
    python = PLACE / ".venv" / "bin" / "python"
    if not python.exists():
        tree = subprocess.run(["git", "archive", COMMIT], cwd=ROOT, capture_output=True)
        if tree.returncode:
            raise FailedError(tree.stderr.decode().strip())
        with tarfile.open(fileobj=BytesIO(tree.stdout)) as files:
            files.extractall(PLACE, filter="data")
        venv.create(PLACE / ".venv", with_pip=True)
        install = [str(python), "-m", "pip", "install", "--quiet", "--require-hashes", "-r", "requirements.lock"]
        done = subprocess.run(install, cwd=PLACE, capture_output=True, text=True)
        if done.returncode:
            raise FailedError(done.stderr.strip())
    return python


def articles(evaluation: Path, folder: Path) -> list[Path]:
    """Return the news articles, unpacked into a folder."""
    with tarfile.open(evaluation / NEWS) as files:
        files.extractall(folder, filter="data")
    return sorted(path for path in folder.rglob("*.txt") if path.parts[-3:-1] == ("dev", "text"))


def seconds(python: Path, tree: Path, *arguments: object) -> float:
    """Return the CPU seconds of one command of the tracker of a tree; raises ``FailedError`` where it fails."""
    meter = Meter()
    done = subprocess.run([str(python), "-m", "tracker", *map(str, arguments)], cwd=tree, capture_output=True)
    if done.returncode:
        raise FailedError(done.stderr.decode().strip())
    return meter.read()["cpu"]


def measured(evaluation: Path, claims: Path, runs: int = RUNS) -> dict[str, dict[str, float]]:
    """Return what each piece of work takes: its name to seconds (or milliseconds) of ``release`` and ``here``.

    ``claims`` is a file of JSON lines with the claims that are linked.
    """
    trees = {"release": (installed(), PLACE), "here": (Path(sys.executable), ROOT)}
    for python, tree in trees.values():
        compiled(python, tree)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        files = articles(evaluation, folder)
        work: dict[str, Callable[[Path, Path, int], float]] = {
            "add": lambda python, tree, turn: seconds(
                python, tree, "add", "--db", folder / f"{tree.name}-{turn}.db", *files
            ),
            "extract": lambda python, tree, turn: seconds(python, tree, "extract", "--json", *files),
        }
        result = {
            piece: turns(trees, lambda python, tree, turn, of=of: of(python, tree, turn), runs)  # type: ignore[misc]
            for piece, of in work.items()
        }
    online = {
        name: run(python, "benchmarks.engine", "online", claims, tree=tree) for name, (python, tree) in trees.items()
    }
    for piece, field in (("link", "link_cpu"), ("claim", "claim_median"), ("claim_p99", "claim_p99")):
        result[piece] = {name: row[field] for name, row in online.items() if field in row}
    return {piece: row for piece, row in result.items() if len(row) == len(trees)}


def turns(trees: dict[str, tuple[Path, Path]], work: Callable[[Path, Path, int], float], runs: int) -> dict[str, float]:
    """Return the median of each tree, run in turns, so that a busy machine slows both alike."""
    taken: dict[str, list[float]] = {name: [] for name in trees}
    for turn in range(runs):
        for name, (python, tree) in trees.items():
            taken[name].append(work(python, tree, turn))
    return {name: median(times) for name, times in taken.items()}


def rows(result: dict[str, dict[str, float]]) -> Sequence[dict[str, Any]]:
    """Return the rows of the page's table: what each piece is called, both figures, the ratio and what is wanted."""
    names = {
        "add": "84 news articles taken in, extracted and linked, CPU seconds",
        "extract": "the same extracted alone, CPU seconds",
        "link": "stored claims linked with one another, CPU seconds",
        "claim": "a new claim among them, median, ms",
        "claim_p99": "a new claim among them, 99th percentile, ms",
    }
    return [
        {"name": names[piece], **row, "ratio": row["release"] / row["here"], "wanted": WANTED[piece]}
        for piece, row in result.items()
    ]
