"""Claims: the list with filters and facets, one claim and its corrections, claims made by hand; saved searches."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode

from flask import Blueprint, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from msgspec.structs import asdict

from tracker.cite.anchors import address_of_words, occurrences
from tracker.extract.prose import ZoneKind
from tracker.models import STANCES, ClaimKind, Record, Span, TrackerError
from tracker.models.claims import ClaimWithQuantities, FacetValue
from tracker.models.threads import ADDED, NEWEST, OLDEST, Filters, SavedSearch, ThreadOfClaim
from tracker.search.terms import KEYS, Field
from tracker.services import claims, decisions, filters, search, topics
from tracker.services.cite import READ_OTHERWISE, of_words, role_of
from tracker.services.decisions import Source
from tracker.services.filters import NAMES, claim_filters
from tracker.services.nouns import need
from tracker.services.search import BEST, Names, ResolvedQuery
from tracker.text.words import fold
from tracker.web.marks import in_context, in_paragraphs, likely_kind, parts, set_for_reading, steps, to_whole_words
from tracker.web.request import LIST, Chip, Page, address_with, db, finished, form_number, list_in, page_of, query_text
from tracker.web.views.export import cited, streamed
from tracker.web.views.history import page_of_noun
from tracker.web.views.home import places, who
from tracker.web.views.threads import beside_claim
from tracker.web.words import long_date, name_of, term, unit_name

pages = Blueprint("claims", __name__)

MATCHES = 8
"""Matches a page, each with both wordings and what differs."""


@pages.get("/claims")
def every() -> ResponseReturnValue:
    """Show the claims that filters and a search leave, a page at a time."""
    listing = listing_asked()
    return render_template(
        "claims.html",
        listing=listing,
        any_claims=listing.any_claims,
        saved=saved_as(request.args) if listing.chips else None,
        kept_of_search=ASKED,
    )


@pages.get("/claims." + LIST)
def every_list(form: str) -> ResponseReturnValue:
    """Give every claim that filters and a search leave, as JSON or CSV."""
    query, filters = query_text(), claim_filters(request.args)
    if search.resolve_query(db(), query, filters).words:  # in the order of the search
        return list_in(
            form,
            "claims",
            search.every(db(), query, filters, most=search.SEARCH_DEPTH).rows(limit=-1),
            ClaimWithQuantities,
        )
    return streamed("claims", form)


@pages.get("/names.json")
def names() -> ResponseReturnValue:
    """Give the speakers, topics, documents, threads and places that a few typed words may mean, each with its page."""
    typed = request.args.get("q", "")
    found = [{**asdict(named), "address": page_of_noun(named.noun, named.id)} for named in search.names(db(), typed)]
    return jsonify([*found, *places(typed)])


@pages.get("/claims/<int:claim_id>")
def show(claim_id: int) -> ResponseReturnValue:
    """Show one claim with everything known of it."""
    shown = claims.read(db(), claim_id, lambda count: page_of(count, MATCHES).window)
    claim, document = shown.claim, shown.document
    remarks = [READ_OTHERWISE] if claim.earlier_text else []
    subject = of_words(
        claim, document, shown.text, shown.page_starts, claim.speech, *remarks, role=role_of(db(), claim)
    )
    return render_template(
        "claim.html",
        claim=claim,
        tags=topics.tags(db(), "claim", claim_id),
        **beside_claim(claim_id),
        page=page_of(shown.matches, MATCHES),
        related=shown.related,
        most_related=claims.MOST_RELATED,
        decided=shown.decided,
        context=in_context(claim),
        names=shown.names,
        stances=STANCES,
        cited=cited(subject),
        web_address=address_of_words(document.url, shown.text, claim.start, claim.end),
    )


pages.add_url_rule("/claims/<int:claim_id>.json", "show_json", lambda claim_id: jsonify(claims.shown(db(), claim_id)))


@pages.post("/claims/<int:claim_id>/speaker")
def pick_speaker(claim_id: int) -> ResponseReturnValue:
    """Correct who made a claim."""
    name = request.form.get("name", "")
    event = decisions.pick_speaker(db(), claim_id, name, who=who())
    said = f"The speaker of claim {claim_id} is now {name.strip() or 'not known'}."
    return finished(said, event, url_for("claims.show", claim_id=claim_id))


@pages.post("/claims/<int:claim_id>/span")
def pick_span(claim_id: int) -> ResponseReturnValue:
    """Correct where a claim begins and ends."""
    start, end = form_number("start", "The first character"), form_number("end", "The last character")
    event = decisions.pick_span(db(), claim_id, start, end, who=who())
    said = f"Claim {claim_id} now runs from character {start} to {end}; its figures and matches were read again."
    return finished(said, event, url_for("claims.show", claim_id=claim_id))


@pages.post("/claims/<int:claim_id>/stance")
def pick_stance(claim_id: int) -> ResponseReturnValue:
    """Correct what the source does with a claim's words."""
    stance = request.form.get("stance", "")
    event = decisions.pick_stance(db(), claim_id, stance, who=who())
    said = f"The stance of claim {claim_id} is now “{stance}”; its matches were made again."
    return finished(said, event, url_for("claims.show", claim_id=claim_id))


MOST_PLACES = 20
"""Places offered where words stand more than once; words that stand more often say nothing."""
CONTEXT = 90
"""Characters shown on either side of such a place."""
HEADER = ZoneKind.HEADER.value
"""What a Markdown file says of itself: nobody makes a claim of that."""


@pages.get("/documents/<int:document_id>/claims/new")
def ask_span(document_id: int) -> ResponseReturnValue:
    """Show the form for words given by place or by themselves, or ask which words make the claim."""
    source = decisions.source_shown(db(), document_id)
    document, text = source.document, source.text
    words = request.args.get("words", "").replace("\r\n", "\n")
    try:
        found = _places(document_id, text, words)
        place = decisions.trimmed(text, found[0].start, found[0].end) if len(found) == 1 else None
    except TrackerError as error:
        return _page(source, words=words, problem=error.message), error.status
    if place is None:
        return _page(source, words=words, choices=_in_context(text, found))
    return render_template(
        "claim_new.html",
        document=document,
        place=place,
        words=place.of(text),
        context=in_paragraphs(text, place),
        steps=steps(text, place),
        likely=likely_kind(text, place),
        kinds=[kind.value for kind in ClaimKind],
        stances=STANCES,
        names=source.speakers,
    )


def _page(
    source: Source,
    *,
    words: str = "",
    problem: str = "",
    choices: list[tuple[Span, str, str, str]] | None = None,
) -> str:
    """Return the page that asks which words are meant."""
    spans = parts(source.text, source.claims)
    number = min(max(1, request.args.get("part", 1, type=int)), len(spans))
    offered = (
        [] if choices else [each for each in set_for_reading(source.text, [], spans[number - 1]) if each.zone != HEADER]
    )
    return render_template(
        "claim_words.html",
        document=source.document,
        words=words,
        problem=problem,
        choices=choices or [],
        paragraphs=offered,
        part_number=number,
        parts=len(spans),
    )


def _places(document_id: int, text: str, words: str) -> list[Span]:
    """Return the place an address names, or every place where its words stand; none where it names neither.

    A browser counts some line ends otherwise than the stored text does, so words that come with a place are held
    against it, and looked for near it where they differ.
    """
    start, end = request.args.get("start", type=int), request.args.get("end", type=int)
    if start is None or end is None:
        return list(decisions.places_of(db(), document_id, words)[:MOST_PLACES]) if words else []
    selected = Span(start, end)
    if words and _folded(text[max(0, start) : max(0, end)]) != _folded(words):
        near = sorted(occurrences(text, words), key=lambda span: abs(span.start - start))
        selected = (near or decisions.places_of(db(), document_id, words))[0]
    return [to_whole_words(text, selected) if words else selected]


def _folded(words: str) -> str:
    return " ".join(fold(words).split())


def _in_context(text: str, found: list[Span]) -> list[tuple[Span, str, str, str]]:
    """Return places with the words before, inside and after each."""
    shown = []
    for span in found:
        around = to_whole_words(text, Span(max(0, span.start - CONTEXT), min(len(text), span.end + CONTEXT)))
        shown.append((span, text[around.start : span.start], span.of(text), text[span.end : around.end]))
    return shown


@pages.post("/documents/<int:document_id>/claims/new")
def make(document_id: int) -> ResponseReturnValue:
    """Make the claim."""
    claim_id, event = decisions.make_claim(
        db(),
        document_id,
        form_number("start", "The first character"),
        form_number("end", "The last character"),
        kind=request.form.get("kind", ""),
        speaker=request.form.get("speaker", ""),
        stance=request.form.get("stance", "asserts"),
        who=who(),
    )
    said = f"Claim {claim_id} was made; its figures and matches were read."
    return finished(said, event, url_for("claims.show", claim_id=claim_id))


@pages.get("/claims/<int:claim_id>/span")
def mend(claim_id: int) -> ResponseReturnValue:
    """Show a claim with its ends to be moved, by words or by selecting; nothing changes until it is sent."""
    claim = need(db(), "claim", claim_id)
    text = decisions.source_shown(db(), claim.document_id).text
    try:
        found = _places(claim.document_id, text, request.args.get("words", ""))
        place = decisions.trimmed(text, found[0].start, found[0].end) if found else Span(claim.start, claim.end)
        problem = ""
    except TrackerError as error:
        place, problem = Span(claim.start, claim.end), error.message
    page = render_template(
        "span.html",
        claim=claim,
        place=place,
        words=place.of(text),
        context=in_paragraphs(text, place),
        steps=steps(text, place),
        problem=problem,
        moved=(place.start, place.end) != (claim.start, claim.end),
    )
    return page, 400 if problem else 200


BOOKMARKLET = (
    '(()=>{const m=document.querySelector(\'meta[property="article:published_time"],meta[itemprop=datePublished],'
    "meta[name=date]');"
    "const q=new URLSearchParams({text:String(getSelection()).slice(0,%d),url:location.href,title:document.title,"
    "date:m?m.content.slice(0,10):''});open('%s?'+q)})()"
)
"""Sends what is selected on any page, with the page's address, title and stated date, to the form for a new claim."""
LONGEST_SELECTION = 4000
"""Characters of a selection that are sent: browsers and servers cut longer addresses."""

FIELDS = ("text", "url", "title", "date", "publisher", "speaker", "kind")


@pages.get("/claims/new")
def ask() -> ResponseReturnValue:
    """Show the form, filled with what the address brings along."""
    given = {field: request.args.get(field, "") for field in FIELDS}
    return render_template(
        "clipping.html",
        given=given,
        kinds=[kind.value for kind in ClaimKind],
        bookmarklet="javascript:" + BOOKMARKLET % (LONGEST_SELECTION, url_for("claims.ask", _external=True)),
        stored=decisions.stored_page(db(), given["url"]),
    )


@pages.post("/claims/new")
def clip() -> ResponseReturnValue:
    """Store the words with the facts of their page, and make them a claim."""
    sent = {field: request.form.get(field, "").replace("\r\n", "\n") for field in FIELDS}
    claim_id, event = decisions.clip_claim(db(), sent.pop("text"), day=sent.pop("date"), **sent, who=who())
    return finished("The words were stored and made a claim.", event, url_for("claims.show", claim_id=claim_id))


def chips(wanted: ResolvedQuery, given: Filters, names: Names) -> list[Chip]:
    """Return the filters in force, in words: those of the address, and those of the query as written."""
    query = wanted.query
    found = []
    if words := query.saying_no(*KEYS):
        fields = " ".join(query.said[field.start : field.end].strip() for field in query.fields)
        found.append(Chip(f"words: {words}", address_with(q=fields or None)))
    found += [Chip(_filter_in_words(key, value, names), address_with(**{key: None})) for key, value in _in_force(given)]
    told = " ".join(wanted.told)
    for field in query.fields:
        if f"“{field.value}”" not in told:
            found.append(Chip(_field_in_words(field), address_with(q=query.saying_no(field.key) or None)))
    return found


def _in_force(given: Filters) -> list[tuple[str, Any]]:
    """Return the filters an address sets, by the names it gives them."""
    named = (
        ("kind", given.kind), ("speaker", given.speaker), ("publisher", given.publisher), ("document", given.document),
        ("topic", given.topic), ("from_", given.since), ("to", given.until), ("before", given.before),
        ("figure", given.figure or None), ("unit", given.unit), ("relation", given.relation), ("status", given.status),
    )  # fmt: skip
    return [(key, value) for key, value in named if value is not None]


def _filter_in_words(key: str, value: Any, names: Names) -> str:
    """Return one filter as a chip says it."""
    if key in ("speaker", "document", "topic"):
        row = getattr(names, key)
        name = (name_of(row) if key == "document" else row.name) if row else f"{key} {value}"
        return {"speaker": f"by {name}", "document": f"in {name}", "topic": f"topic: {name}"}[key]
    if key in ("from_", "to", "before"):
        return f"{key.rstrip('_')} {long_date(value)}"
    if key in ("kind", "status"):
        return term(key, value).label
    return {
        "publisher": f"published by {value}",
        "figure": "with a figure",
        "unit": f"with a figure in {unit_name(str(value))}",
        "relation": f"has a match: {term('relation', str(value)).label}",
    }[key]


def _field_in_words(field: Field) -> str:
    """Return one field of a query as a chip says it."""
    key, value = field.key, field.value
    if key in ("after", "from"):
        return f"from {long_date(value)}"
    if key in ("before", "to"):
        return f"{key} {long_date(value)}"
    if key == "has":
        return {"figure": "with a figure", "date": "dated", "speaker": "with a speaker"}[value]
    if key in ("kind", "status", "relation", "unit"):
        return _filter_in_words(key, value, Names())
    return f"{key}: {value}"


ORDERS: Final = {BEST: "Best", NEWEST: "Newest", OLDEST: "Oldest", ADDED: "Last added"}
"""The orders of a list, by their name in the address; the best comes first only where there are words to be met."""

FACETS: Final = {
    "kind": ("Kind", ("kind",)),
    "speaker": ("Speaker", ("speaker",)),
    "publisher": ("Publisher", ("publisher",)),
    "topic": ("Topic", ("topic",)),
    "year": ("Year", ("from_", "to", "before")),
    "relation": ("Has a match that is", ("relation",)),
    "status": ("Status", ("status",)),
    "document": ("Document", ("document",)),
}
"""The facets in their order: title, and the names in the address of what choosing one of its values sets."""
OF_QUERY: Final = {"year": ("year", "after", "before", "from", "to")}
"""The fields of a query that a facet speaks of; as a rule the one of its own name."""


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a facet as a link; the one that is chosen leads back to all."""

    name: str
    claims: int
    address: str
    chosen: bool
    meaning: str = ""


@dataclass(frozen=True, slots=True)
class Facet:
    """A facet with its commonest values; ``more`` leads to the others, of which there are ``left``."""

    name: str
    title: str
    values: list[Value]
    left: int
    more: str


@dataclass(frozen=True, slots=True)
class Listing:
    """Everything the page of claims shows."""

    wanted: ResolvedQuery
    rows: Sequence[ClaimWithQuantities]
    threads: Mapping[int, Sequence[ThreadOfClaim]]
    page: Page
    facets: list[Facet]
    chips: list[Chip]
    orders: list[tuple[str, str, bool]]
    help: search.Help | None
    ways_out: list[tuple[str, str, int]]
    any_claims: bool
    only_best: bool
    weaker: int
    weak_shown: bool

    @property
    def cards(self) -> list[tuple[ClaimWithQuantities, list[ClaimWithQuantities]]]:
        """The rows with, where words were searched, those that stand lower on the page in the thread of each."""
        cards: dict[object, list[ClaimWithQuantities]] = {}
        for row in self.rows:
            threads = self.threads.get(row.id, ()) if self.wanted.words else ()
            cards.setdefault(threads[0].thread_id if threads else ("claim", row.id), []).append(row)
        return [(first, others) for first, *others in cards.values()]


def listing_asked() -> Listing:
    """Return the page of claims that the address asks for."""
    given = claim_filters(request.args)
    weak_shown = request.args.get("weak") == "1"
    found = search.listed(
        db(),
        query_text(),
        given,
        lambda count: page_of(count).window,
        order=request.args.get("sort"),
        more=request.args.get("more"),
        weak=weak_shown,
    )
    wanted = found.wanted
    return Listing(
        wanted=wanted,
        rows=found.rows,
        threads=found.threads,
        page=page_of(found.count),
        facets=list(_facets(wanted, found.facets)),
        chips=chips(wanted, given, found.given),
        orders=[
            (name, address_with(sort=key), key == found.order)
            for key, name in ORDERS.items()
            if key != BEST or wanted.words
        ],
        help=found.help,
        ways_out=ways_out(wanted, found.help),
        any_claims=found.any_claims,
        only_best=found.only_best,
        weaker=found.weaker,
        weak_shown=weak_shown,
    )


IN_ADDRESS: Final = {"since": ("from_",), "until": ("to",), "speakers": (), "publishers": (), "dated": (), "named": ()}
"""The names in an address of filters that are called otherwise there, or stand in the query alone."""
OF_FILTER: Final = {"since": ("after", "from", "year"), "until": ("to", "year"), "speakers": ("speaker",),
                    "publishers": ("publisher",), "dated": ("has",), "named": ("has",), "figure": ("has",)}  # fmt: skip
"""The fields of a query that set a filter of another name."""


def ways_out(wanted: ResolvedQuery, helped: search.Help | None) -> list[tuple[str, str, int]]:
    """Return what would be found without some filters: in words, its address, and how many claims."""
    found = []
    for each in helped.without if helped else ():
        names = each.filters or tuple(IN_ADDRESS) + tuple(FACETS) + ("figure", "before", "unit")
        query = wanted.query.saying_no(*(key for name in names for key in (name, *OF_FILTER.get(name, ()))))
        changes: dict[str, Any] = {key: None for name in names for key in IN_ADDRESS.get(name, (name,))}
        title = " and ".join(dict.fromkeys(WITHOUT.get(name, name) for name in each.filters)) or "any filter"
        found.append((f"Without {title}", address_with(**changes, q=query or None), each.claims))
    return found


WITHOUT: Final = {
    "kind": "the kind", "speaker": "the speaker", "speakers": "the speaker", "publisher": "the publisher",
    "publishers": "the publisher", "document": "the document", "topic": "the topic", "since": "the dates",
    "until": "the dates", "before": "the dates", "figure": "“with a figure”", "unit": "the unit",
    "relation": "the match", "status": "the status", "dated": "“dated”", "named": "“with a speaker”",
}  # fmt: skip
"""How the filters are called where one may be dropped."""


def _facets(wanted: ResolvedQuery, found: Mapping[str, list[FacetValue]]) -> Iterable[Facet]:
    for name, (title, own) in FACETS.items():
        rows = found[name]
        if rows:
            query = wanted.query.saying_no(*OF_QUERY.get(name, (name,)))
            values = [_facet_value(name, own, row, wanted.filters, query) for row in rows]
            left = rows[0].values - len(rows)
            yield Facet(name, title, values, left, address_with(more=name) + f"#facet-{name}")


def _facet_value(facet: str, own: tuple[str, ...], row: FacetValue, filters: Filters, query: str) -> Value:
    value = row.value
    chosen = filters.since == filters.until == value if facet == "year" else getattr(filters, facet) == value
    changes: dict[str, Any] = dict.fromkeys(own)
    if not chosen:
        changes |= dict.fromkeys(("from_", "to") if facet == "year" else own, value)
    words = term(facet, str(value)) if facet in ("kind", "relation", "status") else None
    name, meaning = (words.label, words.meaning) if words else (row.name, "")
    return Value(name, row.claims, address_with(**changes, q=query or None, more=None), chosen, meaning)


searches = Blueprint("saved_searches", __name__)

ASKED: Final = NAMES["claims"]
"""What of an address is kept, in this order: all that narrows the list, and not its order or page."""


@searches.get("/searches", endpoint="every")
def every_search() -> ResponseReturnValue:
    """Show the saved searches by name, with how many claims are new in each."""
    found = filters.saved(db())
    page = page_of(found.count)
    rows = map(_shown, found.rows(limit=page.size, offset=page.offset))
    return render_template("searches.html", rows=list(rows), page=page, opened=request.args.get("opened"))


@searches.get("/searches." + LIST, endpoint="every_list")
def search_list(form: str) -> ResponseReturnValue:
    """Give every saved search as JSON or CSV."""
    return list_in(form, "searches", map(_shown, filters.saved(db()).rows()), SearchShown)


@searches.post("/searches")
def save() -> ResponseReturnValue:
    """Save the search that the form carries."""
    claim_filters(request.form)  # what is no filter is told before it is kept
    _, event = filters.save(db(), request.form.get("name", ""), query_of(request.form), who=who())
    return finished("The search was saved; new claims are counted from now on.", event, url_for("saved_searches.every"))


@searches.post("/searches/<int:search_id>/open")
def look(search_id: int) -> ResponseReturnValue:
    """Record the look and go on to the claims, the last taken in first."""
    asked: dict[str, Any] = dict(parse_qsl(filters.need_search(db(), search_id).query))
    filters.look_at_saved(db(), search_id, who=who())
    return redirect(url_for("claims.every", **asked, sort=ADDED), code=303)


@searches.post("/searches/<int:search_id>/seen")
def seen(search_id: int) -> ResponseReturnValue:
    """Record a look without opening the search."""
    event = filters.look_at_saved(db(), search_id, who=who())
    return finished("All that this search finds was marked as seen.", event, url_for("saved_searches.every"))


@searches.post("/searches/<int:search_id>/name")
def rename(search_id: int) -> ResponseReturnValue:
    """Give a search another name."""
    event = filters.rename_saved(db(), search_id, request.form.get("name", ""), who=who())
    return finished("The search has a new name.", event, url_for("saved_searches.every"))


@searches.post("/searches/<int:search_id>/remove")
def remove(search_id: int) -> ResponseReturnValue:
    """Take a search off the list."""
    return finished(
        "The search was removed.", filters.remove_saved(db(), search_id, who=who()), url_for("saved_searches.every")
    )


def query_of(args: Mapping[str, str]) -> str:
    """Return what an address asks, as the query of an address in a set order, so that the same is known again."""
    return urlencode([(name, " ".join(args[name].split())) for name in ASKED if args.get(name, "").strip()])


class SearchShown(Record, frozen=True):
    """A saved search with how many claims are new in it, and the addresses of its claims and feeds."""

    id: int
    name: str
    query: str
    new: int
    seen_at: str
    claims: str
    atom: str
    json_feed: str


def _shown(search: SavedSearch) -> SearchShown:
    """Return a search as the list and its twins show it."""
    asked: dict[str, Any] = dict(parse_qsl(search.query))
    return SearchShown(
        id=search.id,
        name=search.name,
        query=search.query,
        new=filters.new_in(db(), search, asked.get("q", ""), claim_filters(asked)),
        seen_at=search.seen_at,
        claims=url_for("claims.every", **asked),
        atom=url_for("feeds.of_claims", form="atom", **asked),
        json_feed=url_for("feeds.of_claims", form="feed.json", **asked),
    )


def saved_as(args: Mapping[str, str]) -> SavedSearch | None:
    """Return the saved search that asks what an address asks."""
    return filters.saved_asking(db(), query_of(args))
