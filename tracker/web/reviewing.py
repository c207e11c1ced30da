"""What the forms of the review queue do: judge, pass names on, decide many at once, take back, mark as seen."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from msgspec.structs import asdict
from werkzeug.wrappers import Response

from tracker import store
from tracker.desk import bulk, clock, judging
from tracker.desk.bulk import Done
from tracker.models import TrackerError
from tracker.models.events import Visit
from tracker.models.speakers import NamelessLabel
from tracker.store import speaker_pairs, visits
from tracker.web.acting import NOTHING_CHANGED, finished, form_number, next_page
from tracker.web.connection import db
from tracker.web.who import NOBODY_NAMED, who
from tracker.web.wording import counted

pages = Blueprint("reviewing", __name__)


@pages.post("/claims/<int:claim_id>/confirm")
def confirm_attribution(claim_id: int) -> ResponseReturnValue:
    """Say that a claim is one, with the speaker and the words it has."""
    event = judging.confirm_attribution(db(), claim_id, who=who())
    said = f"The attribution of claim {claim_id} is confirmed."
    return finished(said, event, url_for("claims.show", claim_id=claim_id))


@pages.post("/claims/<int:claim_id>/reject")
def reject_claim(claim_id: int) -> ResponseReturnValue:
    """Say that what was taken for a claim is none."""
    event = judging.reject_claim(db(), claim_id, who=who())
    said = f"Claim {claim_id} is no claim: it has left the lists, and keeps its address."
    return finished(said, event, url_for("claims.show", claim_id=claim_id))


@pages.post("/documents/<int:document_id>/leave-open")
def leave_date_open(document_id: int) -> ResponseReturnValue:
    """Say that nothing at hand settles a document's date."""
    event = judging.leave_date_open(db(), document_id, who=who())
    said = f"The date of document {document_id} is left open; a date can be entered on its page at any time."
    return finished(said, event, url_for("documents.show", document_id=document_id))


@pages.post("/speakers/<int:speaker_id>/apart")
def keep_apart(speaker_id: int) -> ResponseReturnValue:
    """Say that two speakers are two."""
    other = form_number("other", "The other speaker")
    event = judging.keep_apart(db(), speaker_id, other, who=who())
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
    done = bulk.name_label(db(), document_id, label, speaker_id, name, who=who())
    what = f"“{label}” is now {name}" if name else f"“{label}” stays as printed"
    return _told(f"{what}, in {counted(done.count, 'claim')} of document {document_id}.", done)


def _label(database: store.Database, claim_id: int) -> NamelessLabel | None:
    """Return the label whose first claim is this one, if it waits still."""
    return next((label for label in speaker_pairs.nameless(database) if label.claim_id == claim_id), None)


@pages.post("/review/matches/many")
def decide_many() -> ResponseReturnValue:
    """Confirm or refuse the matches that are ticked, or confirm all shown from a score on."""
    action = request.form.get("action", "")
    if action == "at-least":
        least = form_number("least", "The score")
        scored = (entry.rpartition(":") for entry in request.form.getlist("shown"))
        chosen = [_pair(pair) for pair, _, score in scored if float(_number(score)) >= least]
        if not chosen:
            raise TrackerError(f"No match shown has a score of {least} or more.")
        done = bulk.decide_pairs(db(), chosen, "confirmed", who=who())
        return _told(f"{counted(done.count, 'match', 'matches')} of score {least} or more confirmed.", done)
    done = bulk.decide_pairs(db(), [_pair(pair) for pair in request.form.getlist("chosen")], action, who=who())
    return _told(f"{counted(done.count, 'match', 'matches')} {action}.", done)


@pages.post("/review/attributions/many")
def judge_many() -> ResponseReturnValue:
    """Confirm the attributions of the claims that are ticked, or reject the claims."""
    action = request.form.get("action", "")
    chosen = [int(_number(claim_id)) for claim_id in request.form.getlist("chosen")]
    done = bulk.judge_claims(db(), chosen, action, who=who())
    said = "attribution confirmed" if action == "confirmed" else "rejected as no claim"
    return _told(f"{counted(done.count, 'claim')}: {said}.", done)


def _pair(text: str) -> tuple[int, int]:
    a, _, b = text.partition("-")
    if not (a.isdecimal() and b.isdecimal()):
        raise TrackerError(f"A pair of claims is named by their numbers, as in 12-34, not by “{text}”.")
    return int(a), int(b)


def _number(text: str) -> str:
    if not text.replace(".", "", 1).isdecimal():
        raise TrackerError(f"A claim or a score is named by its number, not by “{text}”.")
    return text


@pages.post("/review/undo/<int:batch>")
def undo_batch(batch: int) -> ResponseReturnValue:
    """Take back all that one action decided."""
    done = bulk.undo_batch(db(), batch, who=who())
    flash(f"Undone: {counted(done.count, 'decision')} of one action.")
    return redirect(next_page(url_for("review.every")), code=303)


@pages.post("/review/seen")
def mark_seen() -> ResponseReturnValue:
    """Remember how far this reader has seen: what the page showed, not what came in between."""
    numbers = {key: form_number(key, "What was seen") for key in ("event_id", "claim_id", "thread_id")}
    seen = Visit(at=clock.now(), **numbers)
    if who() == NOBODY_NAMED:
        session["seen"] = asdict(seen)
    else:
        with store.transaction(db()):
            visits.put(db(), who(), seen)
    flash("Marked as seen: next time the page tells what came after.")
    return redirect(url_for("review.every"), code=303)


def _told(sentence: str, done: Done) -> Response:
    """Say what an action did; the page offers to undo it as the last thing done."""
    flash(sentence if done.batch is not None else NOTHING_CHANGED)
    return redirect(next_page(url_for("review.every")), code=303)
