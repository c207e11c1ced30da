"""What the words that a claim leans on stand for: two tables of short contexts, one tuned on and one kept aside."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import pytest

from tracker.extract.prose import prose
from tracker.extract.referents import Context, with_referents
from tracker.extract.speakers import BODY, resolve
from tracker.models import Attribution, Claim, ClaimKind, Referent, Span
from tracker.text.quantities import quantities
from tracker.text.sentences import sentences

_SOURCE = re.compile(r"([A-Z][^.“”¶]*?) (?:said|say|says|wrote|insisted) (?:that )?$")


class Case(NamedTuple):
    """A context, the claim in it, who speaks, and the words that its leaning word stands for."""

    text: str
    claim: Span
    speaker: str | None
    word: str
    meant: tuple[str, ...]


def _cases(name: str) -> list[Case]:
    lines = (Path(__file__).parent / name).read_text(encoding="utf-8").splitlines()
    found = []
    for line in lines:
        if line.startswith("#"):
            continue
        marked, speaker, expected = [*line.split("\t"), ""][:3]
        marked = marked.replace(" ¶ ", "\n\n").replace("¶ ", "")
        start, end = marked.index("{"), marked.index("}") - 1
        text = marked.replace("{", "").replace("}", "")
        word, _, meant = expected.partition(" = ")
        several = tuple(part for part in meant.split(" | ") if part not in ("", "?"))
        found.append(Case(text, Span(start, end), None if speaker == "-" else speaker, word, several))
    return found


def _referents(case: Case) -> tuple[Referent, ...]:
    text = case.text
    source = _SOURCE.search(text, 0, case.claim.start)
    before = Span(*source.span(1)) if source else None
    item = Attribution(
        0, ClaimKind.INDIRECT, (case.claim,), before, None, case.speaker, None, "asserts", "test", 1.0, ""
    )
    cut = prose(text)
    found = resolve(cut, [item])
    bodies = frozenset(speaker.name for speaker in found.speakers if speaker.kind == BODY)
    claim = Claim(
        case.claim.start, case.claim.end, case.claim.of(text), ClaimKind.INDIRECT, case.speaker, None, 0, "asserts", ()
    )
    context = Context(
        cut, sentences(text), quantities(text, durations=False), found.people, found.pronouns, bodies, {0: item}
    )
    return with_referents([claim], context)[0].referents


def _outcome(case: Case) -> str:
    """Return "right", "silent", or how the answer differs from the expected one."""
    found = _referents(case)
    meant = tuple(item.meant.of(case.text) for item in found if item.meant is not None)
    if meant:
        return "right" if meant == case.meant else f"wrong: {case.claim.of(case.text)} {meant}"
    if bool(found) == bool(case.word):
        return "silent" if case.meant else "right"
    return f"leans on {found}" if found else f"stands alone: {case.claim.of(case.text)}"


@pytest.mark.parametrize(
    ("name", "fewest"), [("referents_tuned.tsv", 64), ("referents_kept.tsv", 60), ("referents_own.tsv", 310)]
)
def test_no_bracket_is_wrong_and_most_are_found(name: str, fewest: int) -> None:
    outcomes = Counter(_outcome(case) for case in _cases(name))
    assert [outcome for outcome in outcomes if outcome.startswith("wrong")] == []
    assert outcomes["right"] >= fewest
