"""The filters of the list of figures: from the address to the store, and back to chips."""

from __future__ import annotations

from collections.abc import Mapping

from tracker.language.measures import measure
from tracker.language.normal import normal_tokens
from tracker.models import Direction, TrackerError
from tracker.store.figures import BLANK, STATED, FigureFilters
from tracker.store.rows import Row
from tracker.web.filters import NUMBER, Chip, address_with
from tracker.web.wording import term, unit_name

SAYING = {STATED: "says what it measures", BLANK: "does not say what it measures"}


def figure_filters(args: Mapping[str, str]) -> FigureFilters:
    """Return the filters an address asks for; blanks mean "any". Raises ``TrackerError`` for what is no filter."""
    given = {key: value.strip() for key, value in args.items() if value.strip()}
    direction, speaker, saying = given.get("direction"), given.get("speaker"), given.get("saying")
    if direction is not None and direction not in list(Direction):
        raise TrackerError(f"“{direction}” is no direction of a figure; there are {', '.join(Direction)}.")
    if speaker is not None and not NUMBER.fullmatch(speaker):
        raise TrackerError(f"A speaker is chosen by its number, not by “{speaker}”.")
    if saying is not None and saying not in SAYING:
        raise TrackerError(f"“{saying}” is no such filter; there are {', '.join(SAYING)}.")
    return FigureFilters(
        measure=measure(given.get("measured")),
        unit=given.get("unit"),
        direction=direction,
        speaker=int(speaker) if speaker else None,
        saying=saying,
        words=normal_tokens(given.get("q", "")),
    )


def chips(filters: FigureFilters, args: Mapping[str, str], speaker: Row | None) -> list[Chip]:
    """Return the filters in force, in words."""
    found = []
    if filters.words:
        found.append(Chip(f"words: {args['q'].strip()}", address_with(q=None)))
    if filters.measure:
        found.append(Chip(f"measures: {args['measured'].strip()}", address_with(measured=None)))
    if filters.unit:
        found.append(Chip(unit_name(filters.unit), address_with(unit=None)))
    if filters.direction:
        found.append(Chip(term("direction", filters.direction).label, address_with(direction=None)))
    if filters.saying:
        found.append(Chip(SAYING[filters.saying], address_with(saying=None)))
    if filters.speaker is not None:
        name = speaker["name"] if speaker else f"speaker {filters.speaker}"
        found.append(Chip(f"by {name}", address_with(speaker=None)))
    return found
