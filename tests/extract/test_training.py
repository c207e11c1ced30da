"""The training tool: annotations read as spans, and fits that find what decides and leave the rest without weight."""

from __future__ import annotations

from pathlib import Path

from tools.extraction.fit import fit_classes, fit_ranks
from tools.extraction.gold import read_split
from tools.extraction.instances import Instances, collect, cue_shares
from tracker.extract.candidates import DIRECTIONS, NO_CUE, RIGHT
from tracker.extract.classifier import BIAS
from tracker.extract.prose import prose
from tracker.models import Span

TEXT = "Ms Reed said the wall was sound. It rained."
ANNOTATION = (
    "T1\tSource 0 7\tMs Reed\n"
    "T2\tCue 8 12\tsaid\n"
    "T3\tContent 13 31\tthe wall was sound\n"
    "T4\tAttribution 8 12\tsaid\n"
    "E1\tAttribution:T4 Content:T3 Cue:T2 Source:T1\n"
    "T5\tDiscard 33 43\tIt rained.\n"
)


def split(folder: Path) -> Path:
    for name, file, content in (("text", "one.txt", TEXT), ("attributions", "one_0a1b.ann", ANNOTATION)):
        (folder / name).mkdir()
        (folder / name / file).write_text(content, encoding="utf-8")
    return folder


def test_annotations_are_read_as_spans(tmp_path: Path) -> None:
    (document,) = read_split(split(tmp_path))
    (gold,) = document.attributions
    assert (document.name, document.text) == ("one", TEXT)
    assert (gold.source, gold.cue, gold.content) == ((Span(0, 7),), (Span(8, 12),), (Span(13, 31),))
    assert document.discarded == (Span(33, 43),)


def test_an_annotated_document_yields_a_decision_for_each_candidate_and_boundary(tmp_path: Path) -> None:
    (document,) = read_split(split(tmp_path))
    cut = prose(document.text)
    instances = Instances()
    collect(document, cut, cue_shares([(document, cut)]), instances)
    right = [number for features, number in instances.classified["cues"] if "w=said" in features]
    others = [number for features, number in instances.classified["cues"] if "w=said" not in features]
    assert right == [DIRECTIONS.index(RIGHT)]
    assert all(number == DIRECTIONS.index(NO_CUE) for number in others)
    assert set(instances.ranked) == {"right_starts", "right_ends", "source_starts", "source_ends"}


def test_a_fit_of_classes_gives_weight_to_what_decides_and_none_to_what_does_not() -> None:
    examples = [(["yes" if n % 2 else "no", "noise", f"n{n % 3}"], n % 2) for n in range(600)]
    table = fit_classes(examples, 2, 1e-3, BIAS).table()
    assert table["yes"][1] > 0 > table["yes"][0]
    assert table["no"][0] > 0 > table["no"][1]
    assert "rare" not in table
    assert max(abs(value) for value in table.get("n0", [0.0])) < max(abs(value) for value in table["yes"])


def test_a_fit_of_ranks_puts_the_right_option_first() -> None:
    decisions = [([["far"], ["near"], ["far", "comma"]], 1) for _ in range(300)]
    table = fit_ranks(decisions, 1e-3).table()
    assert table["near"][0] > max(table.get("far", [0.0])[0], table.get("comma", [0.0])[0])
