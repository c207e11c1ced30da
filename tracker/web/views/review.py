"""The review queue: what waits for a person, as lists and one by one, and what its forms do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Final

import msgspec
from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from msgspec.structs import asdict
from werkzeug.wrappers import Response

from tracker.models import Record, TrackerError
from tracker.models.events import Visit
from tracker.models.relations import (
    ANY,
    AskedGroup,
    AskedLabels,
    AskedMatch,
    AskedReadings,
    LostPlace,
    Narrowed,
    OpenDate,
    Question,
)
from tracker.services import decisions, earlier_texts, nouns, review, undo
from tracker.services.filters import NUMBER
from tracker.services.review import KINDS, LANES, NarrowedTo
from tracker.services.undo import Done
from tracker.text.lexicon import rows
from tracker.web.marks import in_context
from tracker.web.request import (
    LIST,
    NOTHING_CHANGED,
    Chip,
    Page,
    address_with,
    db,
    finished,
    form_number,
    list_in,
    next_page,
    page_facts,
)
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


BY_MATCH: Final = ("groups", "matches")
"""The lanes of suggested matches."""
BY_CLAIM: Final = (*BY_MATCH, "attributions")
"""The lanes that ask about claims, which are new to somebody and of a document that somebody added."""
PLACE_KINDS: Final = {"lost": "lost its place", "earlier": "decided on an earlier version"}
SPEAKER_KINDS: Final = {"same": "may be one", "label": "a label without a name"}

HIGHEST: Final = 100
"""The highest score, in per cent."""


@cache
def lane_words() -> dict[str, LaneWords]:
    """Return the words of each lane by its name, in the order of the page."""
    return {row[0]: LaneWords(*row) for row in rows("web", "lanes.tsv")}


def kind_label(lane: str, kind: str) -> str:
    """Return what a kind of question is called in its lane."""
    if lane == "speakers":
        return SPEAKER_KINDS[kind]
    if lane == "places":
        return PLACE_KINDS[kind]
    return term("relation" if lane in BY_MATCH else "kind", kind).label


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
        unsure=lane in BY_MATCH and given.get("unsure") == "1",
        newer=_seen_claim() if lane in BY_CLAIM and given.get("new") == "1" else None,
        added_by=who() if lane in BY_CLAIM and given.get("mine") == "1" else None,
    )


def _seen_claim() -> int:
    """Return the newest claim that this reader has marked as seen, 0 where there is none."""
    visit = seen()
    return visit.claim_id if visit else 0


def _kind(lane: str, kind: str | None) -> str | None:
    if kind is not None and kind not in KINDS[lane]:
        known = f"there are {', '.join(KINDS[lane])}" if KINDS[lane] else "these questions have no kinds"
        raise TrackerError(f"“{kind}” is no kind of question here; {known}.")
    return kind


def _number(value: str | None, what: str) -> int | None:
    if value is not None and not NUMBER.fullmatch(value):
        raise TrackerError(f"A {what} is chosen by its number, not by “{value}”.")
    return None if value is None else int(value)


def chips_of(lane: str, narrowed: Narrowed, to: NarrowedTo) -> list[Chip]:
    """Return the filters in force, in words."""
    found = []
    if narrowed.kind is not None:
        found.append(Chip(kind_label(lane, narrowed.kind), address_with(kind=None)))
    if narrowed.speaker is not None:
        name = to.speaker.name if to.speaker else f"speaker {narrowed.speaker}"
        found.append(Chip(f"by {name}", address_with(speaker=None)))
    if narrowed.document is not None:
        name = to.document.heading if to.document else f"document {narrowed.document}"
        found.append(Chip(f"in {name}", address_with(document=None)))
    if narrowed.least is not None:
        found.append(Chip(f"score {narrowed.least:.0f} or more", address_with(score=None)))
    if narrowed.unsure:
        found.append(Chip("unsure ones", address_with(unsure=None)))
    if narrowed.newer is not None:
        found.append(Chip("new to you", address_with(new=None)))
    if narrowed.added_by is not None:
        found.append(Chip("in documents you added", address_with(mine=None)))
    return found


pages = Blueprint("review", __name__)

LANE: Final = f"<any({','.join(LANES)}):lane>"
"""A lane's name in a route."""
PER_PAGE: Final = 12
"""Questions on a page of a list: each shows two claims with their words compared."""
GROUPS_PER_PAGE: Final = 6
"""Questions about groups, each of which shows several."""
ASKED: Final[Mapping[str, type[Record]]] = {
    "groups": AskedGroup,
    "matches": AskedMatch,
    "speakers": AskedLabels,
    "dates": OpenDate,
    "attributions": AskedReadings,
    "places": LostPlace,
}
"""What each lane asks, for the header of an empty table."""
MOST_IN_A_TWIN: Final = 5_000
"""Questions given in one JSON or CSV: a queue may hold half a million, and the filters name the rest."""
SHARED: Final = ("kind", "speaker", "document", "score", "unsure", "new", "mine")
"""What the address of a list and of one question have in common."""


@pages.get("/review")
def every() -> ResponseReturnValue:
    """Show the lanes with their counts, what came since the last visit, and how often suggestions were right."""
    return render_template(
        "review.html",
        lanes=_lanes(),
        news=review.news(db(), seen(), who=who()),
        measured=review.measured(db()),
        counted_to=review.MOST_COUNTED,
        stored=review.anything_stored(db()),
        **_last_done(),
    )


@pages.get("/review." + LIST)
def every_list(form: str) -> ResponseReturnValue:
    """Give the lanes with their counts, and in JSON the precision of past suggestions."""
    measured = review.measured(db())
    lanes = [{"lane": words.name, "waiting": count} for words, count in _lanes()]
    by_month: dict[str, list[review.Precision]] = {}
    for month, row in measured.by_month:
        by_month.setdefault(month, []).append(row)
    precision = {
        "by_score": _shares(measured.by_score),
        "by_kind": _shares(measured.by_kind),
        "by_month": {month: _shares(found) for month, found in by_month.items()},
    }
    return list_in(form, "lanes", lanes, precision=precision)


def _shares(found: Sequence[review.Precision]) -> dict[str, Any]:
    return {p.name: {"confirmed": p.confirmed, "refused": p.refused, "share": p.share} for p in found}


def _lanes() -> list[tuple[LaneWords, int]]:
    """Return the lanes with how many questions wait in each."""
    return [(words, page_facts().lanes[name]) for name, words in lane_words().items()]


def seen() -> Visit | None:
    """Return how far this reader has seen: kept for a name in the database, for nobody named in the session."""
    if who() == NOBODY_NAMED:
        kept = session.get("seen")
        return msgspec.convert(kept, Visit) if isinstance(kept, dict) else None
    return review.seen(db(), who())


@pages.get("/review/" + LANE)
def lane(lane: str) -> ResponseReturnValue:
    """Show one lane as a list."""
    narrowed = narrowed_by(lane, request.args)
    size = GROUPS_PER_PAGE if lane in ("groups", "attributions") else PER_PAGE
    page = Page(request.args.get("page", 1, type=int), _count(lane, narrowed), size)
    rows = LANES[lane].listed(db(), narrowed, page.size, page.offset)
    return render_template("review_lane.html", rows=rows, page=page, near=_near(lane, rows), **_frame(lane, narrowed))


@pages.get("/review/" + LANE + "." + LIST)
def lane_list(lane: str, form: str) -> ResponseReturnValue:
    """Give what waits in one lane, as JSON or CSV."""
    narrowed = narrowed_by(lane, request.args)
    rows = LANES[lane].listed(db(), narrowed, MOST_IN_A_TWIN, 0)
    return list_in(form, lane, rows, ASKED[lane], waiting=_count(lane, narrowed))


@pages.get("/review/" + LANE + "/one")
def one(lane: str) -> ResponseReturnValue:
    """Show one question: that with the key ``at`` if it waits still, else the first after the key ``after``.

    Past the last one the queue begins again with what was passed over.
    """
    narrowed, after = narrowed_by(lane, request.args), request.args.get("after", "")
    queue = LANES[lane]
    row = queue.one(db(), request.args.get("at", "")) or queue.following(db(), narrowed, after)
    again = row is None and bool(after)
    if again:
        row, after = queue.following(db(), narrowed, ""), ""
    return render_template(
        "review_one.html",
        row=row,
        again=again,
        after=after,
        count=_count(lane, narrowed),
        context={claim.id: in_context(claim) for claim in row.claims} if isinstance(row, AskedReadings) else None,
        shown_filters=_shared(),
        **_frame(lane, narrowed),
    )


def _count(lane: str, narrowed: Narrowed) -> int:
    return page_facts().lanes[lane] if narrowed == ANY else LANES[lane].count(db(), narrowed)


def _shared() -> dict[str, str]:
    return {key: request.args[key] for key in SHARED if request.args.get(key)}


def _frame(lane: str, narrowed: Narrowed) -> dict[str, Any]:
    """Return what a lane's list and its single questions show alike."""
    return {
        "words": lane_words()[lane],
        "lanes": _lanes(),
        "narrowed": narrowed,
        "chips": chips_of(lane, narrowed, review.narrowed_to(db(), narrowed)),
        "kinds": [(kind, kind_label(lane, kind)) for kind in KINDS[lane]],
        "shared": _shared(),
        "unsure": _unsure(lane, narrowed),
        **_last_done(),
    }


def _unsure(lane: str, narrowed: Narrowed) -> int:
    """Return how many suggested matches are folded behind the sure ones."""
    if lane not in BY_MATCH or narrowed.unsure:
        return 0
    return LANES[lane].count(db(), replace(narrowed, unsure=True))


def _near(lane: str, rows: Sequence[Question]) -> dict[str, list[tuple[int, str]]]:
    """Return the speakers and documents of the questions on this page, to narrow the lane to one of them."""
    claims = review.claims_asked(rows)
    by_document = {claim.document_id: claim.document_title or claim.document for claim in claims}
    by_speaker = {claim.speaker_id: claim.speaker or "" for claim in claims if claim.speaker_id is not None}
    found = {"document": _by_name(by_document)}
    return found if lane == "speakers" else {"speaker": _by_name(by_speaker), **found}


def _by_name(names: Mapping[int, str]) -> list[tuple[int, str]]:
    return sorted(names.items(), key=lambda entry: entry[1])


def _last_done() -> dict[str, Any]:
    """Return this reader's last decision that stands, and where undoing it leads."""
    last = review.last_done(db(), who())
    leads_to = url_for("review.every")
    if last is not None and last.place is not None:
        lane, key = last.place
        leads_to = url_for("review.one", lane=lane, at=key or None) + "#question"
    return {"last_done": last, "last_done_at": leads_to}


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


@pages.post("/claims/<int:claim_id>/let-go")
def let_go(claim_id: int) -> ResponseReturnValue:
    """Say that a claim which lost its place need not be placed."""
    event = earlier_texts.let_go(db(), claim_id, who=who())
    said = f"Claim {claim_id} was let go: it has left the lists, and keeps its address and its old words."
    return finished(said, event, url_for("claims.show", claim_id=claim_id))


@pages.post("/claims/<int:claim_id>/carry")
def carry(claim_id: int) -> ResponseReturnValue:
    """Decide on a later version as was decided on a claim of the earlier one."""
    document = form_number("document", "The later version")
    batch = earlier_texts.carry(db(), claim_id, document, who=who())
    return _told(f"What was decided on claim {claim_id} holds of document {document} too.", Done(batch, 1))


@pages.post("/claims/<int:claim_id>/leave")
def leave(claim_id: int) -> ResponseReturnValue:
    """Leave what was decided on a claim with the earlier version."""
    event = earlier_texts.leave(db(), claim_id, form_number("document", "The later version"), who=who())
    said = f"What was decided on claim {claim_id} stays with the earlier version alone."
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
def name_labels() -> ResponseReturnValue:
    """Say who stands behind each of some labels in its document, or that it stays as printed."""
    names = {claim_id: "" if answer == "right" else answer for claim_id, answer in _answers().items()}
    if "none" in names.values():
        raise TrackerError("A label is somebody's, or stays as printed.")
    done = undo.name_labels(db(), {claim_id: name.removeprefix(IS) for claim_id, name in names.items()}, who=who())
    return _told(f"Who is meant is decided for {counted(done.count, 'claim')}.", done)


IS: Final = "is:"
"""What a choice begins with that names somebody."""


def _answers() -> dict[int, str]:
    """Return what a form answers for each claim it shows: ``right``, ``none``, or a name after ``IS``.

    What is left for later has no answer; a name that was written stands above what was chosen.
    """
    found: dict[int, str] = {}
    for shown in request.form.getlist("shown"):
        claim_id = _claim_id(shown)
        written = " ".join(request.form.get(f"other-{shown}", "").split())
        answer = f"{IS}{written}" if written else request.form.get(f"answer-{shown}", "")
        if not (answer in ("right", "none", "later") or answer.startswith(IS)):
            raise TrackerError(
                f"Claim {claim_id} has no answer; say that it is right, somebody's, no claim, or left for later."
            )
        if answer != "later":
            found[claim_id] = answer
    if not found:
        raise TrackerError("All of these are left for later; nothing is decided.")
    return found


@pages.post("/review/groups")
def decide_group() -> ResponseReturnValue:
    """Say which of some claims are one, and what others are to them; nothing ticked refuses all that was shown."""
    none = request.form.get("answer") == "none"
    shown, same = (_claim_ids(field) for field in ("shown", "same"))
    others = [] if none else request.form.getlist("other")
    narrowed = narrowed_by("groups", request.form)
    key, same = request.form.get("key", ""), [] if none else same
    done = undo.decide_group(db(), key, same, others, shown, who=who(), narrowed=narrowed)
    return _told(f"{counted(done.count, 'match', 'matches')} decided at once.", done)


def _claim_ids(field: str) -> list[int]:
    """Return the claims that the boxes of a form name, each by the numbers of all that stand in the same words."""
    return [_claim_id(one) for value in request.form.getlist(field) for one in value.split(",")]


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
    """Say of each of some claims who made it, or that it is none."""
    given = _answers()
    rejected = [claim_id for claim_id, answer in given.items() if answer == "none"]
    read = {
        claim_id: None if answer == "right" else answer.removeprefix(IS)
        for claim_id, answer in given.items()
        if answer != "none"
    }
    done = undo.judge_readings(db(), read, rejected, who=who())
    return _told(f"Who said it is decided for {counted(done.count, 'claim')}.", done)


def _pair(text: str) -> tuple[int, int]:
    a, _, b = text.partition("-")
    if not (a.isdecimal() and b.isdecimal()):
        raise TrackerError(f"A pair of claims is named by their numbers, as in 12-34, not by “{text}”.")
    return int(a), int(b)


def _claim_id(text: str) -> int:
    if "." in text:
        raise TrackerError(f"A claim is named by a whole number, not by “{text}”.")
    return int(_numeral(text))


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
    visit = Visit(at=nouns.now(), **numbers)
    if who() == NOBODY_NAMED:
        session["seen"] = asdict(visit)
    else:
        review.mark_seen(db(), who(), visit)
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
    return list_in(form, "waiting", review.LANES["matches"].listed(db(), ANY, -1, 0), AskedMatch)


@pages.post("/decisions")
def decide() -> ResponseReturnValue:
    """Confirm or refuse one match."""
    a, b = form_number("a", "A claim's number"), form_number("b", "A claim's number")
    decision, _, confirmed_as = request.form.get("decision", "").partition(" as ")
    event = decisions.decide_pair(db(), a, b, decision, who=who(), confirmed_as=confirmed_as or None)
    return finished(
        SAID.get(confirmed_as, SAID[decision]).format(a=a, b=b), event, url_for("review.lane", lane="matches")
    )
