"""The peers, each given the same readings (sorted words), each to name the pairs at a fuzzy ratio of 80 or more.

    python -m benchmarks.peers NAME READINGS.json PAIRS.npz

Runs in an environment of its own that has the peers and not this program. Whatever nominates, ``rapidfuzz`` decides, so
that all are held to the same pairs. Readings come in order of length. Prints what the work took, as JSON; imports and
reading the file are not counted.
"""

from __future__ import annotations

import importlib
import json
import sys
from collections import Counter
from itertools import combinations
from typing import Any

import numpy as np
from rapidfuzz import fuzz, process

from benchmarks.meter import Meter

CUTOFF = 80
ROWS_AT_ONCE = 500
PAIRS_AT_ONCE = 200_000
RARE_WORDS = 6
COMMON = 2_000
"""A key that more rows share is dropped, as a plain join would drown in it."""

COSINE = 0.55
"""Likeness of character n-grams from which a pair is verified: chosen for a recall near one."""

NEIGHBOURS = 600
PERMUTATIONS = 64
JACCARD = 0.5
SHINGLE = 9
SHINGLE_KEYS = 8
"""Shingles of a row that make its keys: those whose hashes are lowest."""

COMMON_SHINGLES = 150
"""As ``COMMON``, for shingles, of which far more are common."""

Pairs = tuple[np.ndarray, np.ndarray]


def verified(readings: list[str], a: np.ndarray, b: np.ndarray) -> Pairs:
    """Return the pairs at the cutoff, those whose lengths rule it out left aside unread."""
    a, b = np.minimum(a, b), np.maximum(a, b)
    packed = np.unique(a.astype(np.int64) << 32 | b)
    a, b = packed >> 32, packed & 0xFFFFFFFF
    lengths = np.array([len(reading) for reading in readings])
    kept = (a != b) & (lengths[b] * CUTOFF <= lengths[a] * (200 - CUTOFF))
    a, b = a[kept], b[kept]
    strings = np.array(readings, dtype=object)
    good = [np.zeros(0, bool)]
    for start in range(0, len(a), PAIRS_AT_ONCE):
        block = slice(start, start + PAIRS_AT_ONCE)
        pair = strings[a[block]].tolist(), strings[b[block]].tolist()
        good.append(process.cpdist(*pair, scorer=fuzz.ratio, score_cutoff=CUTOFF, dtype=np.float32) >= CUTOFF)
    reached = np.concatenate(good)
    return a[reached], b[reached]


def brute_force(readings: list[str]) -> Pairs:
    """Compare all with all, as far as lengths allow: the truth the others are held to."""
    lengths = np.array([len(reading) for reading in readings])
    found = []
    for start in range(0, len(readings), ROWS_AT_ONCE):
        end = min(start + ROWS_AT_ONCE, len(readings))
        reach = np.searchsorted(lengths, lengths[end - 1] * (200 - CUTOFF) // CUTOFF, side="right")
        scores = process.cdist(
            readings[start:end], readings[start:reach], scorer=fuzz.ratio, score_cutoff=CUTOFF, dtype=np.float32
        )
        a, b = np.nonzero(scores)
        found.append(np.stack((a + start, b + start))[:, b > a])
    a, b = np.concatenate(found, axis=1)
    return a, b


def _tfidf(readings: list[str]) -> Any:
    from sklearn.feature_extraction.text import TfidfVectorizer

    return TfidfVectorizer(analyzer="char", ngram_range=(3, 3), dtype=np.float32).fit_transform(readings)


def tfidf(readings: list[str]) -> Pairs:
    """Cosine of TF-IDF character trigrams by sparse_dot_topn."""
    from sparse_dot_topn import sp_matmul_topn

    matrix = _tfidf(readings)
    near = sp_matmul_topn(matrix, matrix.T.tocsr(), top_n=NEIGHBOURS, threshold=COSINE).tocoo()
    return verified(readings, near.row, near.col)


def string_grouper(readings: list[str]) -> Pairs:
    """string_grouper with its own n-grams."""
    import pandas
    from string_grouper import match_strings

    near = match_strings(pandas.Series(readings), min_similarity=COSINE, max_n_matches=NEIGHBOURS)
    return verified(readings, near["left_index"].to_numpy(), near["right_index"].to_numpy())


def minhash(readings: list[str]) -> Pairs:
    """Datasketch: MinHash LSH of words."""
    from datasketch import MinHash, MinHashLSH

    index = MinHashLSH(threshold=JACCARD, num_perm=PERMUTATIONS)
    hashes = MinHash.bulk([[word.encode() for word in reading.split()] for reading in readings], num_perm=PERMUTATIONS)
    a, b = [], []
    for row, minhash in enumerate(hashes):
        near = index.query(minhash)
        a += [row] * len(near)
        b += near
        index.insert(row, minhash)
    return verified(readings, np.array(a, np.int64), np.array(b, np.int64))


def _rare_word_keys(readings: list[str]) -> tuple[np.ndarray, np.ndarray]:
    """Return (row, key) for the pairs of each row's rarest words."""
    counts = Counter(word for reading in readings for word in set(reading.split()))
    rows, keys = [], []
    for row, reading in enumerate(readings):
        rare = sorted((counts[word], word) for word in set(reading.split()) if counts[word] > 1)[:RARE_WORDS]
        for pair in combinations(sorted(word for _, word in rare), 2):
            rows.append(row)
            keys.append(hash(pair))
    return np.array(rows, np.int64), np.array(keys, np.int64)


JOIN = """
    with useful as (select key from keys group by key having count(*) between 2 and {most}),
    kept as (select * from keys where key in (select key from useful))
    select distinct a.row as a, b.row as b from kept a join kept b on a.key = b.key and a.row < b.row
"""


def duckdb_shingles(readings: list[str]) -> Pairs:
    """DuckDB: join on the lowest hashes of character shingles."""
    import duckdb
    import pandas

    base = duckdb.connect()
    base.register("readings", pandas.DataFrame({"row": range(len(readings)), "reading": readings}))
    base.execute(f"""
        create table keys as
        with shingles as (
            select distinct row, hash(substr(reading, place, {SHINGLE})) as key
            from (
                select row, reading, unnest(range(1, greatest(2, length(reading) - {SHINGLE - 2}))) as place
                from readings
            )
        )
        select row, key from shingles qualify row_number() over (partition by row order by key) <= {SHINGLE_KEYS}
    """)
    return _joined(base, readings, COMMON_SHINGLES)


def duckdb_rare_words(readings: list[str]) -> Pairs:
    """DuckDB: join on pairs of rare words."""
    import duckdb
    import pandas

    rows, keys = _rare_word_keys(readings)
    base = duckdb.connect()
    base.register("keys", pandas.DataFrame({"row": rows, "key": keys}))
    return _joined(base, readings)


def _joined(base: Any, readings: list[str], most: int = COMMON) -> Pairs:
    found = base.execute(JOIN.format(most=most)).fetchnumpy()
    return verified(readings, found["a"], found["b"])


def polars_rare_words(readings: list[str]) -> Pairs:
    """Polars: join on pairs of rare words."""
    import polars

    rows, keys = _rare_word_keys(readings)
    frame = polars.DataFrame({"row": rows, "key": keys}).lazy()
    kept = frame.filter(polars.len().over("key").is_between(2, COMMON))
    met = kept.join(kept, on="key", suffix="_b").filter(polars.col("row") < polars.col("row_b"))
    found = met.select("row", "row_b").unique().collect()
    return verified(readings, found["row"].to_numpy(), found["row_b"].to_numpy())


def splink(readings: list[str]) -> Pairs:
    """Splink on DuckDB, blocked on pairs of rare words."""
    import pandas
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    rows, keys = _rare_word_keys(readings)
    _, numbers, counts = np.unique(keys, return_inverse=True, return_counts=True)
    useful = (counts[numbers] > 1) & (counts[numbers] <= COMMON)
    own = pandas.Series(keys[useful]).groupby(rows[useful]).agg(list)
    frame = pandas.DataFrame({"unique_id": own.index, "keys": own.to_numpy()})
    rule = block_on("keys", arrays_to_explode=["keys"])
    settings = SettingsCreator(link_type="dedupe_only", comparisons=[], blocking_rules_to_generate_predictions=[rule])
    api = DuckDBAPI()
    linker = Linker(api.register(frame) if hasattr(api, "register") else frame, settings, *_old_api(api))
    found = linker.inference.deterministic_link().as_pandas_dataframe()
    return verified(readings, found["unique_id_l"].to_numpy(), found["unique_id_r"].to_numpy())


def _old_api(api: Any) -> list[Any]:
    """Return what splink 4 is given beside the settings; splink 5 takes it with the data."""
    return [] if hasattr(api, "register") else [api]


PEERS = {
    "brute-force": (brute_force, ()),
    "tfidf": (tfidf, ("sklearn.feature_extraction.text", "sparse_dot_topn")),
    "string-grouper": (string_grouper, ("pandas", "string_grouper")),
    "minhash": (minhash, ("datasketch",)),
    "duckdb-shingles": (duckdb_shingles, ("duckdb", "pandas")),
    "splink": (splink, ("splink", "pandas")),
    "duckdb-rare-words": (duckdb_rare_words, ("duckdb", "pandas")),
    "polars-rare-words": (polars_rare_words, ("polars",)),
}
"""Each peer with the modules it needs, imported before the clock starts."""


def main(name: str, source: str, target: str) -> None:
    """Run one peer and print what it took."""
    find, needs = PEERS[name]
    for module in needs:
        importlib.import_module(module)
    with open(source, encoding="utf-8") as file:  # noqa: PTH123
        readings = json.load(file)
    meter = Meter()
    a, b = find(readings)
    used = meter.read()
    np.savez(target, a=a, b=b)
    print(json.dumps(used))


if __name__ == "__main__":
    main(*sys.argv[1:])
