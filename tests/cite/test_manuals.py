"""Each style held against its own manual: the expectations were written from the manuals' rules, not from output.

Manuals: Publication Manual of the APA, 7th edition (2020); MLA Handbook, 9th edition (2021); The Chicago Manual of
Style, 17th edition (2017); OSCOLA, 4th edition (2012); Pears and Shields, Cite Them Right, 12th edition (2022).
"""

from __future__ import annotations

import re

import pytest

from tracker.cite.citations import Citation, cite
from tracker.cite.pinpoint import Pinpoint
from tracker.cite.sources import Citable
from tracker.models import Basis, DocumentDate

PRESS = Citable(
    "appeal.html",
    DocumentDate("2022-03-14", Basis.STATED),
    "Police appeal after quay shooting",
    "Saltmere Police",
    url="https://police.example/appeal",
    accessed="2024-05-06",
    press_release=True,
)
NEWS = Citable(
    "patrols.txt",
    DocumentDate("2022-03-21", Basis.STATED),
    "Harbour force weighs armed patrols",
    "The Saltmere Gazette",
    "By Ruth Ellery, crime reporter",
)
UNDATED = Citable(
    "word.html",
    DocumentDate(None, Basis.UNKNOWN, ("2011-05-03", "2022-05-03")),
    "A word from the council",
    "The Saltmere Gazette",
    "Tom Marsh",
    url="https://gazette.example/word",
    accessed="2024-05-06",
)
PDF = Citable(
    "review.pdf",
    DocumentDate("2021", Basis.STATED),
    "Review of armed patrols",
    "Saltmere Harbour Council",
    url="https://council.example/review.pdf",
    accessed="2024-05-06",
    media_type="application/pdf",
)

PENHALE = Pinpoint(paragraph=3, speaker="Dora Penhale")
QUILL = Pinpoint(paragraph=4, speaker="Mara Quill")
TOLD = Pinpoint(paragraph=2, speaker="Mara Quill", reported=True)
PAGE = Pinpoint(paragraph=12, page=7)

# style, source, place and speaker, in the text or in the note, in the list (italics between asterisks)
TABLE = [
    # APA 10.4 with the style's page on press releases (group author, full date, italic title, description in square
    # brackets 9.21, publisher left out as it is the author 9.24); 8.6 "as cited in"; paragraph counted 8.28
    (
        "apa",
        PRESS,
        PENHALE,
        "(Penhale, as cited in Saltmere Police, 2022, para. 3)",
        "Saltmere Police. (2022, March 14). *Police appeal after quay shooting* [Press release]. "
        "https://police.example/appeal",
    ),
    # APA 10.1, example 16: newspaper article; title upright, newspaper in italics
    (
        "apa",
        NEWS,
        QUILL,
        "(Quill, as cited in Ellery, 2022, para. 4)",
        "Ellery, R. (2022, March 21). Harbour force weighs armed patrols. *The Saltmere Gazette*.",
    ),
    # APA 9.17 "n.d."; 9.16: a date of retrieval only for works that are meant to change, and an article is not
    (
        "apa",
        UNDATED,
        TOLD,
        "(Quill, as cited in Marsh, n.d., para. 2)",
        "Marsh, T. (n.d.). A word from the council. *The Saltmere Gazette*. https://gazette.example/word",
    ),
    # APA 10.4, example 50: report by a body; 8.25: page of a quotation; the document's own voice has no speaker
    (
        "apa",
        PDF,
        PAGE,
        "(Saltmere Harbour Council, 2021, p. 7)",
        "Saltmere Harbour Council. (2021). *Review of armed patrols*. https://council.example/review.pdf",
    ),
    # Cite Them Right, press releases: title in italics, [Press release], day and month; secondary referencing
    # "quoted in" for words and "cited in" for what is told
    (
        "harvard",
        PRESS,
        PENHALE,
        "(Penhale, quoted in Saltmere Police, 2022, para. 3)",
        "Saltmere Police (2022) *Police appeal after quay shooting* [Press release]. 14 March. "
        "Available at: https://police.example/appeal (Accessed: 6 May 2024).",
    ),
    # Cite Them Right, newspaper articles: article in single marks, newspaper in italics, day and month
    (
        "harvard",
        NEWS,
        QUILL,
        "(Quill, quoted in Ellery, 2022, para. 4)",
        "Ellery, R. (2022) ‘Harbour force weighs armed patrols’, *The Saltmere Gazette*, 21 March.",
    ),
    # Cite Them Right, sources without a date: (no date)
    (
        "harvard",
        UNDATED,
        TOLD,
        "(Quill, cited in Marsh, no date, para. 2)",
        "Marsh, T. (no date) ‘A word from the council’, *The Saltmere Gazette*. "
        "Available at: https://gazette.example/word (Accessed: 6 May 2024).",
    ),
    # Cite Them Right, reports: title in italics; the page with "p."
    (
        "harvard",
        PDF,
        PAGE,
        "(Saltmere Harbour Council, 2021, p. 7)",
        "Saltmere Harbour Council (2021) *Review of armed patrols*. "
        "Available at: https://council.example/review.pdf (Accessed: 6 May 2024).",
    ),
    # MLA 5.19 and 5.60: a body that is author and publisher alike is left out as author; 2.90: prepositions are small;
    # 5.119: what kind of work it is stands last; 6.77 "qtd. in"; 6.26: paragraphs that are not numbered are not counted
    (
        "mla",
        PRESS,
        PENHALE,
        "(qtd. in “Police Appeal after Quay Shooting”)",
        "“Police Appeal after Quay Shooting.” *Saltmere Police*, 14 Mar. 2022, https://police.example/appeal. "
        "Press release.",
    ),
    # MLA 5.3 and 5.78: author, article, newspaper with its article "The", day month year
    (
        "mla",
        NEWS,
        QUILL,
        "(qtd. in Ellery)",
        "Ellery, Ruth. “Harbour Force Weighs Armed Patrols.” *The Saltmere Gazette*, 21 Mar. 2022.",
    ),
    # MLA 5.111: the day of access where the work has no date; "n.d." is no longer printed
    (
        "mla",
        UNDATED,
        TOLD,
        "(qtd. in Marsh)",
        "Marsh, Tom. “A Word from the Council.” *The Saltmere Gazette*, https://gazette.example/word. "
        "Accessed 6 May 2024.",
    ),
    # MLA 5.19: body as publisher, title first and in italics as the work stands alone; 6.19: page without "p."
    (
        "mla",
        PDF,
        PAGE,
        "(*Review of Armed Patrols* 7)",
        "*Review of Armed Patrols*. Saltmere Harbour Council, 2021, https://council.example/review.pdf.",
    ),
    # Chicago 14.207 web content, 14.84 body as author, 8.159 prepositions small, 14.260 "quoted in"; 14.22: places
    # only where the source numbers them
    (
        "chicago-note",
        PRESS,
        PENHALE,
        "Dora Penhale, quoted in Saltmere Police, “Police Appeal after Quay Shooting,” press release, March 14, 2022, "
        "https://police.example/appeal.",
        "Saltmere Police. “Police Appeal after Quay Shooting.” Press release, March 14, 2022. "
        "https://police.example/appeal.",
    ),
    # Chicago 14.191 newspapers (day, no page), 14.193: "The" is left out of an English newspaper's name
    (
        "chicago-note",
        NEWS,
        QUILL,
        "Mara Quill, quoted in Ruth Ellery, “Harbour Force Weighs Armed Patrols,” *Saltmere Gazette*, March 21, 2022.",
        "Ellery, Ruth. “Harbour Force Weighs Armed Patrols.” *Saltmere Gazette*, March 21, 2022.",
    ),
    # Chicago 14.145 "n.d.", 14.12: day of access for what has no date
    (
        "chicago-note",
        UNDATED,
        TOLD,
        "Mara Quill, cited in Tom Marsh, “A Word from the Council,” *Saltmere Gazette*, n.d., accessed May 6, 2024, "
        "https://gazette.example/word.",
        "Marsh, Tom. “A Word from the Council.” *Saltmere Gazette*, n.d. Accessed May 6, 2024. "
        "https://gazette.example/word.",
    ),
    # Chicago 14.220 reports like books, 14.84; the page after the date
    (
        "chicago-note",
        PDF,
        PAGE,
        "Saltmere Harbour Council, *Review of Armed Patrols* (2021), 7, https://council.example/review.pdf.",
        "Saltmere Harbour Council. *Review of Armed Patrols*. 2021. https://council.example/review.pdf.",
    ),
    # OSCOLA 3.4.1 (title in single marks, additional information and date in brackets), 3.1.4, 1.7 (no full stop in
    # the bibliography), 3.4.8 (address in angle brackets, accessed)
    (
        "oscola",
        PRESS,
        PENHALE,
        "Dora Penhale, quoted in Saltmere Police, ‘Police Appeal after Quay Shooting’ (press release, 14 March 2022) "
        "<https://police.example/appeal> accessed 6 May 2024.",
        "Saltmere Police, ‘Police Appeal after Quay Shooting’ (press release, 14 March 2022) "
        "<https://police.example/appeal> accessed 6 May 2024",
    ),
    # OSCOLA 3.4.9: author, title, newspaper in italics, (place, date); the place is not known here and left out
    (
        "oscola",
        NEWS,
        QUILL,
        "Mara Quill, quoted in Ruth Ellery, ‘Harbour Force Weighs Armed Patrols’ *The Saltmere Gazette* "
        "(21 March 2022).",
        "Ellery R, ‘Harbour Force Weighs Armed Patrols’ *The Saltmere Gazette* (21 March 2022)",
    ),
    # OSCOLA 3.4.8: without a date of publication, only that of access
    (
        "oscola",
        UNDATED,
        TOLD,
        "Mara Quill, cited in Tom Marsh, ‘A Word from the Council’ *The Saltmere Gazette* "
        "<https://gazette.example/word> accessed 6 May 2024.",
        "Marsh T, ‘A Word from the Council’ *The Saltmere Gazette* <https://gazette.example/word> accessed 6 May 2024",
    ),
    # OSCOLA 3.4.1 and 3.1.4: the page after the bracket, without "p", before the address (3.3.4)
    (
        "oscola",
        PDF,
        PAGE,
        "Saltmere Harbour Council, ‘Review of Armed Patrols’ (2021) 7 <https://council.example/review.pdf> "
        "accessed 6 May 2024.",
        "Saltmere Harbour Council, ‘Review of Armed Patrols’ (2021) <https://council.example/review.pdf> "
        "accessed 6 May 2024",
    ),
]
NAMES = {id(PRESS): "press release", id(NEWS): "newspaper", id(UNDATED): "undated", id(PDF): "PDF"}


def starred(html: str) -> str:
    """Return HTML with italics between asterisks."""
    return re.sub(r"</?i>", "*", html).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


@pytest.mark.parametrize(
    ("style", "source", "pinpoint", "in_text", "entry"),
    TABLE,
    ids=[f"{row[0]}: {NAMES[id(row[1])]}" for row in TABLE],
)
def test_a_citation_reads_as_its_manual_says(
    style: str, source: Citable, pinpoint: Pinpoint, in_text: str, entry: str
) -> None:
    cited: Citation = cite(source, style, pinpoint)
    assert starred(cited.in_text_html) == in_text
    assert starred(cited.entry_html) == entry
    assert cited.in_text == in_text.replace("*", "")
    assert cited.entry == entry.replace("*", "")


def test_a_body_that_speaks_in_its_own_release_is_not_quoted_in_itself() -> None:
    place = Pinpoint(paragraph=2, speaker="Saltmere Police")
    assert cite(PRESS, "apa", place).in_text == "(Saltmere Police, 2022, para. 2)"
    assert cite(PRESS, "oscola", place).in_text.startswith("Saltmere Police, ‘Police")


def test_an_author_who_speaks_in_her_own_article_is_not_quoted_in_herself() -> None:
    assert cite(NEWS, "harvard", Pinpoint(speaker="Ruth Ellery")).in_text == "(Ellery, 2022)"
