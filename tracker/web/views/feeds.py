"""Feeds of claims, the last taken in first: Atom (RFC 4287) and JSON Feed 1.1, for what readers come back to.

Atom is written by a template of our own, since feedgen 1.0 fails: it leaves ``rel`` and ``type`` out of the links of
entries, so that readers take the source's address for the claim's, and a feed of 50 claims takes 20 ms instead of 10.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import NAMESPACE_OID, uuid5

from flask import Blueprint, Response, current_app, json, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from tracker.cite.words import as_told
from tracker.models.topics import Filters
from tracker.services import search
from tracker.services.filters import claim_filters
from tracker.services.nouns import need
from tracker.services.search import ClaimInFeed
from tracker.web import claim_list
from tracker.web.request import db
from tracker.web.words import long_date, name_of

pages = Blueprint("feeds", __name__)

ENTRIES: Final = 50
"""Claims of a feed: a reader that asks once a day misses none of a day's."""
FORM: Final = '<any("atom","feed.json"):form>'
MEDIA: Final = {"atom": "application/atom+xml", "feed.json": "application/feed+json"}
TITLE_LENGTH: Final = 90
BEGINNING: Final = "2000-01-01T00:00:00+00:00"
"""When a feed without entries was updated: never, and no feed may leave it out."""


@pages.get(f"/claims.{FORM}")
def of_claims(form: str) -> Response:
    """Give the claims that filters and a search leave."""
    query = claim_list.query_text()
    found = search.latest(db(), query, claim_filters(request.args), most=ENTRIES)
    about = {key: value for key, value in request.args.items() if value and key != "page"}
    return _feed(
        form, f"Claims: {query}" if query else "Claims", url_for("claims.every", _external=True, **about), found
    )


@pages.get(f"/speakers/<int:speaker_id>.{FORM}")
def of_speaker(speaker_id: int, form: str) -> Response:
    """Give what a speaker said."""
    speaker = need(db(), "speaker", speaker_id)
    found = search.latest(db(), "", Filters(speaker=speaker_id), most=ENTRIES)
    address = url_for("speakers.show", speaker_id=speaker_id, _external=True)
    return _feed(form, f"Claims by {speaker.name}", address, found)


@pages.get(f"/threads/<int:thread_id>.{FORM}")
def of_thread(thread_id: int, form: str) -> Response:
    """Give the claims of a thread."""
    thread = need(db(), "thread", thread_id)
    found = search.latest_of_thread(db(), thread_id, most=ENTRIES)
    address = url_for("threads.show", thread_id=thread_id, _external=True)
    return _feed(form, f"Thread: {as_told(_short(thread.lead_alone or thread.lead), thread.stance)}", address, found)


@pages.get(f"/topics/<int:topic_id>.{FORM}")
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


@pages.app_context_processor
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
        body = render_template("feed.atom", title=title, page=page, own=own, updated=updated, entries=entries)
    else:
        body = json.dumps(_json_feed(title, page, own, entries), ensure_ascii=False)
    response = current_app.response_class(body, content_type=f"{MEDIA[form]}; charset=utf-8")
    response.add_etag()
    response.last_modified = datetime.fromisoformat(updated)
    response.make_conditional(request)
    return response


@dataclass(frozen=True, slots=True)
class Entry:
    """One claim in a feed; ``source`` is the address of its document.

    ``id`` is the same under whatever name the server is reached (RFC 4287, 4.2.6).
    """

    id: str
    address: str
    title: str
    author: str
    stored: str
    updated: str
    html: str
    source: str | None


def _entry(claim: ClaimInFeed) -> Entry:
    words = _printable(claim.text)
    unnamed = "the document itself" if claim.kind == "statistic" else "speaker not known"
    speaker = _printable(claim.speaker or unnamed)
    told = as_told("", claim.stance)
    said = f"{speaker}, {long_date(claim.date)}, in {_printable(name_of(claim))}"
    html = Markup("<blockquote><p>{}{}</p></blockquote><p>{}</p>").format(told, words, said)
    return Entry(
        id=f"urn:uuid:{uuid5(NAMESPACE_OID, f'claim {claim.id} of {claim.stored_at}')}",
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
