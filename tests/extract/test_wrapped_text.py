"""Where the lines of a text are broken changes nothing of what is read."""

from __future__ import annotations

import textwrap

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tracker.extract import extract
from tracker.extract.prose import zones
from tracker.matching.features import features
from tracker.matching.relation import relation
from tracker.models import RelationKind

PARAGRAPHS = (
    "Harbour patrols to double after winter of thefts",
    "By Ben Hollis",
    "SALTMERE — Harbour thefts fell by 12 per cent last year, Chief Inspector Ann Pole told the port board on Tuesday.",
    "“We will put 40 more officers on the quay by March,” she said. “Nobody who moors here should be afraid.”",
    "The port recorded 1,204 thefts in the year to September, down from 1,368 in the year before – a fall of 164.",
    "Joe Marsh, who chairs the boat owners’ association, said that the figures were “half the story”.",
    "According to a report by the Saltmere Audit Office, patrols cost £2.5m and only 3 per cent was paid back.",
    "Mr Marsh denied that his members had asked for armed guards, and said 85 per cent of them were against it.",
    "The Minister for Ports, Mary Dunn, told MPs in the House of Commons that no port would lose its officers.",
    "Councillor Omar Hale asked whether the board would publish the costs of all the long-term plans by June 2025.",
    "Cllr Tom Brand (Lab, Eastgate) denied that 40 berths would go, and Lord Hale of Wick (Crossbench) said so too.",
    "Berths will cost 5 per cent more in May, said Colin Astley, chairman of the harbour board.",
    "“We hold 31 berths and we cannot hold any more of them,” Ms Noor said in May. “Fuel costs us half as much again.”",
)
WIDTHS = st.integers(20, 120)


def wrapped(text: str, width: int, newline: str = "\n", mark: str = "", *, at_hyphens: bool = False) -> str:
    """Return a text whose paragraphs stand on lines of their own, each wrapped, every line behind a mark."""
    found = []
    for line in text.split("\n"):
        found += textwrap.wrap(line, width, break_long_words=False, break_on_hyphens=at_hyphens) or [""]
    return newline.join(mark + line for line in found)


def told(text: str, mark: str = "") -> list[tuple[object, ...]]:
    """Return what a text claims, its words without the line breaks."""
    return [
        (
            _even(claim.text, mark),
            claim.kind,
            claim.stance,
            claim.speaker,
            claim.said and _even(claim.said.text, mark),
            [
                (figure.value, figure.unit, figure.direction, figure.approximator, figure.measured, figure.period)
                for figure in claim.quantities
            ],
        )
        for claim in extract(text).claims
    ]


def _even(words: str, mark: str) -> str:
    lines = words.splitlines()
    return "".join("".join(line.removeprefix(mark.strip()).split()) for line in lines)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.sampled_from(PARAGRAPHS[2:]), min_size=1, max_size=6, unique=True), WIDTHS, st.booleans())
@example(list(PARAGRAPHS), 20, True)
@example(list(PARAGRAPHS), 33, False)
@example([PARAGRAPHS[-2]], 48, False)
@example([PARAGRAPHS[-2]], 58, False)
@example([PARAGRAPHS[-1]], 56, False)
@example([PARAGRAPHS[-3]], 20, False)
@example(list(PARAGRAPHS), 58, True)
@example(list(PARAGRAPHS), 90, False)
@example(list(PARAGRAPHS), 110, False)
def test_a_text_wrapped_at_any_width_makes_the_same_claims(chosen: list[str], width: int, at_hyphens: bool) -> None:
    text = "\n\n".join(chosen)
    assert told(wrapped(text, width, at_hyphens=at_hyphens)) == told(text)


@pytest.mark.parametrize(("newline", "mark"), [("\r\n", ""), ("\n", "    "), ("\r", ""), ("\r\n", "\t")])
@pytest.mark.parametrize("width", [31, 66, 103])
def test_kinds_of_line_ends_and_margins_change_no_claim(width: int, newline: str, mark: str) -> None:
    text = "\n\n".join(PARAGRAPHS)
    assert told(wrapped(text, width, newline, mark)) == told(text)


@pytest.mark.parametrize("width", [31, 66, 103])
def test_a_quoted_mail_makes_the_claims_it_makes_on_longer_lines(width: int) -> None:
    text = "\n\n".join(PARAGRAPHS[2:])
    assert told(wrapped(text, width, mark="> "), "> ") == told(wrapped(text, 1000, mark="> "), "> ")


def test_every_claim_of_a_wrapped_text_quotes_it_as_printed() -> None:
    printed = wrapped("\n\n".join(PARAGRAPHS), 35)
    found = extract(printed)
    assert any("\n" in claim.text for claim in found.claims)
    for claim in found.claims:
        assert claim.text == printed[claim.start : claim.end]
        assert all(figure.text == printed[figure.start : figure.end] for figure in claim.quantities)
    labels = {printed[item.source.start : item.source.end] for item in found.attributions if item.source}
    assert any("Ann" in label and "Pole" in label for label in labels)


def test_the_zones_of_a_wrapped_text_are_those_of_its_long_lines() -> None:
    text = "\n\n".join(PARAGRAPHS)
    printed = wrapped(text, 30)
    shown = [(zone.kind, " ".join(zone.span.of(printed).split())) for zone in zones(printed)]
    assert shown == [(zone.kind, zone.span.of(text)) for zone in zones(text)]


@pytest.mark.parametrize("width", [20, 45, 80])
def test_a_claim_is_a_repeat_of_the_same_claim_on_other_lines(width: int) -> None:
    text = "\n\n".join(PARAGRAPHS)
    for claim, again in zip(extract(text).claims, extract(wrapped(text, width)).claims, strict=True):
        one, other = (features(item.text, kind=item.kind, speaker=item.speaker) for item in (claim, again))
        assert relation(one, other).kind is RelationKind.REPEAT
