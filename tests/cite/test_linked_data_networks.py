"""Networks as GraphML: what the format asks, what it keeps of a statement, and who agrees with whom."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from lxml import etree

from tracker.cite.linked_data import Statement, one_mode, two_mode

GRAPHML = "{http://graphml.graphdrawing.org/xmlns}"
TYPES = {"boolean", "int", "long", "float", "double", "string"}


def statement(claim: int, speaker: int, concept: int, agreement: int = 1, **more: str) -> Statement:
    values = {"speaker_name": f"Speaker {speaker}", "document": "The Gazette", "decision": "suggested", **more}
    return Statement(
        claim=claim,
        speaker=speaker,
        speaker_kind="person",
        concept=concept,
        concept_label=f"Concept {concept}",
        agreement=agreement,
        claim_kind="direct",
        stance="asserts",
        relation="repeat",
        date=None,
        **values,
    )


QUILL, WREN, PENHALE = 1, 2, 3
PATROLS, SWANS = 1, 2
DEBATE = [
    statement(1, QUILL, PATROLS),
    statement(2, WREN, PATROLS, 0),
    statement(3, PENHALE, PATROLS),
    statement(4, QUILL, SWANS),
    statement(5, WREN, SWANS),
    statement(6, PENHALE, SWANS, 0),
    statement(7, QUILL, SWANS),
]
CONGRUENCE = {("s1", "s3"): 1, ("s1", "s2"): 1}
CONFLICT = {("s1", "s2"): 1, ("s1", "s3"): 1, ("s2", "s3"): 2}


def parsed(pieces: Iterable[str]) -> etree._Element:
    """Return GraphML as networkx and Gephi read it, each rule of the GraphML primer checked."""
    root = etree.fromstring("".join(pieces).encode())
    assert root.tag == f"{GRAPHML}graphml"
    keys = {key.get("id"): key for key in root.findall(f"{GRAPHML}key")}
    assert len(keys) == len(root.findall(f"{GRAPHML}key"))
    for key in keys.values():
        assert key.get("for") in ("node", "edge")
        assert key.get("attr.type") in TYPES
        assert key.get("attr.name")
    (graph,) = root.findall(f"{GRAPHML}graph")
    assert graph.get("edgedefault") in ("directed", "undirected")
    nodes = [node.get("id") for node in graph.findall(f"{GRAPHML}node")]
    edges = graph.findall(f"{GRAPHML}edge")
    assert len(set(nodes)) == len(nodes)
    assert len({edge.get("id") for edge in edges}) == len(edges)
    for edge in edges:
        assert {edge.get("source"), edge.get("target")} <= set(nodes)
    for data in root.iter(f"{GRAPHML}data"):
        key = keys[data.get("key")]
        assert key.get("for") == data.getparent().tag.removeprefix(GRAPHML)
        if key.get("attr.type") == "int":
            int(data.text)
    return graph


def of(element: etree._Element, key: str) -> str | None:
    return {data.get("key"): data.text for data in element}.get(key)


def weights(graph: etree._Element) -> dict[tuple[str, str], int]:
    edges = graph.findall(f"{GRAPHML}edge")
    return {(edge.get("source"), edge.get("target")): int(of(edge, "edge-weight") or 0) for edge in edges}


def test_each_claim_is_an_edge_from_its_speaker_to_its_thread_with_its_sign() -> None:
    graph = parsed(two_mode(DEBATE, "https://tracker.example"))
    modes = [of(node, "node-mode") for node in graph.findall(f"{GRAPHML}node")]
    assert (modes.count("speaker"), modes.count("thread")) == (3, 2)
    edges = graph.findall(f"{GRAPHML}edge")
    assert len(edges) == len(DEBATE)
    assert [of(edge, "edge-agreement") for edge in edges] == ["1", "0", "1", "1", "1", "0", "1"]
    assert {of(edge, "edge-decision") for edge in edges} == {"suggested"}


def test_a_date_that_is_not_known_is_left_out() -> None:
    graph = parsed(two_mode(DEBATE[:1], ""))
    assert of(graph.find(f"{GRAPHML}edge"), "edge-date") is None


@pytest.mark.parametrize("text", ["Fish & <chips>", "bell \x07 and \x0b tab", 'a "quoted" name', "two\nlines"])
def test_any_words_make_sound_xml(text: str) -> None:
    graph = parsed(two_mode([statement(1, QUILL, PATROLS, speaker_name=text, document=text)], ""))
    label = of(graph.find(f"{GRAPHML}node"), "node-label")
    assert label is not None
    assert "\x07" not in label


def test_speakers_agree_where_both_are_for_or_both_against() -> None:
    assert weights(parsed(one_mode(DEBATE, "", conflict=False))) == CONGRUENCE


def test_speakers_differ_where_one_is_for_and_the_other_against() -> None:
    assert weights(parsed(one_mode(DEBATE, "", conflict=True))) == CONFLICT


def test_an_empty_network_is_sound() -> None:
    assert weights(parsed(two_mode([], ""))) == {}


def test_two_threads_that_mirror_each_other_are_one_question() -> None:
    harbour, market = 8, 9
    mirrored = [
        statement(1, QUILL, harbour),
        statement(2, WREN, harbour, 0),
        statement(2, WREN, market),
        statement(1, QUILL, market, 0),
    ]
    assert weights(parsed(one_mode(mirrored, "", conflict=True))) == {("s1", "s2"): 1}
    assert weights(parsed(one_mode(mirrored, "", conflict=False))) == {}
    joined = [*mirrored, statement(3, PENHALE, market), statement(3, PENHALE, harbour, 0)]
    assert weights(parsed(one_mode(joined, "", conflict=False))) == {("s2", "s3"): 1}
    assert weights(parsed(one_mode(joined, "", conflict=True))) == {("s1", "s2"): 1, ("s1", "s3"): 1}
