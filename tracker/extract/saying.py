"""Dates of saying: when the words of an attribution were said, as far as its sentence tells."""

from __future__ import annotations

from dataclasses import replace

from tracker.language.dates import dates
from tracker.language.dating import dated_words, read_against
from tracker.language.saying import is_said
from tracker.models import DatedWords, DateKind, DocumentDate, Span


def said_date(text: str, window: Span, date: DocumentDate | None) -> DatedWords | None:
    """Return the date of saying that the words of ``window`` give, or ``None`` where they give none.

    ``window`` is the stretch that introduces the speech: source, cue and what stands between and beside them, without
    the speech itself. The words are resolved against ``date`` where that is known to the day; "on Thursday" is then
    the latest Thursday on or before it. Otherwise the value stays open; where several days are possible for the
    document, the candidates are what the words mean on each of them.

    >>> words = said_date("She told the panel on Thursday.", Span(0, 31), None)
    >>> (words.text, words.value, words.why) if words else None
    ('Thursday', None, 'the date of the document is not known')
    """
    for expression in dates(window.of(text)):
        span = Span(expression.span.start + window.start, expression.span.end + window.start)
        if is_said(text, replace(expression, span=span), window):
            return dated_words(text, span, DateKind.SAID, read_against(expression, date, past=True))
    return None
