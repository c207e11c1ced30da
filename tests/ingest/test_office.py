from __future__ import annotations

import re
import zipfile
from io import BytesIO

import docx
import pytest
from docx.oxml import parse_xml

from tracker.ingest.reader import read
from tracker.models import Document

SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
MATH = "<m:r><m:t>{}</m:t></m:r>"
BY = 'w:id="7" w:author="Jo" w:date="2020-01-01T00:00:00Z"'


def word_file(body: str, parts: dict[str, str] | None = None, styles: str = "") -> bytes:
    """Return a Word file made by python-docx with ``body`` as the first of its content."""
    document = docx.Document()
    for element in reversed(list(parse_xml(f"<w:body {SPACES}>{body}</w:body>"))):
        document.element.body.insert(0, element)
    for style in list(parse_xml(f"<w:styles {SPACES}>{styles}</w:styles>")):
        document.styles.element.append(style)
    made, changed = BytesIO(), BytesIO()
    document.save(made)
    with zipfile.ZipFile(made) as source, zipfile.ZipFile(changed, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            target.writestr(name, re.sub(rb"<dcterms:created.*?</dcterms:created>", b"", data))
        for name, data in (parts or {}).items():
            target.writestr(name, data.replace(">", f" {SPACES}>", 1))
    return changed.getvalue()


def read_word(body: str, parts: dict[str, str] | None = None, styles: str = "") -> Document:
    return read(word_file(body, parts, styles), "paper.docx")


def r(words: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{words}</w:t></w:r>'


def p(*inner: str, style: str = "", mark: str = "") -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/><w:rPr>{mark}</w:rPr></w:pPr>{"".join(inner)}</w:p>'


def deleted(words: str) -> str:
    return f'<w:del {BY}><w:r><w:delText xml:space="preserve">{words}</w:delText></w:r></w:del>'


def box(words: str) -> str:
    return f"<w:txbxContent>{p(r(words))}</w:txbxContent>"


# a body, the text read of it
ACCEPTED = [
    (p(r("We will "), f"<w:ins {BY}>{r('not ')}</w:ins>", r("close the pier.")), "We will not close the pier."),
    (p(r("We will "), deleted("not "), r("close the pier.")), "We will close the pier."),
    (p(f"<w:ins {BY}>{r('We ')}{deleted('never ')}{r('agree.')}</w:ins>"), "We agree."),
    (
        p(r("Fares "), f"<w:moveTo {BY}>{r('rose.')}</w:moveTo>")
        + p(f"<w:moveFrom {BY}>{r('rose.')}</w:moveFrom>", r("Ferries sank.")),
        "Fares rose.\n\nFerries sank.",
    ),
    (p(r("The pier "), mark=f"<w:del {BY}/>") + p(r("stays open.")), "The pier stays open."),
    (
        p(r("Fares "), f"<w:sdt><w:sdtPr/><w:sdtContent>{r('never ')}</w:sdtContent></w:sdt>", r("fell.")),
        "Fares never fell.",
    ),
    (f"<w:sdt><w:sdtPr/><w:sdtContent>{p(r('Fares fell.'))}</w:sdtContent></w:sdt>", "Fares fell."),
    (
        p(r("In "), f'<w:smartTag w:element="place">{r("Pellworth")}</w:smartTag>', r(" it rained.")),
        "In Pellworth it rained.",
    ),
    (p(r("By "), f'<w:fldSimple w:instr="AUTHOR">{r("Ida Voss")}</w:fldSimple>'), "By Ida Voss"),
    (
        p(
            r("On "),
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>DATE \\@ d</w:instrText></w:r>',
            r("5 May"),
        ),
        "On 5 May",
    ),
    (p(f'<w:hyperlink w:anchor="a">{r("Fares fell.")}</w:hyperlink>'), "Fares fell."),
    (
        p(
            r("Fares fell."),
            f"<w:r><w:pict><v:shape><v:textbox>{box('Ferries sank.')}</v:textbox></v:shape></w:pict></w:r>",
        ),
        "Fares fell.\n\nFerries sank.",
    ),
    (
        p(
            r("Fares fell."),
            f'<w:r><mc:AlternateContent><mc:Choice Requires="wps">{box("Ferries sank.")}</mc:Choice>'
            f"<mc:Fallback><w:pict>{box('Ferries sank.')}</w:pict></mc:Fallback></mc:AlternateContent></w:r>",
        ),
        "Fares fell.\n\nFerries sank.",
    ),
    (p(r("Fares "), r("never ", "<w:vanish/>"), r("fell.")), "Fares fell."),
    (p(r("Fares "), r("never ", '<w:vanish w:val="0"/>'), r("fell.")), "Fares never fell."),
    (p(r("Fares "), r("never ", '<w:rStyle w:val="Whisper"/>'), r("fell.")), "Fares fell."),
    (p(r("Fares "), r("never ", "<w:strike/>"), r("fell.")), "Fares fell."),
    (p(r("For editors."), style="Secret") + p(r("Fares fell.")), "Fares fell."),
    (
        p(r("Fares rose to 40"), r("1", '<w:vertAlign w:val="superscript"/>'), r(" pounds.")),
        "Fares rose to 40¹ pounds.",
    ),
    (p(r("The 1"), r("st", '<w:vertAlign w:val="superscript"/>'), r(" ferry left.")), "The 1st ferry left."),
    (p(r("It holds 10"), r("6", '<w:rStyle w:val="Above"/>'), r(" litres.")), "It holds 10⁶ litres."),
    (
        p(
            r("It holds "),
            f"<m:oMath><m:sSup><m:e>{MATH.format(10)}</m:e><m:sup>{MATH.format(6)}</m:sup></m:sSup></m:oMath>",
            r(" litres."),
        ),
        "It holds 10⁶ litres.",
    ),
    (
        p(r("The har\u00adbour, "), "<w:r><w:t>non</w:t><w:noBreakHyphen/><w:t>stop</w:t></w:r>"),
        "The harbour, non‑stop",
    ),
    (
        p(r("Ms Voss said:")) + p(r("Fares fell."), style="Quote") + p(r("Ferries sank."), style="Quote"),
        "Ms Voss said:\n\n> Fares fell.\n\n> Ferries sank.",
    ),
    ("<w:tbl><w:tr><w:tc>" + p(r("A box.")) + p(r("Two lines.")) + "</w:tc></w:tr></w:tbl>", "A box.\n\nTwo lines."),
    (
        "<w:tbl><w:tr><w:tc>" + p(r("Fares")) + "</w:tc><w:tc>" + p(r("4")) + "</w:tc></w:tr>"
        f"<w:tr><w:trPr><w:del {BY}/></w:trPr><w:tc>" + p(deleted("Gone")) + "</w:tc></w:tr>"
        "<w:tr><w:tc>" + p(r("Ferries")) + "</w:tc><w:tc>" + p(r("9")) + "</w:tc></w:tr></w:tbl>",
        "Fares\t4\nFerries\t9",
    ),
]
STYLES = (
    '<w:style w:type="character" w:styleId="Hush"><w:rPr><w:vanish/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="Whisper"><w:basedOn w:val="Hush"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Secret"><w:rPr><w:vanish/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="Above"><w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>'
)


@pytest.mark.parametrize(("body", "text"), ACCEPTED)
def test_a_word_file_is_read_as_its_changes_accepted(body: str, text: str) -> None:
    assert read_word(body, styles=STYLES).text == text


def test_notes_stand_at_the_end_behind_their_marks() -> None:
    body = p(
        r("Fares rose to 40"),
        '<w:r><w:footnoteReference w:id="3"/></w:r>',
        r(" pounds."),
        '<w:r><w:endnoteReference w:id="1"/></w:r>',
        '<w:r><w:footnoteReference w:id="9" w:customMarkFollows="1"/><w:t>*</w:t></w:r>',
    )
    parts = {
        "word/footnotes.xml": '<w:footnotes><w:footnote w:id="-1" w:type="separator"/>'
        f'<w:footnote w:id="3">{p(r("Harbour accounts."))}</w:footnote>'
        f'<w:footnote w:id="9">{p(r("* Not checked."))}</w:footnote></w:footnotes>',
        "word/endnotes.xml": f'<w:endnotes><w:endnote w:id="1">{p(r("Port diary."))}</w:endnote></w:endnotes>',
    }
    document = read_word(body, parts)
    assert document.text == "Fares rose to 40¹ pounds.²*\n\n¹ Harbour accounts.\n\n² Port diary.\n\n* Not checked."


# a body, the sentences that say what was left out of it
LEFT_OUT = [
    (p(r("Fares fell.")), ()),
    (
        p(r("Fares fell"), deleted(" twice"), deleted(" over"), r(".", "<w:vanish/>"), r("!", "<w:strike/>")),
        (
            "The file holds tracked changes; it was read as if all of them were accepted.",
            "Left out of the text: 2 tracked deletions, hidden text and struck-out words.",
        ),
    ),
    (
        p('<w:commentRangeStart w:id="4"/>', r("Fares fell."), '<w:r><w:commentReference w:id="4"/></w:r>'),
        ("Left out of the text: 1 comment.",),
    ),
    (
        p(f"<w:ins {BY}>{r('Fares fell.')}</w:ins>"),
        ("The file holds tracked changes; it was read as if all of them were accepted.",),
    ),
]


@pytest.mark.parametrize(("body", "notes"), LEFT_OUT)
def test_what_is_left_out_of_a_word_file_is_said(body: str, notes: tuple[str, ...]) -> None:
    assert read_word(body).notes == notes


def test_the_paragraph_in_the_style_of_titles_is_the_title() -> None:
    document = read_word(p(r("Harbour office board paper")) + p(r("Ferries"), style="Title") + p(r("Fares fell.")))
    assert document.title == "Ferries"


def test_words_of_headers_are_left_out_and_said() -> None:
    document = read_word(p(r("Fares fell.")), {"word/header1.xml": f"<w:hdr>{p(r('Port office'))}</w:hdr>"})
    assert (document.text, document.notes) == ("Fares fell.", ("Left out of the text: headers and footers.",))
