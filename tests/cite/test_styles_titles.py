"""Titles as manuals print them: capitals of headline style, subtitles, inner marks, the full stop at the end."""

from __future__ import annotations

import pytest

from tracker.cite.styles import ends_quoted, headline, with_large_subtitle, with_marks, without_stop

# title as printed, in headline style (Chicago 8.159 to 8.161, MLA 2.90)
HEADLINES = [
    ("harbour police to be armed", "Harbour Police to Be Armed"),
    ("what are the guns for", "What Are the Guns For"),
    ("who are they for? the patrols explained", "Who Are They For? The Patrols Explained"),
    ("we’re in: stewards on the night ferry", "We’re In: Stewards on the Night Ferry"),
    ("UK’s harbour officers to carry iPhones", "UK’s Harbour Officers to Carry iPhones"),
    ("IT staff at A&E to strike", "IT Staff at A&E to Strike"),
    ("‘to have and to hold’: the quay from within", "‘To Have and to Hold’: The Quay from Within"),
    # hyphens: every part large but the small words, and the part behind a prefix
    ("stop-and-search down by a fifth", "Stop-and-Search Down by a Fifth"),
    ("the use-of-force log of a mother-in-law", "The Use-of-Force Log of a Mother-in-Law"),
    ("an in-depth look at at-risk ferries", "An In-Depth Look at At-Risk Ferries"),
    ("ex-officer in pre-trial hearing", "Ex-officer in Pre-trial Hearing"),
    ("anti-Taser march past e-scooter rank", "Anti-Taser March past E-scooter Rank"),
    ("post-9/11 policing and AR-15s", "Post-9/11 Policing and AR-15s"),
    ("Twenty-first-century patrols", "Twenty-First-Century Patrols"),
    # another language keeps its own capitals
    ("Le préfet et la police du port", "Le préfet et la police du port"),
    ("De Vries: the end of a ferry", "De Vries: The End of a Ferry"),
    ("", ""),
]
SUBTITLES = [
    ("Armed patrols: a city divided", "Armed patrols: A city divided"),
    ("The chief: don’t shoot", "The chief: Don’t shoot"),
    ("The chief: “no guns”", "The chief: “No guns”"),
    ("Sold out: iPhone thieves", "Sold out: iPhone thieves"),
    ("Who pays? the ferry, again", "Who pays? The ferry, again"),
    ("The ferry: été on deck", "The ferry: Été on deck"),
    ("Ferry at 10:15 and on", "Ferry at 10:15 and on"),
]
MARKS = [
    ("“No guns”, says the crews’ chief", "single", "‘No guns’, says the crews’ chief"),
    ("Chief: \"he said 'never' twice\"", "double", "Chief: “he said ‘never’ twice”"),
    ("The crews’ view", "double", "The crews’ view"),
    ("“never closed", "single", "“never closed"),
]
STOPS = [
    ("No, they said.", "No, they said"),
    ("Read on…", "Read on…"),
    ("Read on...", "Read on..."),
    ("Ferry at 5 p.m.", "Ferry at 5 p.m."),
    ("Quay & Co.", "Quay & Co."),
    ("Why?", "Why?"),
]
ENDS = [("chiefs’ fears ‘real’", True), ("the end of the chiefs’", False), ("“real” fears", False)]
LONG = 30_000


@pytest.mark.parametrize(("title", "printed"), HEADLINES)
def test_headline_style_has_large_words_and_small_ones(title: str, printed: str) -> None:
    assert headline(title) == printed
    assert headline(printed) == printed


@pytest.mark.parametrize(("title", "printed"), SUBTITLES)
def test_a_subtitle_begins_large(title: str, printed: str) -> None:
    assert with_large_subtitle(title) == printed


@pytest.mark.parametrize(("title", "kind", "printed"), MARKS)
def test_inner_marks_are_of_the_kind_asked_for(title: str, kind: str, printed: str) -> None:
    assert with_marks(title, kind) == printed


@pytest.mark.parametrize(("title", "printed"), STOPS)
def test_only_the_full_stop_of_a_sentence_goes(title: str, printed: str) -> None:
    assert without_stop(title) == printed


@pytest.mark.parametrize(("title", "quoted"), ENDS)
def test_an_apostrophe_ends_no_quotation(title: str, quoted: bool) -> None:
    assert ends_quoted(title) is quoted


@pytest.mark.parametrize("part", ["a: ", "“a” ", "“‘", "a-", "in "])
def test_a_title_of_any_length_is_printed(part: str) -> None:
    title = part * LONG
    assert len(headline(title)) == len(with_large_subtitle(title)) == len(with_marks(title, "double")) == len(title)
