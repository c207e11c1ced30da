"""Whether a date in a sentence is the day something was said, and not a day the words speak of."""

from __future__ import annotations

import re
from functools import cache

from tracker.language.dates import DateExpression
from tracker.language.lexicon import rows
from tracker.models import Span

REACH = 90
"""Characters looked at on either side: a hearer or a place between verb and date is seldom longer."""
LONGEST_SPEAKER = 6
"""Words between a date that opens its sentence and the verb: "On Thursday a spokesman for the force said"."""

_BREAK = re.compile(r"[.!?;:“”\"«»\n\r](?:\s|$)|[“”\"«»]")
_GOES_ON = re.compile(
    r"\W{0,2}(?:was|were|is|are|will|would|had|has|have|could|should|might|marked|saw|['’]s|and\s+[A-Z][a-z]+day)\b"
)
_WORD = r"[\w.'’£$%&-]+"
_HEARER = rf"(?:\s+{_WORD}){{1,9}}?"
_PLACE = rf"(?:,?\s+(?:in|at|to|during|from|before|via|through|by|on|outside)\s+{_WORD}(?:\s+{_WORD}){{0,7}}?)?"
_SPEAKER = r"(?:\s+(?:[A-Z][\w.'’-]*|of|the|for|and|an?|spokes\w+(?:\s+(?:for|of|at)(?:\s+[\w'’-]+){1,4}?)?))+?"
_TO_DATE = r"(?:,?\s+(?:on|late|late on|early|early on|back in|in|here))?\s*$"
_CLAUSE_WORDS = re.compile(r"\s(?:that|was|were|is|are|had|has|have|will|would|could|should|because|if|whether|who)\s")
_NOT_YET = re.compile(
    r"\b(?:will|would|to|may|might|could|should|must)\s+(?:not\s+)?(?:be\s+|have\s+)?$", re.IGNORECASE
)
_NO_SPEAKER = re.compile(r"\b(?:was|were|is|are|had|has|have|will|would|could|should|that|if|when)\b")


def is_said(text: str, date: DateExpression, within: Span | None = None) -> bool:
    """Tell whether ``date`` dates an act of saying in its own clause.

    It does where it follows the verb with nothing but a hearer, a place or the inverted speaker between ("told the
    Assembly on Thursday", "said in a statement yesterday", "said Ms Example on Monday"), or opens a sentence whose
    first verb is one of saying ("On Thursday she told…", "In a speech on Monday, he said"). Nothing outside ``within``
    is looked at.
    """
    bounds = within or Span(0, len(text))
    before = text[max(bounds.start, date.span.start - REACH) : date.span.start]
    after = text[date.span.end : min(bounds.end, date.span.end + REACH)]
    breaks = list(_BREAK.finditer(before))
    clause = before[breaks[-1].end() :] if breaks else before
    if _follows_verb(clause, after):
        return True
    whole = bool(breaks) or date.span.start - len(before) <= bounds.start
    return whole and _opening().fullmatch(clause) is not None and _verb_follows(after)


def _follows_verb(clause: str, after: str) -> bool:
    verbs = list(_verb().finditer(clause))
    if not verbs or _GOES_ON.match(after):
        return False
    match = verbs[-1]
    between = clause[match.end() :]
    if _CLAUSE_WORDS.search(f"{between} ") or _NOT_YET.search(clause[: match.start()]):
        return False
    if _kinds()[match.group().lower()] == "hearer":
        return " to " not in between and re.fullmatch(rf"{_HEARER}{_TO_DATE}", between) is not None
    return any(re.fullmatch(rf"{middle}{_TO_DATE}", between) for middle in (_PLACE, _SPEAKER))


def _verb_follows(after: str) -> bool:
    match = _verb().search(after)
    if match is None or _kinds()[match.group().lower()] == "opener":
        return False
    between = after[: match.start()]
    return not (_BREAK.search(between) or _NO_SPEAKER.search(between)) and 0 < len(between.split()) <= LONGEST_SPEAKER


@cache
def _kinds() -> dict[str, str]:
    return {row[0]: row[1] for row in rows("language", "saying_verbs.tsv")}


@cache
def _opening() -> re.Pattern[str]:
    """Return what may stand before a date that opens its sentence: nothing, "on", or "in a speech in Leeds on"."""
    nouns = "|".join(noun.replace(" ", r"\s+") for noun, kind in _kinds().items() if kind == "occasion")
    article = r"(?:in|at|during)\s+(?:an?|the|his|her|its|their)\s+"
    occasion = rf"{article}(?:{_WORD}\s+){{0,3}}?(?:{nouns})(?:\s+{_WORD}){{0,6}}?\s+"
    return re.compile(rf"\s*(?:{occasion})?(?:(?:on|in|late|early|earlier|late on|early on)\s+)?", re.IGNORECASE)


@cache
def _verb() -> re.Pattern[str]:
    return re.compile(
        rf"\b(?:{'|'.join(verb for verb, kind in _kinds().items() if kind != 'occasion')})\b", re.IGNORECASE
    )
