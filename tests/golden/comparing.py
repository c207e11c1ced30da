"""Comparing what the program found with golden items, by words; every difference is told in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, TypeVar

from tests.golden.files import Item, items, seed_text
from tests.golden.quoting import likeness, places
from tracker.models import Attribution, Claim, DatedWords, Quantity, Span

Found = TypeVar("Found", Attribution, Claim)

SAME_PLACE: Final = 0.5
"""From this share of common words a thing found is held against an item, so that a wrong extent is told only once."""


def words_of(seed: str, thing: Attribution | Claim | DatedWords) -> frozenset[int]:
    """Return the places of the words that something found covers."""
    if isinstance(thing, Attribution):
        return places(seed_text(seed), thing.spans)
    if thing.start is None or thing.end is None:
        return frozenset()
    return places(seed_text(seed), [Span(thing.start, thing.end)])


def agreement(item: Item, thing: Attribution | Claim) -> float:
    """Return the share of common words, those that the item may hold counted only where the thing has them."""
    words = words_of(item.seed, thing)
    return likeness(words, item.must | (item.may & words))


def nearest(item: Item, things: Iterable[Found]) -> Found | None:
    """Return the thing that agrees best with the item, ``None`` where none is in its place."""
    best = max(things, key=lambda thing: agreement(item, thing), default=None)
    return best if best is not None and agreement(item, best) >= SAME_PLACE else None


def beyond(seed: str, table: str, things: Sequence[Found]) -> list[str]:
    """Return what was found and stands in no golden item.

    A required item explains the one thing nearest to it, an optional item anything that lies inside its words and
    agrees in kind, speaker and polarity.
    """
    left = list(things)
    for item in items(table, seed):
        best = nearest(item, left) if item.required else None
        if best is not None:
            left.remove(best)
    optional = [item for item in items(table, seed) if not item.required]
    return [
        described(seed, thing)
        for thing in left
        if not any(words_of(seed, thing) <= item.may and not differences(item, thing) for item in optional)
    ]


def described(seed: str, thing: Attribution | Claim) -> str:
    """Return a thing found as a reader sees it."""
    spans = thing.spans if isinstance(thing, Attribution) else (Span(thing.start, thing.end),)
    quoted = " / ".join(span.of(seed_text(seed)) for span in spans)
    return f"{thing.kind}, {thing.speaker or 'no speaker'}, polarity {thing.polarity:+d}: {quoted!r}"


def differences(item: Item, thing: Attribution | Claim) -> list[str]:
    """Return how kind, speaker and polarity differ from what the item allows."""
    allowed = {
        "kind": item.listed("kind"),
        "speaker": item.listed("speaker"),
        "polarity": item.listed("polarity") or [1],
    }
    values = {"kind": str(thing.kind), "speaker": thing.speaker, "polarity": thing.polarity}
    return [
        f"{field} {value!r}; wanted {allowed[field]}" for field, value in values.items() if value not in allowed[field]
    ]


def part_differences(item: Item, field: str, span: Span | None) -> list[str]:
    """Return how the source or cue differs: it holds the item's words and none beyond its widest form."""
    text = seed_text(item.seed)
    must = places(text, [item.part(field)])
    may = places(text, [item.part(f"{field}_widest")]) if f"{field}_widest" in item.fields else must
    words = places(text, [span] if span else [])
    if must <= words <= may:
        return []
    return [f"{field} {span.of(text) if span else None!r}; wanted {item.fields[field]!r}"]


def quantity_differences(item: Item, quantities: Sequence[Quantity]) -> list[str]:
    """Return how the figures differ: all of ``quantities``, none beyond them and ``quantities_may``."""
    found = [(q.value, q.unit, str(q.direction), q.approximator) for q in quantities]
    must, may = (
        [(q["value"], q["unit"], q.get("direction", "none"), q.get("approximator")) for q in item.fields.get(field, [])]
        for field in ("quantities", "quantities_may")
    )
    missing = [f"figure missing: {figure}" for figure in must if figure not in found]
    return missing + [f"figure too many: {figure}" for figure in found if figure not in must + may]
