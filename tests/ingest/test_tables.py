"""Tables and lists of statements; all people, places and figures are invented."""

from __future__ import annotations

import csv
import json
from io import StringIO
from typing import Any

import pytest

from tracker.extract import extract
from tracker.ingest.reader import read
from tracker.ingest.tables import headers, parse
from tracker.models import Document, ReadError, RecordKind, Speech

ROWS = [
    ["Claim", "Said by", "Date", "Position", "Link"],
    ["Crime has doubled.", "Ann Pole", "5 May 2020", "Mayor of Hull", "https://example.org/a"],
    ["Fares rose by 12 per cent.\nTolls, he adds; fell by 3 | 4 per cent.", "Hull City Council", "2019", "", ""],
    ["", "Nobody", "", "", ""],
    ["The Home Office said that thefts fell by 4 per cent.", "Tom Hale", "03/04/2020", "", "not an address"],
]


def _page(sign: str) -> str:
    page = StringIO()
    csv.writer(page, delimiter=sign).writerows(ROWS)
    return page.getvalue()


def _claims(document: Document) -> list[tuple[str | None, str, str | None, str]]:
    found = extract(document.text, None, document.speeches).claims
    return [(claim.speaker, claim.text, claim.said.value if claim.said else None, claim.stance) for claim in found]


CLAIMS = [
    ("Ann Pole", "Crime has doubled.", "2020-05-05", "asserts"),
    ("Hull City Council", "Fares rose by 12 per cent.", "2019", "asserts"),
    ("Hull City Council", "Tolls, he adds; fell by 3 | 4 per cent.", "2019", "asserts"),
    ("Home Office", "thefts fell by 4 per cent", None, "asserts"),
]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("sign", [";", "\t", ",", "|"])
def test_a_row_is_a_statement_by_who_made_it_when_it_was_made(sign: str, encoding: str) -> None:
    document = read(_page(sign).encode(encoding), "statements.csv")
    assert _claims(document) == CLAIMS
    assert [speech.url for speech in document.speeches] == ["https://example.org/a", None, None]
    assert document.notes == (
        "1 row was left out, as no statement stands there.",
        "1 row was left undated, as the date there is none or could be read in two ways.",
    )
    role = document.speeches[0].role
    assert role is not None and role.of(document.text) == "Mayor of Hull"


def test_excel_may_say_itself_what_stands_between_columns() -> None:
    document = read(("sep=;\r\n" + _page(";")).encode("cp1252"), "statements.csv")
    assert [speech.speaker for speech in document.speeches] == ["Ann Pole", "Hull City Council", "Tom Hale"]


def test_the_title_of_a_row_is_a_heading_above_it() -> None:
    page = "title,statement,speaker\nFerries,Fares rose by a tenth.,Ann Pole\nFerries,Fares fell by a fifth.,Tom Hale\n"
    document = read(page.encode(), "statements.csv")
    assert document.text == "Ferries\n\nAnn Pole\n\nFares rose by a tenth.\n\nTom Hale\n\nFares fell by a fifth."
    assert [speech.heading for speech in document.speeches] == ["Ferries", "Ferries"]


def test_columns_can_be_named() -> None:
    data = b"Aussage,Wer\nDie Preise sind um 12 Prozent gestiegen.,Anna Pohl\n"
    assert headers(data, "a.csv") == ("Aussage", "Wer")
    found = parse(data, "a.csv", {"statement": "Aussage", "speaker": "Wer"})
    assert [speech.speaker for speech in found.speeches] == ["Anna Pohl"]


EXPORTED: dict[str, Any] = {
    "id": 7, "text": "thefts fell by 12 per cent", "stance": "denies", "speaker": "Ann Pole", "date": "2020-05-04",
    "document": "x.txt", "document_title": "Harbour patrols", "url": "https://example.org/h", "quantities": [],
}  # fmt: skip
REVIEW: dict[str, Any] = {
    "@context": "https://schema.org", "@type": "ClaimReview", "url": "https://facts.example.org/9",
    "claimReviewed": "Thefts fell by 12 per cent.",
    "itemReviewed": {"@type": "Claim", "author": {"name": "Ann Pole"}, "datePublished": "2020-05-04"},
    "author": {"@type": "Organization", "name": "Hull Facts"}, "datePublished": "2020-06-01",
    "reviewRating": {"@type": "Rating", "alternateName": "Mostly false"},
}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "page"),
    [
        ("claims.json", json.dumps({"claims": [EXPORTED]})),
        ("claims.ndjson", json.dumps(EXPORTED) + "\n"),
        ("claims.csv", "text,stance,speaker,date,document_title,url\n" + "thefts fell by 12 per cent,denies,Ann Pole,"
         "2020-05-04,Harbour patrols,https://example.org/h\n"),
    ],
)  # fmt: skip
def test_exported_claims_come_back_with_speaker_date_and_stance(name: str, page: str) -> None:
    document = read(page.encode(), name)
    assert _claims(document) == [("Ann Pole", "thefts fell by 12 per cent", "2020-05-04", "denies")]
    assert (document.speeches[0].heading, document.speeches[0].url) == ("Harbour patrols", "https://example.org/h")


@pytest.mark.parametrize("page", [REVIEW, [REVIEW], {"@graph": [REVIEW]}, {"itemListElement": [{"item": REVIEW}]}])
def test_a_reviewed_claim_is_a_statement_of_who_made_it(page: Any) -> None:
    document = read(json.dumps(page).encode(), "review.json")
    assert _claims(document) == [("Ann Pole", "Thefts fell by 12 per cent.", "2020-05-04", "asserts")]
    assert "Hull Facts rates it “Mostly false”" in document.text
    assert (document.publisher, document.speeches[0].url) == ("Hull Facts", "https://facts.example.org/9")


SITTING: dict[str, Any] = {
    "Overview": {"ExtId": "9BC0-11", "Title": "Canals", "Date": "2019-05-07T00:00:00", "House": "Commons"},
    "Navigator": [],
    "Items": [
        {"ItemType": "Timestamp", "Value": "14:30"},
        {"ItemType": "Contribution", "MemberId": 41, "AttributedTo": "The Minister of State (Clara Hart) (Lab)",
         "Value": "<p><span data-column-number=\"401\"></span>Canal use has risen by 12 per cent."
         "</p><p>We spent &#163;40 million.</p>", "ExternalId": "C-1", "Timecode": "2019-05-07T14:31:10",
         "HRSTag": "hs_Para"},
        {"ItemType": "Contribution", "MemberId": None, "AttributedTo": "", "Value": "The locks are sound and dry.",
         "HRSTag": "hs_Para", "ExternalId": None},
        {"ItemType": "Contribution", "AttributedTo": None, "Value": "<em>Question put by 12 per cent.</em>",
         "HRSTag": "hs_8Question"},
        {"ItemType": "Contribution", "AttributedTo": None, "Value": "Fares rose by 9 per cent.", "HRSTag": "hs_Para"},
        {"ItemType": "Contribution", "MemberId": 9, "AttributedTo": "Mr Pole", "Value": 12, "HRSTag": "hs_Para"},
        "no item",
    ],
    "ChildDebates": [
        {"Overview": {"ExtId": "9BC0-12", "Title": "Tolls", "Date": "2019-05-07T00:00:00", "House": "Commons"},
         "Items": [{"ItemType": "Contribution", "MemberId": 41, "AttributedTo": "The Minister",
                    "Value": "Tolls have fallen by 4 per cent.", "ExternalId": "C-2"}], "ChildDebates": []}
    ],
}  # fmt: skip


def test_a_debate_of_the_hansard_api_has_members_columns_times_and_addresses() -> None:
    document = read(json.dumps(SITTING).encode(), "debate.json")
    there = "https://hansard.parliament.uk/Commons/2019-05-07/debates"

    def told(speech: Speech) -> tuple[str | None, ...]:
        return (
            speech.speaker,
            speech.member_id,
            speech.speech_id,
            speech.column,
            speech.time,
            speech.url,
            speech.heading,
        )

    first = f"{there}/9BC0-11/link#contribution-C-1"
    assert [told(speech) for speech in document.speeches] == [
        ("Clara Hart", "41", "C-1", "401", "14:31:10", first, "Canals"),
        ("Clara Hart", "41", "C-1", "401", "14:31:10", first, "Canals"),
        ("Clara Hart", "41", "C-2", "401", None, f"{there}/9BC0-12/link#contribution-C-2", "Tolls"),
    ]
    assert [words for _, words, _, _ in _claims(document)] == [
        "Canal use has risen by 12 per cent.",
        "We spent £40 million.",
        "The locks are sound and dry.",
        "Tolls have fallen by 4 per cent.",
    ]
    assert (document.title, document.publisher, document.record) == ("Canals", "Hansard", RecordKind.EDITED)
    assert document.notes == ("This record is damaged; 2 items were left out.",)
    assert document.metadata_dates[0].value == "2019-05-07"


REFUSED = [
    (
        "a.csv",
        "Aussage,Wer\nx,y\n",
        "a.csv has no column of statements that is known here; its columns are “Aus",
    ),
    ("a.csv", "claim,speaker\n,Ann\n", "a.csv holds no statement: every row is blank where statements should stand."),
    ("a.csv", 'claim,speaker\n"' + "x" * 1_000_001, "a.csv is a damaged table: one of its cells does not end"),
    ("a.json", '{"a": ', "a.json is damaged: it is no JSON, as a whole or line by line."),
    ("a.json", '{"a": 1}', "a.json is JSON of another kind than those known here: claims that this program exported"),
    ("a.json", "[" * 100_000, "a.json is "),
    ("a.json", '{"Overview": {}, "Items": []}', "a.json holds no speech: it has the form of a debate"),
    ("a.ndjson", "[]\n[]\n", "a.ndjson is JSON of another kind"),
]


@pytest.mark.parametrize(("name", "page", "sentence"), REFUSED)
def test_what_holds_no_statements_is_refused_in_one_sentence(name: str, page: str, sentence: str) -> None:
    with pytest.raises(ReadError) as refusal:
        read(page.encode(), name)
    assert refusal.value.message.startswith(sentence)


def test_a_damaged_line_costs_itself_alone() -> None:
    document = read(f"{json.dumps(EXPORTED)}\n{{\n".encode(), "claims.ndjson")
    assert len(document.speeches) == 1
    assert document.notes == ("This file is damaged; 1 line was left out.",)
