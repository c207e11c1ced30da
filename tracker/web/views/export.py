"""What leaves the pages: lists in every form other programs read, linked data, citations in every style, and feeds.

Feeds are of claims, the last taken in first: Atom (RFC 4287) and JSON Feed 1.1. Atom is written by a template of our
own, since feedgen 1.0 fails: it leaves ``rel`` and ``type`` out of the links of entries, so that readers take the
source's address for the claim's, and a feed of 50 claims takes 20 ms instead of 10."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode
from uuid import NAMESPACE_OID, uuid5

import nh3
from flask import Blueprint, Response, current_app, json, jsonify, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup, escape

from tracker.cite.snippets import as_told
from tracker.models import NotFoundError
from tracker.models.threads import Filters
from tracker.services import cite, export, search, verdicts
from tracker.services.cite import Form, Subject, Written
from tracker.services.database import Database, open_database
from tracker.services.export import FORMS
from tracker.services.filters import NAMES, claim_filters
from tracker.services.nouns import began, need
from tracker.services.search import ClaimInFeed
from tracker.web.request import db, query_text, site_address
from tracker.web.words import long_date, name_of

pages = Blueprint("export", __name__)

ENDINGS: Final = {form.ending: form.key for form in FORMS.values()}
NOUNS: Final = tuple(noun for noun in export.nouns() if noun != "decisions")
"""What stands at ``/NOUN.ENDING``; ``/decisions.csv`` has always been the matches that wait for a decision."""
LISTED_AT: Final = {"history": "events"}
"""Blueprints whose page lists another noun than their name says."""


def streamed(noun: str, form: str) -> Response:
    """Return a list in a form, with the filters of the address: a download that is written while it is made."""
    return sent(noun, form, {name: request.args[name] for name in NAMES.get(noun, ()) if name in request.args})


def sent(noun: str, form: str, given: export.Given) -> Response:
    """Return an export as an answer.

    It reads through a connection of its own, since the request's is closed before the first piece is asked for.
    """
    own = open_database(current_app.config["DATABASE"], create=False)
    try:
        pieces = export.export(own, noun, form, given, address=request.url_root)
    except BaseException:
        own.close()
        raise
    kind = FORMS[form]
    response = Response(pieces, content_type=kind.media_type)
    response.call_on_close(own.close)
    if form != "json":  # which browsers show
        response.headers["Content-Disposition"] = f'attachment; filename="{noun}.{kind.ending}"'
    return response


@pages.get(f"/<any({','.join(NOUNS)}):noun>.<path:ending>")
def take(noun: str, ending: str) -> ResponseReturnValue:
    """Give what the filters leave of a list, in a form that is named by its ending."""
    if ending not in ENDINGS:
        raise NotFoundError("There is no such page.")
    return streamed(noun, ENDINGS[ending])


def ways() -> list[tuple[str, str]]:
    """Return the forms in which this page's list can be taken, as ``(name, address)`` with the page's filters."""
    blueprint, _, view = (request.endpoint or "").partition(".")
    noun = LISTED_AT.get(blueprint, blueprint)
    if view != "every" or noun not in NOUNS:
        return []
    filters: dict[str, Any] = {name: request.args[name] for name in NAMES.get(noun, ()) if request.args.get(name)}
    found = []
    for form in export.forms_of(noun):
        if form.key in ("csv", "json") and f"{blueprint}.every_list" in current_app.view_functions:
            found.append((form.name, url_for(f"{blueprint}.every_list", form=form.key, **filters)))
        else:
            found.append((form.name, url_for("export.take", noun=noun, ending=form.ending, **filters)))
    return found


def everything() -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the whole table of what leaves: each noun with its forms, as ``(name, address)``, all without filters."""
    return [
        (noun, [(form.name, url_for(f"calls.export_{noun}", format=form.key)) for form in forms])
        for noun, forms in export.PAIRS.items()
    ]


MIMETYPE: Final = "application/ld+json"
IN_PAGE: Final = 2
"""Appearances told inside a page; the export has them all."""


@pages.get("/threads/<int:thread_id>.jsonld")
def thread(thread_id: int) -> ResponseReturnValue:
    """Give a thread as a schema.org Claim, with each of its verdicts as a ClaimReview."""
    return _answer(verdicts.thread_data(db(), thread_id, site_address()))


@pages.get("/claims/<int:claim_id>.jsonld")
def claim(claim_id: int) -> ResponseReturnValue:
    """Give a claim as a schema.org Quotation or Claim, with the verdicts that may be shown on it."""
    return _answer(verdicts.claim_data(db(), claim_id, site_address()))


def _answer(data: dict[str, Any]) -> Response:
    return Response(current_app.json.dumps(data, indent=2) + "\n", mimetype=MIMETYPE)


SUBJECTS: Mapping[str, Callable[[Database, int], Subject]] = {
    "claims": cite.of_claim,
    "documents": cite.of_document,
    "threads": cite.of_thread,
}
"""What can be cited, by the name of its list."""
STYLES_FOLDER = "styles"
"""The folder beside the database that added styles are read from, where TRACKER_STYLES names no other."""


@dataclass(frozen=True, slots=True)
class Cited:
    """A claim cited in one form, with every form there is to choose from; ``remarks`` tell of an open date."""

    form: str
    forms: dict[str, str]
    written: Written
    remarks: tuple[str, ...]


def cited(subject: Subject) -> Cited:
    """Return a claim cited in the form the address names, else in the one used last."""
    added, _ = added_forms()
    known = cite.forms(added, quoted=True)
    form = _chosen(known, next(iter(known)))
    written = cite.write(subject, form, added)
    return Cited(form, known, written, tuple(filter(None, (written.remark, *subject.remarks))))


def _chosen(known: Collection[str], default: str) -> str:
    """Return the form that the address names, else the one used last, else the default."""
    wanted = request.args.get("style", "")
    if wanted in known:
        session["style"] = wanted
    used = str(session.get("style", ""))
    return used if used in known else default


@dataclass(frozen=True, slots=True)
class CitedSources:
    """In which form a page cites whole documents, under which names there are others, and those a house added."""

    style: str
    names: dict[str, str]
    added: Mapping[str, Form]


def cited_sources(default: str) -> CitedSources:
    """Return how a page cites its sources: as its address says, else as it was chosen last, else by default.

    Raises ``TrackerError`` for a form that is not known.
    """
    added, _ = added_forms()
    known = cite.source_forms(added)
    if wanted := request.args.get("style"):
        cite.source_form(wanted, added)
    return CitedSources(_chosen(known, default), {key: form.name for key, form in known.items()}, added)


@pages.get("/<any(claims,documents,threads):noun>/<int:noun_id>/cite")
def show(noun: str, noun_id: int) -> ResponseReturnValue:
    """Show a claim, a document or a thread cited in every form, each to be copied."""
    subject, written, problems = _every(noun, noun_id)
    singular = noun.removesuffix("s")
    title = name_of(need(db(), "document", noun_id)) if noun == "documents" else f"{singular.capitalize()} {noun_id}"
    number: dict[str, Any] = {f"{singular}_id": noun_id}
    address = url_for(f"{noun}.show", **number)
    return render_template(
        "cite.html", subject=subject, written=written, problems=problems, noun=singular, title=title, back=address
    )


@pages.get("/<any(claims,documents,threads):noun>/<int:noun_id>/cite.json")
def show_json(noun: str, noun_id: int) -> ResponseReturnValue:
    """Give every citation of a claim, a document or a thread as JSON."""
    subject, written, problems = _every(noun, noun_id)
    return jsonify(
        citations=[cite.record_of(one) for one in written],
        pinpoint={"paragraph": subject.pinpoint.paragraph, "page": subject.pinpoint.page},
        captured=subject.source.accessed,
        sha256=subject.source.sha256,
        remarks=list(subject.remarks),
        problems=problems,
    )


def _every(noun: str, noun_id: int) -> tuple[Subject, list[Written], list[str]]:
    subject = SUBJECTS[noun](db(), noun_id)
    added, problems = added_forms()
    known = cite.forms(added, quoted=subject.quoted is not None)
    return subject, [cite.write(subject, form, added) for form in known], problems


def added_forms() -> tuple[dict[str, Form], list[str]]:
    """Return the forms added in the settings or as files beside the database, and a sentence for each that is none."""
    folder = os.environ.get("TRACKER_STYLES") or Path(current_app.config["DATABASE"]).parent / STYLES_FOLDER
    return cite.forms_added(db(), Path(folder))


def as_html(written: Written, *, in_text: bool = False) -> Markup:
    """Return a citation for a page: italics where its style has them, everything else escaped."""
    html, text = (written.in_text_html, written.in_text) if in_text else (written.html, written.text)
    return Markup(nh3.clean(html, tags={"b", "em", "i", "strong"})) if html else escape(text)  # noqa: S704 - cleaned by nh3


feeds = Blueprint("feeds", __name__)

ENTRIES: Final = 50
"""Claims of a feed: a reader that asks once a day misses none of a day's."""
FORM: Final = '<any("atom","feed.json"):form>'
MEDIA: Final = {"atom": "application/atom+xml", "feed.json": "application/feed+json"}
TITLE_LENGTH: Final = 90
BEGINNING: Final = "2000-01-01T00:00:00+00:00"
"""When a feed without entries was updated: never, and no feed may leave it out."""


@feeds.get(f"/claims.{FORM}")
def of_claims(form: str) -> Response:
    """Give the claims that filters and a search leave."""
    query = query_text()
    found = search.latest(db(), query, claim_filters(request.args), most=ENTRIES)
    about = {key: value for key, value in request.args.items() if value and key != "page"}
    return _feed(
        form, f"Claims: {query}" if query else "Claims", url_for("claims.every", _external=True, **about), found
    )


@feeds.get(f"/speakers/<int:speaker_id>.{FORM}")
def of_speaker(speaker_id: int, form: str) -> Response:
    """Give what a speaker said."""
    speaker = need(db(), "speaker", speaker_id)
    found = search.latest(db(), "", Filters(speaker=speaker_id), most=ENTRIES)
    address = url_for("speakers.show", speaker_id=speaker_id, _external=True)
    return _feed(form, f"Claims by {speaker.name}", address, found)


@feeds.get(f"/threads/<int:thread_id>.{FORM}")
def of_thread(thread_id: int, form: str) -> Response:
    """Give the claims of a thread."""
    thread = need(db(), "thread", thread_id)
    found = search.latest_of_thread(db(), thread_id, most=ENTRIES)
    address = url_for("threads.show", thread_id=thread_id, _external=True)
    return _feed(form, f"Thread: {as_told(_short(thread.lead_alone or thread.lead), thread.stance)}", address, found)


@feeds.get(f"/topics/<int:topic_id>.{FORM}")
def of_topic(topic_id: int, form: str) -> ResponseReturnValue:
    """Give the claims under a topic; the feed of one that was merged leads to the one it was merged into."""
    topic = need(db(), "topic", topic_id)
    if topic.merged_into is not None:
        return redirect(url_for("feeds.of_topic", topic_id=topic.merged_into, form=form))
    found = search.latest(db(), "", Filters(topic=topic_id), most=ENTRIES)
    return _feed(form, f"Topic: {topic.name}", url_for("topics.show", topic_id=topic_id, _external=True), found)


OF_PAGE: Final = {
    "claims.every": "of_claims",
    "speakers.show": "of_speaker",
    "threads.show": "of_thread",
    "topics.show": "of_topic",
}


def feeds_here() -> list[tuple[str, str]]:
    """Return the feeds of this page with its filters, as ``(media type, address)``."""
    feed = OF_PAGE.get(request.endpoint or "")
    if feed is None:
        return []
    own: dict[str, Any] = {key: value for key, value in request.args.items() if value and key != "page"}
    own |= request.view_args or {}
    return [(media, url_for(f"feeds.{feed}", form=form, **own)) for form, media in MEDIA.items()]


@feeds.app_context_processor
def _in_templates() -> dict[str, Any]:
    return {"feeds_here": feeds_here}


def _printable(text: str) -> str:
    """Return a text in one line without the characters that XML cannot write."""
    return "".join(char for char in " ".join(text.split()) if char.isprintable())


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= TITLE_LENGTH else line[: TITLE_LENGTH - 1].rstrip() + "…"


def _feed(form: str, title: str, page: str, claims: list[ClaimInFeed]) -> Response:
    """Return a feed in its form; a reader that has it already is told so (304), by its ETag or by its date."""
    entries = [*map(_entry, claims)]
    updated = max((entry.updated for entry in entries), default=BEGINNING)
    title, own = _printable(title), request.url
    if form == "atom":
        told = f"feed {request.path}?{urlencode(sorted(request.args.items(multi=True)))} of {began(db())}"
        body = render_template(
            "feed.atom", id=_name(told), title=title, page=page, own=own, updated=updated, entries=entries
        )
    else:
        body = json.dumps(_json_feed(title, page, own, entries), ensure_ascii=False)
    response = current_app.response_class(body, content_type=f"{MEDIA[form]}; charset=utf-8")
    response.add_etag()
    response.last_modified = datetime.fromisoformat(updated)
    response.make_conditional(request)
    return response


@dataclass(frozen=True, slots=True)
class Entry:
    """One claim in a feed; ``source`` is the address of its document."""

    id: str
    address: str
    title: str
    author: str
    stored: str
    updated: str
    html: str
    source: str | None


def _name(told: str) -> str:
    """Return a name that is the same under whatever name the server is reached (RFC 4287, 4.2.6)."""
    return f"urn:uuid:{uuid5(NAMESPACE_OID, told)}"


def _entry(claim: ClaimInFeed) -> Entry:
    words = _printable(claim.text)
    unnamed = "the document itself" if claim.kind == "statistic" else "speaker not known"
    speaker = _printable(claim.speaker or unnamed)
    told = as_told("", claim.stance)
    said = f"{speaker}, {long_date(claim.date)}, in {_printable(name_of(claim))}"
    html = Markup("<blockquote><p>{}{}</p></blockquote><p>{}</p>").format(told, words, said)
    return Entry(
        id=_name(f"claim {claim.id} of {claim.stored_at}"),
        address=url_for("claims.show", claim_id=claim.id, _external=True),
        title=f"{speaker}: {told}“{_short(words)}”",
        author=speaker,
        stored=claim.stored_at,
        updated=claim.changed_at,
        html=str(html),
        source=claim.url,
    )


def _json_feed(title: str, page: str, own: str, entries: list[Entry]) -> dict[str, Any]:
    return {
        "version": "https://jsonfeed.org/version/1.1",
        "title": title,
        "home_page_url": page,
        "feed_url": own,
        "items": [
            {
                "id": entry.id, "url": entry.address, "title": entry.title, "content_html": entry.html,
                "date_published": entry.stored, "date_modified": entry.updated,
                "authors": [{"name": entry.author}],
                **({"external_url": entry.source} if entry.source else {}),
            }
            for entry in entries
        ],
    }  # fmt: skip
