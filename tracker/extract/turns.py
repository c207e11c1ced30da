"""Turns: runs of quoted speech, how they go on after a cue, over paragraphs, and without any cue of their own."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from tracker.extract.contents import bucket
from tracker.extract.cues import cue_word
from tracker.extract.decide import class_weights, classify
from tracker.extract.drafts import Draft, Tokens
from tracker.extract.tokens import OPEN_TAGS, Prose

KEPT = 0.5
"""A quotation without cue that is less likely speech than this is a title, a name or a word held at arm's length."""
LONG = 60
"""Longer quotations are not counted to the end."""
NEAR = 4
"""A cue word so few words before a quotation may have been missed as its cue."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A quotation without a cue of its own, the draft before it whose speaker it takes, and how likely it is speech."""

    piece: Tokens
    draft: Draft | None
    share: float


def runs(prose: Prose) -> list[Tokens]:
    """Return the tokens of each run of quoted speech: a quotation with the paragraphs that go on with it."""
    found: list[Tokens] = []
    previous = -1
    for index, number in enumerate(prose.quotation):
        if number < 0:
            continue
        if number == previous or (found and prose.quotations[number].goes_on and number == previous + 1):
            found[-1] = (found[-1][0], index + 1)
        else:
            found.append((index, index + 1))
        previous = number
    return found


def whole_runs(piece: Tokens, quoted: Sequence[Tokens]) -> Tokens:
    """Return a content piece with all of the runs of quoted speech it begins or ends in, above and below."""
    start, end = piece
    first = bisect_left(quoted, (start + 1, 0)) - 1
    if first >= 0 and quoted[first][0] <= start < quoted[first][1]:
        start = quoted[first][0]
    last = bisect_left(quoted, (end, 0)) - 1
    if last >= 0 and quoted[last][0] < end < quoted[last][1]:
        end = quoted[last][1]
    return start, end


def without_cue(prose: Prose, kept: Sequence[Draft], quoted: Sequence[Tokens]) -> list[Turn]:
    """Return the runs of quoted speech that no draft covers and that are speech all the same."""
    model = class_weights("quotations")
    turns = []
    for piece, before in uncovered(prose, kept, quoted):
        share = classify(model, features(prose, piece, before))[1]
        if share >= KEPT:
            turns.append(Turn(piece, before, share))
    return turns


def uncovered(prose: Prose, kept: Sequence[Draft], quoted: Sequence[Tokens]) -> list[tuple[Tokens, Draft | None]]:
    """Return the runs of quoted speech outside every draft's content, each with the last draft whose cue is before."""
    covered = bytearray(len(prose.starts))
    for draft in kept:
        for start, end in draft.pieces:
            covered[start:end] = b"\1" * (end - start)
    upcoming = sorted(kept, key=lambda draft: draft.cue)
    number = 0
    before: Draft | None = None
    found = []
    for start, end in quoted:
        while number < len(upcoming) and upcoming[number].cue < start:
            before = upcoming[number]
            number += 1
        if not covered[start] and not covered[end - 1]:
            found.append(((start, end), before))
    return found


def features(prose: Prose, piece: Tokens, before: Draft | None) -> list[str]:
    """Return what can be seen of a run of quoted speech that has no cue, as names of features."""
    start, end = piece
    lower, tags, text = prose.lower, prose.tags, prose.text
    first = prose.sentences[prose.sentence[start]][0]
    last = prose.sentences[prose.sentence[end - 1]][1]
    words = bucket(sum(1 for at in range(start, min(end, start + LONG)) if tags[at][0].isalnum()))
    opens = start == first
    closes = not any(tags[at][0].isalnum() for at in range(end, min(last, end + LONG)))
    ahead = "^" if opens else lower[start - 1] if tags[start - 1] not in OPEN_TAGS else tags[start - 1]
    behind = "$" if closes else lower[end] if not tags[end][0].isalnum() else tags[end]
    mark = lower[end - 2] if end - start > 2 else "-"
    mark = mark if not mark[0].isalnum() else "-"
    begins = tags[start + 1] if end - start > 1 else "-"
    paragraph = opens and (start == 0 or "\n" in text[prose.ends[start - 1] : prose.starts[start]])
    alone = paragraph and closes and (last >= len(lower) or "\n" in text[prose.ends[last - 1] : prose.starts[last]])
    distance, same, spoken, quoting = 4, False, False, False
    if before is not None:
        distance = min(prose.sentence[start] - prose.sentence[before.cue], 4)
        same = "\n" not in text[prose.starts[before.cue] : prose.starts[start]]
        spoken = cue_word(prose, before.cue).speech
        quoting = prose.quotation[before.pieces[0][0]] >= 0
    near = max((cue_word(prose, at).share for at in range(max(first, start - NEAR), start)), default=0) // 20
    return [
        f"n={words}|{opens}|{closes}",
        f"a={ahead}",
        f"b={behind}",
        f"ab={ahead}|{behind}",
        f"m={mark}|{closes}",
        f"g={begins}",
        f"gn={begins}|{words}",
        f"al={alone}|{words}",
        f"p={paragraph}|{closes}|{mark}",
        f"d={distance}|{same}|{quoting}|{opens}",
        f"ds={distance}|{same}|{spoken}|{opens}|{closes}",
        f"c={near}|{ahead}",
        f"cn={near}|{words}|{mark}",
    ]
