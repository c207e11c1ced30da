"""Records for reference managers, read back by other people's readers: what was written is what they find."""

from __future__ import annotations

import json
import re

import pytest
import rispy
from pybtex import database

from tracker.cite.citations import bibtex, csl_record, every_bibtex, every_csl, ris
from tracker.cite.sources import Citable, Pinpoint
from tracker.models import Basis, DocumentDate

DATED = DocumentDate("2022-03-14", Basis.STATED)
OPEN = DocumentDate(None, Basis.UNKNOWN, ("2011-05-03", "2022-05-03"))
URL = "https://gazette.example/a_b?c=1&d=%7Bx%7D#:~:text=no%2Dgo,zone"


def article(title: str = "Armed patrols", byline: str | None = "Ruth Ellery", paper: str = "The Gazette") -> Citable:
    return Citable("a.txt", DATED, title, paper, byline, url=URL, accessed="2024-05-06")


TITLES = [
    "Armed patrols",
    "50% of dogs & cats cost £5 or $5: fact #1",
    "An under_score, a ~tilde, a ^caret and a \\backslash",
    "One { brace that never closes",
    "} the other way round {",
    "{Braces} that do",
    "“Never,” says Quill’s deputy – ‘or “hardly”’",
    "Zoë Lefèvre à Køge: naïve straße",
    'Straight "marks" and @handles = signs',
    "A line\nbroken\tin  two",
    "TY  - JOUR",
]

# byline, paper, names that BibTeX has to find: (given and other first names, particle, family)
PEOPLE: list[tuple[str | None, str, list[tuple[str, str, str]]]] = [
    ("Ruth Ellery", "The Gazette", [("Ruth", "", "Ellery")]),
    ("Ruth Ellery and Tom Q. Marsh", "The Gazette", [("Ruth", "", "Ellery"), ("Tom Q.", "", "Marsh")]),
    ("Jan van der Berg", "The Gazette", [("Jan", "van der", "Berg")]),
    ("Siobhan O’Neill", "The Gazette", [("Siobhan", "", "O’Neill")]),
    ("Ruth Ellery and the Press Association", "The Gazette", [("Ruth", "", "Ellery"), ("", "", "{Press Association}")]),
    ("Dame Mara Quill", "The Gazette", [("Mara", "", "Quill")]),
    (None, "Fish & Sons Police", [("", "", "{Fish \\& Sons Police}")]),
    (None, "The Gazette", []),
]


def unescaped(text: str) -> str:
    """Return what LaTeX would print, told from LaTeX's own list of names and not from ours."""
    names = {"textbackslash": "\\", "textasciitilde": "~", "textasciicircum": "^"}
    names |= {"textbraceleft": "{", "textbraceright": "}"}
    text = re.sub(r"\\(text\w+)\{\}", lambda found: f"\0{names[found.group(1)]}", text)
    text = re.sub(r"\\([&%$#_])", r"\1", text)
    return re.sub(r"(?<!\0)[{}]", "", text).replace("\0", "")


@pytest.mark.parametrize("title", TITLES)
def test_a_title_comes_back_from_bibtex(title: str) -> None:
    (entry,) = database.parse_string(bibtex(article(title)), "bibtex").entries.values()
    assert unescaped(entry.fields["title"]) == " ".join(title.split())
    assert entry.fields["url"] == URL


@pytest.mark.parametrize("title", TITLES)
def test_a_title_comes_back_from_ris(title: str) -> None:
    (record,) = rispy.loads(ris(article(title)))
    assert record["title"] == " ".join(title.split())
    assert record["urls"] == [URL]


@pytest.mark.parametrize(("byline", "paper", "names"), PEOPLE)
def test_names_come_back_from_bibtex(byline: str | None, paper: str, names: list[tuple[str, str, str]]) -> None:
    (entry,) = database.parse_string(bibtex(article(byline=byline, paper=paper)), "bibtex").entries.values()
    found = [
        (" ".join(one.first_names + one.middle_names), " ".join(one.prelast_names), " ".join(one.last_names))
        for one in entry.persons.get("author", [])
    ]
    assert found == names


def test_names_come_back_from_ris() -> None:
    (record,) = rispy.loads(ris(article(byline="Jan van der Berg and the Press Association")))
    assert record["authors"] == ["van der Berg, Jan", "Press Association"]
    (record,) = rispy.loads(ris(article(byline=None, paper="Saltmere Police")))
    assert record["authors"] == ["Saltmere Police"]


def test_every_part_comes_back_from_ris() -> None:
    source = Citable("a.pdf", DATED, "Review", "Saltmere Council", media_type="application/pdf", sha256="ab" * 32)
    (record,) = rispy.loads(ris(source, Pinpoint(paragraph=12, page=7, last_page=8, speaker="Mara Quill")))
    assert record["type_of_reference"] == "RPRT"
    assert (record["year"], record["date"]) == ("2022", "2022/03/14/")
    assert (record["start_page"], record["end_page"]) == ("7", "8")
    assert record["notes"][:2] == ["pages 7–8, paragraph 12", "words of Mara Quill"]


def test_an_open_date_is_a_note_and_no_year_in_either() -> None:
    source = Citable("a.txt", OPEN, "A word", "The Gazette")
    (entry,) = database.parse_string(bibtex(source), "bibtex").entries.values()
    (record,) = rispy.loads(ris(source))
    assert not {"year", "month", "date"} & {*entry.fields}
    assert not {"year", "date"} & {*record}
    assert entry.fields["note"] == record["notes"][0] == "undated; its words fit 3 May 2011 or 3 May 2022"


def test_a_body_is_the_author_of_its_page_in_csl() -> None:
    item = json.loads(csl_record(article(byline=None, paper="Saltmere Police")))[0]
    assert item["author"] == [{"literal": "Saltmere Police"}]


def test_entries_exported_together_have_keys_of_their_own() -> None:
    same = [article(f"Armed patrols, part {number}") for number in range(30)]
    read = database.parse_string("\n".join(every_bibtex(same)), "bibtex")
    assert len(read.entries) == len(same)
    assert len({item["id"] for item in every_csl(same)}) == len(same)
