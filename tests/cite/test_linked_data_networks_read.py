"""The networks as a real reader of GraphML has them: networkx, held against the sample documents' own positions."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import networkx
import pytest
from networkx.algorithms import bipartite

from tests.cite.test_linked_data_networks import CONFLICT, CONGRUENCE, DEBATE
from tracker.cite.linked_data import one_mode, two_mode
from tracker.cite.snippets import as_told
from tracker.db import relations, threads
from tracker.db.connection import open_database
from tracker.db.rows import Database
from tracker.services import export, ingest

SEEDS = Path(__file__).parent.parent.parent / "seeds"
EDGE = {
    "weight": int, "agreement": int, "date": str, "document": str, "claim": int, "claim_kind": str, "stance": str,
    "relation": str,
    "decision": str,
}  # fmt: skip


def read(pieces: Any) -> networkx.MultiGraph:
    """Return the graph that networkx reads, one with parallel edges whatever it holds."""
    return networkx.MultiGraph(networkx.read_graphml(io.BytesIO("".join(pieces).encode())))


@pytest.fixture(scope="module")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Any:
    db = open_database(tmp_path_factory.mktemp("seeds") / "claims.db")
    list(ingest.take_in_files(db, sorted(SEEDS.glob("*.txt")), who="tester"))
    yield db
    db.close()


def stands(db: Database) -> set[tuple[str, str, int, int]]:
    """Return speaker, thread, claim and agreement, put together from the threads and relations as they are stored."""
    speaker = dict(db.execute("SELECT id, speaker_id FROM claims WHERE found OR touched").fetchall())
    found = set()
    for thread in threads.every(db):
        members = threads.members(db, thread.id)
        told = [(claim, 1) for claim in members]
        for row in relations.every(db, kinds=["reversed"]):
            told += [(row.b, 0)] * (row.a in members) + [(row.a, 0)] * (row.b in members)
        for claim, agreement in told:
            if speaker[claim] is not None:
                found.add((f"s{speaker[claim]}", f"t{thread.id}", claim, agreement))
    return found


def test_every_position_of_the_sample_documents_is_an_edge_and_nothing_else_is(seeded: Database) -> None:
    graph = read(export.export(seeded, "threads", "graphml", address="https://tracker.example"))
    wanted = stands(seeded)
    assert wanted
    edges = {
        (*sorted((a, b)), data["claim"], data["agreement"])  # "s…" comes before "t…"
        for a, b, data in graph.edges(data=True)
    }
    assert edges == wanted
    assert graph.number_of_edges() == len(wanted)
    assert set(graph.nodes) == {node for edge in wanted for node in edge[:2]}


def test_nodes_and_edges_have_their_attributes_with_their_types(seeded: Database) -> None:
    graph = read(export.export(seeded, "threads", "graphml", address="https://tracker.example"))
    names = dict(seeded.execute("SELECT 's' || id, name FROM speakers").fetchall())
    leads = {
        f"t{row.id}": as_told(" ".join((row.lead_alone or row.lead).split()), row.stance)
        for row in threads.every(seeded)
    }
    for node, data in graph.nodes(data=True):
        assert data["label"] == (names | leads)[node]
        assert data["mode"] == ("speaker" if node.startswith("s") else "thread")
        assert data["link"] == f"https://tracker.example/{data['mode']}s/{node[1:]}"
    assert graph.number_of_edges()
    for _, _, data in graph.edges(data=True):
        assert EDGE.keys() - {"date"} <= data.keys() - {"id"} <= EDGE.keys()
        assert all(isinstance(data[key], EDGE[key]) for key in data.keys() - {"id"})
        told = seeded.execute("SELECT kind, stance, date FROM claims WHERE id = ?", [data["claim"]]).fetchone()
        assert (data["claim_kind"], data["stance"], data.get("date")) == told


def test_the_two_sides_are_known_apart_as_networkx_and_igraph_expect(seeded: Database) -> None:
    graph = read(export.export(seeded, "claims", "graphml", address=""))
    speakers = {node for node, data in graph.nodes(data=True) if data["bipartite"] == 0}
    assert speakers == {node for node in graph if node.startswith("s")}
    assert speakers == {node for node, data in graph.nodes(data=True) if data["type"] is False}
    assert bipartite.is_bipartite_node_set(graph, speakers)


@pytest.mark.parametrize(("conflict", "weights"), [(False, CONGRUENCE), (True, CONFLICT)])
def test_who_agrees_and_who_differs_is_read_with_its_weight(conflict: bool, weights: dict[Any, int]) -> None:
    graph = read(one_mode(DEBATE, "", conflict=conflict))
    assert {tuple(sorted((a, b))): data["weight"] for a, b, data in graph.edges(data=True)} == weights


def test_a_tie_has_what_its_statement_says() -> None:
    said = replace(DEBATE[1], date="2022-03-14", relation="variant", decision="confirmed")
    ((_, _, tie),) = read(two_mode([said], "")).edges(data=True)
    assert {key: tie[key] for key in EDGE} == {
        "weight": 1, "agreement": 0, "date": "2022-03-14", "document": "The Gazette", "claim": 2,
        "claim_kind": "direct", "stance": "asserts", "relation": "variant", "decision": "confirmed",
    }  # fmt: skip


@pytest.mark.parametrize("statements", [[], DEBATE[:1], DEBATE])
def test_networks_of_any_size_are_read(statements: list[Any]) -> None:
    assert read(two_mode(statements, "")).number_of_edges() == len(statements)
