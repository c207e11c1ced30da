"""Verdicts: somebody's published rating of a thread, on an organisation's scale. Recorded, never computed.

Each verb is one transaction and one event, which can be undone. A verb that changes nothing records nothing."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cache, partial
from math import isfinite
from typing import Any, Final, get_args
from urllib.parse import urlsplit

from msgspec import convert, to_builtins
from msgspec.structs import asdict

from tracker.cite import linked_data
from tracker.cite.linked_data import Appearance, Source, claim_review, graph, quotation, thread_claim
from tracker.cite.notes import plain_text
from tracker.db import claims, events, threads
from tracker.db.connection import in_transaction
from tracker.db.rows import Database
from tracker.models import ClaimKind, Listed, NotFoundError, TrackerError
from tracker.models.claims import StoredClaim
from tracker.models.events import Event, EventKind, Note
from tracker.models.threads import (
    Evidence,
    Rating,
    Ruling,
    Scale,
    Verdict,
    VerdictFilters,
    VerdictInBrief,
    Work,
    WorkStatus,
)
from tracker.services import nouns
from tracker.services.nouns import need, talk
from tracker.text import lexicon
from tracker.text.dates import written_dates

LONGEST_SUMMARY: Final = 20_000
"""Characters, as of a note."""
LONGEST_LINE: Final = 1_000
"""Characters of a title, a name or an address."""
LONGEST_SHOWN: Final = 5_000
"""Characters of what one piece of evidence shows."""
MOST_EVIDENCE: Final = 50
"""Pieces of evidence of one verdict."""


class VerdictShown(Verdict, frozen=True):
    """A verdict with its versions, the newest first, its notes and events."""

    versions: list[Verdict]
    notes_on: list[Note]
    events: list[Event]


def shown(db: Database, verdict_id: int) -> VerdictShown:
    """Return a verdict with its versions, notes and events."""
    found, versions = need(db, "verdict", verdict_id), threads.verdict_versions(db, verdict_id)
    return VerdictShown(**asdict(found), versions=versions, **talk(db, "verdict", verdict_id))


@in_transaction
def record(db: Database, thread_id: int, ruling: Ruling, *, who: str) -> int:
    """Record a verdict on a thread, given on the words of its lead; return the verdict's number."""
    thread = need(db, "thread", thread_id)
    if not thread.claims:
        raise TrackerError(f"Thread {thread_id} has no claims now; there are no words to give a verdict on.")
    ruling = _checked(db, ruling)
    if need_scale(db, ruling.scale_id).withdrawn:
        raise TrackerError("This scale was withdrawn; choose another.")
    at = nouns.now()
    verdict_id = threads.add_verdict(db, thread_id, thread.lead_id, ruling, who=who, at=at)
    claims.touch(db, thread.lead_id)
    _event(db, EventKind.VERDICT_RECORDED, verdict_id, ruling, who, at, old={}, new={"thread": thread_id})
    return verdict_id


@in_transaction
def revise(db: Database, verdict_id: int, ruling: Ruling, *, who: str) -> int | None:
    """Store a new version of a verdict; return the event, ``None`` where nothing changed."""
    before = need(db, "verdict", verdict_id)
    if before.withdrawn:
        raise TrackerError("This verdict was withdrawn; undo that first.")
    ruling = _checked(db, ruling)
    if before.ruling == ruling:
        return None
    at = nouns.now()
    version = threads.revise_verdict(db, verdict_id, ruling, who=who, at=at)
    return _event(db, EventKind.VERDICT_REVISED, verdict_id, ruling, who, at,
                  old={"version": before.version}, new={"version": version})  # fmt: skip


@in_transaction
def withdraw(db: Database, verdict_id: int, *, who: str) -> int | None:
    """Withdraw a verdict: it is shown no longer, and keeps its address; return the event."""
    before = need(db, "verdict", verdict_id)
    if before.withdrawn:
        return None
    events.set_withdrawn(db, "verdict", verdict_id, True)
    return _event(db, EventKind.VERDICT_WITHDRAWN, verdict_id, before.ruling, who, nouns.now(),
                  old={"withdrawn": 0}, new={"withdrawn": 1})  # fmt: skip


@in_transaction
def work_on(db: Database, thread_id: int, work: Work, *, who: str) -> int | None:
    """Keep what is known so far of a verdict on a thread; return the event, ``None`` where nothing changed.

    Nothing of it is published, nor shown on claims or in what leaves as a verdict.
    """
    thread = need(db, "thread", thread_id)
    if not thread.claims:
        raise TrackerError(f"Thread {thread_id} has no claims now; there are no words to check.")
    found = threads.working(db, thread_id)
    before = found.work if found else Work()
    work = _checked_work(db, work)
    if work == before:
        return None
    at = nouns.now()
    threads.put_working(db, thread_id, thread.lead_id, work, who=who, at=at)
    claims.touch(db, thread.lead_id)
    return nouns.record(
        db, EventKind.VERDICT_WORKED, "thread", thread_id, who=who, at=at,
        old={**to_builtins(before), "claim": found.claim_id, "who": found.who, "at": found.at} if found else {},
        new={**to_builtins(work), "claim": thread.lead_id},
    )  # fmt: skip


def _checked_work(db: Database, work: Work) -> Work:
    """Return the work on a verdict as it is stored; raises ``TrackerError`` for what cannot stand."""
    if work.status not in get_args(WorkStatus):
        raise TrackerError(f"“{work.status}” is no state of the work; there are {', '.join(get_args(WorkStatus))}.")
    scale = need_scale(db, work.scale_id) if work.scale_id is not None else None
    if scale is not None and work.rating not in scale.labels:
        raise TrackerError(f"“{work.rating}” is no rating of {scale.organisation}’s scale “{scale.name}”.")
    if scale is None and work.rating:
        raise TrackerError("A rating is one of a scale; choose both.")
    if len(work.note) > LONGEST_SUMMARY:
        raise TrackerError(f"A note has at most {LONGEST_SUMMARY:,} characters.")
    if len(work.evidence) > MOST_EVIDENCE:
        raise TrackerError(f"A verdict has at most {MOST_EVIDENCE} pieces of evidence.")
    return Work(
        status=work.status,
        assignee=_line(work.assignee, "The name of who checks it"),
        scale_id=work.scale_id,
        rating=work.rating,
        note=work.note.strip(),
        evidence=tuple(_evidence(piece) for piece in work.evidence if piece != Evidence()),
    )


working = threads.working


every_working = threads.every_working


def _event(
    db: Database,
    kind: EventKind,
    verdict_id: int,
    ruling: Ruling,
    who: str,
    at: str,
    *,
    old: dict[str, Any],
    new: dict[str, Any],
) -> int:
    told = {"organisation": need_scale(db, ruling.scale_id).organisation, "rating": ruling.rating}
    return nouns.record(db, kind, "verdict", verdict_id, who=who, at=at, old=old, new={**new, **told})


def _checked(db: Database, ruling: Ruling) -> Ruling:
    """Return a ruling as it is stored; raises ``TrackerError`` for what cannot stand."""
    scale = need_scale(db, ruling.scale_id)
    if ruling.rating not in scale.labels:
        raise TrackerError(f"“{ruling.rating}” is no rating of {scale.organisation}’s scale “{scale.name}”.")
    if len(ruling.summary) > LONGEST_SUMMARY:
        raise TrackerError(f"A summary has at most {LONGEST_SUMMARY:,} characters.")
    if len(ruling.evidence) > MOST_EVIDENCE:
        raise TrackerError(f"A verdict has at most {MOST_EVIDENCE} pieces of evidence.")
    if not ruling.url.strip():
        raise TrackerError("A verdict needs the address of the published review.")
    return Ruling(
        scale_id=ruling.scale_id,
        rating=ruling.rating,
        url=_address(ruling.url, "The address of the review"),
        summary=ruling.summary.strip(),
        evidence=tuple(_evidence(piece) for piece in ruling.evidence if piece != Evidence()),
        reviewer=_line(ruling.reviewer or "", "The reviewer") or None,
        date=_day(ruling.date or "", "The date of the review") or None,
    )


def _evidence(piece: Evidence) -> Evidence:
    if not piece.link.strip() and not piece.title.strip():
        raise TrackerError("Each piece of evidence needs a link or a title.")
    if len(piece.shows) > LONGEST_SHOWN:
        raise TrackerError(f"What a piece of evidence shows is told in at most {LONGEST_SHOWN:,} characters.")
    return Evidence(
        link=_address(piece.link, "The link of a piece of evidence"),
        title=_line(piece.title, "The title of a piece of evidence"),
        shows=piece.shows.strip(),
        archive=_address(piece.archive, "An archive link"),
        accessed=_day(piece.accessed, "The day on which evidence was read"),
    )


def _line(text: str, what: str) -> str:
    text = " ".join(text.split())
    if len(text) > LONGEST_LINE:
        raise TrackerError(f"{what} has at most {LONGEST_LINE:,} characters.")
    return text


def _address(text: str, what: str) -> str:
    """Return a web address, blank where there is none; anything but http and https is refused."""
    text = text.strip()
    if not text:
        return ""
    try:
        parts = urlsplit(text)
        sound = parts.scheme in ("http", "https") and bool(parts.netloc) and not any(c.isspace() for c in text)
    except ValueError:
        sound = False
    if not sound or len(text) > LONGEST_LINE:
        raise TrackerError(f"{what} must begin with https:// or http:// and be a whole address.")
    return text


def _day(text: str, what: str) -> str:
    """Return a day as ISO 8601, in whatever form it is written; blank where there is none."""
    text = " ".join(text.split())
    found = written_dates(text) if text else ("",)
    if len(found) != 1 or (text and found[0].count("-") != len(("month", "day"))):
        raise TrackerError(f"{what} is a day such as 3 May 2024 or 2024-05-03, not “{text[:20]}”.")
    return found[0]


def _undo_worked(db: Database, event: Event) -> None:
    old = event.old
    if not old:
        threads.drop_working(db, event.noun_id)
        return
    work = convert(old, Work)
    threads.put_working(db, event.noun_id, old["claim"], work, who=old["who"], at=old["at"])


def review(db: Database, verdict: Verdict, address: str, most: int | None = None) -> dict[str, Any]:
    """Return a verdict as a ClaimReview; ``address`` is put before its links, of the appearances at most so many.

    Only places that people confirmed to be the same claim count as its appearances: a suggestion is not under review.
    """
    same = sorted(threads.joined_to(db, verdict.claim_id))[:most]
    values = {rating.label: rating.value for rating in verdict.ratings}
    numbers = [value for value in values.values() if value is not None]
    return claim_review(
        reviewed(db, verdict.thread_id, verdict.claim_id, same, address),
        linked_data.Verdict(
            author=verdict.organisation,
            rating=verdict.rating,
            url=verdict.url,
            date=verdict.date,
            value=values.get(verdict.rating),
            worst=min(numbers, default=None),
            best=max(numbers, default=None),
            summary=plain_text(verdict.summary),
            reviewer=verdict.reviewer,
            evidence=tuple(Source(piece.title, piece.link, piece.archive, piece.shows) for piece in verdict.evidence),
        ),
    )


def reviewed(db: Database, thread_id: int, lead_id: int, members: list[int], address: str) -> dict[str, Any]:
    """Return a thread as a schema.org Claim in the words of one claim, with these of its claims as appearances."""
    rows = {claim.id: appearance(claim, address) for claim in claims.several(db, sorted({lead_id, *members}))}
    appearances = [rows[member] for member in members if member in rows]
    return thread_claim(f"{address}/threads/{thread_id}", rows[lead_id], appearances)


def appearance(claim: StoredClaim, address: str) -> Appearance:
    """Return a claim as the appearance schema.org wants; the day of saying is no day of publication."""
    return linked_data.appearance(claim, f"{address}/claims/{claim.id}")


def listed(db: Database, filters: VerdictFilters) -> Listed[Verdict]:
    """Return the verdicts that stand and that the filters leave, the last published first."""
    return Listed(threads.verdicts_counted(db, filters), partial(threads.verdicts, db, filters))


used = threads.ratings_used


def of_thread(db: Database, thread_id: int) -> list[Verdict]:
    """Return the verdicts recorded for a thread, and those on claims confirmed to be the same as its lead."""
    return threads.verdicts_of(db, thread_id, need(db, "thread", thread_id).lead_id)


def suggested_threads(db: Database, claim_id: int, shown: Collection[VerdictInBrief]) -> list[int]:
    """Return the threads that have a verdict which is not among those shown on a claim that may belong to them."""
    told = {verdict.thread_id for verdict in shown}
    return [thread_id for thread_id in threads.threads_rated(db, claim_id) if thread_id not in told]


def thread_data(db: Database, thread_id: int, address: str, most: int | None = None) -> dict[str, Any]:
    """Return a thread's Claim and ClaimReviews as JSON-LD; of the appearances at most so many."""
    ruled = of_thread(db, thread_id)
    lead_id = need(db, "thread", thread_id).lead_id
    return thread_graph(db, thread_id, lead_id, threads.members(db, thread_id), ruled, address, most)


def thread_graph(
    db: Database,
    thread_id: int,
    lead_id: int,
    members: Sequence[int],
    ruled: Sequence[Verdict],
    address: str,
    most: int | None = None,
) -> dict[str, Any]:
    """Return ``thread_data`` of a thread whose claims and verdicts are known."""
    certain = threads.one_with(db, lead_id, members)
    same = [claim_id for claim_id in members if claim_id in certain][:most]
    things = [reviewed(db, thread_id, lead_id, same, address)] if members else []
    return graph(things + [review(db, each, address, most) for each in ruled])


def claim_data(db: Database, claim_id: int, address: str, most: int | None = None) -> dict[str, Any]:
    """Return a claim as Quotation (the words are the speaker's own) or as Claim, and the verdicts shown on it."""
    claim = need(db, "claim", claim_id)
    here = appearance(claim, address)
    is_quotation = claim.kind == ClaimKind.DIRECT and claim.speaker
    things = [quotation(here) if is_quotation else thread_claim(here.link, here, [here])]
    for brief in threads.shown_on_claims(db).get(claim_id, []):
        things.append(review(db, need(db, "verdict", brief.id), address, most))
    return graph(things)


LEAST_RATINGS: Final = 2
MOST_RATINGS: Final = 20
"""A scale of one rating rates nothing; the longest in use has fewer than a dozen."""
LONGEST_LABEL: Final = 120
"""Characters of a rating, a scale's name or an organisation."""


def need_scale(db: Database, scale_id: int) -> Scale:
    """Return a scale, or raise ``NotFoundError``."""
    scale = threads.scale(db, scale_id)
    if scale is None:
        raise NotFoundError(f"There is no scale {scale_id}.")
    return scale


def ratings_of(text: str) -> tuple[Rating, ...]:
    """Return the ratings that lines tell, the worst first: ``False``, or with the organisation's number ``False = 1``.

    >>> ratings_of("False = 1\\nHalf true = 2")
    (Rating(label='False', value=1.0), Rating(label='Half true', value=2.0))
    """
    found: list[Rating] = []
    for line in filter(None, (" ".join(line.split()) for line in text.splitlines())):
        label, equals, figure = line.rpartition("=")
        label, figure = (label.strip(), figure.strip()) if equals else (line, "")
        try:
            value = float(figure) if figure else None
            if value is not None and not isfinite(value):
                raise ValueError
        except ValueError:
            label, value = line, None  # a rating may hold the sign itself
        if not label or len(label) > LONGEST_LABEL:
            raise TrackerError(
                f"A rating has at least one character and at most {LONGEST_LABEL}: “{line[:40]}” has not."
            )
        found.append(Rating(label, value))
    _check(found)
    return tuple(found)


def _check(ratings: list[Rating]) -> None:
    if not LEAST_RATINGS <= len(ratings) <= MOST_RATINGS:
        raise TrackerError(f"A scale has {LEAST_RATINGS} to {MOST_RATINGS} ratings, one a line.")
    if len({rating.label.casefold() for rating in ratings}) < len(ratings):
        raise TrackerError("Two ratings of a scale have the same name.")
    values = [rating.value for rating in ratings if rating.value is not None]
    if values and (len(values) < len(ratings) or values != sorted(set(values))):
        raise TrackerError("Where ratings have numbers, all have one, and they rise from the worst to the best.")


@in_transaction
def add_scale(db: Database, organisation: str, name: str, ratings: str, *, who: str) -> int:
    """Add an organisation's scale; return its number."""
    organisation, name = " ".join(organisation.split()), " ".join(name.split()) or "ratings"
    if not organisation:
        raise TrackerError("Say which organisation the scale is of.")
    if max(len(organisation), len(name)) > LONGEST_LABEL:
        raise TrackerError(f"The names of an organisation and of a scale have at most {LONGEST_LABEL} characters.")
    found = ratings_of(ratings)
    known = threads.scale_named(db, organisation, name)
    offered_again = known is not None and known.withdrawn and known.ratings == found
    if known is not None and not offered_again:
        raise TrackerError(
            f"{organisation} has a scale “{name}” already. A scale is never changed, since verdicts stand on it: "
            "add the new one under another name."
        )
    if offered_again and known is not None:
        scale_id = known.id
        events.set_withdrawn(db, "scale", scale_id, False)
    else:
        scale_id = threads.add_scale(db, organisation, name, found)
    nouns.record(
        db, EventKind.SCALE_ADDED, "scale", scale_id, who=who, new={"organisation": organisation, "name": name}
    )
    return scale_id


@cache
def scale_presets() -> Mapping[str, tuple[Rating, ...]]:
    """Return scales to begin with, by their names: of no organisation until one takes them for its own."""
    return {
        name: ratings_of(ratings.replace("|", "\n")) for name, ratings in lexicon.rows("services", "scale_presets.tsv")
    }


def scale_from_preset(db: Database, name: str, organisation: str, *, who: str) -> int:
    """Return the number of an organisation's scale made of a preset; it is added where the organisation lacks it."""
    if name not in scale_presets():
        raise TrackerError(f"“{name}” is no scale to begin with; there are {', '.join(scale_presets())}.")
    known = threads.scale_named(db, " ".join(organisation.split()), name)
    if known is not None and not known.withdrawn and known.ratings == scale_presets()[name]:
        return known.id
    lines = (
        f"{each.label} = {each.value:g}" if each.value is not None else each.label for each in scale_presets()[name]
    )
    return add_scale(db, organisation, name, "\n".join(lines), who=who)


@in_transaction
def withdraw_scale(db: Database, scale_id: int, *, who: str) -> int | None:
    """Offer a scale no longer; return the event. Verdicts on it stay as they are."""
    scale = need_scale(db, scale_id)
    if scale.withdrawn:
        return None
    events.set_withdrawn(db, "scale", scale_id, True)
    return nouns.record(
        db, EventKind.SCALE_WITHDRAWN, "scale", scale_id, who=who, old={"withdrawn": 0},
        new={"withdrawn": 1, "organisation": scale.organisation, "name": scale.name},
    )  # fmt: skip


UNDO: dict[EventKind, Callable[[Database, Event], None]] = {
    EventKind.VERDICT_RECORDED: lambda db, event: events.set_withdrawn(db, "verdict", event.noun_id, True),
    EventKind.VERDICT_REVISED: lambda db, event: threads.set_verdict_version(db, event.noun_id, event.old["version"]),
    EventKind.VERDICT_WITHDRAWN: lambda db, event: events.set_withdrawn(db, "verdict", event.noun_id, False),
    EventKind.VERDICT_WORKED: _undo_worked,
    EventKind.SCALE_ADDED: lambda db, event: events.set_withdrawn(db, "scale", event.noun_id, True),
    EventKind.SCALE_WITHDRAWN: lambda db, event: events.set_withdrawn(db, "scale", event.noun_id, False),
}
"""How each change of a verdict is taken back."""


def offered_scales(db: Database, verdict: Verdict | None = None) -> list[Scale]:
    """Return the scales on offer by organisation, at their end that of a verdict if it is offered no longer."""
    found = threads.scales(db)
    if verdict is None or verdict.scale_id in [scale.id for scale in found]:
        return found
    return [*found, need_scale(db, verdict.scale_id)]


def scales(db: Database) -> Listed[Scale]:
    """Return the scales on offer, by organisation; there are a dozen at most, so a page is cut from all."""
    found = threads.scales(db)

    def rows(*, limit: int, offset: int) -> list[Scale]:
        return found[offset : offset + limit]

    return Listed(len(found), rows)
