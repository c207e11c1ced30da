"""RIS, BibTeX and quotations in plain words."""

from __future__ import annotations

import pytest

from tracker.cite.citations import bibtex, ris
from tracker.cite.snippets import Quoted, quotation
from tracker.cite.sources import Citable
from tracker.models import Basis, ClaimKind, DocumentDate

CANDIDATES = DocumentDate(None, Basis.UNKNOWN, ("2009-10-15", "2015-10-15", "2020-10-15"))
UNKNOWN = DocumentDate(None, Basis.UNKNOWN)
DATED = DocumentDate("2018-01-14", Basis.STATED)
PAGE = Citable("c.html", DATED, "Police appeal", "Example Police", url="https://example.org/x", accessed="2024-05-06")
ARTICLE = Citable("a.txt", CANDIDATES, "50% of cats & dogs", "The Example Times", "By Ann Example and Bob Sample")

QUOTATIONS = [
    (
        Quoted('We said "no" to it.', ClaimKind.DIRECT, "Ann Example", "2018-01-13"),
        PAGE,
        "Ann Example: “We said ‘no’ to it.” (said 13 January 2018) — “Police appeal”, Example Police, "
        "14 January 2018. https://example.org/x (accessed 6 May 2024)",
    ),
    (
        Quoted("patrols were “a habit”", ClaimKind.MIXED, "Ann Example", stance="denies"),
        PAGE,
        "Ann Example (denying this), as reported: “patrols were ‘a habit’” — “Police appeal”, Example Police, "
        "14 January 2018. https://example.org/x (accessed 6 May 2024)",
    ),
    (
        Quoted("patrols would stop", ClaimKind.INDIRECT, "Ann Example", link="https://example.org/x#:~:text=stop"),
        PAGE,
        "Ann Example, as reported: “patrols would stop” — “Police appeal”, Example Police, 14 January 2018. "
        "https://example.org/x (accessed 6 May 2024)",
    ),
    (
        Quoted("40 otters\nleft", ClaimKind.STATISTIC),
        ARTICLE,
        "“40 otters left” — Ann Example and Bob Sample, “50% of cats & dogs”, The Example Times, n.d. "
        "(its words fit 15 October 2009, 15 October 2015 or 15 October 2020).",
    ),
    (
        Quoted("40 otters left", ClaimKind.STATISTIC),
        Citable("tax.txt", UNKNOWN, "Statement on the “harbour tax”", "Example Police"),
        "“40 otters left” — “Statement on the ‘harbour tax’”, Example Police, n.d.",
    ),
    (
        Quoted("40 otters left", ClaimKind.STATISTIC),
        Citable("met.txt", UNKNOWN),
        "“40 otters left” — [Untitled text, filed as met.txt], n.d.",
    ),
]


@pytest.mark.parametrize(("quoted", "source", "words"), QUOTATIONS)
def test_a_quotation_says_who_when_and_where(quoted: Quoted, source: Citable, words: str) -> None:
    assert quotation(quoted, source) == words


def test_a_dated_page_in_ris() -> None:
    assert ris(PAGE).split("\r\n") == [
        "TY  - ELEC",
        "TI  - Police appeal",
        "AU  - Example Police",
        "PB  - Example Police",
        "PY  - 2018",
        "DA  - 2018/01/14/",
        "UR  - https://example.org/x",
        "Y2  - 2024/05/06",
        "ER  - ",
        "",
    ]


def test_an_undated_article_in_ris_has_a_note_and_no_year() -> None:
    lines = ris(ARTICLE).split("\r\n")
    assert not any(line.startswith(("PY", "DA")) for line in lines)
    assert "N1  - undated; its words fit 15 October 2009, 15 October 2015 or 15 October 2020" in lines
    assert lines[2:5] == ["AU  - Example, Ann", "AU  - Sample, Bob", "T2  - The Example Times"]


def test_a_dated_page_in_bibtex() -> None:
    assert bibtex(PAGE) == (
        "@online{examplepolice2018police,\n"
        "  author = {{Example Police}},\n"
        "  title = {{Police appeal}},\n"
        "  organization = {Example Police},\n"
        "  date = {2018-01-14},\n"
        "  year = {2018},\n"
        "  url = {https://example.org/x},\n"
        "  urldate = {2024-05-06},\n"
        "}\n"
    )


BIBTEX_DATES = [
    ("2018-01-14", ["  year = {2018},", "  month = jan,", "  day = {14},"]),
    ("2018-09-05", ["  year = {2018},", "  month = sep,", "  day = {5},"]),
    ("2009-11", ["  year = {2009},", "  month = nov,"]),
    ("2009", ["  year = {2009},"]),
]


@pytest.mark.parametrize(("value", "lines"), BIBTEX_DATES)
def test_an_article_in_bibtex_is_dated_as_exactly_as_it_is_known(value: str, lines: list[str]) -> None:
    article = Citable("a.txt", DocumentDate(value, Basis.STATED), "Officer hurt", "The Example Times")
    printed = bibtex(article).splitlines()
    assert [line for line in printed if line.startswith(("  year", "  month", "  day"))] == lines


def test_an_undated_article_in_bibtex_escapes_and_says_so() -> None:
    assert bibtex(ARTICLE) == (
        "@article{examplendcats,\n"
        "  author = {Example, Ann and Sample, Bob},\n"
        "  title = {{50\\% of cats \\& dogs}},\n"
        "  journal = {The Example Times},\n"
        "  note = {undated; its words fit 15 October 2009, 15 October 2015 or 15 October 2020},\n"
        "}\n"
    )
