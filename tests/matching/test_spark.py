"""Linking on Spark gives what linking on one machine gives. Skipped, with a word, where PySpark is not installed.

``SPARK_CLAIMS=100000 pytest tests/matching/test_spark.py`` runs it on more claims than the suite has time for.
"""

import json
import os
import shutil
import sys

import pytest

from benchmarks.corpus import synthetic
from tracker.matching.bulk import link_files
from tracker.models import TrackerError

SIZE = int(os.environ.get("SPARK_CLAIMS", "400"))
SKIPPED = "SPARK TESTS SKIPPED: {}"

if shutil.which("java") is None:
    pytest.skip(SKIPPED.format("Java is not installed (Spark needs 17 or later)"), allow_module_level=True)
try:
    import pyarrow as pa
    import pyarrow.parquet as pq
    from pyspark.sql import SparkSession
except ImportError:
    pytest.skip(SKIPPED.format("PySpark is not installed (the extra [spark] brings it)"), allow_module_level=True)

from tracker.matching import spark as on_spark  # noqa: E402  (it needs PySpark)

pytestmark = pytest.mark.filterwarnings("default")
"""PySpark warns of its own dependencies."""

SHORT = [
    "No comment",
    "no comment!",
    "73% reduction",
    "73 per cent reductions",
    "…",
    "",
    "al- lowing it",
    "allowing it",
]


@pytest.fixture(scope="module")
def session():
    os.environ["PYSPARK_PYTHON"] = sys.executable
    settings = {"spark.ui.enabled": "false", "spark.sql.shuffle.partitions": "4", "spark.driver.memory": "2g"}
    builder = SparkSession.builder.master("local[2]").appName("tests")
    for name, value in settings.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    yield session
    session.stop()


def of_one_machine(tmp_path, texts):
    source, target = tmp_path / "claims.jsonl", tmp_path / "relations.jsonl"
    source.write_text("".join(json.dumps({"id": n, "text": text}) + "\n" for n, text in enumerate(texts)), "utf-8")
    link_files(source, target)
    rows = [json.loads(line) for line in target.read_text("utf-8").splitlines()]
    return {(row["a"], row["b"]): (row["relation"], row["score"]) for row in rows}


def test_spark_gives_exactly_the_relations_of_one_machine(session, tmp_path):
    texts = [*synthetic(SIZE), *SHORT]
    source, target = tmp_path / "claims", tmp_path / "relations"
    source.mkdir()
    pq.write_table(pa.table({"id": range(len(texts)), "text": texts}), source / "part.parquet")
    written = on_spark.link_folders(source, target)
    rows = pq.read_table(target).to_pylist()
    expected = of_one_machine(tmp_path, texts)
    assert written == len(rows) == len(expected) > 0
    assert {(row["a"], row["b"]): (row["relation"], round(row["score"], 2)) for row in rows} == expected


def test_a_folder_without_claims_is_refused(session, tmp_path):
    pq.write_table(pa.table({"name": ["x"]}), tmp_path / "other.parquet")
    with pytest.raises(TrackerError, match="no columns “id” and “text”"):
        on_spark.link_folders(tmp_path, tmp_path / "out")
