"""Two to six claims, speakers or documents side by side, as a page and as flat rows; and choosing what to compare."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker.cite.snippets import as_told
from tracker.models import Record, TrackerError
from tracker.models.claims import StoredClaim
from tracker.models.documents import DocumentFound, SpeakerFound
from tracker.models.threads import ThreadLead
from tracker.services import compare, nouns
from tracker.services.compare import FEWEST, MOST, OUTCOMES, REATTRIBUTED, SINGULAR, Carried, QuestionCompared, Side
from tracker.services.nouns import Found
from tracker.services.positions import Cell
from tracker.web.request import LIST, Page, address_with, db, joined, list_in, numbers
from tracker.web.words import counted, long_date, name_of, quoted


def latest_in(cell: Cell | None) -> dict[str, Any]:
    """Return the columns of a cell's latest statement, blanks for a cell without one."""
    if cell is None:
        return {
            "attitude": "no statement stored",
            "ground": "",
            "reasons": [],
            "statements": 0,
            **dict.fromkeys(("claim", "words", "stance", "kind", "date", "document_id", "document")),
        }
    said = cell.latest
    return {
        "attitude": said.attitude,
        "ground": said.ground,
        "reasons": said.reasons,
        "statements": cell.statements,
        "claim": said.id,
        "words": said.text,
        "stance": said.stance,
        "kind": said.kind,
        "date": said.date,
        "document_id": said.document_id,
        "document": name_of(said),
    }


def as_rows(questions: Sequence[QuestionCompared], sides: Sequence[Side]) -> list[dict[str, Any]]:
    """Return a row for each question and side, blanks included."""
    return [
        {
            "thread": row.thread_id,
            "question": as_told(row.lead, row.stance),
            "side_id": side.id,
            "side": side.name,
            **latest_in(cell := row.cell_of(side.id)),
            "speaker": cell.latest.speaker if cell else None,
            "pairs": [
                {
                    "with": pair.b if pair.a == side.id else pair.a,
                    "between": pair.between,
                    "ground": pair.ground,
                    "relation": pair.relation.kind if pair.relation else None,
                }
                for pair in row.pairs
                if side.id in (pair.a, pair.b)
            ],
        }
        for row in questions
        for side in sides
    ]


def as_quotation_rows(carried: Carried, sides: Sequence[Side]) -> list[dict[str, Any]]:
    """Return a row for each quotation of the fuller source and each paper, then those that only a paper has."""
    names = {side.id: side.name for side in sides}
    source = names[carried.fuller.id]
    found: list[dict[str, Any]] = []
    for row in carried.quotations:
        for paper, fate in row.fates.items():
            trace = fate.traces[0] if fate.traces else None
            found.append(
                {
                    "source": source,
                    "paper": names[paper],
                    "outcome": fate.outcome,
                    "under_another_name": fate.reattributed,
                    "quotation": as_told(row.claim.text, row.claim.stance),
                    "quotation_claim": row.claim.id,
                    "speaker": row.claim.speaker,
                    "words_in_paper": as_told(trace.claim.text, trace.claim.stance) if trace else None,
                    "paper_claim": trace.paper if trace else None,
                    "speaker_in_paper": trace.claim.speaker if trace else None,
                    "left_out": trace.cut if trace else (),
                    "negation_left_out": trace.negation if trace else "",
                }
            )
    blank = dict.fromkeys(found[0] if found else ("source", "paper", "outcome"))
    found += [
        blank
        | {
            "source": source,
            "paper": names[paper],
            "outcome": "not in the source",
            "words_in_paper": as_told(claim.text, claim.stance),
            "paper_claim": claim.id,
            "speaker_in_paper": claim.speaker,
        }
        for paper, its_claims in carried.new.items()
        for claim in its_claims
    ]
    return found


class Pick(Record, frozen=True):
    """What can be picked: its number, what it is called, and a hint which of those of one name it is."""

    id: int
    name: str
    hint: str = ""


def pick(one: Found) -> Pick:
    """Return something found as it is offered."""
    match one:
        case SpeakerFound():
            return Pick(one.id, one.name, counted(one.claims, "claim"))
        case DocumentFound():
            return Pick(one.id, one.name, ", ".join(filter(None, (one.publisher, long_date(one.date)))))
        case StoredClaim():
            said = ", ".join([one.speaker or "speaker not known", long_date(one.date)])
            return Pick(one.id, as_told(quoted(" ".join(one.text.split())), one.stance), said)
        case ThreadLead():
            return Pick(one.thread_id, as_told(" ".join(one.lead.split()), one.stance), f"{one.claims} claims")
    return Pick(one.id, one.name)


pages = Blueprint("compare", __name__)

ROWS = 10
"""Questions a page where up to three stand side by side; fewer where each row has more words."""
WIDE, ROWS_OF_WIDE = 4, 6
QUOTATIONS = 30
"""Quotations a page of what became of them."""


class Chosen(NamedTuple):
    """What stands side by side: the noun in the plural, and the sides in order."""

    noun: str
    sides: list[Side]

    @property
    def ids(self) -> list[int]:
        """The numbers of the sides, in order."""
        return [side.id for side in self.sides]


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
        sides=chosen.sides,
        links={side.id: _links(chosen, place) for place, side in enumerate(chosen.sides)},
        query=query,
        found=[pick(one) for one in nouns.found(db(), chosen.noun, query, chosen.ids, start=not chosen.ids)],
        near=[pick(one) for one in nouns.near(db(), chosen.noun, chosen.ids)] if len(chosen.ids) < MOST else [],
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
    return list_in(form, "quotations", as_quotation_rows(carried, chosen.sides), fuller=carried.fuller)


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


def _links(chosen: Chosen, place: int) -> dict[str, str | None]:
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
    rows = [row for row in every if _alone(chosen) or row.sides >= FEWEST]
    size = ROWS if len(chosen.ids) < WIDE else ROWS_OF_WIDE
    page = Page(request.args.get("page", 1, type=int), len(rows), size)
    context: dict[str, Any] = {
        "rows": compare.shown(db(), rows[page.offset : page.offset + page.size], chosen.ids),
        "page": page,
        "alone": _alone(chosen),
        "one_sided": len(every) - sum(row.sides >= FEWEST for row in every),
        "pairs": compare.pairs_of_claims(db(), chosen.ids) if chosen.noun == "claims" else [],
        "carried": None,
    }
    if chosen.noun == "documents":
        context |= _carried_page(chosen)
    return context


def _carried(chosen: Chosen) -> Carried:
    return compare.carried(db(), chosen.ids, request.args.get("fuller", type=int))


def _carried_page(chosen: Chosen) -> dict[str, Any]:
    """Return what became of the quotations, a page of them, narrowed to one outcome where the address says so."""
    carried = _carried(chosen)
    outcome = request.args.get("outcome", "").strip()
    if outcome and outcome not in (*OUTCOMES, REATTRIBUTED):
        raise TrackerError(f"“{outcome}” is nothing that becomes of a quotation; there are {', '.join(OUTCOMES)}.")
    rows = [row for row in carried.quotations if not outcome or any(fate.has(outcome) for fate in row.fates.values())]
    part = Page(request.args.get("part", 1, type=int), len(rows), QUOTATIONS)
    return {
        "carried": carried,
        "quotations": rows[part.offset : part.offset + part.size],
        "part": part,
        "outcome": outcome,
        "outcomes": (*OUTCOMES, REATTRIBUTED),
        "named": {side.id: side for side in chosen.sides},
    }
