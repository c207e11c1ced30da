"""A claim that many repeat is compared with the leads and a few others: the threads are as if with all.

And threads that grow, or are gathered anew in part, are those that gathering everything gives.
"""

from __future__ import annotations

from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tracker.db import claims, indexes, relations
from tracker.db import threads as stored_threads
from tracker.db.connection import open_database, transaction
from tracker.db.rows import Database
from tracker.matching import stored
from tracker.matching.threads import Statement, pair, threads
from tracker.models import RelationKind
from tracker.services import decisions, doctor, ingest, linking

SAID = [
    "The harbour board will close the north gate in May.",
    "The harbour board will close the north gate of Saltmere in May.",
    "In May the harbour board will close its north gate for good.",
    "The harbour board will not close the north gate in May.",
    "Burglary in Saltmere fell by 40 per cent last year.",
    "Burglary in Saltmere fell by 35 per cent last year.",
    "Last year burglary in all of Saltmere fell by 40 per cent.",
]
DAYS = ["", "2 March 2019\n\n", "5 April 2019\n\n", "7 May 2020\n\n"]
PAPERS = st.lists(
    st.tuples(st.sampled_from(DAYS), st.lists(st.sampled_from(SAID), min_size=1, max_size=3)), min_size=2, max_size=7
)
RARELY = settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # to shrink an example of databases takes minutes
)


def written(papers: list[Any], path: Path) -> Database:
    """Return a database of its own of these papers; one that an example left open must not share its log with it."""
    db = open_database(Path(mkdtemp(dir=path.parent)) / path.name)
    for number, (day, said) in enumerate(papers):
        text = day + "\n\n".join(f"“{words}” said Mara Quill, number {number}." for words in said)
        ingest.take_in(db, text.encode(), f"{number}.txt", who="tester")
    return db


def threads_of(db: Database) -> set[tuple[int, frozenset[int]]]:
    return {(row.lead_id, frozenset(stored_threads.members(db, row.id))) for row in stored_threads.every(db)}


def gathered(db: Database) -> set[tuple[int, frozenset[int]]]:
    """The slow obvious way: all statements, relations and decisions at once."""
    rows = claims.in_lasting_order(db, claims.live_ids(db))
    ids = [row.id for row in rows]
    place = {claim_id: number for number, claim_id in enumerate(ids)}
    decided = {d: set[tuple[int, int]]() for d in ("refused", "confirmed")}
    for row in relations.every_decision(db):
        decided[row.decision].add(pair(place[row.a], place[row.b]))
    found = threads(
        [Statement(place[row.id], row.date) for row in rows],
        {pair(place[r.a], place[r.b]): RelationKind(r.kind) for r in relations.every(db)},
        refused=decided["refused"],
        confirmed=decided["confirmed"],
        leads={place[row.lead_id] for row in stored_threads.every(db) if row.lead_picked},
    )
    return {(ids[thread.lead], frozenset(ids[one] for one in thread.members)) for thread in found}


@pytest.fixture
def crowded(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Make every database a large one, in which everybody is nominated for everybody."""

    whole = stored.candidates

    def everybody(own: Any, index: Any) -> Any:
        if not isinstance(index, stored.AskedOnce):
            return whole(own, index)
        db = index.index.db
        return [claim_id for claim_id in claims.live_ids(db) if claim_id <= _indexed(db)]

    monkeypatch.setattr(linking, "FEW", 0)
    monkeypatch.setattr(stored, "candidates", everybody)
    monkeypatch.setattr(stored, "worth_comparing", lambda text, stored, best: [one for one, _ in stored])
    return monkeypatch


def _indexed(db: Database) -> int:
    """Claims are written into the index in the order of their ids."""
    return int(db.execute("SELECT claims FROM key_totals").fetchone()[0])


@RARELY
@given(papers=PAPERS)
def test_the_threads_are_as_if_each_claim_were_compared_with_all(
    crowded: pytest.MonkeyPatch, tmp_path: Path, papers: list[Any]
) -> None:
    found, kept = [], []
    for company in (1, 1000):
        crowded.setattr(linking, "CLOSEST_FOLLOWERS", company)
        db = written(papers, tmp_path / "claims.db")
        found.append(threads_of(db))
        kept.append({(row.a, row.b, row.kind) for row in relations.every(db)})
        db.close()
    assert found[0] == found[1]
    assert kept[0] <= kept[1], "fewer are compared, and those come out alike"


def test_a_claim_that_many_repeat_is_compared_with_few(crowded: pytest.MonkeyPatch, tmp_path: Path) -> None:
    crowded.setattr(linking, "CLOSEST_FOLLOWERS", 2)
    papers = [(f"{day} March 2019\n\n", [SAID[0]]) for day in range(1, 13)]
    db = written(papers, tmp_path / "claims.db")
    (thread,) = [*stored_threads.every(db)]
    assert thread.claims == 12
    last = max(claims.live_ids(db))
    assert len(relations.of_claim(db, last)) == 3  # its lead and two others
    db.close()


def test_readings_that_are_not_stored_are_made_and_stored(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(linking, "FEW", 0)
    papers = [(DAYS[1], [SAID[0]]), (DAYS[2], [SAID[4]]), (DAYS[3], [SAID[0]])]
    kept = written(papers, tmp_path / "kept.db")
    forgetful = written(papers[:2], tmp_path / "forgetful.db")
    indexes.clear_readings(forgetful)
    text = f"{DAYS[3]}“{SAID[0]}” said Mara Quill, number 2."
    ingest.take_in(forgetful, text.encode(), "2.txt", who="tester")
    assert relations.every(forgetful) == relations.every(kept) != []
    (row,) = relations.every(kept)
    assert indexes.readings_of(forgetful, [row.a]) == indexes.readings_of(kept, [row.a]) != {}
    kept.close()
    forgetful.close()


@RARELY
@given(papers=PAPERS, data=st.data())
def test_threads_stay_those_that_gathering_everything_gives(tmp_path: Path, papers: list[Any], data: Any) -> None:
    db = written(papers, tmp_path / "claims.db")
    assert threads_of(db) == gathered(db)
    for _ in range(data.draw(st.integers(0, 3))):
        _decide(db, data)
        assert threads_of(db) == gathered(db)
    later = ("1 January 2019\n\n", data.draw(st.lists(st.sampled_from(SAID), min_size=1, max_size=2)))
    text = later[0] + "\n\n".join(f"“{words}” said Ada Fern." for words in later[1])
    ingest.take_in(db, text.encode(), "later.txt", who="tester")
    assert threads_of(db) == gathered(db)
    db.close()


def test_who_joined_by_a_confirmation_alone_gets_a_thread_where_a_new_claim_says_the_contrary(tmp_path: Path) -> None:
    burglary = "Burglary in Saltmere fell by {} per cent last year.".format
    gate = "The harbour board will{} close the north gate in May.".format
    db = written([("", [gate(""), burglary(35), burglary(40)]), (DAYS[1], [burglary(35)])], tmp_path / "claims.db")
    decisions.pick_lead(db, 2, 3, who="tester")
    for other in (3, 1):
        decisions.decide_pair(db, 4, other, "confirmed", who="tester")
    said = ("Last year burglary in all of Saltmere fell by 40 per cent.", gate(" not"))
    text = "1 January 2019\n\n" + "\n\n".join(f"“{words}” said Ada Fern." for words in said)
    ingest.take_in(db, text.encode(), "later.txt", who="tester")
    assert threads_of(db) == gathered(db) >= {(1, frozenset({1}))}
    db.close()


def _decide(db: Database, data: Any) -> None:
    """Decide on a pair, or pick a lead."""
    live = claims.live_ids(db)
    standing = [*stored_threads.every(db)]
    if data.draw(st.booleans()) and standing:
        thread = data.draw(st.sampled_from(standing))
        lead = data.draw(st.sampled_from(stored_threads.members(db, thread.id)))
        decisions.pick_lead(db, thread.id, lead, who="tester")
    elif len(live) > 1:
        a, b = data.draw(st.lists(st.sampled_from(live), min_size=2, max_size=2, unique=True))
        decisions.decide_pair(db, a, b, data.draw(st.sampled_from(["refused", "confirmed"])), who="tester")


@RARELY
@given(papers=PAPERS, company=st.sampled_from([1, 1000]))
def test_linking_all_anew_gives_the_threads_of_taking_in_one_by_one(
    crowded: pytest.MonkeyPatch, tmp_path: Path, papers: list[Any], company: int
) -> None:
    crowded.setattr(linking, "CLOSEST_FOLLOWERS", company)
    crowded.setattr(stored, "nominations", _everybody_with_everybody)
    db = written(papers, tmp_path / "claims.db")
    before = threads_of(db)
    report = doctor.link_all(db, who="tester", apply=True)
    assert threads_of(db) == before == gathered(db)
    assert report["threads changed"] == report["threads new"] == report["threads gone"] == 0
    db.close()


def _everybody_with_everybody(texts: Any, quoted: object, **options: object) -> stored.Nominations:
    size = len(texts)
    others = np.array([other for one in range(size) for other in range(size) if other != one], np.int32)
    return stored.Nominations(np.arange(size + 1) * max(size - 1, 0), others, np.arange(size)[::-1])


@RARELY
@given(papers=PAPERS, data=st.data())
def test_linking_all_anew_keeps_to_what_people_decided(
    crowded: pytest.MonkeyPatch, tmp_path: Path, papers: list[Any], data: Any
) -> None:
    crowded.setattr(linking, "CLOSEST_FOLLOWERS", 1)
    crowded.setattr(stored, "nominations", _everybody_with_everybody)
    db = written(papers, tmp_path / "claims.db")
    for _ in range(2):
        _decide(db, data)
    before = threads_of(db)
    doctor.link_all(db, who="tester", apply=True)
    assert threads_of(db) == before == gathered(db)
    db.close()


def test_linking_all_anew_lets_a_claim_lead_whose_match_with_its_lead_was_refused(
    crowded: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    crowded.setattr(linking, "CLOSEST_FOLLOWERS", 1)
    crowded.setattr(stored, "nominations", _everybody_with_everybody)
    papers = [(DAYS[1], [SAID[2]]), (DAYS[2], [SAID[2], SAID[0]]), (DAYS[3], [SAID[1]] * 3)]
    db = written(papers, tmp_path / "claims.db")
    first, _, third, *later = claims.live_ids(db)
    decisions.decide_pair(db, first, third, "refused", who="tester")
    before = threads_of(db)
    assert (third, frozenset({third, *later})) in before
    doctor.link_all(db, who="tester", apply=True)
    assert threads_of(db) == before == gathered(db)
    db.close()


def test_linking_anew_that_is_interrupted_changes_nothing(crowded: pytest.MonkeyPatch, tmp_path: Path) -> None:
    db = written([("", SAID), ("", SAID)], tmp_path / "claims.db")
    before = threads_of(db), relations.every(db)

    def interrupted(step: str, done: int, total: int) -> None:
        if step == "relate" and done == total:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        doctor.link_all(db, who="tester", apply=True, progress=interrupted)
    assert (threads_of(db), relations.every(db)) == before
    assert doctor.link_all(db, who="tester", apply=True)["threads changed"] == 0
    db.close()


def test_what_points_back_is_compared_by_the_words_before_it_read_once_and_read_anew(tmp_path: Path) -> None:
    db = open_database(tmp_path / "points.db")
    papers = (
        "The number of licensed ferry pilots fell. They went down from 6,979 in 2009 to 6,653 in 2010.",
        "There were 6,518 licensed ferry pilots in the county in March, Harbour Board data shows.",
    )
    for number, text in enumerate(papers):
        ingest.take_in(db, text.encode(), f"{number}.txt", who="tester")
    for _ in range(2):
        linker = linking.Linker(db)
        rows = linker.load(claims.live_ids(db))
        (pointing,) = (row.id for row in rows if row.text.startswith("They"))
        (other,) = (row.id for row in rows if "6,518" in row.text)
        assert linker.relate(pointing, other).kind is RelationKind.REVISED
        db.execute("DELETE FROM claim_features")


def test_what_is_forgotten_and_made_again_before_it_is_stored_is_stored_once(tmp_path: Path) -> None:
    db = open_database(tmp_path / "claims.db")
    said = ("40 wardens were hired", "the quay was closed", "fares had doubled")
    ingest.take_in(db, "\n\n".join(f"Ann Pole said that {words}." for words in said).encode(), "a.txt", who="tester")
    with transaction(db):
        db.execute("DELETE FROM claim_features")
        linker = linking.Linker(db)
        for _ in range(2):
            for row in linker.load(claims.live_ids(db)):
                linker.features(row)
            linker.forget(2)
        linker.write()
    assert db.execute("SELECT count(*) FROM claim_features").fetchone()[0] == len(said)
    db.close()
