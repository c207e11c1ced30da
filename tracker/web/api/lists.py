"""The operations that read: lists and single things, search, figures and positions, whole lists in every form they
leave in, the pure functions on a text that is sent along, and what editors ask: checks and citations.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Annotated, Any, ClassVar, Final

import msgspec
from flask import Response, request
from msgspec import UNSET, Meta, UnsetType

from tracker.check.findings import houses
from tracker.cite.styles import BLANKS
from tracker.cite.styles import LONGEST as LONGEST_LINE
from tracker.extract import extract
from tracker.matching.features import features
from tracker.matching.relation import relation as relation_between
from tracker.models import ClaimKind, Direction, RelationKind, plain
from tracker.models.claims import BLANK, STATED
from tracker.models.events import ApiToken
from tracker.search.terms import STATUSES
from tracker.services import (
    check,
    claims,
    documents,
    export,
    extraction,
    figures,
    nouns,
    positions,
    search,
    speakers,
    threads,
)
from tracker.services import cite as services_cite
from tracker.services.check import chosen_house
from tracker.services.cite import LARGEST_STYLE, LONGEST_NAME
from tracker.services.drafts import LONGEST_DRAFT, read_draft
from tracker.services.export import FORMS, Form
from tracker.services.filters import claim_filters, figure_filters
from tracker.services.positions import COLUMN_ORDERS, COLUMNS, MOST_COLUMNS, MOST_ROWS, ROW_ORDERS, ROWS, Choice, Range
from tracker.services.speakers import ORDERS
from tracker.services.tokens import TokenError
from tracker.services.topics import standing
from tracker.services.verdicts import LONGEST_LABEL
from tracker.web.api.description import (
    DATE,
    LONGEST_PAGE,
    PAGE,
    Body,
    Call,
    Made,
    Operation,
    Schema,
    decides,
    listing,
    made,
    number,
    paged,
    ref,
    text,
    words,
)
from tracker.web.request import db
from tracker.web.views.check import PASTED
from tracker.web.views.export import SUBJECTS, added_forms, sent

LONGEST_WORDS = 200
LONGEST_STATEMENT = 5_000
"""Characters of one statement to compare: a statement is about a sentence."""
LONGEST_TEXT = 200_000
"""Characters of a text to extract from in one call; longer ones are taken in as documents."""
CLAIM_FILTERS: dict[str, Schema] = {
    "q": text(search.LONGEST_QUERY, "Words and figures to search for; the best answers come first."),
    "kind": {"type": "string", "enum": [kind.value for kind in ClaimKind]},
    "speaker": number("The number of a speaker."),
    "document": number("The number of a document."),
    "from": {**DATE, "description": "The earliest date, as 2018-01-14, 2018-01 or 2018."},
    "to": {**DATE, "description": "The latest date."},
    "figure": {"type": "boolean", "description": "Only claims with a figure."},
    "relation": {
        "type": "string",
        "enum": [kind.value for kind in RelationKind if kind is not RelationKind.NONE],
        "description": "Only claims that have a match of this kind.",
    },
    "publisher": text(LONGEST_WORDS, "The name of a publisher."),
    "topic": number("The number of a topic."),
    "before": {**DATE, "description": "The date before which they are."},
    "unit": text(LONGEST_WORDS, "Only claims with a figure in this unit."),
    "status": {"type": "string", "enum": list(STATUSES), "description": "What people decided on them."},
}
"""The filters of the list of claims, as its page has them."""
VERDICT_FILTERS: dict[str, Schema] = {
    "organisation": text(LONGEST_LABEL, "Only verdicts of this organisation."),
    "rating": text(LONGEST_LABEL, "Only verdicts with this rating."),
    "thread": number("The number of a thread."),
}
"""The filters of the list of verdicts."""


class Statements(Body, frozen=True):
    """Two statements to compare."""

    a: Annotated[str, words(LONGEST_STATEMENT)]
    b: Annotated[str, words(LONGEST_STATEMENT)]


class Relation(msgspec.Struct, frozen=True):
    """What two statements are to each other."""

    relation: RelationKind
    score: Annotated[float, Meta(ge=0, le=100)]
    reasons: tuple[str, ...]
    differences: Annotated[list[list[tuple[int, int]]], Meta(description="Start and end in the one and in the other.")]
    rules: str


class Text(Body, frozen=True):
    """A text to find claims in."""

    text: Annotated[str, words(LONGEST_TEXT)]


def as_written(query: Mapping[str, Any], names: Iterable[str]) -> dict[str, str]:
    """Return those of these parameters that were sent as an address writes them: 1 for yes, nothing for no."""
    sent = {name: query[name] for name in names if query.get(name) not in (None, False)}
    return {name: "1" if value is True else str(value) for name, value in sent.items()}


def _list_claims(call: Call[None]) -> Any:
    query, limit, offset = call.query, call.query["limit"], call.query["offset"]
    filters = claim_filters(as_written(query, CLAIM_FILTERS))
    found = search.every(db(), query.get("q"), filters, most=LONGEST_PAGE)
    return {"claims": found.rows(limit=limit, offset=offset), "count": found.count}


def _waiting(call: Call[None]) -> Any:
    found = claims.waiting(db())
    return {"matches": found.rows(limit=call.query["limit"], offset=call.query["offset"]), "count": found.count}


def _compare(call: Call[Statements]) -> Relation:
    relation = relation_between(features(call.body.a), features(call.body.b))
    differences = [[(one.start, one.end), (other.start, other.end)] for one, other in relation.differences]
    return Relation(relation.kind, relation.score, relation.reasons, differences, relation.rules)


def _extract(call: Call[Text]) -> Any:
    return {"claims": [extraction.claim(claim) for claim in extract(call.body.text).claims]}


def _one(noun: str, summary: str, shown: Any) -> Operation[None]:
    return Operation(
        f"get_{noun}", "GET", f"/{noun}s/{{{noun}_id}}", summary, f"{noun}s",
        lambda call: shown(db(), call.path[f"{noun}_id"]), ref(noun.capitalize()),
    )  # fmt: skip


def _own_token(call: Call[None]) -> ApiToken:
    if call.token is None:
        raise TokenError("This tells of a token; send it as “Authorization: Bearer …”.")
    return call.token


OPERATIONS = (
    Operation("list_claims", "GET", "/claims", "List or search claims, dated ones first by date.", "claims",
              _list_claims, listing("claims", "Claim"), CLAIM_FILTERS | PAGE),
    _one("claim", "Give one claim with its context, figures, matches and threads.", claims.shown),
    paged("document", "List documents, dated ones first.", documents.listed),
    _one("document", "Give one document with its text, date ledger and claims.", documents.shown),
    paged("thread", "List threads, those over most documents first.", threads.listed),
    _one("thread", "Give one thread with its claims in date order and those that revise or oppose it.", threads.shown),
    paged("speaker", "List speakers, most claims first.", speakers.listed),
    _one("speaker", "Give one speaker with roles over time and claims in date order.", speakers.shown),
    Operation("list_waiting", "GET", "/matches/waiting", "List the suggested matches nobody has decided.", "matches",
              _waiting, listing("matches", "Match"), PAGE),
    paged("event", "List what was changed, oldest first.", nouns.events_listed),
    Operation("compare_statements", "POST", "/compare", "Say what two statements are to each other, and why.", "texts",
              _compare, Relation,
              body=Statements),
    Operation("extract_claims", "POST", "/extract", "Find the claims in a text; nothing is stored.", "texts",
              _extract, ref("Extracted"), body=Text),
    Operation("get_token", "GET", "/token", "Tell what the token of this call may, until when, and its last use.",
              "token", _own_token, ApiToken),
)  # fmt: skip
"""The operations that change nothing."""


FILTERS: dict[str, Schema] = {
    "q": text(LONGEST_WORDS, "Words of what is measured, or the figure."),
    "measured": text(LONGEST_WORDS, "What is counted, as a figure says it, whoever's and wherever."),
    "measure": text(LONGEST_WORDS, "The measure, as figures give it."),
    "unit": text(LONGEST_WORDS, "The unit, as figures give it."),
    "direction": {"type": "string", "enum": [direction.value for direction in Direction]},
    "speaker": number("The number of a speaker."),
    "saying": {
        "type": "string", "enum": [STATED, BLANK],
        "description": f"Only figures that state what they measure ({STATED}), or that do not ({BLANK}).",
    },
}  # fmt: skip


def _numbers(noun: str, most: int) -> Schema:
    one = "[1-9][0-9]{0,14}"
    description = f"The numbers of {noun}, with commas: 1,2. Chosen for you where left out."
    return {"type": "string", "pattern": f"^{one}(,{one}){{0,{most - 1}}}$", "description": description}


CHOICE: dict[str, Schema] = {
    "speakers": _numbers("speakers", MOST_COLUMNS),
    "threads": _numbers("threads", MOST_ROWS),
    "topic": number("Only threads of this topic."),
    "from": {**DATE, "description": "The earliest date."},
    "to": {**DATE, "description": "The latest date."},
    "by": {"type": "string", "enum": list(ROW_ORDERS), "default": ROW_ORDERS[0], "description": "The order of rows."},
    "across": {
        "type": "string", "enum": list(COLUMN_ORDERS), "default": COLUMN_ORDERS[0],
        "description": "The order of speakers.",
    },
    "rows": number("How many questions at most.", most=MOST_ROWS, default=ROWS),
    "columns": number("How many speakers at most.", most=MOST_COLUMNS, default=COLUMNS),
    "apart": {"type": "boolean", "default": False, "description": "Whether every thread has a row of its own."},
}  # fmt: skip


def _figures(call: Call[None]) -> Any:
    query = call.query
    filters = figure_filters({name: str(query[name]) for name in FILTERS if name in query})
    found = figures.listed(db(), filters)
    return {"figures": found.rows(limit=query["limit"], offset=query["offset"]), "count": found.count}


def _positions(call: Call[None]) -> Any:
    query = call.query
    if "topic" in query:
        standing(db(), query["topic"])
    choice = Choice(
        threads=_several(query.get("threads")),
        speakers=_several(query.get("speakers")),
        dates=Range(query.get("from"), query.get("to")),
        topic=query.get("topic"),
        **{name: query[name] for name in ("by", "across", "rows", "columns", "apart")},
    )
    return positions.grid(db(), choice)


def _several(numbers: str | None) -> tuple[int, ...]:
    return tuple(dict.fromkeys(map(int, numbers.split(",")))) if numbers else ()


FIGURES: tuple[Operation[None], ...] = (
    Operation("list_figures", "GET", "/figures", "List figures, dated ones first by date.", "figures",
              _figures, listing("figures", "Figure"), FILTERS | PAGE),
    Operation("get_figure", "GET", "/claims/{claim_id}/figures/{place}",
              "Give the figure of a claim at a character of its document, with its words and others of its measure.",
              "figures", lambda call: figures.shown(db(), call.path["claim_id"], call.path["place"]), ref("Figure")),
    Operation("get_positions", "GET", "/positions", "Give the grid: speakers by questions, with the words.", "figures",
              _positions, ref("Positions"), CHOICE),
)  # fmt: skip
"""The operations that read figures and positions; they change nothing."""


LONGEST_FILTER: Final = 200
EXPORT_FILTERS: Final[dict[str, dict[str, Schema]]] = {
    "claims": CLAIM_FILTERS,
    "figures": FILTERS,
    "speakers": {
        "q": text(LONGEST_FILTER, "Words of a name."),
        "sort": {"type": "string", "enum": list(ORDERS), "description": "The order."},
    },
    "threads": {"speaker": number("The number of a speaker who speaks in them.")},
    "verdicts": VERDICT_FILTERS,
}
"""The filters of each noun (``narrowing.NAMES``) with their schemas."""


def _given(call: Call[None], noun: str) -> dict[str, str]:
    return as_written(call.query, EXPORT_FILTERS.get(noun, ()))


def _media(forms: tuple[Form, ...]) -> dict[str, Schema]:
    """Return the schema of each media type that some forms have."""
    found: dict[str, Schema] = {}
    for form in forms:
        media = form.media_type.partition(";")[0]
        is_json = media == "application/json" or media.endswith("+json")
        found[media] = (
            ({"type": "array"} if form.key == "csl" else {"type": "object"}) if is_json else {"type": "string"}
        )
    return found


def _export(noun: str) -> Callable[[Call[None]], Any]:
    return lambda call: sent(noun, call.query["format"], _given(call, noun))


def _annotations(noun: str) -> Callable[[Call[None]], Any]:
    def answer(call: Call[None]) -> Response:
        address = request.url_root.rstrip("/")
        asked = (db(), noun, _given(call, noun), address, f"{address}/api/annotations/{noun}")
        page = call.query.get("page")
        found = export.collection(*asked) if page is None else export.page(*asked, page)
        data = json.dumps(found, ensure_ascii=False, indent=1, default=plain)
        return Response(data + "\n", content_type=FORMS["annotations"].media_type)

    return answer


def _operations() -> Iterator[Operation[None]]:
    for noun, forms in export.PAIRS.items():
        form: Schema = {
            "type": "string", "enum": [each.key for each in forms], "default": "json",
            "description": f"One of {', '.join(each.key for each in forms)}.",
        }  # fmt: skip
        yield Operation(
            f"export_{noun}", "GET", f"/exports/{noun}",
            f"Give all {noun}, or what the filters leave of them, in one form." if noun in EXPORT_FILTERS
            else f"Give all {noun} in one form.",
            "exports", _export(noun), {}, {"format": form, **EXPORT_FILTERS.get(noun, {})}, media=_media(forms),
        )  # fmt: skip
    for noun in export.KINDS:
        yield Operation(
            f"annotate_{noun}", "GET", f"/annotations/{noun}",
            f"Give the {noun} as a W3C annotation collection that links to its pages; with “page”, one of these.",
            "exports", _annotations(noun), {},
            {"page": number("The number of a page of the collection, from 1."), **EXPORT_FILTERS.get(noun, {})},
            media=_media((FORMS["annotations"],)),
        )  # fmt: skip


EXPORTS = tuple(_operations())
"""The operations of exports; what leaves in which form is ``streaming.PAIRS``."""


LONGEST_STYLE = 200
BLANK_NAMES = ", ".join(BLANKS)
STYLE: dict[str, Schema] = {
    "style": text(LONGEST_STYLE, "harvard, apa, mla, chicago, oscola, ris, bibtex, csl-json … or an added CSL style.")
}


class Draft(Body, frozen=True):
    """A draft to be checked."""

    draft: Annotated[str, words(LONGEST_DRAFT)]
    house: Annotated[str | None, Meta(description=f"Whose rules decide: {', '.join(houses())}, or own.")] = None
    may: Annotated[tuple[str, ...], Meta(description="What our own rules permit; for the house “own” alone.")] = ()


class NewForm(Body, frozen=True):
    """A form of citation: a line with named blanks under a name, or a CSL style with the name of its file."""

    name: Annotated[str, words(LONGEST_NAME)]
    line: Annotated[str, words(LONGEST_LINE, f"Its blanks are {BLANK_NAMES}, in braces; or …")] | UnsetType = UNSET
    csl: Annotated[str, words(LARGEST_STYLE, "… the XML of a style.")] | UnsetType = UNSET
    either: ClassVar = (("line",), ("csl",))


class Citation(msgspec.Struct, frozen=True):
    """A citation in one style."""

    form: str
    name: str
    entry: str
    in_text: str | None
    left_out: Annotated[tuple[str, ...], Meta(description="Blanks of a house's own line that nothing known fills.")]
    pinpoint: dict[str, int | None]
    remarks: Annotated[tuple[str, ...], Meta(description="What to know of an open date, or of a counted paragraph.")]


def _check(call: Call[Draft]) -> Any:
    text = call.body.draft.replace("\r\n", "\n")
    house = chosen_house(call.body.house, call.body.may)
    return check.check_draft(db(), read_draft(text.encode(), PASTED), house)


def _citing(name: str, noun: str) -> Operation[None]:
    def cite(call: Call[None]) -> Citation:
        subject = SUBJECTS[name](db(), call.path[f"{noun}_id"])
        added, _ = added_forms()
        form = call.query.get("style") or next(iter(services_cite.forms(added, quoted=subject.quoted is not None)))
        place = {"paragraph": subject.pinpoint.paragraph, "page": subject.pinpoint.page}
        written = services_cite.record_of(services_cite.write(subject, form, added))
        return Citation(**written, pinpoint=place, remarks=tuple(subject.remarks))

    return Operation(
        f"cite_{noun}", "GET", f"/{name}/{{{noun}_id}}/citation", f"Cite a {noun} in one style.", name,
        cite, Citation, STYLE,
    )  # fmt: skip


def _operations_of_editors() -> Iterator[Operation[Any]]:
    yield Operation(
        "check_draft", "POST", "/check",
        "Check every quotation and figure of a draft against the stored documents; nothing is stored.", "texts",
        _check, ref("Check"), body=Draft,
    )  # fmt: skip
    for name in SUBJECTS:
        yield _citing(name, name.removesuffix("s"))


def _save_form(call: Call[NewForm]) -> Made:
    sent = call.body
    if isinstance(sent.line, str):
        return made("form", *services_cite.save_line(db(), sent.name, sent.line, who=call.who))
    csl = sent.csl if isinstance(sent.csl, str) else ""
    return made("form", *services_cite.add_style(db(), csl.encode(), sent.name, who=call.who))


OF_FORMS = (
    paged("form", "List the forms of citation that the house added, by name.", services_cite.forms_listed),
    Operation("save_form", "POST", "/forms", "Keep a line of the house, or a CSL style, in place of that of its name.",
              "forms", _save_form, Made, body=NewForm, writes=True, status=201),
    decides(
        "remove_form", "DELETE", "/forms/{form_id}", "Offer a form of citation no longer.", "forms",
        services_cite.remove_form,
    ),
)  # fmt: skip
"""The operations on forms of citation."""
OPERATIONS_OF_EDITORS = (*_operations_of_editors(), *OF_FORMS)
"""The operations for editors; of these only those on forms change anything."""
