"""Records that say themselves who speaks: their speeches are taken as given; all speakers here are invented."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from tracker.extract import extract
from tracker.models import Claim, Span, Speech

HEADING = "Canal Fares: Debate\n\nDivision 4: Ayes 40, Noes 12. Ann Pole said that fares rose by 12 per cent."


Told = tuple[str, str | None, str, str | None]
"""A line that names who speaks, the name, the words, and the date of a speech."""


def record(*speeches: Told) -> tuple[str, list[Speech]]:
    """Return a text with a heading and the speeches in it."""
    text, found = HEADING, []
    for line, name, words, date in speeches:
        start = len(text) + 2
        text += f"\n\n{line}\n\n{words}"
        label = Span(start, start + len(line)) if line else None
        role = Span(start, start + line.index(" (")) if "(" in line else None
        found.append(Speech(Span(len(text) - len(words), len(text)), name, label, role, date=date))
    return text, found


def of(text: str, speeches: Sequence[Speech]) -> list[tuple[str | None, str]]:
    return [(claim.speaker, claim.text) for claim in extract(text, None, speeches).claims]


SPEECHES = [
    (("Members", "several members", "Canal fares have risen by 12 per cent.", None), "several members"),
    (
        ("The talk of the town", "Clara Hart", "Canal fares have risen by 12 per cent.", None),
        "Clara Hart",
    ),
    (("", "Clara Hart", "Canal fares have risen by 12 per cent.", None), "Clara Hart"),
    (("CLARA", "Clara Hart", "She told me that canal fares have risen by 12 per cent.", None), "Clara Hart"),
    ((">>", None, "Canal fares have risen by 12 per cent.", None), None),
    (("x", "Hull City Council", "We have raised canal fares by 12 per cent.", None), "Hull City Council"),
]


@pytest.mark.parametrize(("speech", "speaker"), SPEECHES)
def test_a_speech_is_whose_the_record_says(speech: Told, speaker: str | None) -> None:
    text, speeches = record(speech)
    assert of(text, speeches) == [(speaker, speech[2])]


def test_what_a_speech_reports_of_somebody_else_stays_theirs() -> None:
    words = "Ann Pole said that tolls fell by 4 per cent. We spent £40 million on locks."
    assert of(*record(("Clara Hart", "Clara Hart", words, None))) == [
        ("Ann Pole", "tolls fell by 4 per cent"),
        ("Clara Hart", "We spent £40 million on locks."),
    ]


def test_headings_and_votes_are_nobody_s() -> None:
    text, speeches = record(("Ann Pole", "Ann Pole", "The locks are sound and dry.", None))
    assert of(text, speeches) == [("Ann Pole", "The locks are sound and dry.")]
    assert ("Ann Pole", "fares rose by 12 per cent") in of(text, ())


def test_the_office_a_record_prints_is_a_role_and_its_speaker_of_a_kind() -> None:
    text, speeches = record(
        ("The Minister of State (Clara Hart)", "Clara Hart", "The locks are sound and dry.", None),
        ("Hull City Council", "Hull City Council", "The locks were mended in 2019.", None),
    )
    found = extract(text, None, speeches)
    assert [(role.speaker, role.title) for role in found.roles] == [("Clara Hart", "Minister of State")]
    assert {(mention.name, mention.kind) for mention in found.speakers} == {
        ("Clara Hart", "person"),
        ("Hull City Council", "body"),
    }


def test_each_speech_has_the_date_its_record_gives() -> None:
    said = "On Tuesday Ann Pole said that tolls fell by 4 per cent."
    text, speeches = record(
        ("Hart", "Hart", "Canal fares have risen by 12 per cent.", "2020-05-06"),
        ("Hart", "Hart", said, "2020-05-07"),
        ("Hart", "Hart", "Canal fares have risen by a tenth.", "2019-02"),
        ("Hart", "Hart", "Canal fares have risen by a fifth.", None),
    )

    def dated(claim: Claim) -> tuple[str | None, str]:
        return (claim.said.value, claim.said.precision.value) if claim.said else (None, "")

    assert [dated(claim) for claim in extract(text, None, speeches).claims] == [
        ("2020-05-06", "day"),
        ("2020-05-05", "day"),
        ("2019-02", "month"),
        (None, ""),
    ]
