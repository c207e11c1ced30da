"""Publishing: every page reached from the home page, with its further views, asked of the app and written as a file.

Pages that only a published site has come with it, and the index it is searched by in the browser: a reader's query
loads one piece for each of its words and one for each screen of answers, so that a site of a hundred thousand claims
answers with some hundred kilobytes.

Frozen-Flask was tried and fails, on the demonstration database: it writes 101 of 1,484 addresses, since a page and the
folder of its parts have one name; with files named as here, 363 of its 497 pages have links that hold on a server's
root alone and 466 a form that posts, every query is dropped (so no second page of a list, no second part of a text),
and it removes whatever else lies in the folder."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from base64 import b64encode
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

from flask import Blueprint, current_app, render_template
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from tracker.cite.words import stances
from tracker.models import NotFoundError
from tracker.models.claims import ClaimInPlace
from tracker.models.documents import DatedSpeaker
from tracker.services import pages as services_pages
from tracker.text.lexicon import words
from tracker.text.words import INDEXED
from tracker.web.request import db
from tracker.web.site.rewrite import DAY
from tracker.web.words import glossary

site_pages = Blueprint("published", __name__)

ADDRESS = "PUBLISHED_ADDRESS"
"""Where the app is told the address of the site that is published; empty where it is not known."""
OTHER = "other"
"""The heading of names that begin with no Latin letter."""


@site_pages.get("/search")
def search() -> ResponseReturnValue:
    """Show the search, and other ways in for browsers without JavaScript."""
    kinds = [term for term in glossary() if term.group == "kind"]
    return render_template("published/search.html", totals=services_pages.totals(db()), letters=_letters(), kinds=kinds)


@site_pages.get("/names")
def names() -> ResponseReturnValue:
    """Show the letters that speakers' names begin with."""
    return render_template("published/names.html", letters=_letters(), letter=None, rows=[])


@site_pages.get("/names/<letter>")
def named(letter: str) -> ResponseReturnValue:
    """Show the speakers whose names begin with a letter, by name."""
    letters = _letters()
    if letter not in letters:
        raise NotFoundError(f"No speaker's name begins with {letter}.")
    rows = sorted(letters[letter], key=lambda speaker: speaker.name.casefold())
    return render_template("published/names.html", letters=letters, letter=letter, rows=rows)


@site_pages.get("/copy")
def about() -> ResponseReturnValue:
    """Say what this copy is, and what is left out of it."""
    return render_template(
        "published/about.html", totals=services_pages.totals(db()), has_address=bool(current_app.config[ADDRESS])
    )


@site_pages.get("/404.html")
def lost() -> ResponseReturnValue:
    """Show what a host shows for an address that is not there, however deep it is.

    Where the address of the site is known the links hold from anywhere; where it is not, the page has no link and no
    file beside it, and looks for its home page itself.
    """
    if current_app.config[ADDRESS]:
        return render_template("published/lost.html")
    style, script = (_static(name) for name in ("lost.css", "lost.js"))
    hashes = {"style_hash": _source(style), "script_hash": _source(script)}
    own = {"style": Markup(style), "script": Markup(script)}  # noqa: S704 - files of this package
    return render_template("published/lost_anywhere.html", day=DAY, **own, **hashes)


def _static(name: str) -> str:
    return Path(current_app.static_folder or "", name).read_text(encoding="utf-8")


def _source(text: str) -> Markup:
    """Return the hash by which a policy allows just this text in a page (Content Security Policy 3, 2.3.1)."""
    return Markup("sha256-" + b64encode(hashlib.sha256(text.encode()).digest()).decode())  # noqa: S704 - a hash in base64


def _letters() -> dict[str, list[DatedSpeaker]]:
    """Return the speakers by the letter that their names begin with, in order of the alphabet."""
    found: dict[str, list[DatedSpeaker]] = defaultdict(list)
    for speaker in services_pages.speakers(db()):
        first = unicodedata.normalize("NFKD", speaker.name[:1]).lower()[:1]
        found[first if first.isascii() and first.isalpha() else OTHER].append(speaker)
    return dict(sorted(found.items(), key=lambda pair: (pair[0] == OTHER, pair[0])))


INDEX_FOLDER: Final = "search"
PER_PIECE: Final = 100
"""Claims in one file of answers: some 30 kilobytes."""
SHARDS: Final = 64
"""Files that speakers and documents are spread over."""
LONGEST_INDEXED: Final = 280
"""Characters of a claim that an answer shows."""


def indexed_terms(text: str) -> set[str]:
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


def index_pieces(claims: Iterable[ClaimInPlace]) -> Iterator[tuple[str, str]]:
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
        for term in indexed_terms(f"{claim.text} {claim.speaker or ''} {title}"):
            postings[piece_of(term)][term].append(number)
        for facet, value in _facets(claim):
            facets[facet][value].append(number)
        text = " ".join(claim.text.split())
        shown = text if len(text) <= LONGEST_INDEXED else text[:LONGEST_INDEXED].rpartition(" ")[0] + " …"
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
    return f"{INDEX_FOLDER}/{name}.js", f"searchPiece({json.dumps(name)},{text});\n"
