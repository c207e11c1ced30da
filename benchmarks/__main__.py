"""Measure speed beside other tools and write docs/performance.md.

    python -m benchmarks [--eval FOLDER] [--sizes 10000,100000,1000000] [--peer-sizes 10000,100000] [--no-peers]

With ``--eval`` the claims come from the generator in that folder, else they are synthetic. The peers are installed into
an environment of their own (``build/peers``); one that cannot be installed or fails is named and left out.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import venv
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks import engine, formats, pages, release, report
from benchmarks.corpus import GENERATOR, corpus
from benchmarks.meter import ROOT, FailedError, medians, run
from tracker.matching import bulk
from tracker.matching.candidates import CUTOFF

PEERS_PLACE = ROOT / "build" / "peers"
REQUIREMENTS = Path(__file__).parent / "requirements.txt"
LARGE = ROOT / "demo-large.db"
OUTPUT = ROOT / "docs" / "performance.md"
PEERS = (
    "brute-force",
    "tfidf",
    "string-grouper",
    "minhash",
    "duckdb-shingles",
    "splink",
    "duckdb-rare-words",
    "polars-rare-words",
)
TRUTH = "brute-force"
LONG_SECONDS = 20.0
"""Work that took longer is not repeated: its noise is small beside it."""

LINKED = 100_000
"""Claims that this program and its release 0.2.0 link."""

ENGINE = "benchmarks.engine"
Row = dict[str, Any]


def say(text: str) -> None:
    """Tell the person waiting what goes on."""
    print(text, file=sys.stderr, flush=True)


def numbers(text: str) -> list[int]:
    """Return the sizes of an option, ascending: "10000,100000"."""
    return sorted(int(part) for part in text.split(",") if part)


def options(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__.splitlines()[0])
    parser.add_argument("--eval", nargs="?", default="", help=f"folder with {GENERATOR}; without it, synthetic claims")
    parser.add_argument("--sizes", type=numbers, default=[10_000, 100_000, 1_000_000], help="claims for this engine")
    parser.add_argument("--peer-sizes", type=numbers, default=[10_000, 100_000], help="claims for the peers too")
    parser.add_argument("--online-sizes", type=numbers, default=None, help="stored claims (as --sizes)")
    parser.add_argument("--repeats", type=int, default=3, help="runs of which the median is taken")
    parser.add_argument("--no-peers", action="store_true", help="measure this engine alone")
    parser.add_argument("--documents", type=numbers, default=[2_000, 10_000], help="documents for the check of a draft")
    parser.add_argument("--quotations", type=int, default=200, help="quotations of that draft")
    parser.add_argument(
        "--only",
        choices=["engine", "formats", "pages", "drafts", "startup", "release"],
        help="measure this alone; the rest of the page stays",
    )
    parser.add_argument("--database", type=Path, default=LARGE, help="database of `make demo-large` for the pages")
    parser.add_argument("--output", type=Path, default=OUTPUT)
    return parser.parse_args(arguments)


def peers_python() -> Path:
    """Return the Python of the peers' environment, made where it is missing; each peer is installed by itself."""
    python = PEERS_PLACE / "bin" / "python"
    if not python.exists():
        say(f"Installing the peers into {PEERS_PLACE.relative_to(ROOT)} …")
        venv.create(PEERS_PLACE, with_pip=True)
        for line in REQUIREMENTS.read_text("utf-8").splitlines():
            name = line.partition("#")[0].strip()
            install = [str(python), "-m", "pip", "install", "--quiet", name]
            if name and subprocess.run(install, capture_output=True).returncode:
                say(f"PEER NOT INSTALLED: {name}; it is left out of the tables.")
    return python


def repeated(measure: Callable[[], Row], repeats: int) -> Row:
    """Measure some times and take the medians; work that takes long is measured once."""
    runs = [measure()]
    while len(runs) < repeats and runs[0].get("cpu", LONG_SECONDS) < LONG_SECONDS:
        runs.append(measure())
    return {**medians(runs), "runs": len(runs)}


def measured_peers(folder: Path, claims: Path, repeats: int) -> tuple[list[Row], np.ndarray | None]:
    """Return a row for each peer that runs on some claims, and the pairs of claims that brute force finds."""
    python = peers_python()
    rows = bulk.rows_of(engine.read_texts(str(claims)))
    readings = folder / "readings.json"
    readings.write_text(json.dumps(rows.readings), "utf-8")
    truth: np.ndarray | None = None
    table = []
    for name in PEERS:
        say(f"  {name}")
        target = folder / f"{name}.npz"
        try:
            row = repeated(
                lambda name=name, target=target: run(python, "benchmarks.peers", name, readings, target), repeats
            )
        except FailedError as error:
            say(f"PEER LEFT OUT: {name}: {error}")
            continue
        found = pairs_of_claims(rows, target)
        truth = found if name == TRUTH else truth
        table.append({"name": name, **row, "recall": recall(found, truth)})
    return table, truth


def pairs_of_claims(rows: bulk.Rows, saved: Path) -> np.ndarray:
    """Return the pairs of claims that saved pairs of rows stand for."""
    pairs = np.load(saved)
    scores = np.full(len(pairs["a"]), CUTOFF, np.float32)
    known = bulk.Pairs(pairs["a"].astype(np.int64), pairs["b"].astype(np.int64), scores)
    return engine.claims_of(rows, bulk.with_same_reading(rows, known))


def recall(found: np.ndarray, truth: np.ndarray | None) -> float | None:
    """Return the share of the true pairs that were found; ``None`` where the truth is not known."""
    return None if truth is None else float(np.isin(truth, found, assume_unique=True).mean())


def measured_size(folder: Path, size: int, asked: argparse.Namespace) -> tuple[Row, list[Row]]:
    """Return what this engine takes for ``size`` claims, and what the peers take."""
    say(f"{size:,} claims")
    claims = folder / "claims.jsonl"
    texts = corpus(size, Path(asked.eval) if asked.eval else None)
    write_claims(claims, texts)
    say("  this engine")
    saved = folder / "engine.npz"
    row = repeated(lambda: run(sys.executable, ENGINE, "nominate", claims, saved), asked.repeats)
    row |= run(sys.executable, ENGINE, "decide", claims)
    peers: list[Row] = []
    if size in asked.peer_sizes and not asked.no_peers:
        peers, truth = measured_peers(folder, claims, asked.repeats)
        row["recall"] = recall(pairs_of_claims(bulk.rows_of(texts), saved), truth)
    if row.get("recall") is None:
        row["sampled"] = run(sys.executable, ENGINE, "sampled-recall", claims, saved)["recall"]
    if size in (asked.sizes if asked.online_sizes is None else asked.online_sizes):
        say("  a new claim, a new document, a search")
        row["online"] = run(sys.executable, ENGINE, "online", claims)
    return {"size": size, **row}, peers


def measured_drafts(asked: argparse.Namespace) -> list[Row]:
    """Measure the check of a draft for each number of documents."""
    rows = []
    for size in asked.documents:
        say(f"a draft of {asked.quotations:,} quotations against {size:,} documents")
        rows.append(run(sys.executable, ENGINE, "drafts", size, asked.quotations))
    return rows


def pages_section(database: Path) -> str:
    """Measure the pages over the large invented database; without it there is no section."""
    if not database.exists():
        say(f"PAGES NOT MEASURED: {database} is missing; build it with make demo-large.")
        return ""
    say("pages")
    return report.pages_section(list(pages.measured(database)), pages.MOST_MS, pages.MOST_KB)


def startup_section() -> str:
    """Measure what commands take to start and end."""
    say("start-up")
    measured = run(sys.executable, "benchmarks.startup")
    return report.startup_section(measured["commands"], measured["runs"])


def formats_section(asked: argparse.Namespace) -> str:
    """Measure how fast files of each format are read, beside the peers that read one format."""

    def measured(where: str, name: str, path: Path) -> Row | None:
        if where != formats.OWN and asked.no_peers:
            return None
        try:
            return run(sys.executable if where == formats.OWN else peers_python(), "benchmarks.formats", name, path)
        except FailedError as error:
            say(f"PEER LEFT OUT: {name}: {error}")
            return None

    say("formats")
    with tempfile.TemporaryDirectory() as folder:
        return report.formats_section(list(formats.rows(Path(folder), measured)))


def release_section(asked: argparse.Namespace) -> str:
    """Measure this program beside its release 0.2.0; without the articles or the release there is no section."""
    evaluation = Path(asked.eval).resolve() if asked.eval else None
    if evaluation is None or not (evaluation / release.NEWS).exists():
        say("RELEASE 0.2.0 NOT MEASURED: EVAL= names no folder with news articles.")
        return ""
    say("release 0.2.0")
    with tempfile.TemporaryDirectory() as folder:
        claims = Path(folder) / "claims.jsonl"
        write_claims(claims, corpus(LINKED, evaluation))
        try:
            return report.release_section(release.rows(release.measured(evaluation, claims)), LINKED)
        except FailedError as error:
            say(f"RELEASE 0.2.0 NOT MEASURED: {error}")
            return ""


def write_claims(path: Path, texts: Sequence[str]) -> None:
    """Write claims as JSON lines."""
    path.write_text("".join(json.dumps({"id": n, "text": text}) + "\n" for n, text in enumerate(texts)), "utf-8")


def refreshed(asked: argparse.Namespace) -> None:
    """Measure some sections alone and put them into the page as it stands."""
    match asked.only:
        case "pages":
            sections = [pages_section(asked.database)]
        case "startup":
            sections = [startup_section()]
        case "release":
            sections = [release_section(asked)]
        case "formats":
            sections = [formats_section(asked)]
        case "drafts":
            sections = [report.drafts_section(measured_drafts(asked))]
        case _:
            own = [row for row, _ in every_size(argparse.Namespace(**{**vars(asked), "no_peers": True}))]
            sections = [
                *report.engine_sections(own),
                report.reading_section(run(sys.executable, ENGINE, "extraction", "")),
            ]
    sections = [section for section in sections if section]
    if not sections:
        return
    page = asked.output.read_text("utf-8") if asked.output.exists() else ""
    for section in sections:
        page = report.with_section(page, section)
    asked.output.write_text(page, "utf-8")
    say(f"Written to {asked.output}.")


def every_size(asked: argparse.Namespace) -> Iterator[tuple[Row, list[Row]]]:
    """Measure this engine and its peers for each size."""
    for size in asked.sizes:
        with tempfile.TemporaryDirectory() as folder:
            yield measured_size(Path(folder), size, asked)


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure all sizes, print the tables and write them."""
    asked = options(arguments)
    if asked.only:
        refreshed(asked)
        return
    known = bool(asked.eval) and (Path(asked.eval) / GENERATOR).exists()
    if not known:
        say(
            "NO EVALUATION DATA: EVAL= names no folder with the generator of claims; synthetic claims are used instead."
        )
    own: list[Row] = []
    peers: dict[int, list[Row]] = {}
    for row, beside in every_size(asked):
        peers[row["size"]] = beside
        own.append(row)
    say("extraction")
    extraction = run(sys.executable, ENGINE, "extraction", "")
    drafts = measured_drafts(asked)
    text = report.page(own, peers, extraction, drafts, synthetic=not known)
    measured = (formats_section(asked), pages_section(asked.database), startup_section(), release_section(asked))
    for section in measured:
        text = report.with_section(text, section) if section else text
    print(text)
    asked.output.write_text(text, "utf-8")
    say(f"Written to {asked.output}.")


if __name__ == "__main__":
    main()
