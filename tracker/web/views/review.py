"""The review queue: what waits for a person, as lists and one by one, and what its forms do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import msgspec
from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from msgspec.structs import asdict
from werkzeug.wrappers import Response

from tracker.db import documents, events, speakers
from tracker.db import relations as decided
from tracker.db.connection import transaction
from tracker.db.review import ANY, USEFUL_FIRST, Narrowed
from tracker.db.rows import Database, Row
from tracker.models import ClaimKind, TrackerError
from tracker.models.documents import StoredDocument
from tracker.models.events import Event, EventKind, Visit
from tracker.models.speakers import NamelessLabel, StoredSpeaker
from tracker.services import decisions, nouns, review, undo
from tracker.services.decisions import JUDGEMENTS as JUDGED
from tracker.services.filters import NUMBER
from tracker.services.review import LANES, Lane
from tracker.services.undo import Done
from tracker.text.lexicon import rows
from tracker.web.claim_list import Chip, address_with
from tracker.web.request import LIST, NOTHING_CHANGED, Page, db, finished, form_number, list_in, next_page, page_facts
from tracker.web.views.documents import in_context
from tracker.web.views.home import NOBODY_NAMED, who
from tracker.web.words import counted, term


@dataclass(frozen=True, slots=True)
class LaneWords:
    """What a lane is called, asks, and says of its order and when it is empty."""

    name: str
    title: str
    asks: str
    order: str
    empty: str


KINDS: Final[Mapping[str, tuple[str, ...]]] = {
    "matches": tuple(kind.value for kinds in USEFUL_FIRST for kind in kinds),
    "speakers": ("same", "label"),
    "dates": (),
    "attributions": (ClaimKind.DIRECT.value, ClaimKind.MIXED.value, ClaimKind.INDIRECT.value),
}
"""What each lane can be narrowed to, in the order of its list."""

SPEAKER_KINDS: Final = {"same": "may be one", "label": "a label without a name"}

HIGHEST: Final = 100
"""The highest score, in per cent."""

UNDONE_HERE: Final = (EventKind.MATCH_CONFIRMED, EventKind.MATCH_REFUSED, EventKind.SPEAKER_PICKED,
                      EventKind.SPAN_PICKED, EventKind.DATE_PICKED, EventKind.SPEAKERS_MERGED, *JUDGED)  # fmt: skip
"""Decisions of the review queue, which its line at the foot offers to undo."""


@cache
def lane_words() -> dict[str, LaneWords]:
    """Return the words of each lane by its name, in the order of the page."""
    return {row[0]: LaneWords(*row) for row in rows("web", "lanes.tsv")}


def kind_label(lane: str, kind: str) -> str:
    """Return what a kind of question is called in its lane."""
    if lane == "speakers":
        return SPEAKER_KINDS[kind]
    return term("relation" if lane == "matches" else "kind", kind).label


def narrowed_by(lane: str, args: Mapping[str, str]) -> Narrowed:
    """Return what an address narrows a lane to; raises ``TrackerError`` for what is no filter."""
    given = {key: value.strip() for key, value in args.items() if value.strip()}
    least = given.get("score")
    if least is not None and not (least.isdecimal() and int(least) <= HIGHEST):
        raise TrackerError(f"A score is a whole number from 0 to {HIGHEST}, not “{least}”.")
    return Narrowed(
        kind=_kind(lane, given.get("kind")),
        speaker=_number(given.get("speaker"), "speaker"),
        document=_number(given.get("document"), "document"),
        least=None if least is None else float(least),
    )


def _kind(lane: str, kind: str | None) -> str | None:
    if kind is not None and kind not in KINDS[lane]:
        known = f"there are {', '.join(KINDS[lane])}" if KINDS[lane] else "this lane has no kinds"
        raise TrackerError(f"“{kind}” is no kind of question here; {known}.")
    return kind


def _number(value: str | None, what: str) -> int | None:
    if value is not None and not NUMBER.fullmatch(value):
        raise TrackerError(f"A {what} is chosen by its number, not by “{value}”.")
    return None if value is None else int(value)


def chips_of(
    lane: str, narrowed: Narrowed, speaker: StoredSpeaker | None, document: StoredDocument | None
) -> list[Chip]:
    """Return the filters in force, in words."""
    found = []
    if narrowed.kind is not None:
        found.append(Chip(kind_label(lane, narrowed.kind), address_with(kind=None)))
    if narrowed.speaker is not None:
        name = speaker.name if speaker else f"speaker {narrowed.speaker}"
        found.append(Chip(f"by {name}", address_with(speaker=None)))
    if narrowed.document is not None:
        name = document.heading if document else f"document {narrowed.document}"
        found.append(Chip(f"in {name}", address_with(document=None)))
    if narrowed.least is not None:
        found.append(Chip(f"score {narrowed.least:.0f} or more", address_with(score=None)))
    return found


LANE_OF: Final[Mapping[EventKind, str]] = {
    EventKind.MATCH_CONFIRMED: "matches",
    EventKind.MATCH_REFUSED: "matches",
    EventKind.DATE_PICKED: "dates",
    EventKind.DATE_LEFT_OPEN: "dates",
    EventKind.SPEAKERS_MERGED: "speakers",
    EventKind.SPEAKERS_KEPT_APART: "speakers",
    EventKind.ATTRIBUTION_CONFIRMED: "attributions",
    EventKind.CLAIM_REJECTED: "attributions",
    EventKind.SPEAKER_PICKED: "attributions",
    EventKind.SPAN_PICKED: "attributions",
}
"""The lane whose question each kind of decision settles."""


def place_of(event: Event) -> tuple[str, str] | None:
    """Return the lane and the key of the question an event settled, ``None`` where it settled none.

    >>> place_of(Event(id=1, at="", who="", kind=EventKind.MATCH_REFUSED, noun="claim", noun_id=3, new={"with": 9}))
    ('matches', '3-9')
    """
    lane = LANE_OF.get(event.kind)
    if lane is None:
        return None
    if lane == "matches":
        return lane, f"{event.noun_id}-{event.new['with']}"
    if event.kind is EventKind.SPEAKERS_MERGED:
        return lane, f"same-{event.noun_id}-{event.new['into']}"
    return lane, "" if event.kind is EventKind.SPEAKERS_KEPT_APART else str(event.noun_id)


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
        lanes=[(words, page_facts().lanes[name]) for name, words in lane_words().items()],
        news=_news(),
        bands=review.by_band(rows),
        kinds=review.by_kind(rows, KINDS["matches"]),
        too_few=review.TOO_FEW,
        counted_to=events.COUNTED_TO,
        last_done=last_done(),
        decisions=len(rows),
        stored=documents.count(db()) > 0,
    )


@pages.get("/review." + LIST)
def every_list(form: str) -> ResponseReturnValue:
    """Give the lanes with their counts, and in JSON the precision of past suggestions."""
    rows = decided.decided(db())
    measured = {
        "by_score": {p.name: _measured(p) for p in review.by_band(rows)},
        "by_kind": {p.name: _measured(p) for p in review.by_kind(rows, KINDS["matches"])},
    }
    lanes = [{"lane": name, "waiting": count} for name, count in page_facts().lanes.items()]
    return list_in(form, "lanes", lanes, precision=measured)


def _measured(found: review.Precision) -> dict[str, Any]:
    return {"confirmed": found.confirmed, "refused": found.refused, "share": found.share}


def seen() -> Visit | None:
    """Return how far this reader has seen: kept for a name in the database, for nobody named in the session."""
    if who() == NOBODY_NAMED:
        kept = session.get("seen")
        return msgspec.convert(kept, Visit) if isinstance(kept, dict) else None
    return events.visit(db(), who())


def _news() -> Row:
    """Return what came since this reader's last visit; ``since`` is ``None`` for one who has never marked it."""
    last = seen()
    since = last or Visit(event_id=0, claim_id=0, thread_id=0)
    return {
        "since": last.at if last else None,
        "counts": events.counts_since(db(), since),
        "claims_after": since.claim_id,
        "events": events.events_since(db(), since.event_id, who=who(), limit=NEWS_SHOWN + 1),
        "shown": NEWS_SHOWN,
        "now": events.now_at(db()),
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
    return page_facts().lanes[lane] if narrowed == ANY else _lane(lane).count(db(), narrowed)


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
        "lanes": [(words, page_facts().lanes[name]) for name, words in lane_words().items()],
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
    event = events.last_of(db(), who(), UNDONE_HERE, limit=LOOKED_BACK)
    if event is None:
        return None
    place, batch = place_of(event), event.new.get("batch")
    standing = [e for e in events.of_batch(db(), batch) if e.undone_by is None] if batch is not None else [event]
    leads_to = (
        url_for("review.one", lane=place[0], at=place[1] or None) + "#question" if place else url_for("review.every")
    )
    return LastDone(event, batch, len(standing), leads_to)


@pages.post("/claims/<int:claim_id>/confirm")
def confirm_attribution(claim_id: int) -> ResponseReturnValue:
    """Say that a claim is one, with the speaker and the words it has."""
    event = decisions.confirm_attribution(db(), claim_id, who=who())
    said = f"The attribution of claim {claim_id} is confirmed."
    return finished(said, event, url_for("claims.show", claim_id=claim_id))


@pages.post("/claims/<int:claim_id>/reject")
def reject_claim(claim_id: int) -> ResponseReturnValue:
    """Say that what was taken for a claim is none."""
    event = decisions.reject_claim(db(), claim_id, who=who())
    said = f"Claim {claim_id} is no claim: it has left the lists, and keeps its address."
    return finished(said, event, url_for("claims.show", claim_id=claim_id))


@pages.post("/documents/<int:document_id>/leave-open")
def leave_date_open(document_id: int) -> ResponseReturnValue:
    """Say that nothing at hand settles a document's date."""
    event = decisions.leave_date_open(db(), document_id, who=who())
    said = f"The date of document {document_id} is left open; a date can be entered on its page at any time."
    return finished(said, event, url_for("documents.show", document_id=document_id))


@pages.post("/speakers/<int:speaker_id>/apart")
def keep_apart(speaker_id: int) -> ResponseReturnValue:
    """Say that two speakers are two."""
    other = form_number("other", "The other speaker")
    event = decisions.keep_apart(db(), speaker_id, other, who=who())
    return finished("The two speakers stay two; it will not be asked again.", event,
                    url_for("speakers.show", speaker_id=speaker_id))  # fmt: skip


@pages.post("/review/labels")
def name_label() -> ResponseReturnValue:
    """Say who stands behind a label in one document, or that it stays as printed."""
    question = _label(db(), form_number("claim", "A claim's number"))
    name = " ".join(request.form.get("name", "").split())
    if question is None:
        return _told("", Done(None, 0))
    document_id, label, speaker_id = question.document_id, question.label, question.speaker_id
    done = undo.name_label(db(), document_id, label, speaker_id, name, who=who())
    what = f"“{label}” is now {name}" if name else f"“{label}” stays as printed"
    return _told(f"{what}, in {counted(done.count, 'claim')} of document {document_id}.", done)


def _label(database: Database, claim_id: int) -> NamelessLabel | None:
    """Return the label whose first claim is this one, if it waits still."""
    return next((label for label in speakers.nameless(database) if label.claim_id == claim_id), None)


@pages.post("/review/matches/many")
def decide_many() -> ResponseReturnValue:
    """Confirm or refuse the matches that are ticked, or confirm all shown from a score on."""
    action = request.form.get("action", "")
    if action == "at-least":
        least = form_number("least", "The score")
        scored = (entry.rpartition(":") for entry in request.form.getlist("shown"))
        chosen = [_pair(pair) for pair, _, score in scored if float(_numeral(score)) >= least]
        if not chosen:
            raise TrackerError(f"No match shown has a score of {least} or more.")
        done = undo.decide_pairs(db(), chosen, "confirmed", who=who())
        return _told(f"{counted(done.count, 'match', 'matches')} of score {least} or more confirmed.", done)
    done = undo.decide_pairs(db(), [_pair(pair) for pair in request.form.getlist("chosen")], action, who=who())
    return _told(f"{counted(done.count, 'match', 'matches')} {action}.", done)


@pages.post("/review/attributions/many")
def judge_many() -> ResponseReturnValue:
    """Confirm the attributions of the claims that are ticked, or reject the claims."""
    action = request.form.get("action", "")
    chosen = [int(_numeral(claim_id)) for claim_id in request.form.getlist("chosen")]
    done = undo.judge_claims(db(), chosen, action, who=who())
    said = "attribution confirmed" if action == "confirmed" else "rejected as no claim"
    return _told(f"{counted(done.count, 'claim')}: {said}.", done)


def _pair(text: str) -> tuple[int, int]:
    a, _, b = text.partition("-")
    if not (a.isdecimal() and b.isdecimal()):
        raise TrackerError(f"A pair of claims is named by their numbers, as in 12-34, not by “{text}”.")
    return int(a), int(b)


def _numeral(text: str) -> str:
    if not text.replace(".", "", 1).isdecimal():
        raise TrackerError(f"A claim or a score is named by its number, not by “{text}”.")
    return text


@pages.post("/review/undo/<int:batch>")
def undo_batch(batch: int) -> ResponseReturnValue:
    """Take back all that one action decided."""
    done = undo.undo_batch(db(), batch, who=who())
    flash(f"Undone: {counted(done.count, 'decision')} of one action.")
    return redirect(next_page(url_for("review.every")), code=303)


@pages.post("/review/seen")
def mark_seen() -> ResponseReturnValue:
    """Remember how far this reader has seen: what the page showed, not what came in between."""
    numbers = {key: form_number(key, "What was seen") for key in ("event_id", "claim_id", "thread_id")}
    seen = Visit(at=nouns.now(), **numbers)
    if who() == NOBODY_NAMED:
        session["seen"] = asdict(seen)
    else:
        with transaction(db()):
            events.put_visit(db(), who(), seen)
    flash("Marked as seen: next time the page tells what came after.")
    return redirect(url_for("review.every"), code=303)


def _told(sentence: str, done: Done) -> Response:
    """Say what an action did; the page offers to undo it as the last thing done."""
    flash(sentence if done.batch is not None else NOTHING_CHANGED)
    return redirect(next_page(url_for("review.every")), code=303)


SAID = {
    "confirmed": "Claims {a} and {b} are confirmed to belong together.",
    "revised": "It is confirmed that claims {a} and {b} give different figures; they stay two claims, linked.",
    "reversed": "It is confirmed that claims {a} and {b} are opposed; they stay two claims, linked.",
    "refused": "The match of claims {a} and {b} is refused; it will not be suggested again.",
}


@pages.get("/decisions")
def suggested() -> ResponseReturnValue:
    """Lead on to the suggested matches of the review queue."""
    asked = f"?{request.query_string.decode()}" if request.query_string else ""
    return redirect(url_for("review.lane", lane="matches") + asked, code=301)


@pages.get("/decisions." + LIST)
def suggested_list(form: str) -> ResponseReturnValue:
    """Give every suggested match that waits, as JSON or CSV."""
    return list_in(form, "waiting", review.LANES["matches"].listed(db(), ANY, -1, 0))


@pages.post("/decisions")
def decide() -> ResponseReturnValue:
    """Confirm or refuse one match."""
    a, b = form_number("a", "A claim's number"), form_number("b", "A claim's number")
    decision, _, confirmed_as = request.form.get("decision", "").partition(" as ")
    event = decisions.decide_pair(db(), a, b, decision, who=who(), confirmed_as=confirmed_as or None)
    return finished(
        SAID.get(confirmed_as, SAID[decision]).format(a=a, b=b), event, url_for("review.lane", lane="matches")
    )
