"""The filters of the list of figures in words: as chips."""

from __future__ import annotations

from collections.abc import Mapping

from tracker.models.speakers import StoredSpeaker
from tracker.store.figures import BLANK, STATED, FigureFilters
from tracker.web.filters import Chip, address_with
from tracker.web.wording import term, unit_name

SAYING = {STATED: "says what it measures", BLANK: "does not say what it measures"}


def chips(filters: FigureFilters, args: Mapping[str, str], speaker: StoredSpeaker | None) -> list[Chip]:
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
        name = speaker.name if speaker else f"speaker {filters.speaker}"
        found.append(Chip(f"by {name}", address_with(speaker=None)))
    return found
