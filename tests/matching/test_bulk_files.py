"""Linking a file of claims without a database: what is written, what goes wrong, and how it goes on."""

import json

import pytest

from benchmarks.corpus import synthetic
from tracker.matching import bulk
from tracker.matching.bulk import link_files
from tracker.matching.features import features
from tracker.matching.relation import relation
from tracker.models import TrackerError


@pytest.fixture
def texts():
    return synthetic(400)


@pytest.fixture
def source(tmp_path, texts):
    path = tmp_path / "claims.jsonl"
    path.write_text("".join(json.dumps({"id": f"c{n}", "text": text}) + "\n" for n, text in enumerate(texts)), "utf-8")
    return path


def relations(path):
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    return {(row["a"], row["b"]): (row["relation"], row["score"]) for row in rows}


@pytest.mark.parametrize("processes", [1, 2])
def test_every_pair_is_written_once_with_its_relation_and_score(tmp_path, source, texts, processes):
    target = tmp_path / "relations.jsonl"
    done = link_files(source, target, processes=processes)
    pairs = bulk.all_pairs(texts)
    made = [features(text) for text in texts]
    expected = {
        (f"c{a}", f"c{b}"): (relation(made[a], made[b]).kind.value, pytest.approx(score, abs=0.01))
        for a, b, score in zip(pairs.a.tolist(), pairs.b.tolist(), pairs.score.tolist(), strict=True)
    }
    assert relations(target) == expected
    assert (done.claims, done.pairs) == (len(texts), len(expected))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["claims.jsonl", "relations.jsonl"]


def test_ids_keep_their_type_and_order(tmp_path):
    source = tmp_path / "claims.jsonl"
    rows = [{"id": 9, "text": "Crime fell in London."}, {"id": "é", "text": "crime fell in london", "more": 1}]
    source.write_text("\n".join(map(json.dumps, rows)) + "\n\n", "utf-8")
    link_files(source, tmp_path / "out.jsonl")
    assert list(relations(tmp_path / "out.jsonl")) == [(9, "é")]


def test_without_deciding_the_relation_is_left_open(tmp_path, source):
    link_files(source, tmp_path / "out.jsonl", decide=False)
    assert {kind for kind, _ in relations(tmp_path / "out.jsonl").values()} == {None}


BAD = [
    "[" * 100_000,
    '\xef\xbb\xbf{"id": 2, "text": "It rained."}',
    "[]",
    "{",
    '{"id": 1, "text": "x"}, {"id": 2, "text": "y"}',
    '{"id": 1}',
    '{"id": null, "text": "x"}',
    '{"id": 1, "text": 2}',
    "\xff",
]


@pytest.mark.parametrize("line", BAD)
def test_a_line_that_is_no_claim_is_named(tmp_path, line):
    source = tmp_path / "claims.jsonl"
    source.write_bytes(b'{"id": 1, "text": "Crime fell."}\n' + line.encode("latin-1") + b"\n")
    with pytest.raises(TrackerError, match=r"Line 2 of claims\.jsonl is not a claim"):
        link_files(source, tmp_path / "out.jsonl")
    assert not (tmp_path / "out.jsonl").exists()


def test_an_empty_file_gives_an_empty_file(tmp_path):
    source = tmp_path / "claims.jsonl"
    source.touch()
    assert link_files(source, tmp_path / "out.jsonl").pairs == 0
    assert (tmp_path / "out.jsonl").read_bytes() == b""


class StoppedError(Exception):
    """Stands for Ctrl-C."""


@pytest.mark.parametrize("step", ["compare", "decide"])
def test_interrupted_work_goes_on_where_it_stopped(tmp_path, source, monkeypatch, step):
    monkeypatch.setattr("tracker.matching.candidates.CANDIDATES_AT_ONCE", 200)
    monkeypatch.setattr(bulk, "PAIRS_IN_A_LOT", 50)
    whole, target = tmp_path / "whole.jsonl", tmp_path / "relations.jsonl"
    link_files(source, whole)

    def stop(name, done, total):
        if name == step and done == 2:
            raise StoppedError

    with pytest.raises(StoppedError):
        link_files(source, target, progress=stop)
    assert not target.exists()
    first_seen = {}
    link_files(source, target, progress=lambda name, done, total: first_seen.setdefault(name, done))
    assert first_seen[step] == 2, "two parts were kept"
    assert target.read_bytes() == whole.read_bytes()


def test_parts_of_another_source_are_not_taken_over(tmp_path, source, monkeypatch):
    monkeypatch.setattr(bulk, "PAIRS_IN_A_LOT", 50)
    target = tmp_path / "relations.jsonl"

    def stop(name, done, total):
        if name == "decide" and done:
            raise StoppedError

    with pytest.raises(StoppedError):
        link_files(source, target, progress=stop)
    source.write_text('{"id": 1, "text": "Crime fell."}\n{"id": 2, "text": "crime fell"}\n', "utf-8")
    link_files(source, target)
    assert list(relations(target)) == [(1, 2)]


def test_a_part_that_was_being_written_is_written_again(tmp_path, source):
    parts = tmp_path / "relations.jsonl.parts"
    with pytest.raises(StoppedError):
        link_files(source, tmp_path / "relations.jsonl", progress=_stop_at_decide)
    (parts / "unfinished-lot-000000.jsonl").write_text("half a li", "utf-8")
    link_files(source, tmp_path / "relations.jsonl")
    assert relations(tmp_path / "relations.jsonl")
    assert not parts.exists()


def _stop_at_decide(name, done, total):
    if name == "decide":
        raise StoppedError


def test_progress_tells_each_step_to_its_end(tmp_path, source):
    seen = []
    link_files(source, tmp_path / "out.jsonl", progress=lambda *step: seen.append(step))
    assert [name for name, done, total in seen if done == total] == ["read", "compare", "decide"]
    assert bulk.no_progress("read", 0, 1) is None
