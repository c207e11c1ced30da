"""The demo database shows everything the pages can show, and says that it is fictional."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qsl

import pytest

from tools.demo.__main__ import FIRST, LATER, main
from tracker.db import claim_lists, claims, documents, relations, speakers, threads, topics
from tracker.db import search as stored_search
from tracker.db.connection import open_database
from tracker.db.rows import Database
from tracker.models import ClaimKind, RelationKind
from tracker.models.relations import ANY
from tracker.models.threads import Filters, VerdictFilters
from tracker.services import doctor, filters, review
from tracker.services.filters import claim_filters
from tracker.services.review import LANES

FICTIONAL = "This is a fictional sample document"


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    path = tmp_path_factory.mktemp("demo") / "demo.db"
    main(path)
    db = open_database(path)
    yield db
    db.close()


@pytest.mark.parametrize("path", sorted([*FIRST.iterdir(), *LATER.iterdir()]), ids=lambda path: path.name)
def test_every_demo_document_says_that_it_is_fictional(path: Path) -> None:
    assert FICTIONAL in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", [kind for kind in RelationKind if kind is not RelationKind.NONE])
def test_the_demo_holds_every_relation(demo: Database, kind: RelationKind) -> None:
    assert relations.every(demo, [kind])


@pytest.mark.parametrize("kind", list(ClaimKind))
def test_the_demo_holds_every_kind_of_claim(demo: Database, kind: ClaimKind) -> None:
    assert claim_lists.counted(demo, Filters(kind=kind))


def test_the_demo_holds_open_dates_versions_and_roles_over_time(demo: Database) -> None:
    rows = [*documents.every(demo)]
    assert any(row.date is None and row.date_candidates for row in rows)
    assert any(row.date is None and not row.date_candidates for row in rows)
    assert any(row.supersedes for row in rows)
    roles = {row.name: {role.title for role in speakers.roles_of(demo, row.id)} for row in speakers.every(demo)}
    assert roles["Mara Quill"] >= {"Assistant Chief Constable", "Chief Constable"}


def test_figures_of_one_measure_run_over_the_years(demo: Database) -> None:
    rows = claim_lists.listed(demo, Filters(figure=True), limit=-1)
    figures = claims.quantities_of(demo, [row.id for row in rows])
    counted = [(row.date, q) for row in rows for q in figures[row.id] if q.measured == "incidents"]
    incidents = {(date, q.value) for date, q in counted if q.unit == "count"}  # and a share: "one in eighty of them"
    assert {value for date, value in incidents if date} == {212, 168, 187, 159, 143}


def test_the_demo_is_sound(demo: Database) -> None:
    assert doctor.problems(demo) == []


def test_every_saved_search_of_the_demo_has_found_something_new(demo: Database) -> None:
    every = stored_search.saved(demo)
    assert [row.name for row in every] == [
        "Knife offences, with a figure",
        "Routine armed patrols",
        "What Mara Quill says herself",
    ]
    for search in every:
        asked = dict(parse_qsl(search.query))
        words = asked.pop("q")
        assert filters.new_in(demo, search, words, claim_filters(asked)) > 0, search.name


def test_the_demo_holds_a_verdict_and_a_topic_with_a_reading_list(demo: Database) -> None:
    assert [row.rating for row in threads.verdicts(demo, VerdictFilters(), limit=9)] == ["Mostly true"]
    topic = topics.get(demo, 1)
    assert topic is not None
    assert (topic.name, len(topics.reading_list(demo, 1))) == ("Armed patrols", 3)


def test_the_demo_asks_at_most_one_question_of_matches_for_five_claims(demo: Database) -> None:
    asked = LANES["groups"].listed(demo, ANY, -1, 0)
    assert 0 < len(asked) * 5 <= documents.totals(demo).claims, [one.key for one in asked]


def test_at_most_one_question_waits_for_five_claims_of_the_demo(demo: Database) -> None:
    asked = sum(count for lane, count in review.counts(demo).items() if lane in review.COUNTED)
    assert 0 < 5 * asked <= claim_lists.counted(demo, Filters())
