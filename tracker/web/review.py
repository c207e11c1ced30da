"""The review queue: what waits for a person, in four lanes, as lists and one by one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import msgspec
from flask import Blueprint, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from tracker.desk import precision
from tracker.desk.lanes import LANES, Lane
from tracker.models.events import Event, Visit
from tracker.store import documents, events, speakers, visits
from tracker.store import precision as decided
from tracker.store.rows import Row
from tracker.store.waiting import ANY, Narrowed
from tracker.web.connection import db
from tracker.web.formats import LIST, list_in
from tracker.web.paging import Page
from tracker.web.reading import in_context
from tracker.web.review_words import KINDS, UNDONE_HERE, chips_of, kind_label, lane_words, narrowed_by, place_of
from tracker.web.waiting_counts import waiting_counts
from tracker.web.who import NOBODY_NAMED, who

pages = Blueprint("review", __name__)

LANE: Final = f"<any({','.join(LANES)}):lane>"
"""A lane's name in a route."""
PER_PAGE: Final = 12
"""Questions on a page of a list: each shows two claims with their words compared."""
NEWS_SHOWN: Final = 8
"""Decisions of others told on the first page; the history has them all."""
LOOKED_BACK: Final = 200
"""Newest events among which a reader's last decision is looked for; an older one is undone from the history."""
MOST_IN_A_TWIN: Final = 5_000
"""Questions given in one JSON or CSV: a queue may hold half a million, and the filters name the rest."""
SHARED: Final = ("kind", "speaker", "document", "score")
"""What the address of a list and of one question have in common."""


@dataclass(frozen=True, slots=True)
class LastDone:
    """This reader's last decision here that stands: how many decisions the action held, and where undoing leads."""

    event: Event
    batch: int | None
    count: int
    leads_to: str


@pages.get("/review")
def every() -> ResponseReturnValue:
    """Show the lanes with their counts, what came since the last visit, and how often suggestions were right."""
    rows = decided.decided(db())
    return render_template(
        "review.html",
        lanes=[(words, waiting_counts()[name]) for name, words in lane_words().items()],
        news=_news(),
        bands=precision.by_band(rows),
        kinds=precision.by_kind(rows, KINDS["matches"]),
        too_few=precision.TOO_FEW,
        counted_to=visits.COUNTED_TO,
        last_done=last_done(),
        decisions=len(rows),
        stored=documents.count(db()) > 0,
    )


@pages.get("/review." + LIST)
def every_list(form: str) -> ResponseReturnValue:
    """Give the lanes with their counts, and in JSON the precision of past suggestions."""
    rows = decided.decided(db())
    measured = {
        "by_score": {p.name: _measured(p) for p in precision.by_band(rows)},
        "by_kind": {p.name: _measured(p) for p in precision.by_kind(rows, KINDS["matches"])},
    }
    lanes = [{"lane": name, "waiting": count} for name, count in waiting_counts().items()]
    return list_in(form, "lanes", lanes, precision=measured)


def _measured(found: precision.Precision) -> dict[str, Any]:
    return {"confirmed": found.confirmed, "refused": found.refused, "share": found.share}


def seen() -> Visit | None:
    """Return how far this reader has seen: kept for a name in the database, for nobody named in the session."""
    if who() == NOBODY_NAMED:
        kept = session.get("seen")
        return msgspec.convert(kept, Visit) if isinstance(kept, dict) else None
    return visits.get(db(), who())


def _news() -> Row:
    """Return what came since this reader's last visit; ``since`` is ``None`` for one who has never marked it."""
    last = seen()
    since = last or Visit(event_id=0, claim_id=0, thread_id=0)
    return {
        "since": last.at if last else None,
        "counts": visits.counts_since(db(), since),
        "claims_after": since.claim_id,
        "events": visits.events_since(db(), since.event_id, who=who(), limit=NEWS_SHOWN + 1),
        "shown": NEWS_SHOWN,
        "now": visits.now_at(db()),
    }


@pages.get("/review/" + LANE)
def lane(lane: str) -> ResponseReturnValue:
    """Show one lane as a list."""
    narrowed = narrowed_by(lane, request.args)
    page = Page(request.args.get("page", 1, type=int), _count(lane, narrowed), PER_PAGE)
    rows = LANES[lane].listed(db(), narrowed, page.size, page.offset)
    return render_template("review_lane.html", rows=rows, page=page, near=_near(lane, rows), **_frame(lane, narrowed))


@pages.get("/review/" + LANE + "." + LIST)
def lane_list(lane: str, form: str) -> ResponseReturnValue:
    """Give what waits in one lane, as JSON or CSV."""
    narrowed = narrowed_by(lane, request.args)
    rows = LANES[lane].listed(db(), narrowed, MOST_IN_A_TWIN, 0)
    return list_in(form, lane, rows, waiting=_count(lane, narrowed))


@pages.get("/review/" + LANE + "/one")
def one(lane: str) -> ResponseReturnValue:
    """Show one question: that with the key ``at`` if it waits still, else the first after the key ``after``.

    Past the last one the queue begins again with what was passed over.
    """
    narrowed, after = narrowed_by(lane, request.args), request.args.get("after", "")
    queue = LANES[lane]
    row: Any = queue.one(db(), request.args.get("at", "")) or queue.following(db(), narrowed, after)
    again = row is None and bool(after)
    if again:
        row, after = queue.following(db(), narrowed, ""), ""
    return render_template(
        "review_one.html",
        row=row,
        again=again,
        after=after,
        count=_count(lane, narrowed),
        context=in_context(row) if row is not None and lane == "attributions" else None,
        shown_filters=_shared(),
        **_frame(lane, narrowed),
    )


def _count(lane: str, narrowed: Narrowed) -> int:
    return waiting_counts()[lane] if narrowed == ANY else _lane(lane).count(db(), narrowed)


def _lane(name: str) -> Lane:
    return LANES[name]


def _shared() -> dict[str, str]:
    return {key: request.args[key] for key in SHARED if request.args.get(key)}


def _frame(lane: str, narrowed: Narrowed) -> dict[str, Any]:
    """Return what a lane's list and its single questions show alike."""
    speaker = speakers.get(db(), narrowed.speaker) if narrowed.speaker is not None else None
    document = documents.get(db(), narrowed.document) if narrowed.document is not None else None
    return {
        "words": lane_words()[lane],
        "lanes": [(words, waiting_counts()[name]) for name, words in lane_words().items()],
        "narrowed": narrowed,
        "chips": chips_of(lane, narrowed, speaker, document),
        "kinds": [(kind, kind_label(lane, kind)) for kind in KINDS[lane]],
        "shared": _shared(),
        "last_done": last_done(),
    }


def _near(lane: str, rows: Sequence[Any]) -> dict[str, list[tuple[int, str]]]:
    """Return the speakers and documents of the questions on this page, to narrow the lane to one of them."""
    if lane == "dates":
        return {}
    if lane == "speakers":
        claims = [row.claim for row in rows if row.asks == "label"]
    else:
        claims = [row[side] for row in rows for side in ("claim_a", "claim_b")] if lane == "matches" else [*rows]
    by_speaker = {claim["speaker_id"]: claim["speaker"] for claim in claims if claim["speaker_id"] is not None}
    by_document = {claim["document_id"]: claim["document_title"] or claim["document"] for claim in claims}
    found = {"document": sorted(by_document.items(), key=lambda entry: entry[1])}
    return {"speaker": sorted(by_speaker.items(), key=lambda entry: entry[1]), **found} if lane != "speakers" else found


def last_done() -> LastDone | None:
    """Return this reader's last decision that stands."""
    event = visits.last_of(db(), who(), UNDONE_HERE, limit=LOOKED_BACK)
    if event is None:
        return None
    place, batch = place_of(event), event.new.get("batch")
    standing = [e for e in events.of_batch(db(), batch) if e.undone_by is None] if batch is not None else [event]
    leads_to = (
        url_for("review.one", lane=place[0], at=place[1] or None) + "#question" if place else url_for("review.every")
    )
    return LastDone(event, batch, len(standing), leads_to)
