"""The claims that benchmarks run on: a generator of edited repeats given by a path, or synthetic claims of our own."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from collections.abc import Sequence
from itertools import accumulate
from pathlib import Path
from typing import Final

GENERATOR: Final = "gen_corpus.py"
"""In the folder EVAL: prints N lines {"id", "text", "group"}."""

VOCABULARY: Final = 30_000
"""Made-up words; their frequencies follow Zipf's law, as those of a language do."""

ZIPF: Final = 1.0
SYLLABLES: Final = [
    *"aeiou",
    "ba",
    "ce",
    "di",
    "fo",
    "gu",
    "ha",
    "ki",
    "lo",
    "me",
    "nu",
    "pa",
    "re",
    "bri",
    "cla",
    "dro",
    "gra",
]
SHORTEST, LONGEST = 3, 40
"""Words in a claim."""

REPEATS: Final = 0.3
"""Share of claims that repeat an earlier one with some edits."""

GROUP_EXPONENT: Final = 1.2
LARGEST_GROUP: Final = 200
MOST_EDITS: Final = 4


def vocabulary(source: random.Random) -> list[str]:
    """Return made-up words, the shortest and the longest mixed."""
    words: dict[str, None] = {}
    while len(words) < VOCABULARY:
        words["".join(source.choice(SYLLABLES) for _ in range(source.randint(1, 4)))] = None
    return list(words)


def _edited(words: Sequence[str], vocabulary: Sequence[str], source: random.Random) -> list[str]:
    edited = list(words)
    for _ in range(source.randint(1, MOST_EDITS)):
        place = source.randrange(len(edited))
        match source.randrange(6):
            case 0 if len(edited) > SHORTEST:
                del edited[place]
            case 1:
                edited.insert(place, source.choice(vocabulary))
            case 2:
                edited[place] = source.choice(vocabulary)
            case 3:
                edited[place] = edited[place].upper()
            case 4:
                edited[place] += source.choice(",.;:!")
            case _ if len(edited[place]) > 4:
                middle = len(edited[place]) // 2
                edited[place : place + 1] = [edited[place][:middle] + "-", edited[place][middle:]]
    return edited


def synthetic(size: int, seed: int = 1) -> list[str]:
    """Return ``size`` claims of made-up words and figures, about ``REPEATS`` of them edited repeats; deterministic."""
    source = random.Random(f"{seed} {size}")
    words_known = vocabulary(source)
    weights = list(accumulate(1 / (rank + 10) ** ZIPF for rank in range(len(words_known))))

    def fresh() -> list[str]:
        words = source.choices(words_known, cum_weights=weights, k=source.randint(SHORTEST, LONGEST))
        if source.random() < 0.4:
            words.insert(source.randrange(len(words)), f"{source.randrange(10**6):,}")
        if source.random() < 0.2:
            words.insert(
                source.randrange(len(words)), source.choice(["{}%", "{} per cent"]).format(source.randrange(100))
            )
        return words

    claims: list[str] = []
    while len(claims) < size:
        first = fresh()
        claims.append(" ".join(first))
        if source.random() < REPEATS / 2:
            group = min(LARGEST_GROUP, int(source.paretovariate(GROUP_EXPONENT)))
            claims += (" ".join(_edited(first, words_known, source)) for _ in range(group))
    claims = claims[:size]
    source.shuffle(claims)
    return claims


def corpus(size: int, evaluation: Path | None) -> list[str]:
    """Return ``size`` claims of the generator in the folder ``evaluation``, or synthetic ones where there is none."""
    generator = evaluation / GENERATOR if evaluation else None
    if generator is None or not generator.exists():
        return synthetic(size)
    lines = subprocess.run([sys.executable, str(generator), str(size)], check=True, capture_output=True).stdout
    return [json.loads(line)["text"] for line in lines.splitlines()]
