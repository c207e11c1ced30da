"""Makes the files of this folder: real files of each format, good and bad, with invented content.

Run ``python tests/files/make.py`` to write them again; they are committed, so that tests need no extra packages. The
reports are set by reportlab, which is needed for that alone (``pip install reportlab``).
"""

from __future__ import annotations

import hashlib
import itertools
import quopri
import re
import textwrap
import zipfile
from io import BytesIO
from pathlib import Path

import docx
from odf.opendocument import OpenDocumentText
from odf.text import P

HERE = Path(__file__).parent
STATEMENT = (
    "Thornwick police open second station",
    "Chief Constable Ada Merrow told the Thornwick Council on Thursday that burglary fell by 12 per cent last year.",
    "“We will open a second station,” she said.",
    "The force recorded 1,204 burglaries, down from 1,368.",
)
LEFT = (
    "Burglary fell by 12 per cent in",
    "Thornwick last year, the chief con-",
    "stable told councillors.",
)
RIGHT = (
    "Shopkeepers asked for more foot",
    "patrols on market days, and the",
    "force promised six officers.",
)
REPORT = (
    "Thornwick council hears of fewer burglaries",
    "Burglary fell by 12 per cent in Thornwick last year, Chief Constable Ada Merrow told the council on Thursday. The "
    "force recorded 1,204 burglaries¹ in the year to March, down from 1,368 in the year before.",
    "“We will open a second station in the market square,” she said. “Nobody should wait for an hour.”",
    "Ben Hollis,² who leads the opposition, denied that the recommended station would cost less than £2.5m, and said "
    "that 85 per cent of the shopkeepers he had met were against it.",
    "According to a report by the Pellworth Audit Office, the county spends £40 per household on its police. The town "
    "has an area of 10⁶ square metres and six wards.",
)
NOTE = "¹ Figures of the county force, which were not audited."
PASSWORD_PADDING = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")
"""The padding string of the PDF standard's security handler (ISO 32000-1, 7.6.3.3)."""
BOMB_BYTES = 40 * 2**20


def main() -> None:
    """Write every file."""
    plain = "\n\n".join(STATEMENT)
    _write("statement.txt", plain.encode())
    _write("statement-bom.txt", b"\xef\xbb\xbf" + plain.encode())
    _write("statement-crlf.txt", f"  {plain}\n".replace("\n", "\r\n").encode())
    _write("statement-nbsp.txt", plain.replace("12 per", "12\xa0per").encode())
    _write("statement-cp1252.txt", plain.encode("cp1252"))
    _write("statement-utf16.txt", plain.encode("utf-16"))
    _write("neither-encoding.txt", plain.encode("cp1252") + b"\x81\x8d\x8f")
    _write("empty.txt", b"")
    _write("blank.txt", b" \n\n\t\n")
    _write("binary.txt", bytes(range(256)) * 8)
    _write("picture.txt", b"\x89PNG\r\n\x1a\n" + bytes(64))
    _write("statement.md", _markdown().encode())
    _write("statement.html", _html(updated_only=False).encode())
    _write("statement-updated.html", _html(updated_only=True).encode())
    _write("statement-latin.html", _html(updated_only=False).replace("utf-8", "windows-1252").encode("cp1252"))
    _write("no-text.html", b"<!doctype html><html><head><title></title></head><body><script>1</script></body></html>")
    _write("statement.pdf", _pdf(_lines(72, 720, STATEMENT)))
    _write("columns.pdf", _pdf(_lines(72, 720, LEFT) + _lines(330, 720, RIGHT)))
    _write("scanned.pdf", _pdf(b"72 300 400 400 re f\n"))
    _write("encrypted.pdf", _pdf(_lines(72, 720, STATEMENT), password=b"thornwick"))
    _write("broken.pdf", _pdf(_lines(72, 720, STATEMENT))[:300])
    _write("report.pdf", _report(columns=2, times=4))
    _write("narrow.pdf", _report(columns=4, times=1))
    _write("report-one-column.pdf", _report(columns=1, times=1))
    _write("article.pdf", _article())
    _write("row-by-row.pdf", _row_by_row())
    _write("letters.pdf", _letters())
    _write("statement.docx", _docx())
    _write("statement.odt", _odt())
    _write("statement.rtf", _rtf())
    _write("statement.mhtml", _mhtml())
    _write("bomb.docx", _bomb())
    _write("no-zip.docx", plain.encode())
    _write("sheet.docx", _zip({"xl/workbook.xml": b"<workbook/>"}))
    _write("broken.docx", _zip({"word/document.xml": b"<w:document"}))


def _write(name: str, data: bytes) -> None:
    (HERE / name).write_bytes(data)


def _markdown() -> str:
    header = (
        '---\ntitle: "Second station for Thornwick"\nauthor: Ben Hollis\ndate: 2019-05-17\n'
        "url: https://thornwick.example/second-station\ntags:\n  - police\n---\n\n"
    )
    return header + f"# {STATEMENT[0]}\n\n" + "\n\n".join(STATEMENT[1:]) + "\n"


def _html(*, updated_only: bool) -> str:
    published = (
        ""
        if updated_only
        else (
            '<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "2019-05-17T08:00:00+01:00", '
            '"dateModified": "2019-05-20", "publisher": {"@type": "Organization", "name": "Thornwick Observer"}}'
            "</script>\n"
        )
    )
    paragraphs = "\n".join(f"<p>{words}</p>" for words in STATEMENT[1:])
    return f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<title>{STATEMENT[0]}</title>
<meta property="og:title" content="{STATEMENT[0]}">
<meta property="og:updated_time" content="2021-02-03T10:00:00Z">
<meta name="author" content="Ben Hollis">
<link rel="canonical" href="https://thornwick.example/news/second-station">
{published}</head><body>
<nav><a href="/">Home</a> <a href="/sport">Sport</a></nav>
<article><h1>{STATEMENT[0]}</h1>
{paragraphs}
<table><tr><th>Year</th><th>Burglaries</th></tr><tr><td>Before</td><td>1,368</td></tr><tr><td>After</td><td>1,204</td></tr></table>
</article>
<footer>Follow us</footer></body></html>
"""


def _lines(x: int, y: int, lines: tuple[str, ...]) -> bytes:
    """Return the drawing of ``lines`` from (x, y) down, in points, as a PDF content stream."""
    shown = (line.encode("cp1252").replace(b"(", rb"\(").replace(b")", rb"\)") for line in lines)
    drawn = b"\n".join(b"(" + line + b") Tj T*" for line in shown)
    return b"BT /F1 11 Tf 14 TL %d %d Td\n%s\nET\n" % (x, y, drawn)


def _report(columns: int, times: int) -> bytes:
    """Return a report in columns with a running head, feet and a note on each page; its text stands there so often."""
    from reportlab.lib.pagesizes import A5
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate, Paragraph

    wide, high = A5
    margin, gap = 40, 14
    column = (wide - 2 * margin - (columns - 1) * gap) / columns
    small = ParagraphStyle("note", fontName="Times-Roman", fontSize=7, leading=8.5)
    body = ParagraphStyle("body", fontName="Times-Roman", fontSize=10, leading=12, alignment=4, firstLineIndent=10)
    head = ParagraphStyle("head", fontName="Helvetica-Bold", fontSize=15, leading=18, spaceAfter=8)

    def raised(words: str) -> str:
        for mark, digit in zip("¹²⁶", "126", strict=True):
            words = words.replace(mark, f"<super size=6>{digit}</super>")
        return words

    def around(canvas: object, document: object) -> None:
        canvas.setFont("Helvetica", 8)
        canvas.drawString(margin, high - 24, "Thornwick Council – Minutes 2024")
        canvas.drawCentredString(wide / 2, 18, str(document.page))
        note = Paragraph(raised(NOTE) if document.page == 1 else "", small)
        note.wrap(wide - 2 * margin, 40)
        note.drawOn(canvas, margin, 40)

    out = BytesIO()
    frames = [
        Frame(margin + at * (column + gap), 60, column, high - 110, leftPadding=0, rightPadding=0)
        for at in range(columns)
    ]
    document = BaseDocTemplate(out, pagesize=A5, invariant=1, title="Minutes")
    document.addPageTemplates(PageTemplate("page", frames, onPage=around))
    story = [Paragraph(REPORT[0], head)]
    story += [Paragraph(raised(words), body) for _ in range(times) for words in REPORT[1:]]
    document.build(story)
    return out.getvalue()


def _article() -> bytes:
    """Return the article that every format holds, its notes raised and its block quotations standing in."""
    from reportlab.lib.styles import ParagraphStyle, getSampleStyleSheet
    from reportlab.platypus import Paragraph, SimpleDocTemplate

    from tests.ingest.test_same_article import BLOCKS, TITLE, lines

    styles, out = getSampleStyleSheet(), BytesIO()
    quoted = ParagraphStyle("quoted", parent=styles["BodyText"], leftIndent=36, rightIndent=36)
    story = [Paragraph(TITLE, styles["Title"])]
    for line in lines(BLOCKS):
        words = re.sub(r"\{(\d)\}", r"<super size=6>\1</super>", line.removeprefix("> "))
        story.append(Paragraph(words, quoted if line.startswith("> ") else styles["BodyText"]))
    SimpleDocTemplate(out, invariant=1).build(story)
    return out.getvalue()


def _row_by_row() -> bytes:
    """Return a page of two columns that was drawn line by line across both."""
    from reportlab.pdfgen.canvas import Canvas

    out = BytesIO()
    canvas = Canvas(out, pagesize=(420, 595), invariant=1)
    canvas.setFont("Times-Roman", 10)
    sides = [textwrap.wrap(words.replace("¹", "").replace("²", ""), 34) for words in (REPORT[1], REPORT[3])]
    for number, row in enumerate(itertools.zip_longest(*sides, fillvalue="")):
        for x, words in zip((40, 220), row, strict=True):
            canvas.drawString(x, 540 - 12 * number, words)
    canvas.save()
    return out.getvalue()


def _letters() -> bytes:
    """Return a small file that draws far more letters than a page holds."""
    from reportlab.pdfgen.canvas import Canvas

    out = BytesIO()
    canvas = Canvas(out, pageCompression=1, invariant=1)
    canvas.setFont("Helvetica", 8)
    canvas.addLiteral("BT /F1 8 Tf 50 700 Td " + "(a) Tj " * 120_000 + " ET")
    canvas.save()
    return out.getvalue()


def _pdf(content: bytes, password: bytes | None = None) -> bytes:
    """Return a one-page PDF; with a password its stream is encrypted by the standard's 40-bit RC4 handler."""
    identity = hashlib.md5(content).digest()
    trailer = b""
    extra: list[bytes] = []
    if password is not None:
        owner = _rc4(hashlib.md5(_padded(b"owner")).digest()[:5], _padded(password))
        permissions = -4
        seed = _padded(password) + owner + permissions.to_bytes(4, "little", signed=True) + identity
        key = hashlib.md5(seed).digest()[:5]
        user = _rc4(key, PASSWORD_PADDING)
        content = _rc4(hashlib.md5(key + (4).to_bytes(3, "little") + (0).to_bytes(2, "little")).digest()[:10], content)
        extra = [b"<< /Filter /Standard /V 1 /R 2 /O <%s> /U <%s> /P %d >>" % (_hex(owner), _hex(user), permissions)]
        trailer = b" /Encrypt 6 0 R"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        *extra,
    ]
    out = BytesIO()
    out.write(b"%PDF-1.4\n")
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.write(b"".join(b"%010d 00000 n \n" % place for place in places))
    out.write(
        b"trailer << /Size %d /Root 1 0 R /ID [<%s> <%s>]%s >>\nstartxref\n%d\n%%%%EOF\n"
        % (len(objects) + 1, _hex(identity), _hex(identity), trailer, start)
    )
    return out.getvalue()


def _padded(password: bytes) -> bytes:
    return (password + PASSWORD_PADDING)[:32]


def _hex(data: bytes) -> bytes:
    return data.hex().encode()


def _rc4(key: bytes, data: bytes) -> bytes:
    state = list(range(256))
    j = 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    i = j = 0
    out = bytearray()
    for byte in data:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(out)


def _docx() -> bytes:
    document = docx.Document()
    document.add_heading(STATEMENT[0], level=1)
    for words in STATEMENT[1:]:
        document.add_paragraph(words)
    table = document.add_table(rows=2, cols=2)
    for row, words in zip(table.rows, (("Before", "1,368"), ("After", "1,204")), strict=True):
        for cell, word in zip(row.cells, words, strict=True):
            cell.text = word
    document.add_paragraph("The station opens in March 2020.")
    out = BytesIO()
    document.save(out)
    with zipfile.ZipFile(out) as archive:
        return _zip({part: archive.read(part) for part in archive.namelist()})


def _odt() -> bytes:
    document = OpenDocumentText()
    for words in STATEMENT:
        document.text.addElement(P(text=words))
    out = BytesIO()
    document.write(out)
    with zipfile.ZipFile(out) as archive:
        parts = {part: archive.read(part) for part in archive.namelist() if part != "meta.xml"}
    return _zip(parts)


def _rtf() -> bytes:
    written = "".join(sign if sign.isascii() else f"\\u{ord(sign)}?" for sign in r"\par ".join(STATEMENT))
    return rf"{{\rtf1\ansi\ansicpg1252{{\fonttbl{{\f0 Arial;}}}}\pard {written}\par}}".encode()


def _mhtml() -> bytes:
    page = quopri.encodestring(_html(updated_only=False).encode()).decode()
    head = (
        "From: <Saved by Blink>\nSnapshot-Content-Location: https://thornwick.example/saved\n"
        "Date: Fri, 17 May 2019 12:00:00 +0100\nMIME-Version: 1.0\n"
        'Content-Type: multipart/related; type="text/html"; boundary="----part"\n\n'
    )
    part = (
        "------part\nContent-Type: text/html\nContent-Transfer-Encoding: quoted-printable\n"
        f"Content-Location: https://thornwick.example/saved\n\n{page}\n------part--\n"
    )
    return (head + part).encode()


def _bomb() -> bytes:
    return _zip({"[Content_Types].xml": b"<Types/>", "word/document.xml": b" " * BOMB_BYTES})


def _zip(parts: dict[str, bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


if __name__ == "__main__":
    main()
