"""The operations on saved searches."""

from __future__ import annotations

from typing import Annotated, Any

from msgspec import Meta

from tracker.desk import saved_searches as desk
from tracker.desk.saved_searches import LONGEST_NAME
from tracker.store import saved_searches
from tracker.web.api.lists import Changed, Made, changed, made, paged
from tracker.web.api.operations import Body, Call, Empty, Operation, words
from tracker.web.api.reads import CLAIM_FILTERS
from tracker.web.connection import db
from tracker.web.saved_searches import query_of

ASKED = Meta(
    description="The filters of “list_claims”, as they are asked there.",
    extra_json_schema={"properties": CLAIM_FILTERS, "additionalProperties": False, "minProperties": 1},
)


class SearchName(Body, frozen=True):
    """The name of a saved search."""

    name: Annotated[str, words(LONGEST_NAME)]


class NewSearch(SearchName, frozen=True):
    """A search to be saved."""

    search: Annotated[dict[str, Any], ASKED]


def _save(call: Call[NewSearch]) -> Made:
    asked = {name: "1" if value is True else str(value) for name, value in call.body.search.items() if value}
    return made("search", *desk.save(db(), call.body.name, query_of(asked), who=call.who))


SEARCH = "/searches/{search_id}"
OPERATIONS = (
    paged(
        "search", "List the saved searches by name.", saved_searches.every, saved_searches.counted, plural="searches"
    ),
    Operation(
        "save_search", "POST", "/searches", "Save a search; all it finds now counts as seen.", "searches",
        _save, Made, body=NewSearch, writes=True, status=201,
    ),
    Operation(
        "rename_search", "PUT", f"{SEARCH}/name", "Give a saved search another name.", "searches",
        lambda call: changed(desk.rename(db(), call.path["search_id"], call.body.name, who=call.who)),
        Changed, body=SearchName, writes=True,
    ),
    Operation(
        "look_at_search", "POST", f"{SEARCH}/seen", "Record that all a search finds now was seen.", "searches",
        lambda call: changed(desk.look(db(), call.path["search_id"], who=call.who)),
        Changed, body=Empty, writes=True,
    ),
    Operation[None](
        "remove_search", "DELETE", SEARCH, "Take a saved search off the list.", "searches",
        lambda call: changed(desk.remove(db(), call.path["search_id"], who=call.who)),
        Changed, writes=True,
    ),
)  # fmt: skip
"""The operations on saved searches."""
