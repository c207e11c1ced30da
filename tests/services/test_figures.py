"""Two measures that a person calls one, and a figure that a person counts to another: kept by every later reading."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tracker.db import figures
from tracker.db.connection import open_database
from tracker.db.rows import Database
from tracker.models import TrackerError
from tracker.models.claims import Figure, FigureFilters
from tracker.services import doctor, documents, ingest, undo
from tracker.services import figures as all_figures
from tracker.services.extraction import store_extraction

TEXT = """Ines Marlow said on 3 May 2021: “We counted 12 foxes. There were 15 wild foxes in Saltmere.”

“We counted 40 badgers a week,” she said on 9 May 2021."""


@pytest.fixture
def counted(tmp_path: Path) -> Database:
    """A database with three figures of three measures."""
    db = open_database(tmp_path / "counted.db")
    ingest.take_in(db, TEXT.encode(), "foxes.txt", who="tester")
    return db


def every(db: Database) -> list[Figure]:
    return figures.listed(db, FigureFilters(), limit=-1)


def keys(db: Database) -> list[str | None]:
    return [figure.measure for figure in every(db)]


def again(db: Database) -> None:
    store_extraction(db, 1)
    doctor.link_all(db, who="program", apply=True)


def test_a_measure_is_what_is_counted_by_what_and_where(counted: Database) -> None:
    assert keys(counted) == ["fox", "wild fox | saltmer", "badger | per week"]


def test_joined_measures_stay_one_through_a_new_reading_until_that_is_undone(counted: Database) -> None:
    before = keys(counted)
    event = all_figures.join(counted, "wild fox | saltmer", "count", "foxes", who="tester")
    for _ in range(2):
        assert keys(counted) == ["fox", "fox", "badger | per week"]
        again(counted)
    further = all_figures.join(counted, "fox", "count", "badger | per week", who="tester")
    assert keys(counted) == ["badger | per week"] * 3
    undo.undo(counted, further, who="tester")
    assert keys(counted) == ["fox", "fox", "badger | per week"]
    undo.undo(counted, event, who="tester")
    assert keys(counted) == before


def test_a_figure_counts_to_what_a_person_says_through_a_new_reading_and_the_trash(counted: Database) -> None:
    before, one = keys(counted), every(counted)[0]
    event = all_figures.part(counted, one.claim_id, one.start, "Foxes seen at night", who="tester")
    assert event is not None
    assert all_figures.part(counted, one.claim_id, one.start, "foxes seen at night", who="tester") is None
    after = keys(counted)
    assert after[0] not in before and after[1:] == before[1:]
    again(counted)
    assert keys(counted) == after
    (named,) = figures.measures(counted, FigureFilters(measure=after[0]), limit=5)
    assert named.in_words == "Foxes seen at night"
    documents.delete(counted, 1, who="tester")
    documents.restore(counted, 1, who="tester")
    again(counted)
    assert keys(counted) == after
    undo.undo(counted, event, who="tester")
    assert keys(counted) == before


@pytest.mark.parametrize(
    ("decide", "words"),
    [
        (lambda db: all_figures.join(db, "fox", "count", "fox", who="t"), "joined with itself"),
        (lambda db: all_figures.join(db, "fox", "count", "otter", who="t"), "No figure measures “otter”"),
        (lambda db: all_figures.part(db, 1, 0, "otters", who="t"), "no figure at character 0"),
        (lambda db: all_figures.part(db, 1, every(db)[0].start, " ", who="t"), "Say in a few words"),
    ],
)
def test_what_cannot_be_decided_is_told_in_one_sentence(
    counted: Database, decide: Callable[[Database], object], words: str
) -> None:
    with pytest.raises(TrackerError, match=words):
        decide(counted)
