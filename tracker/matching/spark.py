"""Linking on Apache Spark, where one machine is not enough: the same pure functions, spread over partitions.

Spark only moves rows about: it counts words and keys, brings rows that share a key together, and keeps each pair once.
What a reading is, which words are rarest, what the keys are, which words are alike enough, how a pair is scored and
what its relation is, all stand in ``tracker.matching`` and are called here on the batches of a partition. A test
holds the result to that of the single machine, relation by relation.

PySpark (with PyArrow) is the extra ``[spark]``; nothing else in the program imports this module before it is asked for.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from tracker.matching import bulk, candidates
from tracker.matching.candidates import (
    COMMON,
    CUTOFF,
    KEY_WORDS,
    LEAST_ROWS,
    LONGEST_RUN,
    Hashes,
    all_readings,
    word_key,
)
from tracker.matching.features import Features, features
from tracker.matching.relation import relation
from tracker.models import TrackerError

try:
    import pyarrow as pa
    from pyspark.sql import Column, DataFrame, SparkSession
    from pyspark.sql import functions as f
except ImportError as error:
    raise TrackerError(
        "Linking on Spark needs PySpark, which is not installed: pip install 'policy-claim-tracker[spark]'."
    ) from error

Batch = Any
"""A ``pyarrow.RecordBatch``."""

Batches = Iterator[Batch]

FEATURES_KEPT: Final = 1 << 16
"""Claims whose features a worker remembers; pairs come sorted by their first claim, whose features so serve again."""


@lru_cache(maxsize=FEATURES_KEPT)
def _features(text: str) -> Features:
    return features(text)


def _long(hashes: Hashes) -> Any:
    """Return 64-bit hashes as Spark's signed integers."""
    return pa.array(hashes.view(np.int64))


def _matrix(column: Any, width: int) -> npt.NDArray[np.uint64]:
    """Return a column of arrays, each ``width`` long, as an array of hashes, a row a row."""
    flat = column.flatten().to_numpy(zero_copy_only=False)
    return np.ascontiguousarray(flat).view(np.uint64).reshape(-1, width)


def _lists(matrix: Hashes) -> Any:
    return pa.FixedSizeListArray.from_arrays(_long(matrix.ravel()), matrix.shape[1]).cast(pa.list_(pa.int64()))


def _numbers(column: Any) -> Any:
    """Return a column of integers or floats as an array."""
    return np.asarray(column.to_numpy(zero_copy_only=False))


def _batch(**columns: Any) -> Batch:
    return pa.RecordBatch.from_arrays([*columns.values()], names=[*columns])


def _read(batches: Batches) -> Batches:
    """Claims (id, text) to readings (reading, id)."""
    for batch in batches:
        found, owners = all_readings(batch.column("text").to_pylist())
        yield _batch(reading=pa.array(found, pa.string()), id=batch.column("id").take(pa.array(owners, pa.int64())))


def _rarest(rows_with: Any) -> Callable[[Batches], Batches]:
    """Rows (row, reading) with their rarest words and sketches, by the counts of the whole corpus (a broadcast)."""

    def of(batches: Batches) -> Batches:
        hashes, counts = rows_with.value
        for batch in batches:
            words = candidates.words_of(batch.column("reading").to_pylist())
            place = np.searchsorted(hashes, words.hashes)
            known = hashes[np.minimum(place, len(hashes) - 1)] == words.hashes
            words = replace(words, rows_with=np.where(known, counts[np.minimum(place, len(counts) - 1)], 1))
            yield _batch(
                row=batch.column("row"),
                rarest=_lists(candidates.rarest_words(words)),
                sketch=_lists(candidates.sketches(words)),
                length=pa.array([len(reading) for reading in batch.column("reading").to_pylist()], pa.int64()),
            )

    return of


def _pair_keys(batches: Batches) -> Batches:
    for batch in batches:
        rows, lengths = _numbers(batch.column("row")), _numbers(batch.column("length"))
        for number, places, keys in candidates.pair_keys(_matrix(batch.column("rarest"), KEY_WORDS)):
            yield _batch(
                key=_long(keys),
                row=pa.array(rows[places]),
                length=pa.array(lengths[places]),
                number=pa.array(np.full(len(places), number, np.int64)),
            )


def _further_keys(batches: Batches) -> Batches:
    """Triple and single keys; ``common`` holds, for each row, the numbers of its pairs that are too common."""
    for batch in batches:
        rows, lengths = _numbers(batch.column("row")), _numbers(batch.column("length"))
        rarest = _matrix(batch.column("rarest"), KEY_WORDS)
        common = np.zeros((len(rows), candidates.PAIR_COUNT), bool)
        for place, numbers in enumerate(batch.column("common").to_pylist()):
            common[place, numbers or []] = True
        for places, keys in chain(candidates.triple_keys(rarest, common), candidates.single_keys(rarest)):
            yield _batch(key=_long(keys), row=pa.array(rows[places]), length=pa.array(lengths[places]))


def _scored(batches: Batches) -> Batches:
    """Candidate pairs of rows, with readings and sketches, to those at or above the cutoff, with their scores."""
    for batch in batches:
        readings = [batch.column(name).to_pylist() for name in ("reading_a", "reading_b")]
        sketches = [_matrix(batch.column(name), candidates.SKETCH_WORDS) for name in ("sketch_a", "sketch_b")]
        size = len(readings[0])
        a, b = np.arange(size), np.arange(size, 2 * size)
        alike = candidates.alike_words(np.concatenate(sketches), a, b)
        strings = np.array(readings[0] + readings[1], dtype=object)
        pairs = bulk.scored(strings, a[alike], b[alike])
        kept = pa.array(pairs.a)
        yield _batch(
            row_a=batch.column("row_a").take(kept), row_b=batch.column("row_b").take(kept), score=pa.array(pairs.score)
        )


def _decided(batches: Batches) -> Batches:
    for batch in batches:
        texts = zip(batch.column("text_a").to_pylist(), batch.column("text_b").to_pylist(), strict=True)
        kinds = [relation(_features(a), _features(b)).kind.value for a, b in texts]
        score = bulk.hundredths(_numbers(batch.column("score"))) / np.float32(bulk.HUNDREDTHS)
        yield _batch(
            a=batch.column("a"),
            b=batch.column("b"),
            relation=pa.array(kinds, pa.string()),
            score=pa.array(score.astype(np.float32)),
        )


def _runs(keys: DataFrame, longest: int) -> DataFrame:
    """Return the pairs of rows that share a key which at most ``longest`` rows have, as far as the lengths allow."""
    kept = keys.join(_counts(keys).where((f.col("rows") > 1) & (f.col("rows") <= longest)), "key")
    a, b = kept.alias("a"), kept.alias("b")
    met = a.join(b, (f.col("a.key") == f.col("b.key")) & (f.col("a.row") < f.col("b.row")) & _within_reach())
    return met.select(f.col("a.row").alias("row_a"), f.col("b.row").alias("row_b"))


def _within_reach() -> Column:
    shorter, longer = f.least("a.length", "b.length"), f.greatest("a.length", "b.length")
    return longer * CUTOFF <= shorter * (200 - CUTOFF)


def _counts(keys: DataFrame) -> DataFrame:
    return keys.groupBy("key").agg(f.count("row").alias("rows"))


def _word_counts(spark: SparkSession, readings: DataFrame) -> Any:
    """Return, for every worker, the useful words of the corpus (sorted hashes) and how many readings hold each."""
    words = readings.select(f.explode(f.array_distinct(f.split("reading", " "))).alias("word"))
    useful = words.groupBy("word").count().where(f.col("count") >= LEAST_ROWS).toArrow()
    hashes = np.fromiter(map(word_key, useful.column("word").to_pylist()), np.uint64, useful.num_rows)
    order = np.argsort(hashes)
    found = hashes[order], np.asarray(useful.column("count").to_numpy())[order]
    nothing = np.zeros(1, np.uint64), np.ones(1, np.int64)
    return spark.sparkContext.broadcast(found if len(order) else nothing)


def _candidates(readings: DataFrame, rows_with: Any) -> DataFrame:
    """Return the distinct pairs (row_a, row_b) of readings that share a key, with both readings and sketches."""
    schema = "row long, rarest array<long>, sketch array<long>, length long"
    rows = readings.mapInArrow(_rarest(rows_with), schema).cache()
    keys = "key long, row long, length long"
    pair_keys = rows.mapInArrow(_pair_keys, f"{keys}, number long").cache()
    too_common = _counts(pair_keys).where(f.col("rows") > COMMON)
    common = pair_keys.join(too_common, "key").groupBy("row").agg(f.collect_set("number").alias("common"))
    further = rows.join(common, "row", "left").mapInArrow(_further_keys, keys).cache()
    pairs = _runs(pair_keys, COMMON).union(_runs(further, LONGEST_RUN)).distinct()
    known = readings.join(rows, "row").select("row", "reading", "sketch")
    for side in ("a", "b"):
        named = known.select(*(f.col(name).alias(f"{name}_{side}") for name in known.columns))
        pairs = pairs.join(named, f"row_{side}")
    return pairs


def link(spark: SparkSession, claims: DataFrame) -> DataFrame:
    """Return every pair of ``claims`` (id, text) at or above the fuzzy cutoff: (a, b, relation, score), a < b."""
    id_type = claims.schema["id"].dataType.simpleString()
    read = claims.select("id", "text").mapInArrow(_read, f"reading string, id {id_type}").where("reading != ''")
    read = read.withColumn("row", f.xxhash64("reading")).cache()
    readings = read.select("row", "reading").distinct().cache()
    candidates = _candidates(readings, _word_counts(spark, readings))
    near = candidates.mapInArrow(_scored, "row_a long, row_b long, score float")
    held = read.select("row", "id")
    a, b = (held.select(f.col("row").alias(f"row_{side}"), f.col("id").alias(side)) for side in ("a", "b"))
    apart = near.join(a, "row_a").join(b, "row_b").select("a", "b", "score")
    same = a.join(b, f.col("row_a") == f.col("row_b")).select(
        "a", "b", f.lit(bulk.SAME_READING).cast("float").alias("score")
    )
    every = apart.union(same.where("a < b")).where("a != b")
    ordered = every.select(f.least("a", "b").alias("a"), f.greatest("a", "b").alias("b"), "score")
    pairs = ordered.groupBy("a", "b").agg(f.max("score").alias("score"))
    texts = claims.select("id", "text")
    for side in ("a", "b"):
        pairs = pairs.join(texts.select(f.col("id").alias(side), f.col("text").alias(f"text_{side}")), side)
    together = pairs.repartition("a").sortWithinPartitions("a")
    return together.mapInArrow(_decided, f"a {id_type}, b {id_type}, relation string, score float")


def link_folders(source: Path, target: Path) -> int:
    """Read claims (id, text) from Parquet in ``source``, write their relations to ``target``, and return how many.

    The cluster is the one Spark's own settings name (``spark-submit``, ``spark-defaults.conf``); without any, this
    machine's cores. Raises ``TrackerError`` where ``source`` holds no claims.
    """
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    spark = SparkSession.builder.appName("tracker link").getOrCreate()
    claims = spark.read.parquet(str(source))
    if not {"id", "text"} <= set(claims.columns):
        raise TrackerError(f"The Parquet files in {source} have no columns “id” and “text”.")
    link(spark, claims).write.mode("overwrite").parquet(str(target))
    return int(spark.read.parquet(str(target)).count())
