"""Dates, figures and events in the words of the pages; addresses that lead off the site."""

import json
from pathlib import Path
from typing import Any

import pytest

import tracker.web as web_room
from tracker.cite.notes import safe_html
from tracker.models import Basis, ClaimKind, DateKind, Direction, RelationKind
from tracker.models.claims import StoredQuantity
from tracker.models.events import Event, EventKind
from tracker.services.nouns import sentence, sentence_of
from tracker.web.request import is_local
from tracker.web.words import amount, event_detail, figure, long_date, term, with_long_dates

DATES = (
    ("2018-01-14", "14 January 2018"),
    ("2009-11", "November 2009"),
    ("2009", "2009"),
    (None, "undated"),
    ("", "undated"),
    ("2018-13", "2018-13"),
)

AMOUNTS = (
    (73.0, "percent", "73 per cent"),
    (19.1, "percent", "19.1 per cent"),
    (2.0, "percentage_point", "2 percentage points"),
    (7140.0, "count", "7,140"),
    (2500000.0, "gbp", "£2,500,000"),
    (12.5, "chf", "CHF 12.5"),
    (1.0, "mile", "1 mile"),
    ((3.0, 4.0), "mile", "3 to 4 miles"),
    ((1.0, 2.0), "gbp", "£1 to £2"),
)

ELSEWHERE = (
    "",
    "claims/3",
    "//example.org/",
    "/\\example.org/",
    "https://example.org/",
    "javascript:alert(1)",
    "/claims\n/3",
    "/\t/example.org",
)

EVENTS: tuple[tuple[str, dict[str, Any], dict[str, Any], str], ...] = (
    ("match.refused", {"with": 7}, {"with": 7}, "refused a match between claims 3 and 7"),
    ("claim.made", {}, {"words": "The ferry stays."}, "made a claim of “The ferry stays.”"),
    (
        "speaker.picked",
        {"speaker": None},
        {"speaker": "Ann Example"},
        "corrected a speaker from nobody known to Ann Example",
    ),
    ("date.picked", {"date": None}, {"date": "2020-10"}, "picked a date (October 2020)"),
    ("date.picked", {"date": "2020-10"}, {"date": "2020-11-02"}, "picked a date (October 2020, now 2 November 2020)"),
    ("undone date.picked", {"date": "2020-10"}, {"date": None}, "undid: picked a date (October 2020 taken back)"),
    (
        "span.picked",
        {"start": 10, "end": 20},
        {"start": 12, "end": 31},
        "corrected a span (characters 10–20, now 12–31)",
    ),
    ("stance.picked", {"stance": "asserts"}, {"stance": "asks"}, "corrected a stance from “asserts” to “asks”"),
    (
        "speakers.merged",
        {"name": "A. Example"},
        {"name": "Ann Example"},
        "merged speakers A. Example into Ann Example",
    ),
    (
        "undone speakers.merged",
        {"name": "Ann Example"},
        {"name": "A. Example"},
        "undid: merged speakers A. Example into Ann Example",
    ),
    (
        "speakers.kept_apart",
        {},
        {"names": ["A. Example", "B. Sample"]},
        "kept two speakers apart (A. Example and B. Sample)",
    ),
    ("tag.added", {}, {"topic": "Ferries"}, "added to a topic “Ferries”"),
    ("topic.renamed", {"topic": "Ferry"}, {"topic": "Ferries"}, "renamed a topic from “Ferry” to “Ferries”"),
    ("topic.described", {"description": ""}, {"description": "Of ferries."}, "described a topic "),
    ("topics.merged", {"topic": "Boats", "held": {}}, {"topic": "Ferries"}, "merged topics “Boats” into “Ferries”"),
    (
        "undone topics.merged",
        {"topic": "Ferries"},
        {"topic": "Boats", "held": {}},
        "undid: merged topics “Boats” into “Ferries”",
    ),
    ("reading.removed", {"title": "The rota"}, {"with": 4}, "took off a reading “The rota”"),
    ("search.renamed", {"name": "Quay"}, {"name": "Ferry"}, "renamed a search from “Quay” to “Ferry”"),
    ("search.seen", {"name": "Quay"}, {"name": "Quay"}, "looked at a search “Quay”"),
    ("scale.withdrawn", {}, {"organisation": "Quay Watch"}, "withdrew a scale of Quay Watch"),
    (
        "verdict.recorded",
        {},
        {"organisation": "Quay Watch", "rating": "False"},
        "recorded a verdict (Quay Watch: False)",
    ),
    ("document.added", {}, {"name": "harbour.txt"}, "added harbour.txt"),
    ("database.linked", {}, {}, "linked anew "),
    ("unknown", {}, {"sentence": "painted the quay"}, "painted the quay "),
)
"""Kind (of what was undone), old, new, and the words of the history."""


@pytest.mark.parametrize(("value", "expected"), DATES)
def test_a_date_is_written_as_exactly_as_it_is_known(value: str | None, expected: str) -> None:
    assert long_date(value) == expected


SENTENCES = (
    ("counted from 2018-01-14, the document's date", "counted from 14 January 2018, the document's date"),
    ("the words “2018-01-14” stand first", "the words “2018-01-14” stand first"),
    ("case 12018-01-140", "case 12018-01-140"),
    (None, ""),
)


@pytest.mark.parametrize(("sentence", "expected"), SENTENCES)
def test_the_iso_days_of_a_reason_are_written_out(sentence: str | None, expected: str) -> None:
    assert with_long_dates(sentence) == expected


@pytest.mark.parametrize(("value", "unit", "expected"), AMOUNTS)
def test_a_value_is_written_with_its_unit(value: Any, unit: str, expected: str) -> None:
    assert amount(value, unit) == expected


def printed(
    value: float,
    unit: str,
    text: str,
    direction: Direction,
    approximator: str | None = None,
    measured: str | None = None,
) -> StoredQuantity:
    return StoredQuantity(
        1, 1, unit, direction, approximator, measured, None, None, None, None, None, {}, 0, len(text), text, value
    )


@pytest.mark.parametrize(
    ("quantity", "expected"),
    [
        ((120.0, "count", "more than", "ferry crossings"), "more than 120 ferry crossings"),
        ((40.0, "percent", None, "crossings"), "40 per cent (crossings)"),
        ((2.5, "gbp", "about", None), "about £2.5"),
    ],
)
def test_a_figure_names_what_it_measures(quantity: tuple[float, str, str | None, str | None], expected: str) -> None:
    value, unit, approximator, measured = quantity
    assert figure(printed(value, unit, "as printed", Direction.NONE, approximator, measured)) == expected


def test_a_verb_that_holds_its_own_change_is_printed_with_it() -> None:
    assert figure(printed(100.0, "percent", "Doubled", Direction.INCREASE)) == "Doubled: 100 per cent increase"


@pytest.mark.parametrize("address", ELSEWHERE)
def test_an_address_that_leads_off_the_site_is_not_followed(address: str) -> None:
    assert not is_local(address)


@pytest.mark.parametrize("address", ["/", "/claims/3", "/claims?q=a%20b#pair-1-2"])
def test_an_address_on_the_site_is_followed(address: str) -> None:
    assert is_local(address)


@pytest.mark.parametrize(("kind", "old", "new", "expected"), EVENTS)
def test_an_event_says_what_was_done_and_changed(
    kind: str, old: dict[str, Any], new: dict[str, Any], expected: str
) -> None:
    undone, _, name = kind.rpartition(" ")
    event = Event(
        id=9,
        at="2026-01-05T08:00:00+00:00",
        who="Ann Example",
        kind=EventKind.DECISION_UNDONE if undone else EventKind(name),
        noun="claim",
        noun_id=3,
        old=old,
        new=new,
        undoes=8 if undone else None,
        undid=EventKind(name) if undone else None,
    )
    assert f"{sentence(event)} {event_detail(event)}" == expected


def test_every_kind_of_event_has_its_sentence_and_no_two_the_same() -> None:
    told = [sentence_of(kind) for kind in EventKind if kind is not EventKind.UNKNOWN]
    assert len(set(told)) == len(told)
    assert all(told)


def test_the_description_of_the_api_lists_the_kinds_of_events() -> None:
    schemas = json.loads((Path(web_room.__file__).parent / "data" / "api_schemas.json").read_text(encoding="utf-8"))
    assert schemas["Event"]["properties"]["kind"]["enum"] == sorted(EventKind)


@pytest.mark.parametrize(
    ("group", "values"),
    [("kind", ClaimKind), ("relation", RelationKind), ("basis", Basis), ("date", DateKind), ("direction", Direction)],
)
def test_every_value_of_the_models_is_explained(group: str, values: Any) -> None:
    assert all(term(group, value).meaning for value in values)


@pytest.mark.parametrize(
    "source",
    [
        "<script>alert(1)</script>",
        "[here](javascript:alert(1))",
        "<img src=x onerror=alert(1)>",
        '<p style="position:fixed" onclick="alert(1)">words</p>',
        "![a picture](https://example.org/p.png)",
    ],
)
def test_a_note_holds_no_script_style_or_picture(source: str) -> None:
    html = safe_html(source)
    assert not any(bad in html for bad in ("<script", "javascript:", "<img", "style=", "onclick", "onerror"))


def test_a_note_keeps_its_emphasis_links_and_tables() -> None:
    html = safe_html("*so* [there](https://example.org/)\n\n| a |\n|---|\n| b |")
    assert "<em>so</em>" in html
    assert 'href="https://example.org/"' in html
    assert "<td>b</td>" in html
