"""Files that may take for ever are read by a worker: held to its limits, ended with whoever asked, and asked again."""

import os
import re
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from tests import articles
from tracker.db.rows import Database
from tracker.extract import extract
from tracker.ingest.reader import read
from tracker.models import Basis, DocumentDate, NotFoundError, ReadError, TrackerError
from tracker.services import doctor, documents, ingest, originals, worker
from tracker.services.database import open_database
from tracker.services.drafts import read_draft
from tracker.services.ingest import Refused, TakenIn

TODAY = date(2026, 3, 2)
POSIX = pytest.mark.skipif(os.name != "posix", reason="limits of memory, groups of processes")
FILES = Path(__file__).parents[1] / "files"


def pdf(streams: list[bytes]) -> bytes:
    """A PDF of one page that draws the first stream, each of which may draw the next by the name /Next."""
    font = b"/Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>"
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"]
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R /Resources << %s %s >> >>"
    form = b"/Type /XObject /Subtype /Form /BBox [0 0 600 800] /Resources << %s %s >>"
    following = [b"/XObject << /Next %d 0 R >>" % (number + 5) for number in range(len(streams) - 1)] + [b""]
    objects.append(page % (font, following[0]))
    for number, stream in enumerate(streams):
        kind = form % (font, following[number]) if number else b""
        objects.append(b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(stream), kind, stream))
    return (
        b"%PDF-1.4\n"
        + b"".join(b"%d 0 obj\n%s\nendobj\n" % (number, each) for number, each in enumerate(objects, 1))
        + b"trailer << /Root 1 0 R >>\n%%EOF\n"
    )


def nested_forms() -> bytes:
    """Two kilobytes that draw one word two thousand million times."""
    last = b"BT /F1 12 Tf 72 700 Td (Officers.) Tj ET"
    return pdf([*(b"/Next Do /Next Do" for _ in range(31)), last])


def word_file(paragraphs: int) -> bytes:
    said = "<w:p><w:r><w:t>Ann Pole said: “We have hired 40 wardens.”</w:t></w:r></w:p>"
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        names = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
        body = said * paragraphs
        archive.writestr("word/document.xml", f'<w:document xmlns:w="{names}"><w:body>{body}</w:body></w:document>')
    return packed.getvalue()


@pytest.fixture
def limits(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str, str], None]]:
    worker.end_all()
    yield monkeypatch.setenv
    worker.end_all()


def refused(data: bytes, name: str) -> str:
    with pytest.raises(ReadError) as told:
        originals.whole(data, name, {}, TODAY)
    return told.value.message


SLOW: list[tuple[str, bytes]] = [
    ("forms.pdf", nested_forms()),
    ("letters.pdf", pdf([b"BT /F1 1 Tf " + b"(a) Tj 1 0 Td " * 120_000 + b"ET"])),
    ("paragraphs.docx", word_file(20_000)),
    ("long.txt", b"Ann Pole said that 40 wardens were hired. " * 30_000),
]


@pytest.mark.parametrize(("name", "data"), SLOW, ids=[name for name, _ in SLOW])
def test_a_file_that_takes_too_long_is_refused_in_one_sentence(
    limits: Callable[[str, str], None], name: str, data: bytes
) -> None:
    limits("TRACKER_SECONDS", "1")
    said = re.sub(r"\([\d,]+ bytes\)", "(… bytes)", refused(data, name))
    assert said in (
        f"{name} takes longer than 1 seconds to read; it was given up (TRACKER_SECONDS sets the limit).",
        f"{name} draws more letters than printed pages hold; it was not read.",
        f"{name} would unpack to far more than a document holds (… bytes); it was not opened.",
    )


@POSIX
def test_a_file_that_takes_too_much_memory_is_refused_in_one_sentence(limits: Callable[[str, str], None]) -> None:
    limits("TRACKER_MEGABYTES", "256")
    with pytest.raises(ReadError) as told:
        worker.run("long.txt", filling)
    assert told.value.message == (
        "long.txt takes more than 256 MB of memory to read; it was given up (TRACKER_MEGABYTES sets the limit)."
    )


def filling() -> None:
    bytearray(512 * 2**20)


def sleeping() -> None:
    time.sleep(9)


def test_what_is_linked_is_held_to_the_limits_too(limits: Callable[[str, str], None]) -> None:
    limits("TRACKER_SECONDS", "1")
    with pytest.raises(ReadError, match=r"^notes.txt takes longer than 1 seconds to link; it was given up"):
        worker.run("notes.txt", sleeping, deed="link")


def test_a_worker_stores_and_links_as_this_process_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    held = []
    for beside in (False, True):
        monkeypatch.setattr(ingest, "MANY_CLAIMS", 1 if beside else 400)
        with closing(open_database(tmp_path / f"{beside}.db")) as db:
            for text in (articles.HARBOUR, articles.GAZETTE, articles.HARBOUR):
                ingest.take_in(db, text.encode(), "paper.txt", who="tester", given={"publisher": "Quay Press"})
            tables = ("claims", "relations", "thread_members", "quantities", "word_documents", "facts")
            held.append([db.execute(f"SELECT * FROM {table}").fetchall() for table in tables])
            assert doctor.problems(db) == []
    assert held[0] == held[1]


@POSIX
def test_a_reader_that_breaks_down_takes_nothing_with_it() -> None:
    with pytest.raises(ReadError, match=r"^paper.pdf could not be read: the program broke down over it\.$"):
        worker.run("paper.pdf", os.abort)
    assert originals.document_in(word_file(1), "one.docx").text


@pytest.mark.parametrize("words", ["", " 1 ", "0", "ten", "-3", "1.5"])
def test_a_limit_that_makes_no_sense_is_said_to_be_none(limits: Callable[[str, str], None], words: str) -> None:
    limits("TRACKER_SECONDS", words)
    if words.strip() in ("", "1"):
        assert worker.limit(worker.SECONDS) == int(words.strip() or worker.SECONDS[1])
    else:
        with pytest.raises(TrackerError, match=r"^TRACKER_SECONDS is “.*”; it has to be a whole number from 1 on\.$"):
            worker.limit(worker.SECONDS)


@pytest.mark.parametrize("name", [f"statement.{ending}" for ending in ("docx", "html", "mhtml", "odt", "pdf", "rtf")])
def test_a_worker_gives_what_is_read_in_this_process(name: str) -> None:
    data = (FILES / name).read_bytes()
    here = read(data, name)
    there = originals.whole(data, name, {}, TODAY)
    assert repr(there.document) == repr(here)
    assert repr(there.prepared.extraction) == repr(extract(here.text, there.prepared.ledger.date, here.speeches))


def test_figures_come_back_as_they_went_however_large() -> None:
    text = f"Ann Pole said that 40 wardens cost £1{'0' * 40} and 2.5 per cent. " + "It rained. " * 6_000
    date = DocumentDate(None, Basis.UNKNOWN)
    assert repr(originals.extracted("long.txt", text, date)) == repr(extract(text, date))


@pytest.mark.parametrize("error", [ReadError, NotFoundError, TrackerError])
def test_an_error_comes_back_as_what_it_was(error: type[TrackerError]) -> None:
    with pytest.raises(TrackerError) as told:
        worker.run("x", raising, error.__name__)
    assert (type(told.value), told.value.message) == (error, "No such page.")


def raising(kind: str) -> None:
    raise {each.__name__: each for each in (ReadError, NotFoundError, TrackerError)}[kind]("No such page.")


def test_a_mistake_of_the_program_is_one_sentence_too() -> None:
    with pytest.raises(ReadError, match=r"^x could not be added: the program stumbled over it \(KeyError\)\.$"):
        worker.run("x", raising, "none")


def test_small_plain_text_is_read_without_a_worker(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    def started(*_: Any) -> None:
        raise AssertionError("a worker was started")

    monkeypatch.setattr(originals, "run", started)
    for name, text in (("a.txt", articles.HARBOUR), ("b.md", articles.GAZETTE)):
        assert ingest.take_in(db, text.encode(), name, who="tester").claims
    assert read_draft(articles.HARBOUR.encode(), "The draft").speech


def test_a_file_that_is_stored_already_is_not_read_again(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    data = articles.HARBOUR.encode()
    first = ingest.take_in(db, data, "harbour.txt", who="tester")
    monkeypatch.setattr(ingest, "whole", None)
    again = ingest.take_in(db, data, "harbour.txt", who="tester")
    assert (again.already, again.document_id) == (True, first.document_id)


def test_one_slow_file_stops_none_of_a_folder(db: Database, tmp_path: Path, limits: Callable[[str, str], None]) -> None:
    limits("TRACKER_SECONDS", "1")
    texts = (("a.txt", articles.HARBOUR.encode()), ("b.pdf", nested_forms()), ("c.txt", articles.GAZETTE.encode()))
    for name, data in texts:
        (tmp_path / name).write_bytes(data)
    outcomes = list(ingest.take_in_files(db, ingest.files_of([tmp_path]), who="tester"))
    assert [type(outcome) for outcome in outcomes] == [TakenIn, Refused, TakenIn]
    assert len(documents.ids(db)) == 2


@POSIX
@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_no_worker_outlives_whoever_asked(tmp_path: Path, sign: signal.Signals) -> None:
    (tmp_path / "forms.pdf").write_bytes(nested_forms())
    program = [sys.executable, "-m", "tracker", "add", "forms.pdf", "--db", "claims.db"]
    with subprocess.Popen(program, cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as asking:
        working = until(lambda: children(asking.pid))
        time.sleep(0.3)
        asking.send_signal(sign)
        asking.wait(30)
    assert until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in working))


def children(pid: int) -> list[int]:
    found = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(each) for each in found.read_text().split()] if found.exists() else []


def until(told: Callable[[], Any]) -> Any:
    """Wait for something to be so, half a minute at most."""
    end = time.monotonic() + 30
    while not (value := told()):
        assert time.monotonic() < end
        time.sleep(0.05)
    return value
