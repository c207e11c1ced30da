"""The words to copy: one speaker's, whole, clean when checked again; or withheld, with the reason."""

from __future__ import annotations

import pytest

from tracker.check.draft import Texts, check
from tracker.check.findings import AttributedWords, Finding, Source, apply, whole_sentences
from tracker.models import ClaimKind, Span

PIER = (
    "“The pier costs £2.5 million — not £25 million, and that was cheap,” said Rosa Lund. “In spring we repaired 134"
    " lamps on the pier.”\n\n“Will the ferry come back?” asked Ivo Kern. “The tower would make the pier uglier.”\n\n"
    "“The town owes us nothing,” Lund said. “We owe the town a harbour. The planing of the planks took a week.”\n\n"
    "“The tower would make the pier more beautiful,” said Anna Weil."
)
BRIDGE = "“In spring we repaired 143 lamps on the old bridge and 12 on the pier,” said Rosa Lund."
VOICES = (
    ("The pier costs £2.5 million — not £25 million, and that was cheap", "Rosa Lund"),
    ("In spring we repaired 134 lamps on the pier", "Rosa Lund"),
    ("Will the ferry come back?", "Ivo Kern"),
    ("The tower would make the pier uglier", "Ivo Kern"),
    ("The town owes us nothing", "Rosa Lund"),
    ("We owe the town a harbour. The planing of the planks took a week", "Rosa Lund"),
    ("The tower would make the pier more beautiful", "Anna Weil"),
    ("In spring we repaired 143 lamps on the old bridge and 12 on the pier", "Rosa Lund"),
)


def said(text: str) -> tuple[AttributedWords, ...]:
    return tuple(
        AttributedWords((Span(at, at + len(words)),), ClaimKind.DIRECT, speaker)
        for words, speaker in VOICES
        if (at := text.find(words)) >= 0
    )


LIBRARY = Texts({"pier": Source(PIER, speech=said(PIER)), "bridge": Source(BRIDGE, speech=said(BRIDGE))})

COPIED = [
    # who is quoted, the draft's words, the words to copy ("" where they are withheld)
    ("Rosa Lund", "The pier costs £2.5 million — not £52 million", "The pier costs £2.5 million — not £25 million"),
    ("Rosa Lund", "The pier costs £2.5 million — not £25", "The pier costs £2.5 million — not £25 million"),
    (
        "Rosa Lund",
        "The pier costs £25 million — not £2.5 million, and that was cheap",
        "The pier costs £2.5 million — not £25 million, and that was cheap",
    ),
    ("Rosa Lund", "In spring we repaired 143 lamps on the pier", "In spring we repaired 134 lamps on the pier"),
    ("Ivo Kern", "Will the boat come back", "Will the ferry come back?"),
    ("Ivo Kern", "The tower would make the pier lovelier", "The tower would make the pier uglier"),
    ("Anna Weil", "The tower would make the pier uglier", "The tower would make the pier more beautiful"),
    ("Rosa Lund", "The tower would make the pier uglier", ""),
    ("Rosa Lund", "In spring we repaired 134 lamps on the pier. The town owes us nothing", ""),
    ("Rosa Lund", "The town owes us nothing … The tower would make the pier more beautiful", ""),
    ("Rosa Lund", "We owe the town a harbour. The town owes us nothing", ""),
    ("Rosa Lund", "The planning [sic] of the planks took a week", "The planing of the planks took a week"),
]


@pytest.mark.parametrize(("speaker", "words", "wording"), COPIED)
def test_words_to_copy_are_one_speakers_and_clean_or_withheld(speaker: str, words: str, wording: str) -> None:
    draft = f"{speaker} said: “{words}.”"
    speech = [AttributedWords((Span(draft.index(words), len(draft) - 2),), ClaimKind.DIRECT, speaker)]
    (found,) = check(draft, LIBRARY, speech=speech).quotations
    assert found.finding.fails
    assert found.place is not None
    assert found.place.corrected == wording
    if not wording:
        assert found.place.withheld
        assert found.place.withheld in " ".join(found.why)
        return
    mended = f"{speaker} said: “{wording}”"
    speech = [AttributedWords((Span(mended.index(wording), len(mended) - 1),), ClaimKind.DIRECT, speaker)]
    (again,) = check(mended, LIBRARY, speech=speech).quotations
    assert not again.finding.fails


WHOLE = [
    # who is quoted, the draft's words, the whole sentences that are offered ("" where the words to copy are these)
    (
        "Rosa Lund",
        "The pier costs £2.5 million — not £52 million",
        "The pier costs £2.5 million — not £25 million, and that was cheap",
    ),
    ("Rosa Lund", "In spring they repaired 134 lamps", "In spring we repaired 134 lamps on the pier"),
    ("Rosa Lund", "us nothing. We owe the city a harbour", "The town owes us nothing. We owe the town a harbour"),
    ("Ivo Kern", "Will the boat come back", ""),
    ("Rosa Lund", "The tower would make the pier uglier", ""),
    ("Rosa Lund", "The town owes us nothing … The tower would make the pier more beautiful", ""),
]


@pytest.mark.parametrize(("speaker", "words", "whole"), WHOLE)
def test_whole_sentences_are_one_speakers_and_clean_or_not_offered(speaker: str, words: str, whole: str) -> None:
    draft = f"{speaker} said: “{words}.”"
    speech = [AttributedWords((Span(draft.index(words), len(draft) - 2),), ClaimKind.DIRECT, speaker)]
    (found,) = check(draft, LIBRARY, speech=speech).quotations
    change = whole_sentences(draft, found)
    assert (change.new if change else "") == whole
    if change:
        mended, _ = apply(draft, [change])
        speech = [AttributedWords((Span(mended.index(whole), len(mended) - 2),), ClaimKind.DIRECT, speaker)]
        (again,) = check(mended, LIBRARY, speech=speech).quotations
        assert not again.finding.fails


def test_sic_behind_the_sources_own_word_is_right() -> None:
    (found,) = check("Lund said: “The planing [sic] of the planks took a week.”", LIBRARY).quotations
    assert found.finding is Finding.TYPOGRAPHY
