"""Features of a claim as compact text (JSON, compressed), so that a stored claim need not be read again.

What follows from the words at once is left out. A pack says what it was made from: of another claim, of other words, or
by other rules it gives nothing, and the features are made anew. Loading takes a seventh of the time of making.
"""

from __future__ import annotations

import json
import zlib
from functools import cache, lru_cache
from hashlib import blake2b
from importlib import resources
from typing import Any, Final

from tracker.match.features import Features
from tracker.match.figures import Figure
from tracker.match.polarity import Negation
from tracker.match.senses import Sense
from tracker.models import ClaimKind, Span

_LEVEL: Final = 1
"""The quickest compression; a higher one saves hardly more on a kilobyte."""

SENSES_KEPT: Final = 10_000
"""Senses that are made once for all claims: more than there are on the word lists."""

_SOURCES: Final = ("tracker.language", "tracker.match")
_READ: Final = (".py", ".tsv")


@cache
def rules() -> str:
    """Return a fingerprint of everything that features are made by: the code and the word lists of two rooms."""
    digest = blake2b(digest_size=12)
    for room in _SOURCES:
        for folder in (resources.files(room), resources.files(room).joinpath("data")):
            for file in sorted(folder.iterdir(), key=lambda file: file.name):
                if file.name.endswith(_READ):
                    digest.update(file.read_bytes())
    return digest.hexdigest()


def _made_from(text: str, kind: ClaimKind | None, polarity: int) -> list[object]:
    return [rules(), zlib.crc32(text.encode("utf-8", "surrogatepass")), kind, polarity]


def pack(one: Features) -> bytes:
    """Return features as compressed JSON."""
    words = " ".join(one.spoken)
    senses = [
        [name, one.printed[name], 0 if one.forms[name] == name else one.forms[name], sign,
         one.own_signs.get(name), _main(name, one)]
        for name, sign in one.signs.items()
    ]  # fmt: skip
    fields = [
        _made_from(one.text, one.kind, one.polarity),
        one.spoken,
        0 if one.printed_words == words else one.printed_words,
        one.starts,
        one.ends,
        one.names,
        list(one.weights.values()),
        senses,
        sorted(one.proper),
        sorted(one.up),
        sorted(one.down),
        sorted(one.denied),
        one.negations,
        list(one.negators.items()),
        list(one.mock_negators.items()),
        sorted(one.flipped),
        list(one.contraries.items()),
        sorted(one.described),
        sorted(one.qualifiers),
        [[*figure[:10], sorted(figure.measured), figure.start, figure.end] for figure in one.figures],
        [(span.start, span.end) for span, _ in one.quoted],
        one.hides,
    ]
    text = json.dumps(fields, ensure_ascii=False, separators=(",", ":"))
    return zlib.compress(text.encode("utf-8", "surrogatepass"), _LEVEL)


def _main(name: str, one: Features) -> object:
    """Return the name a sense goes by: 1 for its own, 0 for none."""
    main = one.also.get(name, 0)
    return 1 if main == name else main


def unpack(
    packed: bytes, text: str, *, kind: ClaimKind | None = None, speaker: str | None = None, polarity: int = 1
) -> Features | None:
    """Return the features that ``features`` would make of a claim, or ``None`` for a pack of something else."""
    try:
        fields = json.loads(zlib.decompress(packed).decode("utf-8", "surrogatepass"))
        if fields[0] != _made_from(text, kind, polarity):
            return None
        return _unpacked(fields, text, kind, speaker, polarity)
    except (zlib.error, ValueError, LookupError, TypeError, RecursionError):  # somebody else's bytes
        return None


_sense = lru_cache(SENSES_KEPT)(Sense)


def _unpacked(fields: list[Any], text: str, kind: ClaimKind | None, speaker: str | None, polarity: int) -> Features:
    (
        _, spoken, printed_words, starts, ends, names, weighed, senses, proper, up, down, denied, negations, negators,
        mock, flipped, contraries, described, qualifiers, figures, quoted, hides,
    ) = fields  # fmt: skip
    words = " ".join(spoken)
    weights = dict(zip(dict.fromkeys(names), weighed, strict=True))
    found = frozenset([(name, sign, noun) for name, sign, noun in described])
    return Features(
        text=text,
        kind=kind,
        speaker=speaker,
        polarity=polarity,
        printed_words=printed_words or words,
        spoken=tuple(spoken),
        said=f" {words} ",
        vocabulary=frozenset(spoken),
        starts=tuple(starts),
        ends=tuple(ends),
        names=tuple(names),
        bag=frozenset(weights),
        weights=weights,
        weight=sum(weighed),
        also={sense[0]: sense[0] if sense[5] == 1 else sense[5] for sense in senses if sense[5]},
        proper=frozenset(proper),
        up=frozenset(up),
        down=frozenset(down),
        signs={sense[0]: sense[3] for sense in senses},
        own_signs={sense[0]: sense[4] for sense in senses if sense[4] is not None},
        denied=frozenset(denied),
        printed={sense[0]: sense[1] for sense in senses},
        forms={sense[0]: sense[2] or sense[0] for sense in senses},
        negations=tuple([Negation(words, tuple(reach), whole, main) for words, reach, whole, main in negations]),
        negators=dict(negators),
        mock_negators=dict(mock),
        flipped=frozenset(flipped),
        contraries={place: tuple([_sense(*sense) for sense in own]) for place, own in contraries},
        described=found,
        contradicted=frozenset([(name, -sign, noun) for name, sign, noun in found]) if found else found,
        qualifiers=frozenset(qualifiers),
        figures=tuple([Figure._make([*figure[:10], frozenset(figure[10]), *figure[11:]]) for figure in figures]),
        quoted=tuple(
            [
                (
                    Span(start, end),
                    frozenset(
                        [
                            word
                            for word, first, last in zip(spoken, starts, ends, strict=True)
                            if start <= first and last <= end
                        ]
                    ),
                )
                for start, end in quoted
            ]
        ),
        hides=hides,
    )
