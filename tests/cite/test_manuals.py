"""Each style held against its own manual: the expectations were written from the manuals' rules, not from output.

Manuals: Publication Manual of the APA, 7th edition (2020); MLA Handbook, 9th edition (2021); The Chicago Manual of
Style, 17th edition (2017); OSCOLA, 4th edition (2012); Pears and Shields, Cite Them Right, 12th edition (2022).

Numbers before a row are sections of the manual. The page that confirmed the row, where one was found, is named by its
letter and number in this list; "not found" means that no page was, and the rule stands on the manual's section alone.

A1 APA Style, Press release references: apastyle.apa.org/style-grammar-guidelines/references/examples/
   press-release-references
A2 University of Canberra, APA, newspapers and works without a date: canberra.libguides.com/c.php?g=599301&p=4149350
A3 Douglas College, Secondary sources: guides.douglascollege.ca/APA-7/SecondarySources
A4 University of Newcastle, APA 7th, Reports and government documents: libguides.newcastle.edu.au/apa-7th/reports
A5 Royal Roads University, How do I cite a press release: writeanswers.royalroads.ca/faq/199081
A7 Royal Roads University, When to add a retrieval date (quotes 9.16): writeanswers.royalroads.ca/faq/199090
A8 University of Lethbridge, APA 7, Web page without a date: library.ulethbridge.ca/apa7style/online/nodate
A9 South Texas College, APA 7, Direct quotation (8.25): libguides.southtexascollege.edu/c.php?g=1009107&p=7310194
H1 Open University, Quick guide to Harvard referencing (Cite Them Right): www5.open.ac.uk/library/
   referencing-and-plagiarism/quick-guide-to-harvard-referencing-cite-them-right
H2 University of Westminster, Referencing, FAQs: libguides.westminster.ac.uk/referencing/faqs
H3 Robert Gordon University, Harvard templates, Webpages: library.rgu.ac.uk/harvard-referencing-templates/webpages
H4 UCL Institute of Education, Harvard, Newspaper article: libguides.ioe.ac.uk/c.php?g=482485&p=3299819
M1 MLA Style Center, How do I cite a press release?: style.mla.org/citing-press-releases
M2 Moorpark College, MLA 9, Works cited: moorparkcollege.libguides.com/c.php?g=1154872&p=8428983
M3 Okanagan College, MLA, In-text citation: libguides.okanagan.bc.ca/c.php?g=623160&p=4340773
M4 UMGC Library, MLA, Dates: libguides.umgc.edu/c.php?g=1018622&p=7378037
M5 BibGuru, MLA 9 newspaper article (no library's): bibguru.com/g/mla-newspaper-article-citation
M6 Metropolitan Community College, Maple Woods, MLA 9, Newspapers: libguides.mcckc.edu/c.php?g=1081432&p=7928399
M7 MLA Style Center, Two-word prepositions in titles (8th edition): style.mla.org/two-word-prepositions-in-titles
M8 Berkeley College, MLA, Reports of an organisation: chat.library.berkeleycollege.edu/faq/342625
C1 Thompson Rivers University, Chicago 17, Websites: libguides.tru.ca/chicago/websites
C2 West Virginia University, Chicago, Newspaper article: libguides.wvu.edu/c.php?g=418946&p=2855023
C3 University of Melbourne, Chicago, Newspaper articles, no author: library.unimelb.edu.au/recite/referencing-styles/
   chicago-b/newspaper-articles/no-author
C4 Simon Fraser University, Chicago, Secondary sources: lib.sfu.ca/help/cite-write/citation-style-guides/chicago/
   secondary-sources
C5 Auckland, Chicago 17, Web page: auckland.libguides.com/chicago17th/web-page
C6 AUBG, Chicago 17, Other materials (reports): aubg.libguides.com/c.php?g=668693&p=4744846
C8 Curtin University, Chicago 18 author-date, Press release: uniskills.library.curtin.edu.au/referencing/chicago18/
   reports
C9 The Chicago Manual of Style, Q&A, prepositions in titles (8.159): chicagomanualofstyle.org/qanda/data/faq/topics/
   CapitalizationTitles/faq0090.html
O1 University of West London, OSCOLA, Webpages and newspaper articles: uwl.libguides.com/oscola/web
O2 SOAS, Law, Secondary sources, and Bibliography: soas.libguides.com/c.php?g=704983&p=5286748 and &p=5284734
O3 IALS, OSCOLA, Websites: libguides.ials.sas.ac.uk/c.php?g=659237&p=4653476
O4 University of Portsmouth, OSCOLA, Newspapers, and Italics: library.port.ac.uk/ref/page314.html and page602.html
O5 University of Northampton, OSCOLA, Author: libguides.northampton.ac.uk/oscolaguide/author
O6 University of Portsmouth, OSCOLA, Report (names press releases): referencing.port.ac.uk/pages/ref53.php
O7 University of Portsmouth, OSCOLA, Public communication: library.port.ac.uk/ref/page375.html
O8 Brunel University, OSCOLA, House of Commons briefing paper: libanswers.brunel.ac.uk/faq/257883
O9 University of Northampton, OSCOLA, Secondary references: libguides.northampton.ac.uk/oscolaguide/
   secondaryreferences
O10 Oxford Law Faculty, OSCOLA FAQ, A source cited in a secondary source: law.ox.ac.uk/publications/oscola_faqs.php

A6, C7, H5 and H6 are listed in ``test_manual_cases``.
"""

from __future__ import annotations

import re

import pytest

from tracker.cite.citations import Citation, cite
from tracker.cite.sources import Citable, Pinpoint
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
    # APA 10.4: group author, full date, [Press release] after the title, no publisher where it is the author (A1;
    # italics and address A5); 8.6 "as cited in", the year of the speech left out as unknown (A3); 8.28 paragraph
    # counted (A5)
    (
        "apa",
        PRESS,
        PENHALE,
        "(Penhale, as cited in Saltmere Police, 2022, para. 3)",
        "Saltmere Police. (2022, March 14). *Police appeal after quay shooting* [Press release]. "
        "https://police.example/appeal",
    ),
    # APA 10.1: article upright, newspaper in italics with its "The", page left out where there is none (A2); "as cited
    # in" (A3)
    (
        "apa",
        NEWS,
        QUILL,
        "(Quill, as cited in Ellery, 2022, para. 4)",
        "Ellery, R. (2022, March 21). Harbour force weighs armed patrols. *The Saltmere Gazette*.",
    ),
    # APA 9.17: "n.d." for the date (A2, A8); 9.16: a day of retrieval only for works meant to change, whether dated or
    # not (A7, A8), which an article is not
    (
        "apa",
        UNDATED,
        TOLD,
        "(Quill, as cited in Marsh, n.d., para. 2)",
        "Marsh, T. (n.d.). A word from the council. *The Saltmere Gazette*. https://gazette.example/word",
    ),
    # APA 10.4: a body as author, title in italics, no publisher where it is the author, no "Retrieved from", no full
    # stop after the address (A4); 8.25: author, year and page of a quotation, "p." for one page (A9)
    (
        "apa",
        PDF,
        PAGE,
        "(Saltmere Harbour Council, 2021, p. 7)",
        "Saltmere Harbour Council. (2021). *Review of armed patrols*. https://council.example/review.pdf",
    ),
    # Cite Them Right, press releases: [Press release], then day and month (not found for a release); body as author,
    # title in italics, address and access (H3); "quoted in" for words, "cited in" for what is told, the one read alone
    # in the list (H2); paragraph number (H1)
    (
        "harvard",
        PRESS,
        PENHALE,
        "(Penhale, quoted in Saltmere Police, 2022, para. 3)",
        "Saltmere Police (2022) *Police appeal after quay shooting* [Press release]. 14 March. "
        "Available at: https://police.example/appeal (Accessed: 6 May 2024).",
    ),
    # Cite Them Right, newspaper articles: article in single marks, newspaper in italics, day and month (H4)
    (
        "harvard",
        NEWS,
        QUILL,
        "(Quill, quoted in Ellery, 2022, para. 4)",
        "Ellery, R. (2022) ‘Harbour force weighs armed patrols’, *The Saltmere Gazette*, 21 March.",
    ),
    # Cite Them Right, sources without a date: "no date" in the list and in the text (H1, H2, H3)
    (
        "harvard",
        UNDATED,
        TOLD,
        "(Quill, cited in Marsh, no date, para. 2)",
        "Marsh, T. (no date) ‘A word from the council’, *The Saltmere Gazette*. "
        "Available at: https://gazette.example/word (Accessed: 6 May 2024).",
    ),
    # Cite Them Right, reports: as a body's page, title in italics (H3); the page with "p." (H2)
    (
        "harvard",
        PDF,
        PAGE,
        "(Saltmere Harbour Council, 2021, p. 7)",
        "Saltmere Harbour Council (2021) *Review of armed patrols*. "
        "Available at: https://council.example/review.pdf (Accessed: 6 May 2024).",
    ),
    # MLA 5.19, 5.60: a body that is author and publisher is no author, its site is the container; "Press release"
    # stands last (M1); 6.77 "qtd. in", 6.26 paragraphs without numbers are not counted (M3); 2.90 small prepositions of
    # any length (M7, C9)
    (
        "mla",
        PRESS,
        PENHALE,
        "(qtd. in “Police Appeal after Quay Shooting”)",
        "“Police Appeal after Quay Shooting.” *Saltmere Police*, 14 Mar. 2022, https://police.example/appeal. "
        "Press release.",
    ),
    # MLA 5.3, 5.78: author, article in marks, newspaper with its "The", day month year (M6, M2), in italics (M5); the
    # author alone in the text (M6)
    (
        "mla",
        NEWS,
        QUILL,
        "(qtd. in Ellery)",
        "Ellery, Ruth. “Harbour Force Weighs Armed Patrols.” *The Saltmere Gazette*, 21 Mar. 2022.",
    ),
    # MLA 5.111: the day of access where the work has no date; "n.d." is not printed (M2, M4)
    (
        "mla",
        UNDATED,
        TOLD,
        "(qtd. in Marsh)",
        "Marsh, Tom. “A Word from the Council.” *The Saltmere Gazette*, https://gazette.example/word. "
        "Accessed 6 May 2024.",
    ),
    # MLA 5.19: a body that is author and publisher stands as publisher, the title of the report first and in italics
    # (M8); 6.19: page without "p." (M3)
    (
        "mla",
        PDF,
        PAGE,
        "(*Review of Armed Patrols* 7)",
        "*Review of Armed Patrols*. Saltmere Harbour Council, 2021, https://council.example/review.pdf.",
    ),
    # Chicago 14.207: title in marks, author, date, address (C1); the kind after the title, then date and address (C8,
    # which shows the list of the author-date system; a note is not found); 14.84 body as author; 8.159 small
    # prepositions (C9); 14.260 "quoted in" (C4)
    (
        "chicago-note",
        PRESS,
        PENHALE,
        "Dora Penhale, quoted in Saltmere Police, “Police Appeal after Quay Shooting,” press release, March 14, 2022, "
        "https://police.example/appeal.",
        "Saltmere Police. “Police Appeal after Quay Shooting.” Press release, March 14, 2022. "
        "https://police.example/appeal.",
    ),
    # Chicago 14.191: day, no page (C2); 14.193: "The" is left out of an English newspaper's name (C3)
    (
        "chicago-note",
        NEWS,
        QUILL,
        "Mara Quill, quoted in Ruth Ellery, “Harbour Force Weighs Armed Patrols,” *Saltmere Gazette*, March 21, 2022.",
        "Ellery, Ruth. “Harbour Force Weighs Armed Patrols.” *Saltmere Gazette*, March 21, 2022.",
    ),
    # Chicago 14.207, 14.12: where there is no date, the day of access stands in its place, and no "n.d." beside it
    # (C1, C5)
    (
        "chicago-note",
        UNDATED,
        TOLD,
        "Mara Quill, cited in Tom Marsh, “A Word from the Council,” *Saltmere Gazette*, accessed May 6, 2024, "
        "https://gazette.example/word.",
        "Marsh, Tom. “A Word from the Council.” *Saltmere Gazette*. Accessed May 6, 2024. "
        "https://gazette.example/word.",
    ),
    # Chicago 14.220: reports like books, title in italics (C6); 14.84 body as author; the page after the bracket (C6)
    (
        "chicago-note",
        PDF,
        PAGE,
        "Saltmere Harbour Council, *Review of Armed Patrols* (2021), 7, https://council.example/review.pdf.",
        "Saltmere Harbour Council. *Review of Armed Patrols*. 2021. https://council.example/review.pdf.",
    ),
    # OSCOLA 3.4.1: title in single marks, additional information and date in brackets (O2), for a release too, with the
    # body as author and no publisher beside it (O6); a description in brackets opens with a capital, the full date ends
    # it (O7 "Speech at", O8 "Briefing Paper"; a release written out is not found); 3.1.4 address in angle brackets,
    # accessed (O3); 1.7 no full stop in the list (O2). The manual does not say how to name a speaker (O9): "cited in"
    # stands before what was read, which alone is listed (O9), "Quoted in" before a book with the words (O10). O10 has
    # "(as cited in ...)" after a source that has a reference of its own, which spoken words have not
    (
        "oscola",
        PRESS,
        PENHALE,
        "Dora Penhale, quoted in Saltmere Police, ‘Police Appeal after Quay Shooting’ (Press release, 14 March 2022) "
        "<https://police.example/appeal> accessed 6 May 2024.",
        "Saltmere Police, ‘Police Appeal after Quay Shooting’ (Press release, 14 March 2022) "
        "<https://police.example/appeal> accessed 6 May 2024",
    ),
    # OSCOLA 3.4.9: author, title, newspaper in italics with its "The", (place, date) (O1, O4); the place is not known
    # here and left out, as in the second example of O1; family name and initial in the list (O2, O5)
    (
        "oscola",
        NEWS,
        QUILL,
        "Mara Quill, quoted in Ruth Ellery, ‘Harbour Force Weighs Armed Patrols’ *The Saltmere Gazette* "
        "(21 March 2022).",
        "Ellery R, ‘Harbour Force Weighs Armed Patrols’ *The Saltmere Gazette* (21 March 2022)",
    ),
    # OSCOLA 3.4.8: without a date of publication, only that of access (O1); "cited in" (O9)
    (
        "oscola",
        UNDATED,
        TOLD,
        "Mara Quill, cited in Tom Marsh, ‘A Word from the Council’ *The Saltmere Gazette* "
        "<https://gazette.example/word> accessed 6 May 2024.",
        "Marsh T, ‘A Word from the Council’ *The Saltmere Gazette* <https://gazette.example/word> accessed 6 May 2024",
    ),
    # OSCOLA 3.4.1: no italics without an ISBN (O4); the page without "p" before the address (O3)
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
