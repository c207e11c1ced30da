"""The golden files as values: what each seed holds, in the words of the seed (README.md beside this says how)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Final

from tests.golden.quoting import find, find_inside, places
from tracker.models import ClaimKind, Span

GOLDEN: Final = Path(__file__).parent
SEEDS: Final = GOLDEN.parent.parent / "seeds"
NAMES: Final = tuple(sorted(path.stem for path in SEEDS.glob("*.txt")))
LONGEST_TITLE: Final = 60
"""Characters of an item's words that its test is named by."""


@cache
def seed_text(seed: str) -> str:
    """Return a seed as text, its characters exactly those of the file."""
    return (SEEDS / f"{seed}.txt").read_bytes().decode("utf-8")


@cache
def golden(seed: str) -> Mapping[str, Any]:
    """Return the golden file of a seed."""
    return tomllib.loads((GOLDEN / f"{seed}.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Item:
    """One entry of a golden file: an attribution, claim, date or role, with its fields as they stand there."""

    seed: str
    table: str
    fields: Mapping[str, Any]

    def __str__(self) -> str:
        words = self.fields.get("cue", "") + " " + self.content[0] if self.content else self.fields["speaker"]
        return f"{self.seed[:6]}: {words.strip()[:LONGEST_TITLE]}"

    @property
    def required(self) -> bool:
        return bool(self.fields.get("required", True))

    @property
    def content(self) -> list[str]:
        """The quotations that make up the item: the parts of an attribution, the words of a claim or a date."""
        return list(self.fields["content"]) if "content" in self.fields else self.listed("words")

    def listed(self, field: str) -> list[Any]:
        """Return a field's values as a list, empty where the field is left out; ``None`` for "", not stated."""
        values = self.fields.get(field, [])
        return [None if value == "" else value for value in (values if isinstance(values, list) else [values])]

    @cached_property
    def must(self) -> frozenset[int]:
        """The places of the words that the item has to hold."""
        return self._places(self.content)

    @cached_property
    def may(self) -> frozenset[int]:
        """The places of the words that it may hold, the ones it must hold among them."""
        return self.must | self._places([*self.listed("content_may"), *self.listed("may"), *self.listed("widest")])

    def part(self, field: str) -> Span:
        """Return where the source or the cue stands, inside the words of ``where``."""
        return find_inside(seed_text(self.seed), self.fields["where"], self.fields[field])

    def _places(self, quotations: list[str]) -> frozenset[int]:
        text = seed_text(self.seed)
        return places(text, [find(text, quoted) for quoted in quotations])


def items(table: str, seed: str | None = None) -> list[Item]:
    """Return the entries of one table of a seed, or of all seeds, in the order of the files."""
    return [
        Item(name, table, fields) for name in NAMES if seed in (None, name) for fields in golden(name).get(table, [])
    ]


def required(table: str) -> list[Item]:
    """Return the entries of one table that a program has to find."""
    return [item for item in items(table) if item.required]


def not_claims() -> list[tuple[str, str]]:
    """Return each seed's name with words of it that no claim may hold."""
    return [(name, words) for name in NAMES for words in golden(name)["not_claims"]["words"]]


@cache
def pairs() -> list[dict[str, Any]]:
    """Return the pairs of relations.toml."""
    return list(tomllib.loads((GOLDEN / "relations.toml").read_text(encoding="utf-8"))["pair"])


@dataclass(frozen=True)
class Side:
    """One side of a pair: the words that are compared, and what the golden file of their seed says of them."""

    text: str
    kind: ClaimKind
    speaker: str | None
    polarity: int


def side(start_of_name: str, quoted: str, *, as_printed: bool = False) -> Side:
    """Return the claim that holds the quoted words.

    The words stand for themselves where ``as_printed`` asks for it, or where they run over several claims; then the
    first claim that they touch, or that touches them, gives kind, speaker and polarity.
    """
    (seed,) = (name for name in NAMES if name.startswith(start_of_name))
    text = seed_text(seed)
    place = find(text, quoted)
    words = places(text, [place])
    claim = next(claim for claim in items("claim", seed) if claim.must & words)
    whole = not as_printed and words <= claim.must
    return Side(
        text=(find(text, claim.content[0]) if whole else place).of(text),
        kind=ClaimKind(claim.listed("kind")[0]),
        speaker=claim.listed("speaker")[0],
        polarity=(claim.listed("polarity") or [1])[0],
    )
