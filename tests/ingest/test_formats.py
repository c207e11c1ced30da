"""OpenDocument, rich text and saved pages; and files whose names say another format than they are."""

from __future__ import annotations

import zipfile
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path

import pytest
from odf import text as odf
from odf.namespaces import TEXTNS
from odf.office import Annotation
from odf.opendocument import OpenDocumentText
from odf.style import Style, TextProperties
from odf.table import Table, TableCell, TableRow

from tracker.ingest.reader import SUFFIXES, read
from tracker.models import DateKind, ReadError

FILES = Path(__file__).parents[1] / "files"
STYLES = {
    "Above": {"textposition": "super 58%"},
    "Below": {"textposition": "-33% 58%"},
    "Hushed": {"display": "none"},
    "Struck": {"textlinethroughstyle": "solid"},
}


def span(words: str, style: str) -> odf.Span:
    return odf.Span(stylename=style, text=words)


def odt(*blocks: object) -> bytes:
    document = OpenDocumentText()
    for name, properties in STYLES.items():
        style = Style(name=name, family="text")
        style.addElement(TextProperties(**properties))
        document.automaticstyles.addElement(style)
    for block in blocks:
        document.text.addElement(block)
    out = BytesIO()
    document.write(out)
    return out.getvalue()


def p(*inner: object, style: str | None = None) -> odf.P:
    paragraph = odf.P(stylename=style) if style else odf.P()
    for part in inner:
        if isinstance(part, str):
            paragraph.addText(part)
        else:
            paragraph.addElement(part)
    return paragraph


def with_changes() -> list[object]:
    """Return a text in which “never ” was deleted and “not ” put in, as a writer's office program stores it."""
    changes = odf.TrackedChanges()
    for number, kind in enumerate((odf.Deletion, odf.Insertion)):
        region = odf.ChangedRegion(check_grammar=False, qattributes={(TEXTNS, "id"): f"c{number}"})
        change = kind()
        if kind is odf.Deletion:
            change.addElement(p("never "))
        region.addElement(change)
        changes.addElement(region)
    start, end, gone = odf.ChangeStart(changeid="c1"), odf.ChangeEnd(changeid="c1"), odf.Change(changeid="c0")
    return [changes, p("We will ", gone, start, "not ", end, "close the pier.")]


def footnote() -> odf.P:
    note = odf.Note(noteclass="footnote", id="n1")
    note.addElement(odf.NoteCitation(text="1"))
    body = odf.NoteBody()
    body.addElement(p("Harbour accounts."))
    note.addElement(body)
    return p("Fares rose to 40", note, " pounds.")


def table() -> Table:
    found = Table(name="Fares")
    for cells in (("Fares", "4"), ("Ferries", "9")):
        row = TableRow()
        for words in cells:
            cell = TableCell()
            cell.addElement(p(words))
            row.addElement(cell)
        found.addElement(row)
    return found


def listed() -> odf.List:
    found = odf.List()
    item = odf.ListItem()
    item.addElement(p("Fares fell."))
    found.addElement(item)
    return found


CHANGED = "The file holds tracked changes; it was read as if all of them were accepted."
# the blocks of a text, what is read, the notes
OPENDOCUMENT = [
    ([p("Fares  fell", odf.S(c=2), "again.")], "Fares fell again.", ()),
    (with_changes(), "We will not close the pier.", (CHANGED, "Left out of the text: 1 tracked deletion.")),
    ([p("Fares rose to 40", span("1", "Above"), " pounds.")], "Fares rose to 40¹ pounds.", ()),
    ([p("CO", span("2", "Below"), " fell.")], "CO2 fell.", ()),
    ([p("Fares ", span("never ", "Hushed"), "fell.")], "Fares fell.", ("Left out of the text: hidden text.",)),
    ([p("Fares ", span("never ", "Struck"), "fell.")], "Fares fell.", ("Left out of the text: struck-out words.",)),
    ([footnote()], "Fares rose to 40¹ pounds.\n\n¹ Harbour accounts.", ()),
    ([p("Fares fell.", Annotation())], "Fares fell.", ("Left out of the text: 1 comment.",)),
    ([p("She said:"), p("Fares fell.", style="Quotations")], "She said:\n\n> Fares fell.", ()),
    ([table()], "Fares\t4\nFerries\t9", ()),
    ([listed(), p("It rained.")], "Fares fell.\n\nIt rained.", ()),
    ([p("The har\u00adbour.")], "The harbour.", ()),
]


@pytest.mark.parametrize(("blocks", "text", "notes"), OPENDOCUMENT)
def test_an_opendocument_text_is_read_as_its_changes_accepted(
    blocks: list[object], text: str, notes: tuple[str, ...]
) -> None:
    document = read(odt(*blocks), "paper.odt")
    assert (document.text, tuple(note for note in document.notes if "publication" not in note)) == (text, notes)


def rtf(body: str) -> bytes:
    head = r"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}}{\stylesheet{\s0 Normal;}{\s15\sbasedon0 Quote;}}"
    return f"{head}{body}}}".encode("cp1252")


# the body of a file, what is read, the notes
RICH_TEXT = [
    (r"\pard Fares {\revised not }fell.\par It rained.\par", "Fares not fell.\n\nIt rained.", (CHANGED,)),
    (r"\pard Fares {\deleted never }fell.\par", "Fares fell.", (CHANGED, "Left out of the text: 1 tracked deletion.")),
    (r"\pard Fares \v never \v0 fell.\par", "Fares fell.", ("Left out of the text: hidden text.",)),
    (r"\pard Fares {\strike never }fell.\par", "Fares fell.", ("Left out of the text: struck-out words.",)),
    (r"\pard Fares rose to 40{\super 1} pounds, on the 1{\super st}.\par", "Fares rose to 40¹ pounds, on the 1st.", ()),
    (r"\pard It holds 10\super 6\nosupersub  litres.\par", "It holds 10⁶ litres.", ()),
    (
        r"\pard Fares rose.{\super\chftn}{\footnote\pard {\super\chftn} Harbour accounts.}\par It rained.\par",
        "Fares rose.¹\n\nIt rained.\n\n¹ Harbour accounts.",
        (),
    ),
    (r"\pard\s15 Fares fell.\par\pard\s0 It rained.\par", "> Fares fell.\n\nIt rained.", ()),
    (r"\pard A\cell 4\cell\row B\cell 9\cell\row\pard End.\par", "A\t4\nB\t9\n\nEnd.", ()),
    (r'\pard See {\field{\*\fldinst HYPERLINK "http://a.example"}{\fldrslt fares}}.\par', "See fares.", ()),
    (r"\pard \'93Fares\'94 \u8216?fell\u8217? in Caf\'e9 har\-bour.\par", "“Fares” ‘fell’ in Café harbour.", ()),
    (
        r"{\header Port}\pard Fares fell.{\*\annotation Hm.}\par",
        "Fares fell.",
        ("Left out of the text: 1 comment and headers and footers.",),
    ),
    (r"\pard Fares fell.{\shp{\*\shpinst{\shptxt\pard A box.\par}}}\par", "Fares fell.\n\nA box.", ()),
    (r"\pard Fares {\b fell", "Fares fell", ("The file breaks off; what is there of it was read.",)),
]


@pytest.mark.parametrize(("body", "text", "notes"), RICH_TEXT)
def test_rich_text_is_read_as_its_changes_accepted(body: str, text: str, notes: tuple[str, ...]) -> None:
    document = read(rtf(body), "paper.rtf")
    assert (document.text, document.notes) == (text, notes)


def saved_page(charset: str = "cp1252", location: str = "https://harbour.example/fares") -> bytes:
    """Return a page as a browser saves it: a style sheet first, the page after it."""
    saved = EmailMessage()
    saved["From"] = "<Saved by Blink>"
    saved["Date"] = "Tue, 5 May 2020 09:00:00 +0100"
    saved["MIME-Version"] = "1.0"
    saved.add_related("p {}", subtype="css")
    page = "<html><head><title>Fares</title></head><body><p>Fares fell in Łódź – “at last”.</p></body></html>"
    page = page if charset == "utf-8" else page.replace("Łódź", "Caux")
    saved.add_related(page.encode(charset), "text", "html")
    part = list(saved.iter_parts())[-1]
    part.set_param("charset", charset)
    part["Content-Location"] = location
    return bytes(saved)


NAMED_BESIDE = [
    # the name that a header gives, the encoding it stands for, words
    ("iso-8859-1", "windows-1252", "“Fares fell,” said the mayor of Évreux."),
    ("ISO-8859-2", "iso-8859-2", "Fares fell in Łódź."),
    ("koi8-r", "koi8-r", "Тарифы упали."),
    ("utf-8", "utf-8", "Fares fell in Łódź."),
    ("punycode", "windows-1252", "Fares fell in Évreux."),  # an encoding of names, not of texts
]


@pytest.mark.parametrize("name", ["page.mhtml", "page.eml", "https://harbour.example/fares"])
@pytest.mark.parametrize(("label", "encoding", "words"), NAMED_BESIDE)
def test_the_encoding_that_a_header_names_is_the_one_a_page_is_read_by(
    label: str, encoding: str, words: str, name: str
) -> None:
    own = "<meta charset=big5>" if label != "punycode" else ""
    page = f"<html>{own}<body><h1>Fares</h1><p>{words}</body></html>".encode(encoding)
    stated = f"text/html; charset={label}"
    head = f"From: a@b.example\nContent-Type: {stated}\nContent-Transfer-Encoding: 8bit\n\n".encode()
    is_address = name.startswith("https:")
    document = read(page if is_address else head + page, name, content_type=stated if is_address else None)
    assert words in document.text


@pytest.mark.parametrize(("charset", "place"), [("utf-8", "Łódź"), ("cp1252", "Caux")])
def test_a_saved_page_gives_its_main_part_its_address_and_its_day(charset: str, place: str) -> None:
    document = read(saved_page(charset), "page.mhtml")
    assert (document.text, document.title) == (f"Fares fell in {place} – “at last”.", "Fares")
    assert document.url == "https://harbour.example/fares"
    (day,) = document.metadata_dates
    assert (day.kind, day.value) == (DateKind.CAPTURED, "2020-05-05")


def test_a_file_of_the_disk_is_no_address() -> None:
    assert read(saved_page(location="file:///home/fares.html"), "page.mht").url is None


# what a browser writes into a page that it saves as one file, the address, the day
SINGLE_FILES = [
    ("<!-- saved from url=(0029)https://harbour.example/fares -->", "https://harbour.example/fares", []),
    (
        "<!--\n Page saved with SingleFile \n url: https://harbour.example/fares \n"
        " saved date: Tue May 05 2020 09:00:00 GMT+0100 (British Summer Time)\n-->",
        "https://harbour.example/fares",
        ["2020-05-05"],
    ),
]


@pytest.mark.parametrize(("comment", "address", "days"), SINGLE_FILES)
def test_a_page_saved_as_one_file_says_where_it_was(comment: str, address: str, days: list[str]) -> None:
    picture = f'<img src="data:image/png;base64,{"A" * 20_000}">'
    page = f"<!DOCTYPE html>\n{comment}\n<html><body>{picture}<p>Fares fell.</p></body></html>"
    document = read(page.encode(), "page.html")
    assert (document.text, document.url) == ("Fares fell.", address)
    assert [entry.value for entry in document.metadata_dates if entry.kind is DateKind.CAPTURED] == days


PAGE = b"<!doctype html><html><body><p>Fares fell.</p></body></html>"
# name, bytes, what the file is
MISNAMED = [
    ("statement.txt", (FILES / "statement.pdf").read_bytes(), "a PDF"),
    ("statement.txt", PAGE, "a web page"),
    ("statement.md", PAGE, "a web page"),
    ("statement.txt", (FILES / "statement.docx").read_bytes(), "a Word document"),
    ("statement.pdf", (FILES / "statement.docx").read_bytes(), "a Word document"),
    ("statement.docx", (FILES / "statement.pdf").read_bytes(), "a PDF"),
    ("statement.docx", rtf(r"\pard Fares fell.\par"), "an RTF file"),
    ("statement.docx", odt(p("Fares fell.")), "an OpenDocument text"),
    ("statement.html", saved_page(), "a saved web page"),
    ("statement.mht", PAGE, "a web page"),
]


@pytest.mark.parametrize(("name", "data", "kind"), MISNAMED)
def test_a_file_is_read_by_what_it_is_and_its_name_is_told(name: str, data: bytes, kind: str) -> None:
    document = read(data, name)
    suffix = name[name.index(".") :]
    assert document.notes[0] == f"The name ends in {suffix}, but the file is {kind} and was read as one."
    assert "fell" in document.text
    assert read(data, "pasted").text == document.text


@pytest.mark.parametrize(
    "words", [b"MIME-Version: 1.0 is a header.\n", b"Fares: 4\nFerries: 9\n\nIt rained.\n", b"PK is short."]
)
def test_plain_text_is_not_taken_for_another_format(words: bytes) -> None:
    document = read(words, "notes.txt")
    assert (document.text, document.media_type, document.notes) == (words.decode(), "text/plain", ())


def _archive(parts: dict[str, bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


# an archive's parts, the sentence that refuses it
ARCHIVES = [
    ({"content.xml": b"<a"}, "paper.odt is a damaged OpenDocument text"),
    ({"content.xml": b"<a/>"}, "paper.odt is no OpenDocument text"),
    ({"other.xml": b"<a/>"}, "paper.odt is no OpenDocument text"),
    ({"content.xml": b" " * 40 * 2**20}, "paper.odt would unpack to far more than a document holds"),
    (
        {"content.xml": b"x", "META-INF/manifest.xml": b"<m><f><encryption-data/></f></m>"},
        "paper.odt is protected by a password",
    ),
]


@pytest.mark.parametrize(("parts", "sentence"), ARCHIVES)
def test_an_archive_that_is_no_text_is_refused_in_one_sentence(parts: dict[str, bytes], sentence: str) -> None:
    with pytest.raises(ReadError) as refusal:
        read(_archive(parts), "paper.odt")
    assert refusal.value.message.startswith(sentence) and refusal.value.message.endswith(".")


def test_entities_that_multiply_are_not_resolved() -> None:
    bomb = b'<!DOCTYPE d [<!ENTITY a "fares"><!ENTITY b "&a;&a;&a;">]><d><body><text><p>Fell &b;</p></text></body></d>'
    assert read(_archive({"content.xml": bomb}), "paper.odt").text.strip() == "Fell"


def test_all_endings_are_known_in_one_place() -> None:
    assert {".odt", ".rtf", ".mhtml", ".mht", ".docx", ".html", ".txt"} <= SUFFIXES
