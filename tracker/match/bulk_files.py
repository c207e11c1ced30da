"""``tracker link --from claims.jsonl --to relations.jsonl``: all pairs of a file, without a database.

Lines ``{"id", "text"}`` in; lines ``{"a", "b", "relation", "score"}`` out, one for every pair at or above the fuzzy
cutoff, whatever its relation, ``a`` standing before ``b`` in the source.

What is finished is kept in ``<target>.parts`` until the whole is done: every part is written under another name and
then renamed, so that work that was interrupted goes on from the last whole part. The target appears complete or not at
all.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from dataclasses import dataclass
from hashlib import blake2b
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import Final

import numpy as np

from tracker.match import bulk, bulk_decide, nominate
from tracker.match.bulk import Pairs
from tracker.match.bulk_decide import Lot
from tracker.match.relating import RULES_VERSION
from tracker.models import TrackerError

Progress = Callable[[str, int, int], None]
"""Called with a step's name ("read", "compare", "decide"), the work done and the work there is."""

MANIFEST: Final = "manifest.json"
NOMINATED: Final = "nominated.npz"

LINES_AT_ONCE: Final = 4_096
"""Lines of the source read as one list."""

_SCORES: Final = [
    f', "score": {hundredths / bulk.HUNDREDTHS:.2f}}}\n' for hundredths in range(100 * bulk.HUNDREDTHS + 1)
]

Id = str | int
"""A claim's id, as the source has it."""

WAITING_LOTS: Final = 2
"""Lots made ready ahead for each process: it never waits for the next, and few are held in memory."""


@dataclass(frozen=True, slots=True)
class LinkedFiles:
    """What became of it: claims read, pairs written, and the keys left out because too many claims share them."""

    claims: int
    pairs: int
    left_out: int


def no_progress(step: str, done: int, total: int) -> None:
    """Show nothing."""


def read_claims(source: Path) -> tuple[list[Id], list[str]]:
    """Return the ids and the texts of a file of claims, one JSON object a line; blank lines are skipped.

    Raises ``TrackerError`` naming the first line that is no claim.
    """
    ids: list[Id] = []
    texts: list[str] = []
    read = 0
    with source.open("rb") as file:
        while lines := list(islice(file, LINES_AT_ONCE)):
            for own, text in _claims(lines, read, source.name):
                ids.append(own)
                texts.append(text)
            read += len(lines)
    return ids, texts


def _claims(lines: list[bytes], before: int, name: str) -> Iterator[tuple[Id, str]]:
    """Yield the claims of some lines, read as one list; line by line where that fails, to name the line at fault."""
    filled = [line for line in lines if not line.isspace()]
    try:
        rows = json.loads(b"[" + b",".join(filled) + b"]")
        if len(rows) != len(filled) or not all(map(_is_claim, rows)):
            raise ValueError
    except (ValueError, RecursionError):
        bad = next(number for number, line in enumerate(lines, before + 1) if not _is_claim_line(line))
        raise TrackerError(f"Line {bad} of {name} is not a claim of the form {{“id”, “text”}}.") from None
    for row in rows:
        yield row["id"], row["text"]


def _is_claim(row: object) -> bool:
    return isinstance(row, dict) and isinstance(row.get("id"), str | int) and isinstance(row.get("text"), str)


def _is_claim_line(line: bytes) -> bool:
    try:
        return line.isspace() or _is_claim(json.loads(line.decode()))
    except (ValueError, RecursionError):
        return False


def link_files(
    source: Path, target: Path, *, processes: int = 1, progress: Progress = no_progress, decide: bool = True
) -> LinkedFiles:
    """Write every pair of ``source`` at or above the fuzzy cutoff to ``target``, with its relation.

    Without ``decide`` the relation is left open (null) and only nominating and scoring is done. Raises ``TrackerError``
    for a source that is not claims, ``OSError`` where files cannot be read or written.
    """
    progress("read", 0, 1)
    ids, texts = read_claims(source)
    parts = _parts_folder(source, target, decide)
    progress("read", 1, 1)
    rows, pairs, left_out = _nominated(texts, parts, processes, progress)
    lots = bulk_decide.lots(rows, bulk.with_same_reading(rows, pairs))
    names = [parts / f"lot-{number:06}.jsonl" for number in range(len(lots))]
    missing = [(name, lot) for name, lot in zip(names, lots, strict=True) if not name.exists()]
    done = len(lots) - len(missing)
    progress("decide", done, len(lots))
    tasks = ((name, *_task(ids, bulk_decide.lot(texts, rows, lot)), decide) for name, lot in missing)
    for finished in _in_processes(tasks, processes if decide else 1):
        progress("decide", done + finished, len(lots))
    written = _join(names, target)
    shutil.rmtree(parts)
    return LinkedFiles(len(texts), written, left_out)


def _parts_folder(source: Path, target: Path, decide: bool) -> Path:
    """Return the folder of finished parts; one left by other work (another source, other rules) is begun afresh."""
    with source.open("rb") as file:
        digest = blake2b(digest_size=16)
        while block := file.read(1 << 20):
            digest.update(block)
    manifest = json.dumps([digest.hexdigest(), RULES_VERSION, nominate.SETTINGS, bulk_decide.PAIRS_IN_A_LOT, decide])
    folder = target.with_name(target.name + ".parts")
    known = folder / MANIFEST
    if not known.exists() or known.read_text("utf-8") != manifest:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        known.write_text(manifest, "utf-8")
    return folder


def _save(path: Path, write: Callable[[Path], object]) -> None:
    """Write a file whole or not at all: under another name first, then renamed."""
    unfinished = path.with_name(f"unfinished-{path.name}")
    write(unfinished)
    unfinished.replace(path)


def _save_pairs(path: Path, pairs: Pairs, left_out: int) -> None:
    a, b = pairs.a.astype(np.int32), pairs.b.astype(np.int32)
    _save(path, lambda name: np.savez(name, a=a, b=b, score=pairs.score, left_out=left_out))


def _load_pairs(path: Path) -> tuple[Pairs, int]:
    with np.load(path) as saved:
        return Pairs(saved["a"].astype(np.int64), saved["b"].astype(np.int64), saved["score"]), int(saved["left_out"])


def _nominated(texts: list[str], parts: Path, threads: int, progress: Progress) -> tuple[bulk.Rows, Pairs, int]:
    """Return the rows of ``texts``, their pairs at or above the cutoff, and how many keys were left out."""
    whole = parts / NOMINATED
    if whole.exists():
        return bulk.rows_of(texts), *_load_pairs(whole)
    work = bulk.comparison(texts)
    names = [parts / f"compared-{number:06}.npz" for number in range(len(work.parts))]
    missing = [number for number, name in enumerate(names) if not name.exists()]
    progress("compare", len(names) - len(missing), len(names))
    for finished, (number, pairs) in enumerate(bulk.compared(work, missing, threads), 1):
        _save_pairs(names[number], pairs, work.left_out)
        progress("compare", len(names) - len(missing) + finished, len(names))
    pairs = bulk.joined([_load_pairs(name)[0] for name in names])
    _save_pairs(whole, pairs, work.left_out)
    for name in names:
        name.unlink()
    return work.rows, pairs, work.left_out


def _task(ids: list[Id], lot: Lot) -> tuple[dict[int, Id], Lot]:
    return {position: ids[position] for position in lot.texts}, lot


def write_lot(name: Path, ids: dict[int, Id], lot: Lot, decide: bool) -> None:
    """Write the lines of one lot to the file ``name``; runs in a process of its own."""
    kinds = [f'"{kind}"' for kind in bulk_decide.decided(lot)] if decide else ["null"] * len(lot.pairs)
    lines = _lines({position: json.dumps(own) for position, own in ids.items()}, lot.pairs, kinds)
    _save(name, lambda path: path.write_text(lines, "utf-8"))


def _lines(ids: dict[int, str], pairs: Pairs, kinds: list[str]) -> str:
    """Return the lines of some pairs: put together from ready pieces, since millions of lines are formatted slowly."""
    first = {position: f'{{"a": {own}, "b": ' for position, own in ids.items()}
    second = {position: f'{own}, "relation": ' for position, own in ids.items()}
    pieces = [""] * (4 * len(pairs))
    pieces[0::4] = map(first.__getitem__, pairs.a.tolist())
    pieces[1::4] = map(second.__getitem__, pairs.b.tolist())
    pieces[2::4] = kinds
    pieces[3::4] = map(_SCORES.__getitem__, bulk.hundredths(pairs.score).tolist())
    return "".join(pieces)


def _in_processes(tasks: Iterator[tuple[Path, dict[int, Id], Lot, bool]], processes: int) -> Iterator[int]:
    """Write the lots, some in each process, and yield how many are written each time one more is."""
    if processes == 1:
        for finished, task in enumerate(tasks, 1):
            write_lot(*task)
            yield finished
        return
    finished = 0
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        running: set[Future[None]] = set()
        try:
            for task in tasks:
                running.add(pool.submit(write_lot, *task))
                while len(running) >= processes * WAITING_LOTS:
                    ended, running = wait(running, return_when=FIRST_COMPLETED)
                    for future in ended:
                        future.result()
                        finished += 1
                        yield finished
            for future in running:
                future.result()
                finished += 1
                yield finished
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise


def _join(names: list[Path], target: Path) -> int:
    """Put the lots together as ``target`` and return how many lines it has."""
    lines = 0

    def write(path: Path) -> None:
        nonlocal lines
        with path.open("wb") as whole:
            for name in names:
                block = name.read_bytes()
                lines += block.count(b"\n")
                whole.write(block)

    _save(target, write)
    return lines
