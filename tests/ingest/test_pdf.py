"""PDF: what a page prints, in the order it is read, whatever the order it was drawn in."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import pytest

from tracker.extract import extract
from tracker.ingest.columns import Piece, columns, lines, paragraphs
from tracker.ingest.reader import read
from tracker.models import Document, ReadError
from tracker.text.layout import continued

FILES = Path(__file__).parents[1] / "files"
TITLE = "Thornwick council hears of fewer burglaries"
BURGLARY = (
    "Burglary fell by 12 per cent in Thornwick last year, Chief Constable Ada Merrow told the council on Thursday. The "
    "force recorded 1,204 burglaries¹ in the year to March, down from 1,368 in the year before."
)
STATION = "“We will open a second station in the market square,” she said. “Nobody should wait for an hour.”"
HOLLIS = (
    "Ben Hollis,² who leads the opposition, denied that the recommended station would cost less than £2.5m, and said "
    "that 85 per cent of the shopkeepers he had met were against it."
)
AUDIT = (
    "According to a report by the Pellworth Audit Office, the county spends £40 per household on its police. The town "
    "has an area of 10⁶ square metres and six wards."
)
NOTE = "¹ Figures of the county force, which were not audited."
HEAD = "Thornwick Council – Minutes 2024"
PAPER = 1000.0


def report(name: str) -> Document:
    return read((FILES / name).read_bytes(), name)


def test_a_report_in_two_columns_is_read_down_each_of_them_without_head_and_folio() -> None:
    document = report("report.pdf")
    body = [BURGLARY, STATION, HOLLIS, AUDIT]
    read_in_order = [words for words in document.text.split("\n\n") if words != NOTE]
    assert read_in_order == [TITLE, *body * 4]
    assert f"Running heads and feet were left out: “{HEAD}”." in document.notes
    assert document.title == TITLE


def test_a_page_begins_where_its_first_words_do_and_its_note_stays_on_it() -> None:
    document = report("report.pdf")
    first, second = document.page_starts
    assert first == 0 and document.text[second:].startswith("According to a report")
    assert document.text.index(NOTE) < second


@pytest.mark.parametrize("name", ["narrow.pdf", "report-one-column.pdf"])
def test_lines_of_a_column_of_any_width_are_one_paragraph(name: str) -> None:
    found = report(name).text.split("\n\n")
    assert found[-5:] == [BURGLARY, STATION, HOLLIS, AUDIT, NOTE]


def test_columns_drawn_line_by_line_across_both_are_told_apart() -> None:
    assert report("row-by-row.pdf").text.split("\n\n") == [BURGLARY.replace("¹", ""), HOLLIS.replace("²", "")]


def test_a_report_makes_the_claims_its_text_makes() -> None:
    def told(text: str) -> list[tuple[str, str | None, object]]:
        return [(claim.text, claim.speaker, [q.value for q in claim.quantities]) for claim in extract(text).claims]

    plain = "\n\n".join((TITLE, BURGLARY, STATION, HOLLIS, AUDIT, NOTE))
    assert told(report("report-one-column.pdf").text.removeprefix(f"{HEAD}\n\n")) == told(plain)


def test_a_small_file_of_endless_letters_is_refused_in_one_sentence() -> None:
    with pytest.raises(
        ReadError, match=r"^letters\.pdf draws more letters than printed pages hold; it was not read\.$"
    ):
        report("letters.pdf")


@pytest.fixture
def tesseract(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the path of a program that stands for tesseract; what it does is still to be written."""
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    return tmp_path / "tesseract"


def _program(path: Path, script: str) -> None:
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)


def test_a_scan_is_recognised_where_the_program_for_it_is_installed(tesseract: Path) -> None:
    _program(tesseract, 'case "$(head -c 2)" in P5) echo "It rained in Thornwick.";; esac')
    document = report("scanned.pdf")
    assert (document.text, document.page_starts) == ("It rained in Thornwick.", (0,))
    assert "The pages are pictures; their words were recognised, not printed, and may be misread." in document.notes


@pytest.mark.parametrize(
    ("script", "sentence"),
    [
        ("exit 1", "scanned.pdf holds pictures of pages whose words could not be recognised."),
        ("cat > /dev/null", "scanned.pdf holds pictures of pages on which no words were recognised."),
    ],
)
def test_a_scan_that_yields_no_words_is_refused(tesseract: Path, script: str, sentence: str) -> None:
    _program(tesseract, script)
    with pytest.raises(ReadError) as refusal:
        report("scanned.pdf")
    assert refusal.value.message == sentence


def placed(rows: Sequence[tuple[float, float, str]]) -> list[Piece]:
    """Return pieces of 10-point type at (x, y from the top), every letter five points wide."""
    return [Piece(w, x, x + 5 * len(w), PAPER - y, 11, x + 5 * len(w.split()[0])) for x, y, w in rows]


# pieces by place, the text they make
PAGES = [
    ([(0, 0, "The board met on"), (0, 12, "the quay."), (0, 40, "It voted.")], "The board met on the quay.|It voted."),
    ([(0, 0, "The recom-"), (0, 12, "mended wall")], "The recommended wall"),
    (
        [(10, 0, "The board met on a"), (0, 12, "quay in Saltmere."), (10, 24, "It voted today.")],
        "The board met on a quay in Saltmere.|It voted today.",
    ),
    (
        [(0, 0, "Left one and"), (100, 0, "Right one and"), (0, 12, "left two."), (100, 12, "right two.")],
        "Left one and left two.|Right one and right two.",
    ),
    (
        [(0, 0, "A headline over the columns of it"), (0, 30, "Left one."), (100, 30, "Right one.")],
        "A headline over the columns of it|Left one.|Right one.",
    ),
    (
        [(0, 0, "Area"), (100, 0, "2019"), (160, 0, "1,204"), (0, 12, "Quay"), (100, 12, "310"), (160, 12, "298")],
        "Area   2019   1,204|Quay   310   298",
    ),
    ([(0, 0, "It fell to"), (53, 0, "12"), (66, 0, "per cent.")], "It fell to 12 per cent."),
    (
        [(0, 0, "1. The board met on the quay."), (0, 12, "2. It voted for a new wall.")],
        "1. The board met on the quay.|2. It voted for a new wall.",
    ),
    (
        [(0, 0, "It rose by a total that was"), (0, 12, "168. No more was said by us.")],
        "It rose by a total that was 168. No more was said by us.",
    ),
    (
        [(0, 0, "Ann Pole"), (0, 12, "My lords, the wall stands where it"), (0, 24, "stood.")],
        "Ann Pole|My lords, the wall stands where it stood.",
    ),
]


@pytest.mark.parametrize(("rows", "text"), PAGES)
def test_words_are_read_in_the_order_of_their_places(rows: Sequence[tuple[float, float, str]], text: str) -> None:
    for drawn in (placed(rows), placed(rows)[::-1]):
        found = [paragraph.text for column in columns(lines(drawn)) for paragraph in paragraphs(column, ())]
        assert "|".join(found) == text


def test_a_compound_keeps_its_hyphen_over_a_line_s_end() -> None:
    assert continued("a long-", "term plan", {"long"}) == "a long-term plan"
    assert continued("Lord Hogan-", "Howe said", ()) == "Lord Hogan-Howe said"


def test_letters_strewn_over_a_page_are_all_read_whatever_cuts_they_would_take() -> None:
    strewn = [Piece("o", x := 37.0 * at % 541, x + 2, 61.0 * at % 797, 3 + at % 3, x + 2) for at in range(800)]
    read_in_order = [line for column in columns(strewn) for block in column for line in block]
    assert sorted(line.left for line in read_in_order) == sorted(line.left for line in strewn)
