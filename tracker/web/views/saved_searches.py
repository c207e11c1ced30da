"""Saved searches: the list with what is new in each, and saving, opening, renaming and removing one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker.models import Record
from tracker.models.topics import ADDED, SavedSearch
from tracker.services import filters
from tracker.services.filters import NAMES, claim_filters
from tracker.web.request import LIST, db, finished, list_in, page_of
from tracker.web.views.home import who

pages = Blueprint("saved_searches", __name__)

ASKED: Final = NAMES["claims"]
"""What of an address is kept, in this order: all that narrows the list, and not its order or page."""


@pages.get("/searches")
def every() -> ResponseReturnValue:
    """Show the saved searches by name, with how many claims are new in each."""
    found = filters.saved(db())
    page = page_of(found.count)
    rows = map(_shown, found.rows(limit=page.size, offset=page.offset))
    return render_template("searches.html", rows=list(rows), page=page, opened=request.args.get("opened"))


@pages.get("/searches." + LIST)
def every_list(form: str) -> ResponseReturnValue:
    """Give every saved search as JSON or CSV."""
    return list_in(form, "searches", map(_shown, filters.saved(db()).rows()), SearchShown)


@pages.post("/searches")
def save() -> ResponseReturnValue:
    """Save the search that the form carries."""
    claim_filters(request.form)  # what is no filter is told before it is kept
    _, event = filters.save(db(), request.form.get("name", ""), query_of(request.form), who=who())
    return finished("The search was saved; new claims are counted from now on.", event, url_for("saved_searches.every"))


@pages.post("/searches/<int:search_id>/open")
def look(search_id: int) -> ResponseReturnValue:
    """Record the look and go on to the claims, the last taken in first."""
    asked: dict[str, Any] = dict(parse_qsl(filters.need_search(db(), search_id).query))
    filters.look_at_saved(db(), search_id, who=who())
    return redirect(url_for("claims.every", **asked, sort=ADDED), code=303)


@pages.post("/searches/<int:search_id>/seen")
def seen(search_id: int) -> ResponseReturnValue:
    """Record a look without opening the search."""
    event = filters.look_at_saved(db(), search_id, who=who())
    return finished("All that this search finds was marked as seen.", event, url_for("saved_searches.every"))


@pages.post("/searches/<int:search_id>/name")
def rename(search_id: int) -> ResponseReturnValue:
    """Give a search another name."""
    event = filters.rename_saved(db(), search_id, request.form.get("name", ""), who=who())
    return finished("The search has a new name.", event, url_for("saved_searches.every"))


@pages.post("/searches/<int:search_id>/remove")
def remove(search_id: int) -> ResponseReturnValue:
    """Take a search off the list."""
    return finished(
        "The search was removed.", filters.remove_saved(db(), search_id, who=who()), url_for("saved_searches.every")
    )


def query_of(args: Mapping[str, str]) -> str:
    """Return what an address asks, as the query of an address in a set order, so that the same is known again."""
    return urlencode([(name, " ".join(args[name].split())) for name in ASKED if args.get(name, "").strip()])


class SearchShown(Record, frozen=True):
    """A saved search with how many claims are new in it, and the addresses of its claims and feeds."""

    id: int
    name: str
    query: str
    new: int
    seen_at: str
    claims: str
    atom: str
    json_feed: str


def _shown(search: SavedSearch) -> SearchShown:
    """Return a search as the list and its twins show it."""
    asked: dict[str, Any] = dict(parse_qsl(search.query))
    return SearchShown(
        id=search.id,
        name=search.name,
        query=search.query,
        new=filters.new_in(db(), search, asked.get("q", ""), claim_filters(asked)),
        seen_at=search.seen_at,
        claims=url_for("claims.every", **asked),
        atom=url_for("feeds.of_claims", form="atom", **asked),
        json_feed=url_for("feeds.of_claims", form="feed.json", **asked),
    )


def saved_as(args: Mapping[str, str]) -> SavedSearch | None:
    """Return the saved search that asks what an address asks."""
    return filters.saved_asking(db(), query_of(args))
