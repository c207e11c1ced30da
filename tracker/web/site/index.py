"""The index that a published site is searched by in the browser: words and facets in small pieces (pure).

A reader's query loads one piece for each of its words and one for each screen of answers, so that a site of a hundred
thousand claims answers with some hundred kilobytes.
"""

from __future__ import annotations

import json
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, Final

from tracker.cite.words import stances
from tracker.models.claims import ClaimInPlace
from tracker.text.lexicon import words
from tracker.text.words import INDEXED

FOLDER: Final = "search"
PER_PIECE: Final = 100
"""Claims in one file of answers: some 30 kilobytes."""
SHARDS: Final = 64
"""Files that speakers and documents are spread over."""
LONGEST: Final = 280
"""Characters of a claim that an answer shows."""


def terms(text: str) -> set[str]:
    """Return the words and figures of a text as the index has them; static/published.js cuts a query alike.

    >>> sorted(terms("Café: 7,140 of 19.1%"))
    ['19.1', '7140', 'cafe']
    """
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)).lower()
    return {word.replace(",", "") for word in INDEXED.findall(plain)} - words("text", "stop_words.tsv")


def piece_of(term: str) -> str:
    """Return the name of the piece that holds a word: its first two characters, written so that any host serves it.

    >>> piece_of("patrols"), piece_of("7"), piece_of("ßa")
    ('pa', '7_', 'df-61')
    """
    start = (term + "_")[:2]
    return start if start.isascii() else "-".join(f"{ord(char):x}" for char in start)


def _stance(claim: ClaimInPlace) -> str:
    return "" if claim.stance == "asserts" else stances()[claim.stance].label


def pieces(claims: Iterable[ClaimInPlace]) -> Iterator[tuple[str, str]]:
    """Give the files of the index, as path and script; claims are rows of their list, in any order.

    Each file hands its piece, which is JSON, to the page under its own name: a browser runs such a file even where it
    opens the pages straight from a disk, and reads no other there.

    Numbers of claims stand as differences to the one before. An answer is ``[id, words, speaker, date, document, kind,
    stance]``, the last in a word, blank for what is asserted.
    """
    postings: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    facets: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    answers: list[list[Any]] = []
    number = 0
    for claim in claims:
        title = claim.document_title or claim.document
        for term in terms(f"{claim.text} {claim.speaker or ''} {title}"):
            postings[piece_of(term)][term].append(number)
        for facet, value in _facets(claim):
            facets[facet][value].append(number)
        text = " ".join(claim.text.split())
        shown = text if len(text) <= LONGEST else text[:LONGEST].rpartition(" ")[0] + " …"
        answers.append([claim.id, shown, claim.speaker, claim.date, title, claim.kind, _stance(claim)])
        number += 1
        if len(answers) == PER_PIECE:
            yield _file(f"claims/{number // PER_PIECE - 1}", answers)
            answers = []
    if answers:
        yield _file(f"claims/{number // PER_PIECE}", answers)
    for name, held in sorted(postings.items()):
        yield _file(f"terms/{name}", {term: _differences(held[term]) for term in sorted(held)})
    for name, held in sorted(facets.items()):
        yield _file(f"facets/{name}", {value: _differences(held[value]) for value in sorted(held)})
    about = {"claims": number, "per_piece": PER_PIECE, "shards": SHARDS}
    yield _file("about", {**about, "terms": sorted(postings), "facets": sorted(facets)})


def _facets(claim: ClaimInPlace) -> Iterator[tuple[str, str]]:
    yield "kind", claim.kind
    yield f"document-{claim.document_id % SHARDS}", str(claim.document_id)
    if claim.speaker_id is not None:
        yield f"speaker-{claim.speaker_id % SHARDS}", str(claim.speaker_id)
    if claim.date:
        yield "year", claim.date[:4]


def _differences(numbers: list[int]) -> list[int]:
    return [number - before for before, number in zip([0, *numbers], numbers, strict=False)]


def _file(name: str, value: Any) -> tuple[str, str]:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return f"{FOLDER}/{name}.js", f"searchPiece({json.dumps(name)},{text});\n"
