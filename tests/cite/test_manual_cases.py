"""What the manuals ask beyond the plain cases: nobody named, marks in a title, several pages, names of every kind.

The expectations were written from the rules, each named before its rows; letters with numbers are the pages listed in
``test_manuals``, further pages are named here:

A6 Georgia Gwinnett College, APA 7, Missing reference information (9.12); essayhelp.pro, No authors (8.14)
C7 The Chicago Manual of Style, Q&A, quotation marks in an article's title: chicagomanualofstyle.org/qanda/data/faq/
   topics/Documentation/faq0446.html
H5 Anatolia College, Harvard OU, Newspapers, no author: anatolia.libguides.com/harvard/newsharvard
H6 Bournemouth University, BU Harvard, No author: libguides.bournemouth.ac.uk/c.php?g=471691&p=5070897
"""

from __future__ import annotations

import pytest

from tests.cite.test_manuals import starred
from tracker.cite.citations import cite
from tracker.cite.sources import NOWHERE, Citable, Pinpoint
from tracker.models import Basis, DocumentDate

DAY = "2022-03-21"
ADDRESS = "https://saltmere.example/x"
READ = "2024-05-06"
GAZETTE = "The Saltmere Gazette"
COUNCIL = "Saltmere Harbour Council"


def dated(value: str | None) -> DocumentDate:
    return DocumentDate(value, Basis.STATED if value else Basis.UNKNOWN)


def article(title: str = "Armed patrols", byline: str | None = "Ruth Ellery", day: str | None = DAY) -> Citable:
    return Citable("a.txt", dated(day), title, GAZETTE, byline)


def release(title: str, byline: str | None = None, day: str | None = DAY) -> Citable:
    return Citable("a.html", dated(day), title, "Saltmere Police", byline, ADDRESS, READ, press_release=True)


def page(title: str = "Armed patrols", body: str | None = COUNCIL, day: str | None = DAY) -> Citable:
    return Citable("a.html", dated(day), title, body, url=ADDRESS, accessed=READ)


def report(title: str = "Armed patrols", byline: str | None = None, day: str | None = "2021") -> Citable:
    return Citable("a.pdf", dated(day), title, COUNCIL, byline, ADDRESS, READ, "application/pdf")


UNSIGNED = article("Harbour force weighs patrols", None)
QUOTED = article("‘No patrols’, says Quill’s deputy")
ENDS_QUOTED = article("Chief calls patrols “a last resort”")
ASKING = article("Who wants armed patrols?")

ENTRIES = [
    # nobody named: an article begins with its title in APA (9.12: A6), MLA (M5) and OSCOLA, there behind a double em
    # dash (1.7: O2); with the newspaper in Harvard (H5, H6) and in Chicago's lists (14.199, 15.49: C3)
    ("apa", UNSIGNED, "Harbour force weighs patrols. (2022, March 21). *The Saltmere Gazette*."),
    ("mla", UNSIGNED, "“Harbour Force Weighs Patrols.” *The Saltmere Gazette*, 21 Mar. 2022."),
    ("harvard", UNSIGNED, "*The Saltmere Gazette* (2022) ‘Harbour force weighs patrols’, 21 March."),
    ("chicago-note", UNSIGNED, "*Saltmere Gazette*. “Harbour Force Weighs Patrols.” March 21, 2022."),
    ("chicago", UNSIGNED, "*Saltmere Gazette*. 2022. “Harbour Force Weighs Patrols.” March 21."),
    ("oscola", UNSIGNED, "—— ‘Harbour Force Weighs Patrols’ *The Saltmere Gazette* (21 March 2022)"),
    # a trade is nobody
    ("apa", article(byline="Staff reporter"), "Armed patrols. (2022, March 21). *The Saltmere Gazette*."),
    # a page of nobody's: its title, in italics in APA (9.12) and Harvard (H1)
    ("apa", page(body=None), f"*Armed patrols*. (2022, March 21). {ADDRESS}"),
    ("harvard", page(body=None), f"*Armed patrols* (2022) Available at: {ADDRESS} (Accessed: 6 May 2024)."),
    # a body that signs what it publishes is named once (APA 9.24, A4; Harvard, H3)
    (
        "apa",
        Citable("a.html", dated(DAY), "Armed patrols", COUNCIL, COUNCIL, ADDRESS, READ),
        f"Saltmere Harbour Council. (2022, March 21). *Armed patrols*. {ADDRESS}",
    ),
    (
        "harvard",
        Citable("a.html", dated(DAY), "Armed patrols", COUNCIL, f"the {COUNCIL}", ADDRESS, READ),
        f"Saltmere Harbour Council (2022) *Armed patrols*. Available at: {ADDRESS} (Accessed: 6 May 2024).",
    ),
    # a person who writes for a body: the body is the publisher (APA 10.4, A4)
    ("apa", report(byline="Ann Lowe"), f"Lowe, A. (2021). *Armed patrols*. Saltmere Harbour Council. {ADDRESS}"),
    # the name of a newspaper tells an article from a body's page (APA 10.1)
    (
        "apa",
        Citable("a.html", dated(DAY), "Armed patrols", "The Harbour Courier", url=ADDRESS, accessed=READ),
        f"Armed patrols. (2022, March 21). *The Harbour Courier*. {ADDRESS}",
    ),
    # a day known to its month or year only: no more is printed
    ("apa", article(day="2022-03"), "Ellery, R. (2022, March). Armed patrols. *The Saltmere Gazette*."),
    ("harvard", article(day="2022-03"), "Ellery, R. (2022) ‘Armed patrols’, *The Saltmere Gazette*, March."),
    ("harvard", article(day="2022"), "Ellery, R. (2022) ‘Armed patrols’, *The Saltmere Gazette*."),
    ("mla", article(day="2022-03"), "Ellery, Ruth. “Armed Patrols.” *The Saltmere Gazette*, Mar. 2022."),
    ("chicago-note", article(day="2022-03"), "Ellery, Ruth. “Armed Patrols.” *Saltmere Gazette*, March 2022."),
    ("oscola", article(day="2022"), "Ellery R, ‘Armed Patrols’ *The Saltmere Gazette* (2022)"),
    # no day at all: that of access where the style has one (MLA 5.111, M2; Chicago 14.207, C1); a report keeps "n.d."
    # (Chicago 14.145); a release without a date
    ("apa", page(day=None), f"Saltmere Harbour Council. (n.d.). *Armed patrols*. {ADDRESS}"),
    ("mla", page(day=None), f"“Armed Patrols.” *Saltmere Harbour Council*, {ADDRESS}. Accessed 6 May 2024."),
    ("chicago-note", page(day=None), f"Saltmere Harbour Council. “Armed Patrols.” Accessed May 6, 2024. {ADDRESS}."),
    (
        "chicago-note",
        page(body=GAZETTE, day=None),
        f"*Saltmere Gazette*. “Armed Patrols.” Accessed May 6, 2024. {ADDRESS}.",
    ),
    (
        "chicago-note",
        report(day=None),
        f"Saltmere Harbour Council. *Armed Patrols*. n.d. Accessed May 6, 2024. {ADDRESS}.",
    ),
    (
        "chicago-note",
        release("Appeal", day=None),
        f"Saltmere Police. “Appeal.” Press release. Accessed May 6, 2024. {ADDRESS}.",
    ),
    # a press release: in Chicago's author-date system the kind stands before month and day (C8); in OSCOLA it opens the
    # bracket (3.4.1: O6), an apostrophe in the title does not end it, and a signed release names its publisher upright
    # before the date, with no comma (O8)
    ("chicago", release("Appeal"), f"Saltmere Police. 2022. “Appeal.” Press release, March 21. {ADDRESS}."),
    (
        "oscola",
        release("The chief’s appeal", day=None),
        f"Saltmere Police, ‘The Chief’s Appeal’ (Press release) <{ADDRESS}> accessed 6 May 2024",
    ),
    (
        "oscola",
        release("“No patrols” & the chief’s appeal", "Ruth Ellery"),
        f"Ellery R, ‘“No Patrols” & the Chief’s Appeal’ (Press release, Saltmere Police 21 March 2022) <{ADDRESS}> "
        "accessed 6 May 2024",
    ),
    (
        "oscola",
        release("Appeal", "Ruth Ellery", None),
        f"Ellery R, ‘Appeal’ (Press release, Saltmere Police) <{ADDRESS}> accessed 6 May 2024",
    ),
    # marks inside a title: the other kind than those around it; American manuals put commas and stops inside (Chicago
    # 13.30, 6.9: C7), British ones do not
    ("apa", QUOTED, "Ellery, R. (2022, March 21). “No patrols,” says Quill’s deputy. *The Saltmere Gazette*."),
    ("mla", QUOTED, "Ellery, Ruth. “‘No Patrols,’ Says Quill’s Deputy.” *The Saltmere Gazette*, 21 Mar. 2022."),
    ("chicago-note", QUOTED, "Ellery, Ruth. “‘No Patrols,’ Says Quill’s Deputy.” *Saltmere Gazette*, March 21, 2022."),
    ("harvard", QUOTED, "Ellery, R. (2022) ‘“No patrols”, says Quill’s deputy’, *The Saltmere Gazette*, 21 March."),
    ("oscola", QUOTED, "Ellery R, ‘“No Patrols”, Says Quill’s Deputy’ *The Saltmere Gazette* (21 March 2022)"),
    ("mla", ENDS_QUOTED, "Ellery, Ruth. “Chief Calls Patrols ‘a Last Resort.’” *The Saltmere Gazette*, 21 Mar. 2022."),
    (
        "harvard",
        ENDS_QUOTED,
        "Ellery, R. (2022) ‘Chief calls patrols “a last resort”’, *The Saltmere Gazette*, 21 March.",
    ),
    # in italics there are no marks around it
    ("mla", report("A ‘last resort’ examined"), f"*A “Last Resort” Examined*. {COUNCIL}, 2021, {ADDRESS}."),
    (
        "harvard",
        report("A “last resort” examined"),
        f"{COUNCIL} (2021) *A ‘last resort’ examined*. Available at: {ADDRESS} (Accessed: 6 May 2024).",
    ),
    # a question mark at a title's end takes the place of the full stop (APA 9.19, MLA 5.24, Chicago 14.96; Harvard,
    # H3)
    ("apa", ASKING, "Ellery, R. (2022, March 21). Who wants armed patrols? *The Saltmere Gazette*."),
    ("mla", ASKING, "Ellery, Ruth. “Who Wants Armed Patrols?” *The Saltmere Gazette*, 21 Mar. 2022."),
    ("chicago-note", ASKING, "Ellery, Ruth. “Who Wants Armed Patrols?” *Saltmere Gazette*, March 21, 2022."),
    ("harvard", ASKING, "Ellery, R. (2022) ‘Who wants armed patrols?’, *The Saltmere Gazette*, 21 March."),
    ("apa", page("Who pays?"), f"Saltmere Harbour Council. (2022, March 21). *Who pays?* {ADDRESS}"),
    (
        "harvard",
        page("Who pays?"),
        f"Saltmere Harbour Council (2022) *Who pays?* Available at: {ADDRESS} (Accessed: 6 May 2024).",
    ),
    ("chicago-note", report("Who pays?"), f"Saltmere Harbour Council. *Who Pays?* 2021. {ADDRESS}."),
    # a subtitle begins with a capital (APA 6.17)
    (
        "apa",
        article("Armed patrols: a town divided"),
        "Ellery, R. (2022, March 21). Armed patrols: A town divided. *The Saltmere Gazette*.",
    ),
    # a title in another language keeps its capitals (Chicago 11.6, MLA 2.93), and so does a newspaper's name
    (
        "mla",
        Citable("a.txt", dated(DAY), "Le préfet renonce aux patrouilles", "Le Courrier du Port", "Zoé Lefèvre"),
        "Lefèvre, Zoé. “Le préfet renonce aux patrouilles.” *Le Courrier du Port*, 21 Mar. 2022.",
    ),
    (
        "apa",
        Citable("a.txt", dated(DAY), "Le préfet renonce aux patrouilles", "Le Courrier du Port", "Zoé Lefèvre"),
        "Lefèvre, Z. (2022, March 21). Le préfet renonce aux patrouilles. *Le Courrier du Port*.",
    ),
    # particles stay with the family name (APA 9.9); titles before and letters after a name are left out (MLA 5.7,
    # Chicago 14.73, APA 9.8; OSCOLA 3.1.1 for the letters, O5)
    (
        "apa",
        article(byline="Jan van der Berg"),
        "van der Berg, J. (2022, March 21). Armed patrols. *The Saltmere Gazette*.",
    ),
    (
        "oscola",
        article(byline="Jan van der Berg"),
        "van der Berg J, ‘Armed Patrols’ *The Saltmere Gazette* (21 March 2022)",
    ),
    (
        "mla",
        article(byline="Dame Mara Quill KC"),
        "Quill, Mara. “Armed Patrols.” *The Saltmere Gazette*, 21 Mar. 2022.",
    ),
    ("apa", article(byline="SIOBHAN O’NEILL"), "O’Neill, S. (2022, March 21). Armed patrols. *The Saltmere Gazette*."),
    # several writers: "&" and all names in APA's list (9.8), "and" in Harvard, "et al." from three in MLA (5.8) and
    # from four in Harvard (H2), "and others" from four in OSCOLA (3.1.1, O5)
    (
        "apa",
        article(byline="Ann Lowe, Tom Marsh and Ruth Ellery"),
        "Lowe, A., Marsh, T., & Ellery, R. (2022, March 21). Armed patrols. *The Saltmere Gazette*.",
    ),
    (
        "mla",
        article(byline="Ann Lowe, Tom Marsh and Ruth Ellery"),
        "Lowe, Ann, et al. “Armed Patrols.” *The Saltmere Gazette*, 21 Mar. 2022.",
    ),
    (
        "harvard",
        article(byline="Ann Lowe, Tom Marsh, Bo Ray and Ruth Ellery"),
        "Lowe, A. *et al.* (2022) ‘Armed patrols’, *The Saltmere Gazette*, 21 March.",
    ),
    (
        "oscola",
        article(byline="Ann Lowe, Tom Marsh, Bo Ray and Ruth Ellery"),
        "Lowe A and others, ‘Armed Patrols’ *The Saltmere Gazette* (21 March 2022)",
    ),
]

PAGES = Pinpoint(page=7, last_page=8)
SAME_PAGE = Pinpoint(page=7, last_page=7)
TWO = Pinpoint(speaker="Mara Quill and Jan van der Berg")
BODY = Pinpoint(speaker="Saltmere Police Federation", body=True)
LETTERS = Pinpoint(speaker="Sir Tom Marsh KC MP")

IN_TEXT = [
    # several pages: "pp." in APA (8.25) and Harvard (H2), the figures alone in MLA (6.19), Chicago (14.22) and OSCOLA
    ("apa", report(), PAGES, "(Saltmere Harbour Council, 2021, pp. 7–8)"),
    ("harvard", report(), PAGES, "(Saltmere Harbour Council, 2021, pp. 7–8)"),
    ("mla", report(), PAGES, "(*Armed Patrols* 7-8)"),
    ("chicago-note", report(), PAGES, f"Saltmere Harbour Council, *Armed Patrols* (2021), 7–8, {ADDRESS}."),
    (
        "oscola",
        report(),
        PAGES,
        f"Saltmere Harbour Council, ‘Armed Patrols’ (2021) 7–8 <{ADDRESS}> accessed 6 May 2024.",
    ),
    ("apa", report(), SAME_PAGE, "(Saltmere Harbour Council, 2021, p. 7)"),
    # nobody named: the title with capitals in marks, in italics where the list has it so (APA 8.14, A6)
    ("apa", UNSIGNED, NOWHERE, "(“Harbour Force Weighs Patrols,” 2022)"),
    ("apa", page(body=None), NOWHERE, "(*Armed Patrols*, 2022)"),
    ("harvard", UNSIGNED, NOWHERE, "(*The Saltmere Gazette*, 2022)"),
    ("harvard", page(body=None), NOWHERE, "(*Armed patrols*, 2022)"),
    ("mla", UNSIGNED, NOWHERE, "(“Harbour Force Weighs Patrols”)"),
    ("chicago-note", UNSIGNED, NOWHERE, "“Harbour Force Weighs Patrols,” *Saltmere Gazette*, March 21, 2022."),
    ("chicago", UNSIGNED, NOWHERE, "(*Saltmere Gazette* 2022)"),
    ("oscola", UNSIGNED, NOWHERE, "‘Harbour Force Weighs Patrols’ *The Saltmere Gazette* (21 March 2022)."),
    # after a question mark a comma stays in a note (Chicago 6.125, C5)
    ("chicago-note", ASKING, NOWHERE, "Ruth Ellery, “Who Wants Armed Patrols?,” *Saltmere Gazette*, March 21, 2022."),
    # no date, and none beside that of access (Chicago 14.207)
    (
        "chicago-note",
        page(day=None),
        NOWHERE,
        f"Saltmere Harbour Council, “Armed Patrols,” accessed May 6, 2024, {ADDRESS}.",
    ),
    # who speaks: two people, with APA's "&" (8.17); a body; a name without titles and letters
    ("apa", article(), TWO, "(Quill & van der Berg, as cited in Ellery, 2022)"),
    ("harvard", article(), TWO, "(Quill and van der Berg, quoted in Ellery, 2022)"),
    ("apa", article(), BODY, "(Saltmere Police Federation, as cited in Ellery, 2022)"),
    ("harvard", article(), LETTERS, "(Marsh, quoted in Ellery, 2022)"),
    # two who wrote
    ("apa", article(byline="Ann Lowe and Tom Marsh"), NOWHERE, "(Lowe & Marsh, 2022)"),
    ("mla", article(byline="Ann Lowe and Tom Marsh"), NOWHERE, "(Lowe and Marsh)"),
]


@pytest.mark.parametrize(("style", "source", "entry"), ENTRIES, ids=[f"{row[0]}: {row[2][:50]}" for row in ENTRIES])
def test_an_entry_follows_its_manual(style: str, source: Citable, entry: str) -> None:
    assert starred(cite(source, style).entry_html) == entry


@pytest.mark.parametrize(("style", "source", "place", "words"), IN_TEXT, ids=[f"{row[0]}: {row[3]}" for row in IN_TEXT])
def test_a_citation_in_the_text_follows_its_manual(style: str, source: Citable, place: Pinpoint, words: str) -> None:
    assert starred(cite(source, style, place).in_text_html) == words


def test_a_very_long_title_is_kept_whole() -> None:
    title = " ".join(["patrols and the harbour and the quay"] * 40)
    assert title in cite(article(title), "harvard").entry


@pytest.mark.parametrize("style", ["apa", "harvard", "mla", "chicago-note", "chicago", "oscola"])
@pytest.mark.parametrize("title", ["Who?", "“Never!”", "‘Why?’", "Yes, no.", "A, B & C?", "‘A ‘b’ c’", "The officers’"])
def test_no_stop_is_doubled(style: str, title: str) -> None:
    for source in (article(title), article(title, None), page(title), page(title, None), report(title)):
        cited = cite(source, style)
        for text in (cited.entry, cited.in_text):
            assert not any(doubled in text for doubled in ("?.", "!.", "..", ",,", ".,", " .", " ,", "“”", "‘‘", "““"))
