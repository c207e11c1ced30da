"""Two to six claims, speakers or documents side by side, as a page and as flat rows; and choosing what to compare."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, NamedTuple

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker.db import alignment, claims, names
from tracker.db.rows import Row
from tracker.models import TrackerError
from tracker.models.documents import DocumentFound
from tracker.models.record import Record
from tracker.services import compare, search
from tracker.services.compare import FEWEST, MOST, OUTCOMES, SINGULAR
from tracker.web.claim_list import address_with
from tracker.web.request import LIST, Page, db, joined, list_in, numbers
from tracker.web.words import counted, long_date, name_of, quoted


def latest_in(cell: Row | None) -> Row:
    """Return the columns of a cell's latest statement, blanks for a cell without one."""
    said = cell["latest"] if cell else {}
    return {
        "stance": said.get("stance", "no statement stored"),
        "ground": said.get("ground", ""),
        "reasons": said.get("reasons", []),
        "statements": cell["statements"] if cell else 0,
        "claim": said.get("id"),
        "words": said.get("text"),
        "kind": said.get("kind"),
        "date": said.get("date"),
        "document_id": said.get("document_id"),
        "document": name_of(said) if said else None,
    }


def as_rows(questions: Sequence[Row], sides: Sequence[Row]) -> list[Row]:
    """Return a row for each question and side, blanks included."""
    found = []
    for row in questions:
        cells = {cell["side"]: cell for cell in row["cells"]}
        for side in sides:
            cell = cells.get(side["id"])
            found.append(
                {
                    "thread": row["thread_id"],
                    "question": row["lead"],
                    "side_id": side["id"],
                    "side": side["name"],
                    **latest_in(cell),
                    "speaker": cell["latest"]["speaker"] if cell else None,
                    "pairs": [
                        {
                            "with": pair["b"] if pair["a"] == side["id"] else pair["a"],
                            "between": pair["between"],
                            "ground": pair["ground"],
                            "relation": (pair["relation"] or {}).get("kind"),
                        }
                        for pair in row["pairs"]
                        if side["id"] in (pair["a"], pair["b"])
                    ],
                }
            )
    return found


def as_quotation_rows(carried: Row, sides: Sequence[Row]) -> list[Row]:
    """Return a row for each quotation of the fuller source and each paper, then those that only a paper has."""
    names = {side["id"]: side["name"] for side in sides}
    source = carried["fuller"]["id"]
    found = []
    for row in carried["quotations"]:
        for paper, fate in row["fates"].items():
            trace = fate["traces"][0] if fate["traces"] else None
            found.append(
                {
                    "source": names[source],
                    "paper": names[paper],
                    "outcome": fate["outcome"],
                    "under_another_name": fate["reattributed"],
                    "quotation": row["claim"]["text"],
                    "quotation_claim": row["claim"]["id"],
                    "speaker": row["claim"]["speaker"],
                    "words_in_paper": trace["claim"]["text"] if trace else None,
                    "paper_claim": trace["paper"] if trace else None,
                    "speaker_in_paper": trace["claim"]["speaker"] if trace else None,
                    "left_out": list(trace["cut"]) if trace else [],
                    "negation_left_out": trace["negation"] if trace else "",
                }
            )
    for paper, its_claims in carried["new"].items():
        for claim in its_claims:
            found.append(
                dict.fromkeys(found[0] if found else ("source", "paper", "outcome"))
                | {
                    "source": names[source],
                    "paper": names[paper],
                    "outcome": "not in the source",
                    "words_in_paper": claim["text"],
                    "paper_claim": claim["id"],
                    "speaker_in_paper": claim["speaker"],
                }
            )
    return found


FOUND = 12
"""Answers of a search to pick from; better words find what is further down."""
NEAR = 6
"""Suggestions of what to put beside what is chosen."""


class Pick(Record, frozen=True):
    """What can be picked: its number, what it is called, and a hint which of those of one name it is."""

    id: int
    name: str
    hint: str = ""


def found(noun: str, words: str, without: Collection[int] = (), *, start: bool = False) -> list[Pick]:
    """Return what a search finds to pick; ``noun`` also ``threads``.

    With ``start`` a search for nothing finds the speakers with most claims, or the newest documents.
    """
    if not words and not (start and noun in ("speakers", "documents")):
        return []
    if noun == "speakers":
        picks = [
            Pick(speaker.id, speaker.name, counted(speaker.claims, "claim"))
            for speaker in names.speakers_named(db(), words, limit=FOUND)
        ]
    elif noun == "documents":
        picks = [_document(document) for document in names.documents_named(db(), words, limit=FOUND)]
    else:
        ids = [row["claim_id"] for row in search.search(db(), words, limit=FOUND)]
        picks = _threads(ids) if noun == "threads" else _claims(ids)
    return [pick for pick in picks if pick.id not in without]


def near(noun: str, ids: Sequence[int]) -> list[Pick]:
    """Return what shares most threads with what is chosen."""
    if not ids:
        return []
    others = names.near(db(), noun, ids, limit=NEAR)
    if noun == "claims":
        return _claims(others)
    if noun == "speakers":
        return [Pick(speaker.id, speaker.name) for speaker in names.speakers_of(db(), others)]
    return [_document(document) for document in names.documents_of(db(), others)]


def _document(found: DocumentFound) -> Pick:
    date = long_date(found.date) if found.date else "undated"
    return Pick(found.id, found.name, ", ".join(filter(None, (found.publisher, date))))


def _claims(ids: Sequence[int]) -> list[Pick]:
    return [
        Pick(
            row["id"],
            quoted(" ".join(row["text"].split())),
            ", ".join([row["speaker"] or "speaker not known", long_date(row["date"])]),
        )
        for row in claims.several(db(), ids)
    ]


def _threads(claim_ids: Sequence[int]) -> list[Pick]:
    ids = names.threads_of_claims(db(), claim_ids, limit=FOUND)
    leads = alignment.leads(db(), ids)
    return [
        Pick(thread, " ".join(leads[thread]["lead"].split()), f"{leads[thread]['claims']} claims") for thread in ids
    ]


pages = Blueprint("compare", __name__)

ROWS = 10
"""Questions a page where up to three stand side by side; fewer where each row has more words."""
WIDE, ROWS_OF_WIDE = 4, 6
QUOTATIONS = 30
"""Quotations a page of what became of them."""
REATTRIBUTED = "re-attributed"


class Chosen(NamedTuple):
    """What stands side by side: the noun in the plural, and the sides in order."""

    noun: str
    sides: list[Row]

    @property
    def ids(self) -> list[int]:
        """The numbers of the sides, in order."""
        return [side["id"] for side in self.sides]


@pages.get("/compare")
def show() -> ResponseReturnValue:
    """Show what stands side by side, or the form that asks what to compare."""
    if moved := _moved():
        return redirect(moved)
    chosen = _chosen()
    query = request.args.get("q", "").strip()
    context: dict[str, Any] = {"rows": [], "pairs": [], "carried": None}
    if len(chosen.ids) >= FEWEST:
        context = _compared(chosen)
    return render_template(
        "compare.html",
        noun=chosen.noun,
        singular=SINGULAR[chosen.noun],
        nouns=SINGULAR,
        sides=[side | _links(chosen, place) for place, side in enumerate(chosen.sides)],
        query=query,
        found=found(chosen.noun, query, chosen.ids, start=not chosen.ids),
        near=near(chosen.noun, chosen.ids) if len(chosen.ids) < MOST else [],
        ids=joined(chosen.ids),
        fewest=FEWEST,
        most=MOST,
        **context,
    )


@pages.get("/compare." + LIST)
def show_list(form: str) -> ResponseReturnValue:
    """Give what stands side by side as JSON, or as CSV: a row for each question and side."""
    if moved := _moved(form):
        return redirect(moved)
    chosen = _chosen()
    found = compare.aligned(db(), chosen.noun, chosen.ids, alone=_alone(chosen))
    rows = compare.shown(db(), found, chosen.ids)
    if form == "csv":
        return list_in(form, "compare", as_rows(rows, chosen.sides))
    more: dict[str, Any] = {"comparing": chosen.noun, "sides": chosen.sides}
    if chosen.noun == "claims":
        more["pairs"] = compare.pairs_of_claims(db(), chosen.ids)
    if chosen.noun == "documents" and len(chosen.ids) >= FEWEST:
        more["carrying"] = _carried(chosen)
    return list_in(form, "questions", rows, **more)


@pages.get("/compare/quotations." + LIST)
def quotations_list(form: str) -> ResponseReturnValue:
    """Give what became of each quotation of the fuller document, as JSON or CSV."""
    chosen = _enough()
    if chosen.noun != "documents":
        raise TrackerError("Quotations are followed from document to document: name them with ?documents=.")
    carried = _carried(chosen)
    return list_in(form, "quotations", as_quotation_rows(carried, chosen.sides), fuller=carried["fuller"])


def _moved(form: str | None = None) -> str | None:
    """Return the lasting address where another one was used: two speakers as ``a`` and ``b``, or ticked boxes."""
    endpoint = "compare.show_list" if form else "compare.show"
    more: dict[str, Any] = {"form": form} if form else {}
    if "a" in request.args or "b" in request.args:
        one, other = (request.args.get(key, type=int) for key in ("a", "b"))
        if one is None or other is None:
            return url_for(endpoint, **more)
        if one == other:
            raise TrackerError("Choose two different speakers to compare.")
        return url_for(endpoint, speakers=joined((one, other)), **more)
    if any(len(request.args.getlist(noun)) > 1 for noun in SINGULAR):
        query: dict[str, Any] = {key: value for key, value in request.args.items() if key not in SINGULAR}
        query |= {noun: joined(_ids(noun)) or None for noun in SINGULAR}
        return url_for(endpoint, **query, **more)
    return None


def _ids(noun: str) -> tuple[int, ...]:
    return numbers(noun, SINGULAR[noun])


def _chosen() -> Chosen:
    """Return what the address names. Raises ``TrackerError`` for two kinds at once, or for what is no number."""
    given = {noun: ids for noun in SINGULAR if (ids := _ids(noun))}
    if len(given) > 1:
        raise TrackerError("Compare claims, speakers or documents, one kind at a time.")
    noun = next(iter(given), request.args.get("what", "speakers"))
    if noun not in SINGULAR:
        raise TrackerError(f"“{noun}” cannot be compared; there are {', '.join(SINGULAR)}.")
    return Chosen(noun, compare.sides(db(), noun, given.get(noun, ())))


def _enough() -> Chosen:
    chosen = _chosen()
    if len(chosen.ids) < FEWEST:
        raise TrackerError("Two to six are wanted: ?claims=, ?speakers= or ?documents= with their numbers.")
    return chosen


def _alone(chosen: Chosen) -> bool:
    return request.args.get("alone") == "1" or chosen.noun == "claims"


def _links(chosen: Chosen, place: int) -> Row:
    """Return the addresses without a side, and with it one place earlier or later."""
    ids = chosen.ids

    def moved(to: int) -> str | None:
        if not 0 <= to < len(ids):
            return None
        order = [one for one in ids if one != ids[place]]
        order.insert(to, ids[place])
        return address_with(**{chosen.noun: joined(order)})

    rest = joined([one for one in ids if one != ids[place]])
    without = {chosen.noun: rest} if rest else {chosen.noun: None, "what": chosen.noun}
    return {"remove": address_with(**without), "earlier": moved(place - 1), "later": moved(place + 1)}


def _compared(chosen: Chosen) -> dict[str, Any]:
    every = compare.aligned(db(), chosen.noun, chosen.ids, alone=True)
    rows = [row for row in every if _alone(chosen) or row["sides"] >= FEWEST]
    size = ROWS if len(chosen.ids) < WIDE else ROWS_OF_WIDE
    page = Page(request.args.get("page", 1, type=int), len(rows), size)
    found = compare.shown(db(), rows[page.offset : page.offset + page.size], chosen.ids)
    context: dict[str, Any] = {
        "rows": [row | {"by_side": {cell["side"]: cell for cell in row["cells"]}} for row in found],
        "page": page,
        "alone": _alone(chosen),
        "one_sided": len(every) - sum(row["sides"] >= FEWEST for row in every),
        "pairs": compare.pairs_of_claims(db(), chosen.ids) if chosen.noun == "claims" else [],
        "carried": None,
    }
    if chosen.noun == "documents":
        context |= _carried_page(chosen)
    return context


def _carried(chosen: Chosen) -> Row:
    asked = request.args.get("fuller", type=int)
    if asked is not None and asked not in chosen.ids:
        raise TrackerError("The fuller source has to be one of the documents that stand side by side.")
    fuller = compare.fuller(db(), chosen.ids, asked)
    papers = [one for one in chosen.ids if one != fuller["id"]]
    return compare.table(db(), fuller["id"], papers) | {"fuller": fuller, "papers": papers}


def _carried_page(chosen: Chosen) -> dict[str, Any]:
    """Return what became of the quotations, a page of them, narrowed to one outcome where the address says so."""
    carried = _carried(chosen)
    outcome = request.args.get("outcome", "").strip()
    if outcome and outcome not in (*OUTCOMES, REATTRIBUTED):
        raise TrackerError(f"“{outcome}” is nothing that becomes of a quotation; there are {', '.join(OUTCOMES)}.")
    rows = [row for row in carried["quotations"] if not outcome or any(_is(f, outcome) for f in row["fates"].values())]
    part = Page(request.args.get("part", 1, type=int), len(rows), QUOTATIONS)
    names = {side["id"]: side for side in chosen.sides}
    return {
        "carried": carried,
        "quotations": rows[part.offset : part.offset + part.size],
        "part": part,
        "outcome": outcome,
        "outcomes": (*OUTCOMES, REATTRIBUTED),
        "named": names,
    }


def _is(fate: Row, outcome: str) -> bool:
    return bool(fate["reattributed"]) if outcome == REATTRIBUTED else fate["outcome"] == outcome
