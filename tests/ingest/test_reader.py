from __future__ import annotations

import re
import zipfile
import zlib
from io import BytesIO
from pathlib import Path

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.ingest.reader import MAX_BYTES, check_size, read
from tracker.models import Document, ReadError

FILES = Path(__file__).parents[1] / "files"
PACKED = ("statement.docx", "statement.odt", "statement.rtf", "statement.mhtml")
SEEDS = Path(__file__).parents[2] / "seeds"
PARAGRAPHS = (
    "Chief Constable Ada Merrow told the Thornwick Council on Thursday that burglary fell by 12 per cent last year.",
    "“We will open a second station,” she said.",
    "The force recorded 1,204 burglaries, down from 1,368.",
)

# file, words of the one sentence that refuses it
REFUSED = [
    ("empty.txt", "empty.txt is empty."),
    ("blank.txt", "blank.txt is empty."),
    ("binary.txt", "binary.txt is a binary file, not text; choose a file that holds text."),
    ("picture.txt", "picture.txt is a PNG picture, not text; choose a file that holds text."),
    ("neither-encoding.txt", "neither-encoding.txt is not text in UTF-8 or Windows-1252; save it as UTF-8"),
    ("no-text.html", "no-text.html holds no text"),
    ("broken.pdf", "broken.pdf is a damaged PDF"),
    ("encrypted.pdf", "encrypted.pdf is encrypted"),
    ("scanned.pdf", "scanned.pdf holds no text, perhaps because its pages are pictures"),
    ("bomb.docx", "bomb.docx would unpack to far more than a document holds"),
    ("no-zip.docx", "no-zip.docx is no Word document"),
    ("sheet.docx", "sheet.docx is no Word document"),
    ("broken.docx", "broken.docx is a damaged Word document"),
]

# name, bytes, words of the sentence
REFUSED_BYTES = [
    ("figures.xlsx", b"PK\x03\x04", "figures.xlsx is of a kind that cannot be read (.xlsx)"),
    ("quay.png", b"\x89PNG\r\n\x1a\n", "quay.png is of a kind that cannot be read (.png)"),
    ("report.txt", b"%PDF-1.4\n%", "report.txt is a damaged PDF"),
    (
        "report.txt",
        b"\xd0\xcf\x11\xe0\xa1\xb1",
        "report.txt is an old Office file, not text; choose a file that holds text.",
    ),
    ("report.rtf", b"no rich text", "report.rtf is no RTF file"),
    ("deep.json", b"[" * 20_000, "deep.json is nested far deeper than any document; it was not read."),
    ("deep.eml", b"From: a@b.example\nContent-Type: message/rfc822\n\n" * 2_000, "deep.eml is nested far deeper than"),
    ("letters.rtf", rb"{\rtf1 \u8221822}", "letters.rtf is a damaged RTF file"),
    ("report.odt", b"no archive", "report.odt is no OpenDocument text"),
    ("report.mht", b"no page", "report.mht is no saved web page"),
    ("report.pdf", b"no PDF at all", "report.pdf is a damaged PDF"),
    ("report.docx", b"\xd0\xcf\x11\xe0\xa1\xb1", "report.docx is an old or password-protected Word file"),
    ("zeros.txt", b"abc\x00\x00\x00def", "zeros.txt is a binary file"),
    ("codes.txt", b"\x01\x02\x03 abc " * 9, "codes.txt is a binary file"),
    ("cut.txt", b"\xff\xfea\x00b", "cut.txt begins as UTF-16-LE text but breaks off"),
    ("page.html", b"<html><body></body></html>", "page.html holds no text"),
    ("marks.txt", "\u200b\u2060 \ufeff".encode(), "marks.txt holds no text."),
    (
        "many.html",
        b"<p " + b" ".join(b"a%d=1" % n for n in range(3000)) + b">x",
        "many.html holds a tag with more than",
    ),
    ("two\nlines.txt", b"", "two lines.txt is empty."),
    ("caf\udce9\x07.txt", b"", "caf\ufffd\ufffd.txt is empty."),
    ("long" * 1000 + ".zip", b"x", "long"),
]


def _file(name: str) -> Document:
    return read((FILES / name).read_bytes(), name)


@pytest.mark.parametrize(("name", "sentence"), REFUSED)
def test_a_bad_file_is_refused_in_one_sentence_that_names_it(name: str, sentence: str) -> None:
    with pytest.raises(ReadError) as refusal:
        _file(name)
    assert refusal.value.message.startswith(sentence)
    assert "\n" not in refusal.value.message and refusal.value.message.endswith(".")


@pytest.mark.parametrize("times", [1, 2, 3])
def test_a_pdf_that_unpacks_without_end_is_not_opened(times: int) -> None:
    packed = (FILES / "statement.pdf").read_bytes()
    content = bytes(201 * 2**20)
    for _ in range(times):
        content = zlib.compress(content, 1)
    with pytest.raises(ReadError, match="would unpack to far more"):
        read(packed + b"9 0 obj\n<< /Filter /FlateDecode >>\nstream\n" + content + b"\nendstream\n", "bomb.pdf")


@pytest.mark.parametrize(("name", "data", "sentence"), REFUSED_BYTES)
def test_bytes_that_are_no_document_are_refused(name: str, data: bytes, sentence: str) -> None:
    with pytest.raises(ReadError) as refusal:
        read(data, name)
    assert refusal.value.message.startswith(sentence)


def test_a_file_over_the_limit_is_refused_before_it_is_read() -> None:
    check_size("report.pdf", MAX_BYTES)
    with pytest.raises(ReadError, match=r"^report\.pdf is too large: 200 MB, where 20 MB are the most"):
        check_size("report.pdf", 200 * 2**20)
    with pytest.raises(ReadError, match="too large"):
        read(b"a" * (MAX_BYTES + 1), "long.txt")


@pytest.mark.parametrize("path", sorted(SEEDS.glob("*.txt")), ids=lambda path: path.stem)
def test_the_text_of_a_seed_is_its_decoded_file_exactly(path: Path) -> None:
    data = path.read_bytes()
    document = read(data, path.name)
    assert (document.text, document.original, document.media_type) == (data.decode(), data, "text/plain")
    assert len(document.sha256) == 64 and document.notes == () and document.metadata_dates == ()


@pytest.mark.parametrize(
    ("name", "title", "publisher", "byline"),
    [
        (
            "london-police-consider-openly-armed-officers.txt",
            "London Police Consider Deploying Openly Armed Officers in Gang Areas",
            None,
            None,
        ),
        ("met-police-appeal-grahame-park.txt", None, None, None),
        ("mps-shooting-park-lane.txt", None, None, None),
        (
            "telegraph-met-prepares-to-unleash-armed-officers.txt",
            "Met prepares to unleash armed officers to patrol gang violence hotspots",
            "The Daily Telegraph",
            "Martin Evans, CRIME CORRESPONDENT",
        ),
        (
            "update-officer-shot-hackney.txt",
            "UPDATE: Police Officer in a stable condition after being shot in Hackney",
            None,
            None,
        ),
    ],
)
def test_a_seed_has_the_title_publisher_and_byline_it_shows(
    name: str, title: str | None, publisher: str | None, byline: str | None
) -> None:
    document = read((SEEDS / name).read_bytes(), name)
    assert (document.title, document.publisher, document.byline) == (title, publisher, byline)


def test_an_agency_in_the_dateline_is_the_publisher() -> None:
    document = read("Harbour patrols to double\n\nSALTMERE (AP) — Patrols will double.".encode(), "a.txt")
    assert (document.title, document.publisher) == ("Harbour patrols to double", "AP")


def test_newlines_and_leading_blanks_are_kept() -> None:
    data = (FILES / "statement-crlf.txt").read_bytes()
    assert _file("statement-crlf.txt").text == data.decode()
    assert _file("statement-crlf.txt").text.startswith("  Thornwick")
    assert "\r\n\r\n" in _file("statement-crlf.txt").text


def test_a_byte_order_mark_is_no_character_of_the_text() -> None:
    assert _file("statement-bom.txt").text == _file("statement.txt").text
    assert _file("statement-utf16.txt").text == _file("statement.txt").text


def test_a_no_break_space_is_kept() -> None:
    assert "12\xa0per cent" in _file("statement-nbsp.txt").text


def test_invalid_utf8_is_read_as_windows_1252_with_a_note() -> None:
    document = _file("statement-cp1252.txt")
    assert document.text == _file("statement.txt").text
    assert document.notes == ("This file is not valid UTF-8; it was read as Windows-1252.",)


@pytest.mark.parametrize("name", ["statement.html", "statement-latin.html"])
def test_a_page_gives_its_main_text_and_what_its_markup_states(name: str) -> None:
    document = _file(name)
    assert document.media_type == "text/html"
    assert all(paragraph in document.text.split("\n\n") for paragraph in PARAGRAPHS)
    assert "Sport" not in document.text and "Follow us" not in document.text
    assert (document.title, document.publisher, document.byline, document.url) == (
        "Thornwick police open second station",
        "Thornwick Observer",
        "Ben Hollis",
        "https://thornwick.example/news/second-station",
    )
    assert [(entry.kind.value, entry.value, entry.basis.value) for entry in document.metadata_dates] == [
        ("published", "2019-05-17", "stated"),
        ("updated", "2019-05-20", "stated"),
        ("updated", "2021-02-03", "stated"),
    ]
    assert document.metadata_dates[0].why == "the page's schema.org datePublished"


def test_an_updated_time_is_never_the_day_of_publication() -> None:
    document = _file("statement-updated.html")
    assert [(entry.kind.value, entry.value) for entry in document.metadata_dates] == [("updated", "2021-02-03")]


def test_rows_of_a_table_stand_on_neighbouring_lines() -> None:
    assert "| Before | 1,368 |\n| After | 1,204 |" in _file("statement.html").text
    assert "Before\t1,368\nAfter\t1,204" in _file("statement.docx").text


def test_a_markdown_file_is_kept_whole_and_its_header_read() -> None:
    document = _file("statement.md")
    assert document.text == (FILES / "statement.md").read_text(encoding="utf-8")
    assert (document.title, document.byline, document.url) == (
        "Second station for Thornwick",
        "Ben Hollis",
        "https://thornwick.example/second-station",
    )
    (published,) = document.metadata_dates
    assert (published.kind.value, published.value, published.basis.value) == ("published", "2019-05-17", "stated")
    assert document.text[published.start : published.end] == published.text == "2019-05-17"


def test_the_first_heading_is_the_title_of_markdown_without_a_header() -> None:
    document = read(b"# Second station\n\nIt opens in spring.\n", "station.md")
    assert (document.title, document.metadata_dates) == ("Second station", ())


@pytest.mark.parametrize("name", PACKED)
def test_every_format_of_text_programs_gives_the_paragraphs(name: str) -> None:
    document = _file(name)
    assert all(paragraph in document.text.split("\n\n") for paragraph in PARAGRAPHS)
    assert document.title == "Thornwick police open second station"


def test_a_pdf_gives_its_text() -> None:
    document = _file("statement.pdf")
    assert document.media_type == "application/pdf"
    assert all(paragraph in document.text for paragraph in PARAGRAPHS)


def test_columns_of_a_pdf_are_kept_apart_and_broken_words_whole() -> None:
    left, right = _file("columns.pdf").text.split("\n\n")
    assert left == "Burglary fell by 12 per cent in Thornwick last year, the chief constable told councillors."
    assert right.startswith("Shopkeepers") and right.endswith("six officers.")


def test_a_word_file_gives_paragraphs_and_its_creation_is_no_publication() -> None:
    document = _file("statement.docx")
    assert document.media_type.endswith("wordprocessingml.document")
    assert all(paragraph in document.text.split("\n\n") for paragraph in PARAGRAPHS)
    assert document.metadata_dates == ()
    assert [note for note in document.notes if "no date of publication" in note]


@pytest.mark.parametrize("name", ["statement.txt", "statement.html", "statement.pdf", *PACKED])
def test_content_without_a_known_name_is_told_by_its_bytes(name: str) -> None:
    data = (FILES / name).read_bytes()
    assert read(data, "pasted text").media_type == read(data, name).media_type
    assert read(data, "pasted text").text == read(data, name).text


def test_the_same_bytes_have_the_same_hash_under_any_name() -> None:
    assert read(b"It rained.", "a.txt").sha256 == read(b"It rained.", "b.txt").sha256


def test_a_word_file_that_only_declares_a_huge_size_is_refused() -> None:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", b"<a/>")
    data = bytearray(out.getvalue())
    directory = data.index(b"PK\x01\x02")
    data[directory + 24 : directory + 28] = (2**31).to_bytes(4, "little")
    with pytest.raises(ReadError, match="would unpack to far more"):
        read(bytes(data), "declared.docx")


# the address a document gives itself, what is kept of it
OWN_ADDRESSES = [
    ("https://thornwick.example/news", "https://thornwick.example/news"),
    ("javascript:alert(1)", None),
    ("data:text/html,x", None),
    ("/news/second-station", None),
]


@pytest.mark.parametrize(("address", "kept"), OWN_ADDRESSES)
def test_only_an_address_of_the_web_is_kept_for_a_link(address: str, kept: str | None) -> None:
    assert read(f"---\nurl: {address}\n---\nIt rained.\n".encode(), "rain.md").url == kept


# what stands in a page, what its text holds of it
ODD_MARKUP = [
    ("<p>Burglary fell&#0;&#x1F;&#xD800; by a tenth in Thornwick.</p>", "Burglary fell by a tenth"),
    ("<p>Burglary fell\x0b by a tenth in Thornwick.</p>", "Burglary fell by a tenth"),
    ('<p>She said: <q cite="/a">Burglary fell by a tenth.</q> He left.</p>', "“Burglary fell by a tenth.” He left"),
    ('<script type="application/ld+json">' + "[" * 100_000 + "</script><p>Burglary fell by a tenth.</p>", "by a tenth"),
]


@pytest.mark.parametrize(("markup", "words"), ODD_MARKUP)
def test_odd_markup_costs_no_page(markup: str, words: str) -> None:
    assert words in read(f"<html><body>{markup}</body></html>".encode(), "page.html").text


def test_escaped_surrogates_do_not_reach_a_page_s_facts() -> None:
    linked = r'{"@type": "Article", "datePublished": "2019-05-17 \ud800", "publisher": {"name": "Thornwick \udfff"}}'
    page = f'<html><script type="application/ld+json">{linked}</script><body><p>It rained.</p></body></html>'
    document = read(page.encode(), "page.html")
    (dated,) = document.metadata_dates
    assert (document.publisher, dated.text) == ("Thornwick ", "2019-05-17 ")


def _word_file(change: tuple[bytes, bytes], part: str = "word/document.xml") -> bytes:
    made, changed = BytesIO(), BytesIO()
    document = docx.Document()
    document.add_table(1, 2).cell(0, 0).text = "Burglaries"
    document.save(made)
    with zipfile.ZipFile(made) as source, zipfile.ZipFile(changed, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            target.writestr(name, re.sub(*change, data) if name == part else data)
    return changed.getvalue()


def test_a_word_file_need_not_say_when_it_was_made() -> None:
    document = read(_word_file((rb"<dcterms:created.*?</dcterms:created>", b""), "docProps/core.xml"), "sheet.docx")
    assert (document.text.strip(), document.notes) == ("Burglaries", ())


def test_a_cell_over_many_columns_is_read_once() -> None:
    spanning = (rb"(<w:tcPr>)", rb'\1<w:gridSpan w:val="50000000"/>')
    assert read(_word_file(spanning), "sheet.docx").text.count("Burglaries") == 1


COVER = (
    b"%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Kids[5 0 R 3 0 R]/Count 2>>\n"
    b"endobj\n3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F1<</Type/Font"
    b"/Subtype/Type1/BaseFont/Helvetica>>>>>>>>\nendobj\n4 0 obj\n<</Length 46>>\nstream\nBT /F1 9 Tf 72 700 Td "
    b"(The quay is wide.) Tj ET\nendstream\nendobj\n5 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]>>\n"
    b"endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)
"""Two pages, of which the first is empty."""
ODD_BUT_READ = (
    ("cover.pdf", COVER, "The quay is wide."),
    ("said.rtf", rb"{\rtf1 Harbour notes\par : The quay is wide.\par Ida Fell}", "The quay is wide."),
    ("empty.html", b"<p>The quay is wide.</p><blockquote>&gt;</blockquote><p>It is.</p>", "The quay is wide."),
)


@pytest.mark.parametrize(("name", "data", "words"), ODD_BUT_READ)
def test_an_empty_part_keeps_nobody_from_reading_the_rest(name: str, data: bytes, words: str) -> None:
    assert words in read(data, name).text


SUFFIXES = st.sampled_from(
    ["a.txt", "a.md", "a.html", "a.pdf", "a.docx", "a.odt", "a.rtf", "a.mht", "a.eml", "pasted text", "a.xlsx"]
)
OPENINGS = st.sampled_from(
    [
        b"",
        b"%PDF-1.4\n",
        b"PK\x03\x04",
        b"<html><p>",
        b"---\ndate: ",
        b"{\\rtf1 ",
        b"MIME-Version: 1\n",
        b"\xef\xbb\xbf",
        b"\xff\xfe",
    ]
)


@settings(max_examples=150, deadline=None)
@given(OPENINGS, st.binary(max_size=400), SUFFIXES)
def test_any_bytes_are_read_or_refused_and_nothing_else(opening: bytes, data: bytes, name: str) -> None:
    try:
        document = read(opening + data, name)
    except ReadError as refusal:
        assert name in refusal.message
    else:
        assert document.text.strip() and document.original == opening + data


GOOD = ("statement.pdf", "statement.html", "statement.md", *PACKED)


@settings(max_examples=90, deadline=None)
@given(st.sampled_from(GOOD), st.floats(0, 1), st.binary(min_size=1, max_size=8))
def test_a_damaged_file_is_read_or_refused_and_nothing_else(name: str, place: float, damage: bytes) -> None:
    data = bytearray((FILES / name).read_bytes())
    at = int(place * (len(data) - len(damage)))
    data[at : at + len(damage)] = damage
    try:
        read(bytes(data), name)
    except ReadError as refusal:
        assert refusal.message.startswith(name)


SPOILT = frozenset("âÃÂ")
"""What begins a character that a wrong encoding spoilt: such a one is mended."""


@given(st.text(min_size=1).filter(str.strip).filter(SPOILT.isdisjoint))
def test_plain_text_comes_back_exactly(text: str) -> None:
    try:
        document = read(text.encode(), "a.txt")
    except ReadError:
        shown = [character for character in text if character.isprintable() and not character.isspace()]
        assert not shown or any(ord(character) < 32 or character == "\x7f" for character in text)
    except UnicodeEncodeError:
        return
    else:
        assert document.text in (text, text.removeprefix("\ufeff"))


def test_a_date_on_a_line_of_its_own_is_no_title() -> None:
    head = b"Pellworth Courier\n9 September 2024\n\nPolice chief stands by stun guns\n\nThe chief stood by them.\n"
    document = read(head, "courier.txt")
    assert (document.publisher, document.title) == ("Pellworth Courier", "Police chief stands by stun guns")


@pytest.mark.parametrize("opening", ["WEBVTT\n\n00:01.000", "1\n00:00:01,000"])
def test_subtitles_kept_as_plain_text_are_read_as_subtitles(opening: str) -> None:
    end = "00:03,000" if "," in opening else "00:03.000"
    document = read(f"{opening} --> {'00:' if ',' in opening else ''}{end}\nI counted 40 boats.\n".encode(), "a.txt")
    assert "-->" not in document.text and "I counted 40 boats." in document.text
    assert "a file of subtitles" in document.notes[0]
