"""What a search asks of the database: the language of ``match.search_query``, with its names looked up."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any, Final

from tracker import store
from tracker.match.search_query import Query, parse
from tracker.match.search_terms import phrase_terms
from tracker.store import documents, search_index, speakers, topics
from tracker.store.claim_lists import Filters

LONGEST_QUERY: Final = 1_000
"""Characters of a query that are read; a longer one is a document, and belongs on the page that checks drafts."""

PLAIN: Final = {"kind": "kind", "relation": "relation", "status": "status", "unit": "unit", "before": "before",
                "after": "since", "from": "since", "to": "until"}  # fmt: skip
"""The fields whose value goes into a filter as it is."""
HAS: Final = {"figure": "figure", "date": "dated", "speaker": "named"}


@dataclass(frozen=True, slots=True)
class Asked:
    """A search ready to be answered.

    ``filters`` are those of the list with those of the query; ``words`` rank what is left; ``query`` is the query as
    understood; ``told`` says what was not.
    """

    query: Query
    filters: Filters
    words: str
    told: tuple[str, ...]


def asked(db: store.Database, text: str, filters: Filters | None = None) -> Asked:
    """Return what a query asks beside the filters of a list, which come first where both say something."""
    query = parse(text[:LONGEST_QUERY])
    base = filters or Filters()
    wanted: dict[str, Any] = {PLAIN[field.key]: field.value for field in query.fields if field.key in PLAIN}
    wanted |= {HAS[value]: True for value in query.values("has")}
    for year in query.values("year"):
        wanted |= {"since": year, "until": year}
    for number in query.values("document"):
        wanted["document"] = int(number)
    told, words = list(query.told), [query.words]
    for key, find in _NAMES.items():
        if values := query.values(key):
            found, missing = _found(db, find, values)
            if found:
                wanted |= _one_or_several(key, found)
            for value in missing:
                told.append(f"No {key} is called “{value}”; it is searched as words.")
                words.append(value)
    if len(topic_ids := wanted.pop("topics", ())) > 1:
        wanted["topic"] = topic_ids[0]
        told.append(f"{len(topic_ids)} topics fit; the first one is used.")
    free = {key: value for key, value in wanted.items() if getattr(base, key) in (None, False)}
    if base.speaker is not None:
        free.pop("speakers", None)
    if base.publisher is not None:
        free.pop("publishers", None)
    narrowed = replace(
        base,
        **free,
        phrases=base.phrases + _expressions(query.phrases),
        without=base.without + _expressions(query.without),
    )
    return Asked(query, narrowed, " ".join(filter(None, words)), tuple(told))


Find = Callable[[store.Database, str], list[Any]]


def _found(db: store.Database, find: Find, values: list[str]) -> tuple[list[Any], list[str]]:
    """Return what names find, each once, and the names that find nothing."""
    found = {value: find(db, value) for value in values}
    every = dict.fromkeys(one for ones in found.values() for one in ones)
    return list(every), [value for value, ones in found.items() if not ones]


def _one_or_several(key: str, found: list[Any]) -> dict[str, Any]:
    return {key: found[0]} if len(found) == 1 else {f"{key}s": tuple(found)}


_NAMES: Final[dict[str, Find]] = {
    "speaker": speakers.called,
    "publisher": documents.publishers_called,
    "topic": topics.called,
}
"""The fields whose value is a name, and who is called so."""


def _expressions(phrases: Iterable[str]) -> tuple[str, ...]:
    """Return phrases as the full-text index is asked for them: side by side, in the words of the claim."""
    return tuple(search_index.side_by_side(terms) for phrase in phrases if (terms := phrase_terms(phrase)))
