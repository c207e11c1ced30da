"""What every template may use: words, dates, safe notes, how many questions wait, and facts of the request."""

from __future__ import annotations

from typing import Any

from flask import Flask, request
from markupsafe import Markup
from werkzeug.local import LocalProxy

from tracker.cite.snippets import inner_marks
from tracker.cite.words import as_told
from tracker.models.claims import StoredQuantity
from tracker.services import nouns
from tracker.services.history import sentence
from tracker.services.pages import MOST_COUNTED
from tracker.services.review import TOO_FEW
from tracker.services.stale import carried, made_from
from tracker.services.undo import can_undo
from tracker.text.characters import POINTS, QUOTATION_MARKS
from tracker.text.differences import differences, printed_differences
from tracker.web import claim_list, words
from tracker.web.request import db, page_facts, twins
from tracker.web.views import export
from tracker.web.views.export import ways
from tracker.web.views.history import note_html, page_of_noun
from tracker.web.views.home import MORE_NAVIGATION, NAVIGATION, who
from tracker.web.words import mostly_kept

EVENTS_ON_PAGE = 12
"""Events told on the page of what they are about; the history has them all."""
WITHIN = {"saved_searches": "claims", "claims.ask_span": "documents", "claims.make": "documents"}
"""Routes, or whole modules of them, whose pages stand in another section of the navigation than their name says."""


def init_app(app: Flask) -> None:
    """Give the templates their filters and globals."""
    app.jinja_env.filters.update(
        amount=_amount,
        counted=words.counted,
        confidence=words.confidence,
        figure=words.figure,
        long_date=words.long_date,
        inner_marks=inner_marks,
        moment=words.moment,
        name_of=words.name_of,
        note_html=note_html,
        one_line=_one_line,
        quoted=words.quoted,
        short_amount=_short_amount,
        with_long_dates=words.with_long_dates,
    )
    app.jinja_env.globals.update(
        address_with=claim_list.address_with,
        axis_amount=words.axis_amount,
        can_undo=can_undo,
        citation_html=export.as_html,
        event_detail=words.event_detail,
        event_sentence=sentence,
        events_on_page=EVENTS_ON_PAGE,
        most_waiting=MOST_COUNTED,
        too_few=TOO_FEW,
        made_from=_made_from,
        main_sections={endpoint.partition(".")[0] for endpoint, _ in NAVIGATION + MORE_NAVIGATION},
        edge_marks=QUOTATION_MARKS + POINTS,
        mostly_kept=mostly_kept,
        more_navigation=MORE_NAVIGATION,
        navigation=NAVIGATION,
        not_stated=words.NOT_STATED,
        page_facts=LocalProxy(page_facts),
        page_of_noun=page_of_noun,
        term=words.term,
        told=as_told,
        version_of=version_of,
        twins=twins,
        unit_name=words.unit_name,
        ways_to_take=ways,
        who=who,
        within_sections=WITHIN,
        printed_differences=printed_differences,
        word_differences=differences,
    )
    app.context_processor(_of_this_request)


def _made_from(noun: str, number: str, field: str, seen: str) -> Markup:
    return Markup('<input type="hidden" name="made_from" value="{}">').format(carried(noun, number, field, seen))


def version_of(noun: str, number: int, field: str) -> str:
    """Return what a form carries of the field that it changes."""
    return made_from(db(), noun, number, field)


def _of_this_request() -> dict[str, Any]:
    blueprint = request.blueprint
    return {"here": blueprint, "today": nouns.today().isoformat()}


def _amount(quantity: StoredQuantity) -> str:
    return words.amount_of(quantity)


def _short_amount(quantity: StoredQuantity) -> str:
    return words.short_amount(quantity.value, quantity.unit)


def _one_line(text: str) -> str:
    return " ".join(text.split())
