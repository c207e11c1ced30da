"""Making a claim by hand on the pages, mending its ends, and reading long documents, versions and originals."""

import io
import re
from types import SimpleNamespace

import pytest
from flask.testing import FlaskClient
from lxml import html

from tests import articles
from tests.web.asking import claim_with, item, rows
from tests.web.test_forms import undo_path
from tracker.models import ClaimKind, Span
from tracker.web.marks import (
    PART,
    SHOWN_AROUND,
    in_paragraphs,
    likely_kind,
    parts,
    set_for_reading,
    steps,
    to_whole_words,
)

TEXT = articles.HARBOUR
NEW = "/documents/1/claims/new"
HEADLINE = "Harbour force weighs armed patrols"

# the words of a place, how its ends may move: the words after each step
STEPS = [
    ("planning routine", "start", ["not planning routine", "routine", "We are not planning routine"]),
    (
        "planning routine",
        "end",
        [
            "planning",
            "planning routine armed",
            "planning routine armed patrols in Saltmere,” she told the harbour council.",
        ],
    ),
    ("12.5%", "start", ["of 12.5%", "There were 1,240 recorded assaults on officers last year, an increase of 12.5%"]),
]
# words of the text, how they probably stand in it
KINDS = [
    ("We are not planning routine armed patrols", ClaimKind.DIRECT),
    ("armed patrols would not become routine", ClaimKind.INDIRECT),
    ("in Saltmere,” she told", ClaimKind.MIXED),
]


def place(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words))


@pytest.mark.parametrize(("words", "end", "expected"), STEPS)
def test_the_ends_move_by_words_and_to_the_edge_of_the_sentence(words: str, end: str, expected: list[str]) -> None:
    moved = [step.span.of(TEXT) for step in steps(TEXT, place(words))[end]]
    assert [" ".join(each.split()).lstrip("“") for each in moved] == expected


@pytest.mark.parametrize(("words", "kind"), KINDS)
def test_a_kind_is_offered_from_the_marks_around(words: str, kind: ClaimKind) -> None:
    assert likely_kind(TEXT, place(words)) is kind


@pytest.mark.parametrize(("cut", "whole"), [("outine armed pa", "routine armed patrols"), ("armed", "armed")])
def test_a_selection_that_cuts_words_takes_them_whole(cut: str, whole: str) -> None:
    assert to_whole_words(TEXT, place(cut)).of(TEXT) == whole


@pytest.mark.parametrize("text", ["", "x" * 50, "word " * 40, "One.\n\nTwo.\n\nThree.\n" * 9, "\n\n\n"])
def test_the_parts_of_a_text_hold_all_of_it_but_blanks(text: str) -> None:
    spans = parts(text, size=20)
    assert "".join("".join(span.of(text).split()) for span in spans) == "".join(text.split())
    assert all(span.end - span.start <= 20 for span in spans)


def test_a_part_holds_no_more_claims_than_a_page_can_show() -> None:
    text = "One.\n\nTwo.\n\nThree.\n\nFour."
    starts = [text.index(word) for word in ("One", "Two", "Three", "Four")]
    assert [span.of(text) for span in parts(text, starts, claims=2)] == ["One.\n\nTwo.", "Three.\n\nFour."]


def test_a_page_of_the_original_begins_where_its_first_word_stands() -> None:
    text = "First page.\n\nSecond page goes\n\non here.\n\nFourth."
    starts = (0, text.index("Second"), text.index("here"), text.index("Fourth"))
    shown = [(piece.page, piece.text) for each in set_for_reading(text, [], None, starts) for piece in each.pieces]
    assert [(page, words.split()[0]) for page, words in shown if page] == [
        (1, "First"), (2, "Second"), (3, "here."), (4, "Fourth."),
    ]  # fmt: skip


def test_paragraphs_know_where_they_stand() -> None:
    claims = [SimpleNamespace(id=1, start=place("routine armed").start, end=place("routine armed").end)]
    for paragraph in set_for_reading(TEXT, claims):
        words = "".join(piece.text for piece in paragraph.pieces)
        assert TEXT[paragraph.start : paragraph.start + len(words)] == words


def test_words_are_found_shown_and_made_a_claim(client: FlaskClient) -> None:
    page = client.get(f"{NEW}?words={HEADLINE}").text
    assert f'<mark class="chosen">{HEADLINE}</mark>' in page
    found = {name: int(value) for name, value in re.findall(r'name="(start|end)" value="(\d+)"', page)}
    assert TEXT[found["start"] : found["end"]] == HEADLINE
    form = {**found, "kind": "indirect", "speaker": "Mara Quill"}
    page = client.post(NEW, data=form, follow_redirects=True).text
    assert "made by a person" in page and "Made by a person: a reader" in page
    made = claim_with(client, HEADLINE)
    assert (made["speaker"], made["hand_made"]) == ("Mara Quill", 1)
    shown = client.get("/documents/1").text
    assert f'id="claim-{made["id"]}"' in shown and "made by a person" in shown
    client.post(undo_path(page))
    assert not [row for row in rows(client, "/claims.json") if HEADLINE in row["text"]]
    assert "no longer finds this claim" in client.get(f"/claims/{made['id']}").text


def test_words_that_stand_twice_are_offered_to_choose_from(client: FlaskClient) -> None:
    page = client.get(f"{NEW}?words=armed+patrols").text
    assert "These words stand in 3 places" in page
    assert len(re.findall(r'<mark class="chosen">armed patrols</mark>', page)) == 3


def test_a_paragraph_can_be_begun_with(client: FlaskClient) -> None:
    page = client.get(NEW).text
    (address,) = re.findall(r'href="([^"]+)" class="quoted" data-item>Chief Constable', page)
    assert "<mark" in client.get(address.replace("&amp;", "&")).text


@pytest.mark.parametrize(
    ("query", "status", "words"),
    [
        ("words=armed+badgers", 400, "do not stand in document 1"),
        ("start=5&end=2", 400, "must lie inside"),
        ("start=5&end=999999", 400, "must lie inside"),
        ("start=-5&end=9", 400, "must lie inside"),
        (f"start=1&end={10**30}", 400, "must lie inside"),
        ("start=x&end=y", 200, "copied from the text"),
        ("words=%3Cscript%3Ealert(1)%3C/script%3E", 400, "&lt;script&gt;alert(1)"),
    ],
)
def test_what_is_no_place_is_told_with_the_form(client: FlaskClient, query: str, status: int, words: str) -> None:
    answer = client.get(f"{NEW}?{query}")
    assert answer.status_code == status
    assert words in answer.text and "<script>alert" not in answer.text


def test_a_selection_counted_otherwise_is_found_by_its_words(client: FlaskClient) -> None:
    start = TEXT.index("recorded assaults")
    page = client.get(f"{NEW}?start={start - 7}&end={start + 10}&words=recorded+assaults").text
    assert '<mark class="chosen">recorded assaults</mark>' in page


def test_the_ends_of_a_claim_are_mended_in_steps(client: FlaskClient) -> None:
    claim = claim_with(client, "1,240")
    address = f"/claims/{claim['id']}/span"
    page = client.get(address).text
    assert "disabled" in page
    step = re.search(r'href="([^"]+)">\s*one word later <span class="moved">drops “There”', page)
    assert step is not None
    page = client.get(step.group(1).replace("&amp;", "&")).text
    assert "disabled" not in page
    form = dict(re.findall(r'type="hidden" name="(start|end)" value="(\d+)"', page))
    client.post(address, data=form)
    assert item(client, f"/claims/{claim['id']}")["text"] == claim["text"].removeprefix("There ")


@pytest.fixture
def long(client: FlaskClient) -> str:
    """The address of a document of several parts, with a claim on its last page."""
    filler = "\n\n".join(f"Paragraph {n} is about a ferry and a quay, and about 7 swans." for n in range(900))
    text = f"{filler}\n\n“The quay is closed for good,” Mara Quill said.\n"
    client.post("/documents/new", data={"text": text})
    return "/documents/5"


def test_a_long_document_is_read_in_parts_and_a_claim_opens_its_own(client: FlaskClient, long: str) -> None:
    claim = claim_with(client, "closed for good")
    first = client.get(long)
    assert "part 1 of" in first.text and f'id="claim-{claim["id"]}"' not in first.text
    assert len(first.data) < 100_000
    there = client.get(f"{long}?claim={claim['id']}").text
    assert f'id="claim-{claim["id"]}"' in there and 'rel="prev"' in there
    shown = re.search(r"Part \d+ of (\d+)", there)
    assert shown is not None
    last = int(shown.group(1))
    assert last > len(item(client, long)["text"]) // PART
    assert f'id="claim-{claim["id"]}"' in client.get(f"{long}?part={last}").text
    for odd in ("part=0", "part=999", "part=x", "claim=1", "claim=999", f"claim={10**30}"):
        assert client.get(f"{long}?{odd}").status_code == 200
    assert f'href="/documents/5?claim={claim["id"]}#claim-{claim["id"]}"' in client.get(f"/claims/{claim['id']}").text


def test_the_margin_leads_on(client: FlaskClient) -> None:
    page = client.get("/documents/1").text
    one, two = re.findall(r'id="claim-(\d+)"', page)[:2]
    assert f'<a href="#claim-{two}" title="Next claim">' in page
    assert f'<a href="#claim-{one}" title="Previous claim">' in page
    assert re.search(r'href="/threads/\d+">thread of \d', page)
    assert re.search(r'#matches">\d+ suggested', page)
    assert page.count("1,240 recorded assaults") >= 1


def test_versions_lead_to_each_other_and_to_what_changed(client: FlaskClient) -> None:
    changed = TEXT.replace("1,240", "1,290").replace("By Ruth Ellery, crime reporter\n\n", "")
    client.post("/documents/new", data={"files": (io.BytesIO(changed.encode()), "harbour.txt")})
    assert 'href="/documents/5/changes"' in client.get("/documents/1").text
    assert 'href="/documents/5/changes"' in client.get("/documents/5").text
    page = client.get("/documents/5/changes").text
    assert re.search(r"<del>.*1,240", page) and re.search(r"<ins>.*1,290", page)
    found = client.get("/documents/5/changes.json").json
    assert found is not None
    assert [bool(change["after"]) for change in found["changes"]] == [False, True]
    (altered,) = [change for change in found["claims"] if change["fate"] == "changed"]
    assert "1,240" in altered["older"]["text"] and "1,290" in altered["newer"]["text"] and altered["silent"]
    assert client.get("/documents/1/changes").status_code == 200


@pytest.mark.parametrize(
    ("name", "data", "kind", "policy"),
    [
        (
            "a.txt",
            "<script>alert('Zürich')</script> he said.".encode("cp1252"),
            "text/plain; charset=windows-1252",
            "sandbox",
        ),
        ("b.md", "# Zürich\n\nIt rained.".encode(), "text/plain; charset=utf-8", "sandbox"),
        ("c.html", b"<html><body><p>It rained all day.</p></body></html>", "application/octet-stream", "sandbox"),
    ],
)
def test_an_original_is_shown_only_where_it_can_do_nothing(
    client: FlaskClient, name: str, data: bytes, kind: str, policy: str
) -> None:
    import io

    client.post("/documents/new", data={"files": (io.BytesIO(data), name)}, content_type="multipart/form-data")
    answer = client.get("/documents/5/original?show=1")
    assert answer.data == data
    assert answer.content_type == kind
    assert policy in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    saved = client.get("/documents/5/original")
    assert saved.mimetype == "application/octet-stream" and "attachment" in saved.headers["Content-Disposition"]


def test_a_pdf_shows_its_pages_beside_the_text(client: FlaskClient) -> None:
    from pathlib import Path

    path = Path(__file__).parent.parent / "files" / "statement.pdf"
    with path.open("rb") as file:
        client.post("/documents/new", data={"files": (file, path.name)}, content_type="multipart/form-data")
    page = client.get("/documents/5").text
    assert 'data-page="1" href="/documents/5/original?show=1#page=1"' in page
    answer = client.get("/documents/5/original?show=1")
    assert answer.mimetype == "application/pdf"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Content-Disposition"].startswith("inline")


def test_what_a_markdown_file_says_of_itself_is_folded_and_offered_for_no_claim(client: FlaskClient) -> None:
    header = "---\ntitle: The quay at night\ndate: 2022-03-14\n---"
    text = f"{header}\n\nMara Quill said: “The quay is quiet at night.”\n"
    client.post("/documents/new", data={"files": (io.BytesIO(text.encode()), "quay.md")})
    number = max(row["id"] for row in rows(client, "/documents.json"))
    page = html.fromstring(client.get(f"/documents/{number}").text)
    (folded,) = page.xpath("//details[@class='file-header']")
    assert "title: The quay at night" in folded.text_content()
    assert "The quay is quiet" not in folded.text_content()
    assert "title:" not in client.get(f"/documents/{number}/claims/new").text
    claim = claim_with(client, "The quay is quiet at night.")
    editor = html.fromstring(client.get(f"/claims/{claim['id']}/span").text).find_class("editor")[0]
    assert "title:" not in editor.text_content()
    context = html.fromstring(client.get(f"/claims/{claim['id']}").text).find_class("in-context")[0]
    assert context.text_content().split()[:3] == ["Mara", "Quill", "said:"]


def test_the_editor_shows_whole_words_and_says_where_the_text_goes_on() -> None:
    text = "The council met. " * 100 + "In the end nobody came.\n\n" + "The council left. " * 100
    place = Span(text.index("nobody"), text.index(" came."))
    assert not text[place.start - SHOWN_AROUND - 1].isspace() and not text[place.end + SHOWN_AROUND].isspace()
    first, last = in_paragraphs(text, place)
    assert (first.cut, last.cut) == ("before", "after")
    assert text[first.start - 1].isspace()
    assert last.pieces[-1][0].split()[-1] in ("The", "council", "left.")
