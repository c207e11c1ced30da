"""Relations among many claims without a database: pairs nominated by score, and decided in processes of their own.

The slow obvious way compares every pair of claims (``rapidfuzz.process.cdist``); ``tests/matching`` and ``make bench``
hold this to it. Claims whose readings are the same are one row until the very end, since repeats word for word are the
most common kind.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, ThreadPoolExecutor, as_completed, wait
from dataclasses import dataclass
from hashlib import blake2b
from itertools import islice, pairwise
from multiprocessing import get_context
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz, process

from tracker.matching import candidates
from tracker.matching.candidates import CUTOFF, Hashes, Ints, Runs
from tracker.matching.features import Features, features
from tracker.matching.relation import RULES_VERSION, relation
from tracker.models import RelationKind, TrackerError

Scores = npt.NDArray[np.float32]
PAIRS_AT_ONCE: Final = 50_000
"""Pairs worked on at a time: enough to make the calls' own cost vanish, few enough to stay near the processor."""

SAME_READING: Final = 100.0
"""The score of two claims with the same reading."""


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs of positions (a < b) with their fuzzy score in [0, 100]: three parallel arrays."""

    a: Ints
    b: Ints
    score: Scores

    def __len__(self) -> int:
        return len(self.a)


HUNDREDTHS: Final = 100
"""Scores are written to two decimals."""

NO_PAIRS: Final = Pairs(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0, np.float32))


@dataclass(frozen=True, slots=True)
class Rows:
    """Distinct readings in order of length; those of reading r are the claims ``claims[starts[r]:starts[r + 1]]``."""

    readings: list[str]
    lengths: Ints
    starts: Ints
    claims: Ints


def rows_of(texts: Sequence[str]) -> Rows:
    """Return the distinct readings of ``texts``; claims without a word have none."""
    readings, owners = candidates.all_readings(texts)
    numbers = dict.fromkeys(readings, 0)
    numbers.pop("", None)
    distinct = sorted(numbers, key=len)
    numbers = dict(zip(distinct, range(len(distinct)), strict=True))
    row = np.fromiter((numbers.get(reading, -1) for reading in readings), np.int64, len(readings))
    owner = np.array(owners, np.int64)
    row, owner = row[row >= 0], owner[row >= 0]
    order = np.argsort(row, kind="stable")
    starts = np.searchsorted(row[order], np.arange(len(distinct) + 1))
    lengths = np.fromiter(map(len, distinct), np.int64, len(distinct))
    return Rows(distinct, lengths, starts, owner[order])


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything that is needed to compare rows part by part; ``left_out`` counts keys that too many rows share.

    ``parts`` are ranges of rows, to be compared in any order.
    """

    rows: Rows
    runs: tuple[Runs, ...]
    sketches: Hashes
    limits: Ints
    strings: npt.NDArray[np.object_]
    parts: tuple[tuple[int, int], ...]
    left_out: int


def comparison(texts: Sequence[str]) -> Comparison:
    """Read ``texts`` and sort out which of their rows share keys."""
    rows = rows_of(texts)
    words = candidates.words_of(rows.readings)
    runs, left_out = candidates.runs_of(candidates.rarest_words(words))
    return Comparison(
        rows=rows,
        runs=tuple(runs),
        sketches=candidates.sketches(words),
        limits=candidates.partner_limits(rows.lengths),
        strings=np.array(rows.readings, dtype=object),
        parts=tuple(candidates.parts_of(runs, len(rows.readings))),
        left_out=left_out,
    )


def compare(work: Comparison, part: int) -> Pairs:
    """Return the pairs of rows at or above the cutoff whose first row lies in one part."""
    a, b = candidates.candidates(work.runs, work.limits, *work.parts[part])
    return joined([_reached(work, a[block], b[block]) for block in _blocks(len(a))])


def _blocks(size: int) -> Iterator[slice]:
    return (slice(start, start + PAIRS_AT_ONCE) for start in range(0, size, PAIRS_AT_ONCE))


def _reached(work: Comparison, a: Ints, b: Ints) -> Pairs:
    alike = candidates.alike_words(work.sketches, a, b)
    return scored(work.strings, a[alike], b[alike])


def compared(work: Comparison, parts: Iterable[int], threads: int) -> Iterator[tuple[int, Pairs]]:
    """Yield each of ``parts`` with its pairs, several at a time: numpy and rapidfuzz let go of Python's lock."""
    with ThreadPoolExecutor(threads) as pool:
        waiting = {pool.submit(compare, work, part): part for part in parts}
        for future in as_completed(waiting):
            yield waiting.pop(future), future.result()


def scored(strings: npt.NDArray[np.object_], a: Ints, b: Ints) -> Pairs:
    """Return the pairs of rows that reach the cutoff, with their scores."""
    scores = process.cpdist(
        strings.take(a).tolist(), strings.take(b).tolist(), scorer=fuzz.ratio, score_cutoff=CUTOFF, dtype=np.float32
    )
    kept = scores >= CUTOFF
    return Pairs(a[kept], b[kept], scores[kept])


def hundredths(scores: npt.NDArray[np.float32]) -> npt.NDArray[np.int64]:
    """Return scores as they are written, in hundredths, by every engine alike."""
    return np.rint(scores * HUNDREDTHS).astype(np.int64)


def joined(parts: Sequence[Pairs]) -> Pairs:
    """Return several lots of pairs as one."""
    parts = [NO_PAIRS, *parts]
    return Pairs(*(np.concatenate([getattr(part, name) for part in parts]) for name in ("a", "b", "score")))


def claim_pairs(rows: Rows, pairs: Pairs) -> Pairs:
    """Return the pairs of claims that pairs of rows stand for, each once with its best score, ordered by (a, b).

    A row paired with itself stands for the pairs among its own claims (``with_same_reading``).
    """
    sizes = np.diff(rows.starts)
    wide, tall = sizes[pairs.a], sizes[pairs.b]
    products = wide * tall
    pair = np.repeat(np.arange(len(pairs)), products)
    within = np.arange(len(pair)) - np.repeat(np.cumsum(products) - products, products)
    i, j = np.divmod(within, tall[pair])
    first, second = rows.claims[rows.starts[pairs.a][pair] + i], rows.claims[rows.starts[pairs.b][pair] + j]
    # The two readings of one claim are no pair, and of a row with itself each pair comes twice.
    kept = (first != second) & ((pairs.a != pairs.b)[pair] | (i < j))
    first, second, pair = first[kept], second[kept], pair[kept]
    if not len(pair):
        return NO_PAIRS
    packed = np.minimum(first, second).astype(np.uint64) << np.uint64(32) | np.maximum(first, second).astype(np.uint64)
    order = np.argsort(packed)
    packed = packed[order]
    starts = np.flatnonzero(candidates.first_of_equals(packed))
    best = np.maximum.reduceat(pairs.score[pair][order], starts)
    a, b = np.divmod(packed[starts].astype(np.int64), 1 << 32)
    return Pairs(a, b, best)


def with_same_reading(rows: Rows, pairs: Pairs) -> Pairs:
    """Return ``pairs`` and, for each row of several claims, the row paired with itself."""
    shared = np.flatnonzero(np.diff(rows.starts) > 1)
    return joined([pairs, Pairs(shared, shared, np.full(len(shared), SAME_READING, np.float32))])


def all_pairs(texts: Sequence[str], *, threads: int = 1) -> Pairs:
    """Return every pair of ``texts`` whose fuzzy score reaches the cutoff, ordered by (a, b)."""
    work = comparison(texts)
    found = joined([pairs for _, pairs in compared(work, range(len(work.parts)), threads)])
    return claim_pairs(work.rows, with_same_reading(work.rows, found))


PAIRS_IN_A_LOT: Final = 20_000
"""Pairs of rows a lot holds, about: a few seconds of work, so that little is lost when work is interrupted."""


@dataclass(frozen=True, slots=True)
class Lot:
    """Pairs of claims to be decided together: positions in the whole, the claims' texts by position, and the pairs."""

    texts: dict[int, str]
    pairs: Pairs


def groups(size: int, a: Ints, b: Ints) -> Ints:
    """Return for each of ``size`` rows the lowest row that the pairs (a, b) connect it with."""
    lowest = np.arange(size)
    while True:
        before = lowest.copy()
        low = np.minimum(lowest[a], lowest[b])
        np.minimum.at(lowest, lowest[a], low)
        np.minimum.at(lowest, lowest[b], low)
        while not np.array_equal(lowest, lowest[lowest]):
            lowest = lowest[lowest]
        if np.array_equal(before, lowest):
            return lowest


def _read_twice(rows: Rows) -> Pairs:
    """Return the pairs of rows that are two readings of one claim."""
    row = np.repeat(np.arange(len(rows.readings)), np.diff(rows.starts))
    order = np.argsort(rows.claims, kind="stable")
    claims, row = rows.claims[order], row[order]
    again = np.flatnonzero(claims[1:] == claims[:-1])
    return Pairs(row[again], row[again + 1], np.zeros(len(again), np.float32))


def lots_of(rows: Rows, pairs: Pairs) -> list[Pairs]:
    """Cut pairs of rows into lots of whole groups, in an order that depends on ``rows`` and ``pairs`` alone."""
    connected = joined([pairs, _read_twice(rows)])
    group = groups(len(rows.readings), connected.a, connected.b)[pairs.a]
    order = np.lexsort((pairs.b, pairs.a, group))
    pairs, group = Pairs(pairs.a[order], pairs.b[order], pairs.score[order]), group[order]
    if not len(pairs):
        return []
    begins = np.flatnonzero(np.concatenate(([True], group[1:] != group[:-1])))
    numbers = begins // PAIRS_IN_A_LOT
    cuts = begins[np.concatenate(([True], numbers[1:] != numbers[:-1]))].tolist()
    return [
        Pairs(pairs.a[start:end], pairs.b[start:end], pairs.score[start:end])
        for start, end in pairwise([*cuts, len(pairs)])
    ]


def lot_of(texts: Sequence[str], rows: Rows, pairs: Pairs) -> Lot:
    """Return the lot of some pairs of rows: the pairs of claims they stand for, and the texts of those claims."""
    of_claims = claim_pairs(rows, pairs)
    members = np.unique(np.concatenate((of_claims.a, of_claims.b))).tolist()
    return Lot({position: texts[position] for position in members}, of_claims)


def decided(work: Lot) -> list[RelationKind]:
    """Return the relation of each pair of a lot, in the pairs' order; the features of each claim are made once."""
    made: dict[str, Features] = {text: features(text) for text in set(work.texts.values())}
    of = {position: made[text] for position, text in work.texts.items()}
    return [relation(of[a], of[b]).kind for a, b in zip(work.pairs.a.tolist(), work.pairs.b.tolist(), strict=True)]


Progress = Callable[[str, int, int], None]
"""Called with a step's name ("read", "compare", "decide"), the work done and the work there is."""

MANIFEST: Final = "manifest.json"
NOMINATED: Final = "nominated.npz"

LINES_AT_ONCE: Final = 4_096
"""Lines of the source read as one list."""

_SCORES: Final = [f', "score": {hundredths / HUNDREDTHS:.2f}}}\n' for hundredths in range(100 * HUNDREDTHS + 1)]

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
    lots = lots_of(rows, with_same_reading(rows, pairs))
    names = [parts / f"lot-{number:06}.jsonl" for number in range(len(lots))]
    missing = [(name, lot) for name, lot in zip(names, lots, strict=True) if not name.exists()]
    done = len(lots) - len(missing)
    progress("decide", done, len(lots))
    tasks = ((name, *_task(ids, lot_of(texts, rows, lot)), decide) for name, lot in missing)
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
    manifest = json.dumps([digest.hexdigest(), RULES_VERSION, candidates.SETTINGS, PAIRS_IN_A_LOT, decide])
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


def _nominated(texts: list[str], parts: Path, threads: int, progress: Progress) -> tuple[Rows, Pairs, int]:
    """Return the rows of ``texts``, their pairs at or above the cutoff, and how many keys were left out."""
    whole = parts / NOMINATED
    if whole.exists():
        return rows_of(texts), *_load_pairs(whole)
    work = comparison(texts)
    names = [parts / f"compared-{number:06}.npz" for number in range(len(work.parts))]
    missing = [number for number, name in enumerate(names) if not name.exists()]
    progress("compare", len(names) - len(missing), len(names))
    for finished, (number, pairs) in enumerate(compared(work, missing, threads), 1):
        _save_pairs(names[number], pairs, work.left_out)
        progress("compare", len(names) - len(missing) + finished, len(names))
    pairs = joined([_load_pairs(name)[0] for name in names])
    _save_pairs(whole, pairs, work.left_out)
    for name in names:
        name.unlink()
    return work.rows, pairs, work.left_out


def _task(ids: list[Id], lot: Lot) -> tuple[dict[int, Id], Lot]:
    return {position: ids[position] for position in lot.texts}, lot


def write_lot(name: Path, ids: dict[int, Id], lot: Lot, decide: bool) -> None:
    """Write the lines of one lot to the file ``name``; runs in a process of its own."""
    kinds = [f'"{kind}"' for kind in decided(lot)] if decide else ["null"] * len(lot.pairs)
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
    pieces[3::4] = map(_SCORES.__getitem__, hundredths(pairs.score).tolist())
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
