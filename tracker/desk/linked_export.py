"""Whole lists as JSON-LD: schema.org's context over a list of nodes, written while they are read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Final

from tracker import store
from tracker.cite import claimreview, linked_data
from tracker.cite.claimreview import Appearance
from tracker.desk import citing, reviewed
from tracker.desk.narrowing import SpeakerFilters, ThreadFilters
from tracker.desk.pieces import Pieces, as_json, json_list, opened
from tracker.models.topics import Topic
from tracker.store import streams
from tracker.store import threads as stored_threads
from tracker.store.claim_lists import Filters
from tracker.store.figures import FigureFilters
from tracker.store.rows import Row
from tracker.store.verdicts import VerdictFilters

_HEAD: Final = f'{{"@context": "{claimreview.CONTEXT}", "@graph": ['
_TAIL: Final = "]}\n"


def graph(nodes: Iterable[Mapping[str, Any]]) -> Pieces:
    """Give nodes as one JSON-LD document."""
    return json_list(_HEAD, map(as_json, nodes), _TAIL)


def appearance(row: Row, address: str) -> Appearance:
    """Return a claim of a list as the appearance schema.org wants, its words as they are told."""
    return replace(reviewed.appearance(row, address), text=as_told(row["text"], denied=row["polarity"] < 0))


def as_told(text: str, *, denied: bool) -> str:
    """Return the words of a claim; those that its speaker denies say so, for a bare "author" would affirm them."""
    return f"denied: {text}" if denied else text


def _claim(row: Row, address: str) -> dict[str, Any]:
    return linked_data.claim(f"{address}/claims/{row['id']}", appearance(row, address))


def claims(db: store.Database, filters: Filters, address: str) -> Pieces:
    """Give claims, each with its one appearance."""
    return graph(_claim(row, address) for row in streams.claims(db, filters))


def documents(db: store.Database, filters: None, address: str) -> Pieces:
    """Give documents as works."""
    return graph(
        linked_data.document(f"{address}/documents/{document.id}", citing.citable(document), captured=document.captured)
        for document in streams.listed_documents(db)
    )


def figures(db: store.Database, filters: FigureFilters, address: str) -> Pieces:
    """Give figures as quantitative values, each with the claim that says it."""

    def figure(row: Row) -> dict[str, Any]:
        link = f"{address}/claims/{row['claim_id']}"
        told = linked_data.claim(link, appearance(row | {"id": row["claim_id"], "text": row["claim"]}, address))
        return linked_data.figure(f"{link}/figures/{row['start']}", row, told)

    return graph(map(figure, streams.listed_figures(db, filters)))


def speakers(db: store.Database, filters: SpeakerFilters, address: str) -> Pieces:
    """Give speakers as persons and organisations."""
    found = streams.listed_speakers(db, words=filters.words, order=filters.order)
    return graph(linked_data.speaker(f"{address}/speakers/{row.id}", row) for row in found)


def threads(db: store.Database, filters: ThreadFilters, address: str) -> Pieces:
    """Give threads as claims with every appearance."""

    def thread(row: Row) -> dict[str, Any]:
        members = [appearance(claim, address) for claim in stored_threads.claims_of(db, row["id"])]
        lead = next(one for one in members if one.link == f"{address}/claims/{row['lead_id']}")
        return _bare(claimreview.thread_claim(f"{address}/threads/{row['id']}", lead, members))

    return graph(map(thread, streams.listed_threads(db, speaker=filters.speaker)))


def topics(db: store.Database, filters: None, address: str) -> Pieces:
    """Give topics as collections whose parts are their claims, those of their threads too."""

    def topic(row: Topic) -> Pieces:
        head = opened(linked_data.topic(f"{address}/topics/{row.id}", row))
        parts = (as_json(_claim(claim, address)) for claim in streams.claims_of_topic(db, row.id))
        return json_list(f'{head}, "hasPart": [', parts, "]}")

    yield _HEAD
    for number, row in enumerate(streams.listed_topics(db)):
        if number:
            yield ",\n"
        yield from topic(row)
    yield _TAIL


def verdicts(db: store.Database, filters: VerdictFilters, address: str) -> Pieces:
    """Give verdicts as reviews of claims."""
    return graph(_bare(reviewed.review(db, row, address)) for row in streams.listed_verdicts(db, filters))


def _bare(thing: dict[str, Any]) -> dict[str, Any]:
    """Return a node without the context that stands over all of them."""
    return {key: value for key, value in thing.items() if key != "@context"}
