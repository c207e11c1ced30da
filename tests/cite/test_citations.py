"""Citations: every style here was compared with its manual by hand; undated documents stay undated."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tracker.cite.citations import cite
from tracker.cite.sources import Citable, csl
from tracker.cite.styles import styles
from tracker.models import Basis, DocumentDate

UNDATED = DocumentDate(None, Basis.UNKNOWN, ("2009-10-15", "2015-10-15"))
DATED = DocumentDate("2018-01-14", Basis.STATED)

ARTICLE = Citable("a.txt", UNDATED, "Met prepares to unleash armed officers", "The Daily Telegraph", "By Martin Evans")
ONLINE = Citable(
    "b.html",
    DATED,
    "Crime & order",
    "The Example Times",
    "By Ann Example and Bob Sample",
    url="https://example.org/a",
    accessed="2024-05-06",
)
PAGE = Citable("c.html", DATED, "Police appeal", "Example Police", url="https://example.org/x", accessed="2024-05-06")
OLD_PAGE = Citable(
    "d.html", UNDATED, "Police appeal", "Example Police", url="https://example.org/x", accessed="2024-05-06"
)
UNTITLED = Citable("met.txt", UNDATED)
UNTITLED_DATED = Citable("met.txt", DATED)
AGENCY = Citable("f.txt", DATED, "Officer hurt", "The Example Times", "Exampleagency")
UNSIGNED = Citable("e.txt", DATED, "Officer hurt", "The Example Times")

ENTRIES = [
    ("apa", ARTICLE, "Evans, M. (n.d.). Met prepares to unleash armed officers. The Daily Telegraph."),
    (
        "apa",
        ONLINE,
        "Example, A., & Sample, B. (2018, January 14). Crime & order. The Example Times. https://example.org/a",
    ),
    ("apa", PAGE, "Example Police. (2018, January 14). Police appeal. https://example.org/x"),
    ("apa", OLD_PAGE, "Example Police. (n.d.). Police appeal. https://example.org/x"),
    ("apa", UNTITLED, "[Untitled text, filed as met.txt]. (n.d.)."),
    ("apa", UNSIGNED, "Officer hurt. (2018, January 14). The Example Times."),
    ("apa", AGENCY, "Exampleagency. (2018, January 14). Officer hurt. The Example Times."),
    ("chicago", ARTICLE, "Evans, Martin. n.d. “Met Prepares to Unleash Armed Officers.” Daily Telegraph."),
    (
        "chicago",
        ONLINE,
        "Example, Ann, and Bob Sample. 2018. “Crime & Order.” Example Times, January 14. https://example.org/a.",
    ),
    ("chicago", OLD_PAGE, "Example Police. n.d. “Police Appeal.” Accessed May 6, 2024. https://example.org/x."),
    ("chicago", UNSIGNED, "Example Times. 2018. “Officer Hurt.” January 14."),
    ("mla", ARTICLE, "Evans, Martin. “Met Prepares to Unleash Armed Officers.” The Daily Telegraph."),
    (
        "mla",
        ONLINE,
        "Example, Ann, and Bob Sample. “Crime & Order.” The Example Times, 14 Jan. 2018, https://example.org/a.",
    ),
    ("mla", OLD_PAGE, "“Police Appeal.” Example Police, https://example.org/x. Accessed 6 May 2024."),
    ("harvard", ARTICLE, "Evans, M. (no date) ‘Met prepares to unleash armed officers’, The Daily Telegraph."),
    (
        "harvard",
        ONLINE,
        "Example, A. and Sample, B. (2018) ‘Crime & order’, The Example Times, 14 January. "
        "Available at: https://example.org/a (Accessed: 6 May 2024).",
    ),
    (
        "harvard",
        PAGE,
        "Example Police (2018) Police appeal. Available at: https://example.org/x (Accessed: 6 May 2024).",
    ),
    ("oscola", UNTITLED_DATED, "—— [Untitled text, filed as met.txt] (14 January 2018)"),
    ("oscola", UNTITLED, "—— [Untitled text, filed as met.txt]"),
    ("oscola", UNSIGNED, "—— ‘Officer Hurt’ The Example Times (14 January 2018)"),
    ("oscola", ARTICLE, "Evans M, ‘Met Prepares to Unleash Armed Officers’ The Daily Telegraph"),
    (
        "oscola",
        ONLINE,
        "Example A and Sample B, ‘Crime & Order’ The Example Times (14 January 2018) <https://example.org/a> "
        "accessed 6 May 2024",
    ),
]

IN_TEXT = [
    ("apa", ARTICLE, "(Evans, n.d.)"),
    ("apa", ONLINE, "(Example & Sample, 2018)"),
    ("chicago", ARTICLE, "(Evans, n.d.)"),
    ("chicago", ONLINE, "(Example and Sample 2018)"),
    ("mla", ARTICLE, "(Evans)"),
    ("mla", ONLINE, "(Example and Sample)"),
    ("mla", UNSIGNED, "(“Officer Hurt”)"),
    ("harvard", ARTICLE, "(Evans, no date)"),
    ("chicago-note", ARTICLE, "Martin Evans, “Met Prepares to Unleash Armed Officers,” Daily Telegraph, n.d."),
    ("oscola", UNTITLED_DATED, "[Untitled text, filed as met.txt] (14 January 2018)."),
    ("oscola", ARTICLE, "Martin Evans, ‘Met Prepares to Unleash Armed Officers’ The Daily Telegraph."),
]


@pytest.mark.parametrize(("style", "source", "entry"), ENTRIES)
def test_an_entry_reads_as_its_style_asks(style: str, source: Citable, entry: str) -> None:
    assert cite(source, style).entry == entry


@pytest.mark.parametrize(("style", "source", "words"), IN_TEXT)
def test_a_citation_in_the_text_reads_as_its_style_asks(style: str, source: Citable, words: str) -> None:
    assert cite(source, style).in_text == words


@pytest.mark.parametrize("style", styles())
def test_no_style_dates_an_undated_document(style: str) -> None:
    entry = cite(ARTICLE, style).entry
    assert not any(year in entry for year in ("2009", "2015", "2024"))


@pytest.mark.parametrize("style", styles())
def test_markup_in_a_title_stays_text(style: str) -> None:
    title = "Fish <b>& chips</b> <script>"
    cited = cite(Citable("a.txt", DATED, title, "The Example Times", "By Ann Example"), style)
    assert "<script>" in cited.entry.lower()
    assert "&lt;script&gt;" in cited.entry_html.lower()
    assert "<script" not in cited.entry_html.lower()


def test_an_undated_item_has_candidates_in_its_note_and_no_date() -> None:
    item = csl(ARTICLE)
    assert "issued" not in item
    assert item["note"] == "undated; its words fit 15 October 2009 or 15 October 2015"


def test_a_date_is_as_precise_as_it_is_known() -> None:
    month = Citable("a.txt", DocumentDate("2009-11", Basis.STATED), "Otters")
    assert csl(month)["issued"] == {"date-parts": [[2009, 11]]}


def test_citeproc_is_not_imported_before_it_is_needed() -> None:
    code = "import sys, tracker.cite.citations as c; c.styles(); sys.exit('citeproc' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
