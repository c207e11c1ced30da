"""How fast files are read, by their format: the same text in each, beside a library that reads that format alone.

    python -m benchmarks.formats NAME FILE

reads a file as NAME does and prints what it took, as JSON.

The peers run in an environment of their own that has them and not this program. They give the text of a file; this
program gives its title, dates, facts and notes as well, tells columns and running heads of pages, and keeps note marks
and hidden words out of the text.
"""

from __future__ import annotations

import json
import sys
import zipfile
from collections.abc import Callable, Iterator
from html import escape
from pathlib import Path
from textwrap import wrap
from typing import Any

from benchmarks.meter import ROOT, Meter

PARAGRAPHS = 1_200
"""Paragraphs of each file: some 300 KB of text, the length of a day's debate."""
LEAST_SECONDS = 0.5
"""CPU seconds for which a file is read again and again: the clock ticks in hundredths."""
LINE = 90
"""Characters of a printed line."""
LINES = 50
"""Lines of a printed page."""
OWN = "tracker"
PEERS = {"text.html": "trafilatura", "text.pdf": "pdfminer.six", "text.docx": "mammoth"}
"""Which library reads a format alone."""
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_PARTS = {
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default '
    'Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override '
    'PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.'
    'document.main+xml"/></Types>',
    "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship '
    'Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>',
}


def paragraphs() -> list[str]:
    """Return the paragraphs of the seed documents, over and over, each time with a number of its own."""
    texts = [path.read_text("utf-8") for path in sorted((ROOT / "seeds").glob("*.txt"))]
    told = [" ".join(each.split()) for text in texts for each in text.split("\n\n") if len(each) > LINE]
    return [f"{told[number % len(told)]} ({number})" for number in range(PARAGRAPHS)]


def make(folder: Path) -> list[str]:
    """Write the same text in each format; return the names of the files."""
    told = paragraphs()
    body = "".join(f"<p>{escape(each)}</p>\n" for each in told)
    html = "<!doctype html><html lang=en><head><title>All of it</title></head><body><article><h1>All of it</h1>"
    mail = "From: Ann Pole <ann@example.org>\nSubject: All of it\nContent-Type: text/plain; charset=utf-8\n\n"
    words = "".join(f"<w:p><w:r><w:t>{escape(each)}</w:t></w:r></w:p>" for each in told)
    text = "\n\n".join(told)
    cues = (
        f"{n}\n00:{n // 60:02}:{n % 60:02},000 --> 00:{n // 60:02}:{n % 60:02},900\n{t}\n" for n, t in enumerate(told)
    )
    rows = ("Ann Pole," + '"' + each.replace('"', '""') + '"' for each in told)
    files = {
        "text.txt": text,
        "text.md": text,
        "text.html": f"{html}{body}</article></body></html>",
        "text.eml": mail + text,
        "text.rtf": "{\\rtf1\\ansi " + "\\par ".join("".join(map(_in_rtf, each)) for each in told) + "}",
        "text.srt": "\n".join(cues),
        "text.csv": "speaker,statement\n" + "\n".join(rows),
    }
    for name, content in files.items():
        (folder / name).write_text(content, "utf-8")
    with zipfile.ZipFile(folder / "text.docx", "w", zipfile.ZIP_DEFLATED) as archive:
        document = f'<w:document xmlns:w="{_WORD}"><w:body>{words}</w:body></w:document>'
        for name, content in {**_PARTS, "word/document.xml": document}.items():
            archive.writestr(name, content)
    (folder / "text.pdf").write_bytes(_pdf(told))
    return [*files, "text.docx", "text.pdf"]


def _in_rtf(sign: str) -> str:
    return sign if sign.isascii() else f"\\u{ord(sign)}?"


def _pdf(told: list[str]) -> bytes:
    lines = [line for each in told for line in (*wrap(each, LINE), "")]
    pages = [lines[start : start + LINES] for start in range(0, len(lines), LINES)]
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", "", "<< /Type /Font /Subtype /Type1 /BaseFont /Courier >>"]
    for page in pages:
        drawn = " ".join(f"({_in_pdf(line)}) Tj T*" for line in page)
        stream = f"BT /F1 9 Tf 14 TL 50 780 Td {drawn} ET"
        number = len(objects) + 1
        box = "/MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >>"
        objects += [f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream"]
        objects += [f"<< /Type /Page /Parent 2 0 R {box} /Contents {number} 0 R >>"]
    kids = " ".join(f"{5 + 2 * number} 0 R" for number in range(len(pages)))
    objects[1] = f"<< /Type /Pages /Count {len(pages)} /Kids [{kids}] >>"
    data, places = "%PDF-1.4\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(data))
        data += f"{number} 0 obj\n{each}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(objects) + 1
    data += (
        f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer << /Size {size} /Root 1 0 R >>\nstartxref\n{len(data)}\n"
    )
    return f"{data}%%EOF\n".encode("latin-1")


def _in_pdf(line: str) -> str:
    plain = (
        line.translate({0x2018: "'", 0x2019: "'", 0x201C: '"', 0x201D: '"'})
        .encode("latin-1", "replace")
        .decode("latin-1")
    )
    return plain.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")


def _tracker(path: Path) -> str:
    from tracker.ingest.reader import read

    return read(path.read_bytes(), path.name).text


def _trafilatura(path: Path) -> str:
    import trafilatura

    return trafilatura.extract(path.read_bytes()) or ""


def _pdfminer(path: Path) -> str:
    from pdfminer.high_level import extract_text

    return str(extract_text(str(path)))


def _mammoth(path: Path) -> str:
    import mammoth

    with path.open("rb") as file:
        return str(mammoth.extract_raw_text(file).value)


READERS: dict[str, Callable[[Path], str]] = {
    OWN: _tracker,
    "trafilatura": _trafilatura,
    "pdfminer.six": _pdfminer,
    "mammoth": _mammoth,
}


def measured(name: str, path: Path) -> dict[str, Any]:
    """Return how many KB of text a reader gives for each CPU second; what it imports is loaded before."""
    reader = READERS[name]
    reader(path)
    meter, kilobytes, used = Meter(), 0.0, 0.0
    while used < LEAST_SECONDS:
        kilobytes += len(reader(path).encode()) / 1_000
        used = meter.read()["cpu"]
    return {"kb_s": kilobytes / used}


def rows(folder: Path, run: Callable[[str, str, Path], dict[str, Any] | None]) -> Iterator[dict[str, Any]]:
    """Yield a row for each format: what this program reads of it a second, and the peer that reads it alone.

    ``run`` measures a reader by its name, the environment's being ``OWN`` or the peers', on a file.
    """
    for file in make(folder):
        peer = PEERS.get(file)
        beside = run("peers", peer, folder / file) if peer else None
        yield {"format": Path(file).suffix, "own": run(OWN, OWN, folder / file), "peer": peer, "beside": beside}


if __name__ == "__main__":
    print(json.dumps(measured(sys.argv[1], Path(sys.argv[2]))))
