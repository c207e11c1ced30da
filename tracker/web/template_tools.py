"""What every template may use: words, dates, safe notes, and a few facts about this request."""

from __future__ import annotations

from typing import Any

from flask import Flask, request

from tracker.cite.diffs import differences, printed_differences
from tracker.cite.exports import inner_marks
from tracker.desk import clock
from tracker.desk.history import sentence
from tracker.desk.undoing import can_undo
from tracker.store import waiting
from tracker.store.rows import Row
from tracker.web import citing, filters, formats, wording
from tracker.web.differences import mostly_kept
from tracker.web.history import page_of_noun
from tracker.web.notes import note_html
from tracker.web.taking import ways
from tracker.web.topics import topic_names, topics_on
from tracker.web.verdicts import claim_jsonld, thread_jsonld, threads_with_verdict, verdicts_of, verdicts_on
from tracker.web.waiting_counts import waiting_total
from tracker.web.who import who

EVENTS_ON_PAGE = 12
"""Events told on the page of what they are about; the history has them all."""
NAVIGATION = (
    ("documents.every", "Documents"),
    ("claims.every", "Claims"),
    ("threads.every", "Threads"),
    ("speakers.every", "Speakers"),
    ("figures.every", "Figures"),
    ("positions.show", "Positions"),
    ("topics.every", "Topics"),
    ("verdicts.every", "Verdicts"),
    ("comparing.show", "Compare"),
    ("review.every", "Review"),
    ("checking.ask", "Check a draft"),
)
"""The pages every page links to."""
WITHIN = {"searches": "claims"}
"""Pages that belong to a section whose address theirs does not begin with."""


def init_app(app: Flask) -> None:
    """Give the templates their filters and globals."""
    app.jinja_env.filters.update(
        amount=_amount,
        counted=wording.counted,
        confidence=wording.confidence,
        figure=wording.figure,
        long_date=wording.long_date,
        inner_marks=inner_marks,
        merged=_merged,
        moment=wording.moment,
        name_of=wording.name_of,
        note_html=note_html,
        one_line=_one_line,
        quoted=wording.quoted,
        short_amount=_short_amount,
        with_long_dates=wording.with_long_dates,
    )
    app.jinja_env.globals.update(
        address_with=filters.address_with,
        can_undo=can_undo,
        citation_html=citing.as_html,
        claim_jsonld=claim_jsonld,
        event_detail=wording.event_detail,
        event_sentence=sentence,
        events_on_page=EVENTS_ON_PAGE,
        most_waiting=waiting.COUNTED_TO,
        main_sections={endpoint.partition(".")[0] for endpoint, _ in NAVIGATION},
        mostly_kept=mostly_kept,
        navigation=[(endpoint, name) for endpoint, name in NAVIGATION if endpoint in app.view_functions],
        not_stated=wording.NOT_STATED,
        page_of_noun=page_of_noun,
        term=wording.term,
        thread_jsonld=thread_jsonld,
        threads_with_verdict=threads_with_verdict,
        topic_names=topic_names,
        topics_on=topics_on,
        twins=formats.twins,
        unit_name=wording.unit_name,
        verdicts_of=verdicts_of,
        verdicts_on=verdicts_on,
        ways_to_take=ways,
        who=who,
        within_sections=WITHIN,
        printed_differences=printed_differences,
        word_differences=differences,
    )
    app.context_processor(_of_this_request)


def _of_this_request() -> dict[str, Any]:
    blueprint = request.blueprint
    return {"here": blueprint, "today": clock.today().isoformat(), "waiting_total": waiting_total}


def _amount(quantity: Row) -> str:
    return wording.amount(quantity["value"], quantity["unit"])


def _short_amount(quantity: Row) -> str:
    return wording.short_amount(quantity["value"], quantity["unit"])


def _merged(row: Row, more: Row) -> Row:
    """Return a row with some values put into it: a figure's row as one of its claim."""
    return row | more


def _one_line(text: str) -> str:
    return " ".join(text.split())
