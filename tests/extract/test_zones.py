from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.extract import extract
from tracker.extract.prose import ZoneKind, zones

SEEDS = Path(__file__).parents[2] / "seeds"
BODY = "Officers were sent to the harbour on Monday evening, where they found two empty boats and a torch.\n\n"
AFTER = "\n\nThe council will meet again when the report of the inspectors has been published in full.\n"

# a line that stands between two paragraphs of prose, and what it is
LINES = [
    ("Ada Merrow/Getty", ZoneKind.CAPTION),
    ("Ada Merrow via Getty Images", ZoneKind.CAPTION),
    ("Getty Images", ZoneKind.CAPTION),
    ("Photo: Ada Merrow", ZoneKind.CAPTION),
    ("Image caption Officers at the harbour", ZoneKind.CAPTION),
    ("© Ada Merrow", ZoneKind.CAPTION),
    ("Two officers walk along the quay (Photo: Ada Merrow/PA)", ZoneKind.CAPTION),
    ("SALTMERE, ENGLAND - SEPTEMBER 16: An officer walks along the quay on September 16, 2017.", ZoneKind.CAPTION),
    ("By Ben Hollis", ZoneKind.BYLINE),
    ("- By Ben Hollis, CRIME CORRESPONDENT", ZoneKind.BYLINE),
    ("BY BEN HOLLIS", ZoneKind.BYLINE),
    ("By Ben Hollis and Ada Merrow", ZoneKind.BYLINE),
    ("Ben Hollis, home affairs correspondent", ZoneKind.BYLINE),
    ("Additional reporting by Ada Merrow", ZoneKind.BYLINE),
    ("The Daily Telegraph", ZoneKind.MASTHEAD),
    ("Saltmere Gazette", ZoneKind.MASTHEAD),
    ("Published: 12 January 2018", ZoneKind.DATE_LINE),
    ("Last updated on 3 May 2019 at 10.15am", ZoneKind.DATE_LINE),
    ("Friday, 12 January 2018", ZoneKind.DATE_LINE),
    ("Please let us know if you're having issues with commenting.", ZoneKind.FURNITURE),
    ("Enjoyed this article?", ZoneKind.FURNITURE),
    ("Then please consider following us on Twitter for the latest news.", ZoneKind.FURNITURE),
    ("Follow Saltmere Police on Facebook", ZoneKind.FURNITURE),
    ("Newspapers in English", ZoneKind.FURNITURE),
    ("Read more: Harbour patrols to double", ZoneKind.FURNITURE),
    ("READ MORE", ZoneKind.FURNITURE),
    ("Share this", ZoneKind.FURNITURE),
    ("Sign up for our newsletter", ZoneKind.FURNITURE),
    ("© 2019 Saltmere Media Ltd. All rights reserved.", ZoneKind.FURNITURE),
    ("Copyright Saltmere Media 2019", ZoneKind.FURNITURE),
    ("We use cookies to improve your visit.", ZoneKind.FURNITURE),
    ("This material may not be published, broadcast or redistributed.", ZoneKind.FURNITURE),
    ("Advertisement", ZoneKind.FURNITURE),
    ("#harbour #saltmere", ZoneKind.FURNITURE),
    ("https://saltmere.example/harbour", ZoneKind.FURNITURE),
    ("Notes to editors", ZoneKind.FURNITURE),
    ("ENDS", ZoneKind.FURNITURE),
    ("* * *", None),
    ("***", ZoneKind.FURNITURE),
    ("Harbour patrols", ZoneKind.HEADLINE),
    ("HARBOUR PATROLS TO DOUBLE BY SPRING", ZoneKind.HEADLINE),
    ("## Harbour patrols", ZoneKind.HEADLINE),
    ("Anyone with information is asked to call 101 quoting reference 4451.", ZoneKind.CONTACT),
    ("Call Crimestoppers anonymously on 0800 555 111.", ZoneKind.CONTACT),
    ("Tweet @SaltmerePolice with anything you saw.", ZoneKind.CONTACT),
    ("Email the team at harbour@saltmere.example with details.", ZoneKind.CONTACT),
    ("Visit www.saltmere.example for more.", ZoneKind.CONTACT),
]

# prose that looks like something else
PROSE = [
    "By the time officers arrived the boats had gone.",
    "By Friday, two boats were missing.",
    "Updated plans for the quay were approved by the council.",
    "Posted officers said the road was closed.",
    "Photographs of the boats were shown to the jury.",
    "Follow the money, he said, and the boats will be found.",
    "Read more books, she told the class.",
    "The Daily Telegraph reported that the boats were found.",
    "Share prices fell by 4 per cent.",
    "The force took 1,204 calls in 2018, 101 of them from the quay.",
    "“Anyone with information is asked to call 101,” she said.",
    "“Call 101 if you saw the boats.",
    "Inspector Merrow said anyone with information should call 101.",
    "SCOTLAND YARD is considering a second boat for the quay.",
    "She spoke to Getty staff and the AP about pictures.",
    "NHS staff were told to stay.",
    "Crime fell by 3 per cent in the north, 4 per cent in the south",
    "That was all.",
    "Comments by the mayor drew laughter.",
    "Copyright law is being changed, the minister said.",
    "Cookies were sold at the door.",
]


@pytest.mark.parametrize(("line", "kind"), LINES)
def test_a_line_that_is_no_prose_is_a_zone_of_its_kind(line: str, kind: ZoneKind | None) -> None:
    text = BODY + line + AFTER
    expected = [] if kind is None else [(kind, line)]
    assert [(zone.kind, zone.span.of(text)) for zone in zones(text)] == expected


@pytest.mark.parametrize("line", PROSE)
def test_prose_is_no_zone(line: str) -> None:
    assert [zone.span.of(BODY + line + AFTER) for zone in zones(BODY + line + AFTER)] == []


def test_a_lone_sentence_is_no_headline() -> None:
    assert zones("Police said burglary fell by 12 per cent") == ()


def test_lines_above_the_body_without_a_full_stop_are_headlines() -> None:
    text = "Patrols to double\n\nSecond boat for the harbour\n\n" + BODY
    assert [zone.span.of(text) for zone in zones(text)] == ["Patrols to double", "Second boat for the harbour"]


def test_a_sentence_broken_across_paragraphs_is_no_heading() -> None:
    text = BODY + "Most of the theft is thought to be planned, and the force is considering\n\nhow boats could be used."
    assert zones(text) == ()


def test_the_line_above_a_credit_is_its_caption() -> None:
    text = BODY + "Officers on the quay on Monday\nAda Merrow/Getty\n\n" + BODY
    assert [(z.kind, z.span.of(text)) for z in zones(text)] == [
        (ZoneKind.CAPTION, "Officers on the quay on Monday"),
        (ZoneKind.CAPTION, "Ada Merrow/Getty"),
    ]


def test_quoted_words_above_a_credit_stay_prose() -> None:
    text = BODY + "“We saw nothing,” she said.\nAda Merrow/Getty\n\n" + BODY
    assert [z.span.of(text) for z in zones(text)] == ["Ada Merrow/Getty"]


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        (" date 2018-01-14 On Thursday officers were sent out.", ZoneKind.DATE_LINE, "date 2018-01-14"),
        ("LONDON (AP) — Officers were sent out.", ZoneKind.DATELINE, "LONDON (AP) —"),
        ("SALTMERE, June 24 (UPI) — Officers were sent out.", ZoneKind.DATELINE, "SALTMERE, June 24 (UPI) —"),
        ("London (Reuters) - Officers were sent out.", ZoneKind.DATELINE, "London (Reuters) -"),
    ],
)
def test_words_that_open_a_paragraph_are_a_zone_and_the_rest_is_prose(text: str, kind: ZoneKind, words: str) -> None:
    assert [(zone.kind, zone.span.of(text)) for zone in zones(text)] == [(kind, words)]


def test_only_the_contact_sentence_of_a_paragraph_is_a_zone() -> None:
    contact = "Anyone with information is asked to call 101."
    text = f"Two boats are missing. {contact} The harbour is closed."
    assert [(zone.kind, zone.span.of(text)) for zone in zones(text)] == [(ZoneKind.CONTACT, contact)]


def test_a_contact_sentence_may_run_over_lines() -> None:
    contact = "Anyone with information about the two boats and their crews is asked\nto call 101 or to write."
    text = f"Two boats are missing. {contact}\n\n{BODY}"
    assert [(zone.kind, zone.span.of(text)) for zone in zones(text)] == [(ZoneKind.CONTACT, contact)]


@pytest.mark.parametrize("line", ["Times", "news.", "Twitter", "share"])
def test_the_last_words_of_a_wrapped_paragraph_are_prose(line: str) -> None:
    text = f"{BODY}The officers at the quay had read of the missing boats in the\n{line}\n\n{BODY}"
    assert zones(text) == ()


@pytest.mark.parametrize(
    "table",
    [
        "Area\t2017\t2018\nNorth\t1,204\t1,368\nSouth\t77\t81",
        "North   1,204   1,368\nSouth   77   81",
        "| Area | 2017 | 2018 |\n| North | 1,204 | 1,368 |\n| South | 77 | 81 |",
    ],
)
def test_rows_of_figures_are_one_zone(table: str) -> None:
    text = BODY + table + AFTER
    assert [(zone.kind, zone.span.of(text).strip()) for zone in zones(text)] == [(ZoneKind.TABLE, table)]


SEED_ZONES = {
    "london-police-consider-openly-armed-officers.txt": ["headline", "caption", "caption", "furniture"],
    "met-police-appeal-grahame-park.txt": ["date line", "contact", "contact"],
    "mps-shooting-park-lane.txt": ["date line", "contact", "contact"],
    "telegraph-met-prepares-to-unleash-armed-officers.txt": [
        "masthead", "headline", "byline", "furniture", "furniture",
    ],
    "update-officer-shot-hackney.txt": ["headline", "furniture", "furniture"],
}  # fmt: skip


@pytest.mark.parametrize(("name", "kinds"), SEED_ZONES.items())
def test_the_seeds_have_the_zones_a_reader_sees(name: str, kinds: list[str]) -> None:
    text = (SEEDS / name).read_text(encoding="utf-8")
    assert [zone.kind.value for zone in zones(text)] == kinds


@given(st.lists(st.sampled_from([line for line, _ in LINES] + PROSE + ["", "\n", "\t", "1\t2\t3"])), st.text())
def test_zones_are_sorted_disjoint_and_inside_the_text(lines: list[str], tail: str) -> None:
    text = "\n".join(lines) + tail
    found = zones(text)
    assert all(0 <= zone.span.start < zone.span.end <= len(text) for zone in found)
    assert all(first.span.end <= second.span.start for first, second in pairwise(found))
    assert all(zone.span.of(text).strip() == zone.span.of(text) for zone in found)


def test_a_markdown_header_is_no_prose_and_its_heading_no_mark_of_a_claim() -> None:
    header = '---\ntitle: "Fees to rise," says mayor\n---'
    text = f"{header}\n\n# Fees to rise, says mayor\n\nMayor Ida Holt said fees would rise.\n"
    assert zones(text)[0].span.of(text) == header
    found = extract(text).claims
    assert [claim.text for claim in found] == ["Fees to rise", "fees would rise"]
    assert all(text[claim.start : claim.end] == claim.text for claim in found)
