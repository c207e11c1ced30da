from __future__ import annotations

import datetime

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from tracker.extract import extract
from tracker.ingest.dates import ledger
from tracker.ingest.plain import unquoted
from tracker.ingest.reader import read
from tracker.models import Basis, Document

CAPTURED = datetime.date(2026, 6, 1)
BODY = (
    "The harbour board will hire forty wardens next spring, and it expects the number of night patrols in the old "
    "docks to double before the summer regatta begins.\n\n"
    "“We owe it to the people who live here,” said Dana Ferris, who chairs the board.\n"
)
WRAPPED = (
    "The harbour board will hire forty wardens next spring, and it expects\n"
    "the number of night patrols in the old docks to double before the\n"
    "summer regatta begins.\n"
)

# what stands above the body, then the title, publisher, byline and date of the document
Expected = tuple[str | None, str | None, str | None, str | None]
TEXTS: list[tuple[str, str | None, str | None, str | None, str | None]] = [
    # what stands above a title in records, courts, forums and periodicals
    (
        "MINUTES of the meeting of Saltmere Parish Council held on Tuesday 14 March 2023 at 7.30pm in the Hall\n\n"
        "Present: Cllr R. Tasker (Chair)\n\n",
        "MINUTES of the meeting of Saltmere Parish Council",
        None,
        None,
        "2023-03-14",
    ),
    (
        "Minutes of the Finance Committee held on Monday 5 February 2024\n\n",
        "Minutes of the Finance Committee",
        None,
        None,
        "2024-02-05",
    ),
    (
        "14 Orchard Close\nSaltmere\nPL3 9QT\n\n2 May 2023\n\nDr Helen Marsh MP\nHouse of Commons\n\nDear Dr Marsh,\n\n"
        "Closure of the harbour clinic\n\n",
        "Closure of the harbour clinic",
        None,
        None,
        "2023-05-02",
    ),
    (
        "Question S6W-12345: Fiona Baird, Northshire, Date Lodged: 3 May 2024\n\nTo ask how many ferries sank.\n\n",
        None,
        None,
        None,
        None,
    ),
    (
        "Crown Court at Saltmere\n\nThe Crown against the harbour master\n\n",
        "The Crown against the harbour master",
        None,
        None,
        None,
    ),
    ("Witness: Dr Alan Poole, Chief Scientist, Harbour Agency\n\nExamined by Ms Trent\n\n", None, None, None, None),
    (
        "Journal of Harbour Policy 12 (2021) 44–61\n\nDo sea walls pay? Evidence from nine quays\n\n",
        "Do sea walls pay? Evidence from nine quays",
        None,
        None,
        None,
    ),
    (
        "The Grey Heron\nA blog about harbours\n\n← Older | Newer →\n\nWhy I stopped trusting the board's figures\n\n",
        "Why I stopped trusting the board's figures",
        None,
        None,
        None,
    ),
    ("Harbour briefing-20240312_100312-Meeting Recording\n\n12m 4s\n\nPriya Nair   0:03\n", None, None, None, None),
    ("Thread: Has anyone seen the new figures?\n\n", "Has anyone seen the new figures?", None, None, None),
    (
        "STRICTLY EMBARGOED UNTIL 00:01 TUESDAY 6 FEBRUARY 2024\n\nOne in four wardens ill\n\n",
        "One in four wardens ill",
        None,
        None,
        "2024-02-06",
    ),
    (
        "Cranes return to the docks\n\nVera Stokes | 4 October 2022 | Quaynotes\n\n",
        "Cranes return to the docks",
        None,
        "Vera Stokes",
        "2022-10-04",
    ),
    (
        "Wardens under threat in spring\n\n24 Oct 2023 · 3 min read\n\n",
        "Wardens under threat in spring",
        None,
        None,
        "2023-10-24",
    ),
    (
        "The Saltmere Packet No. 412 · 17 June 2022 · £1.20\n\nCranes return to the docks\n\n",
        "Cranes return to the docks",
        None,
        None,
        "2022-06-17",
    ),
    (
        "Notes of the Wardens' Group meeting held at Oakley Hall on 4 October 2023\n\n",
        "Notes of the Wardens' Group meeting",
        None,
        None,
        "2023-10-04",
    ),
    (
        "Meeting of the Docks Committee\nto be held at 10.00 am on Friday 15 March 2024\nin the Hall\n\n",
        "Meeting of the Docks Committee",
        None,
        None,
        "2024-03-15",
    ),
    (
        "Newsletter of St Wilfrid's and All Saints\n\nRoof appeal passes the halfway mark\n\n",
        "Roof appeal passes the halfway mark",
        None,
        None,
        None,
    ),
    (
        "NOT FOR PUBLICATION OR BROADCAST BEFORE 06:00 ON MONDAY 9 JANUARY 2023\n\nHalf of night boats have gone\n\n",
        "Half of night boats have gone",
        None,
        None,
        "2023-01-09",
    ),
    ("Appeal Reference: EA/2021/0290\nDecided on: 5 September 2022\n\n", None, None, None, "2022-09-05"),
    ("Carlow, Enid (1938–2024)\n\n", None, None, None, None),
    # newspapers
    ("Night patrols to double in the docks\n\n", "Night patrols to double in the docks", None, None, None),
    (
        "The Saltmere Gazette\n\nNight patrols to double in the docks\n\nBy Ben Hollis, crime correspondent\n\n"
        "12 June 2022\n\n",
        "Night patrols to double in the docks",
        "The Saltmere Gazette",
        "Ben Hollis, crime correspondent",
        "2022-06-12",
    ),
    (
        "Night patrols to double in the docks\n\nBack after nine years\n\nSaltmere Courier, 12 June 2022\n\n",
        "Night patrols to double in the docks",
        "Saltmere Courier",
        None,
        "2022-06-12",
    ),
    ("Night patrols to double | The Harbour Post\n\n", "Night patrols to double", "The Harbour Post", None, None),
    ("Night patrols to double - BBC News\n\n", "Night patrols to double", "BBC News", None, None),
    ("Night patrols to double — a U-turn\n\n", "Night patrols to double — a U-turn", None, None, None),
    (
        "Opinion\n\nLet the wardens be, says everyone but the board\n\nBen Hollis\n12 June 2022\n\n",
        "Let the wardens be, says everyone but the board",
        None,
        "Ben Hollis",
        "2022-06-12",
    ),
    (
        "Home > News > Crime\n\nNight patrols to double in the docks\n\n28/07/2016 15:32 BST | Updated 29/07/2017 "
        "06:12 BST\n\n",
        "Night patrols to double in the docks",
        None,
        None,
        "2016-07-28",
    ),
    (
        "“No wardens on my watch”, says harbour master\n\nMay 5, 2020 at 6:00 a.m. EDT\n\n",
        "“No wardens on my watch”, says harbour master",
        None,
        None,
        "2020-05-05",
    ),
    (
        "'We won't arm wardens', says Rao\n\nUpdated 3 May 2019\n\n",
        "'We won't arm wardens', says Rao",
        None,
        None,
        None,
    ),
    ("NIGHT PATROLS TO DOUBLE\n\nSALTMERE (AP) — ", "NIGHT PATROLS TO DOUBLE", "AP", None, None),
    ("SALTMERE, 5 May 2020 — ", None, None, None, "2020-05-05"),
    (
        "Ada Merrow Ada Merrow\nThe board should be careful what it wishes for\n",
        "The board should be careful what it wishes for",
        None,
        "Ada Merrow",
        None,
    ),
    # what a page's machinery prints above
    ("Open main menu\n\nHarbour wardens in the north\n", "Harbour wardens in the north", None, None, None),
    (
        "90 days from today is Mon, 3 March 2025\nSaltmere Pilots Federation\nBoard spends £43,000 on new radios\n"
        "1 March 2020\n",
        "Board spends £43,000 on new radios",
        "Saltmere Pilots Federation",
        None,
        "2020-03-01",
    ),
    ("| 14.2°C Saltmere\n\nWardens fall for a fourth year\n\n", "Wardens fall for a fourth year", None, None, None),
    (
        "Skip to main content\nShare this with Email Share this with Facebook\nWardens fall for a fourth year\n\n",
        "Wardens fall for a fourth year",
        None,
        None,
        None,
    ),
    (
        "The claim\n\n“There are more wardens than ever.”\n\nThe board's chair, 19 September 2012\n\n",
        None,
        None,
        None,
        None,
    ),
    # offices and press releases
    (
        "Official Statistics\n\nUse of force by harbour wardens: 2022 to 2023\n\nPublished 13 July 2023\n\n",
        "Use of force by harbour wardens: 2022 to 2023",
        None,
        None,
        "2023-07-13",
    ),
    (
        "SALTMERE HARBOUR BOARD\n\nPRESS RELEASE\n\nFor immediate release: 5 May 2020\n\nForty wardens for the docks"
        "\n\n",
        "Forty wardens for the docks",
        "SALTMERE HARBOUR BOARD",
        None,
        "2020-05-05",
    ),
    (
        "Saltmere Harbour Board\nPress release: forty wardens for the docks\n5 May 2020\n\n",
        "forty wardens for the docks",
        "Saltmere Harbour Board",
        None,
        "2020-05-05",
    ),
    (
        "NEWS RELEASE\nEMBARGOED UNTIL 00:01 Tuesday 5 May 2020\n\nForty wardens for the docks\n\n",
        "Forty wardens for the docks",
        None,
        None,
        "2020-05-05",
    ),
    (
        "Ministry of Harbours\nPolicy paper\nA plan for safer docks: wardens and cameras\n\nLast updated 3 May 2019"
        "\n\n",
        "A plan for safer docks: wardens and cameras",
        "Ministry of Harbours",
        None,
        None,
    ),
    (
        "Department for Transport\n\nHarbour wardens: your questions answered\n\n2020-05-05T14:30:00Z\n\n",
        "Harbour wardens: your questions answered",
        "Department for Transport",
        None,
        "2020-05-05",
    ),
    (
        "Contact: Dana Ferris, 01632 960 001\npress@board.example\n\nForty wardens for the docks\n\n",
        "Forty wardens for the docks",
        None,
        None,
        None,
    ),
    (
        "Title: Forty wardens for the docks\nAuthor: Ada Merrow\nPublication: Quay Gazette\nDate: 5 May 2020\n\n",
        "Forty wardens for the docks",
        "Quay Gazette",
        "Ada Merrow",
        "2020-05-05",
    ),
    (
        "From: Ada Merrow <ada@board.example>\nTo: all@board.example\nSubject: Fwd: Forty wardens for the docks\n"
        "Date: Tue, 5 May 2020 09:30:00 +0100\n\n",
        "Forty wardens for the docks",
        None,
        "Ada Merrow",
        "2020-05-05",
    ),
    # records of proceedings
    (
        "House of Commons, Tuesday 5 May 2020\n\nHarbour Wardens Bill\n\n",
        "Harbour Wardens Bill",
        None,
        None,
        "2020-05-05",
    ),
    (
        "House of Commons\nTuesday 5 May 2020\n\nThe House met at half-past Two o'clock\n\n",
        None,
        None,
        None,
        "2020-05-05",
    ),
    (
        "HC Deb 20 October 1966 vol 734 cc391-2\n31. Mr. Winter\nasked the Secretary of State about wardens.\n\n",
        None,
        None,
        None,
        "1966-10-20",
    ),
    (
        "Future of the Patrol (Supplementary) [3]\n  • Question by: Ada Merrow\n    • Meeting date: 06 July 2016\n"
        "Dana Ferris AM: Thank you, Chair. Could I begin by asking about the wardens of the old docks?\n",
        "Future of the Patrol (Supplementary) [3]",
        None,
        None,
        "2016-07-06",
    ),
    (
        "Saltmere Town Council, 5 May 2020\n\nMinutes of the meeting of the Licensing Committee\n\n",
        None,
        "Saltmere Town Council",
        None,
        "2020-05-05",
    ),
    ("Q: Was the harbour open that night?\nA: It was open until ten o'clock.\n\n", None, None, None, None),
    (
        "MERROW: How many wardens were there\nFERRIS: There were forty of them\nMERROW: And who paid them\n\n",
        None,
        None,
        None,
        None,
    ),
    # lines that only look like titles
    ("Night patrols in the old docks are to double, figures reveal.\n\n", None, None, None, None),
    ("", None, None, None, None),
    (
        "Police use of boats in the estuary,\nEngland and Wales: April 2023 to\nMarch 2024\n\n",
        "Police use of boats in the estuary, England and Wales: April 2023 to March 2024",
        None,
        None,
        None,
    ),
    ("Harbour Police\n\n", None, None, None, None),
    (
        "Share this article\n5 May 2020\nForty wardens for the docks\n\n",
        "Forty wardens for the docks",
        None,
        None,
        "2020-05-05",
    ),
    ("Zorion Quell\n\nFares rose by a tenth.\n\nZorion Quell\n\nI do not agree.\n\n", None, None, None, None),
    ("Zorion Quell Zorion Quell\n\n", None, None, None, None),
    ("HC Deb 20 October 1966 vol 734 cc 35-36\n\nMr. Quell\n\n", None, None, None, "1966-10-20"),
    ("HL Deb 5 May 2020 vol 803 c12\n\nLord Quell\n\n", None, None, None, "2020-05-05"),
    (
        "Forty wardens for the docks\n\nSALTMERE, 4 March 2018. ",
        "Forty wardens for the docks",
        None,
        None,
        "2018-03-04",
    ),
    (
        "Forty wardens for the docks\n\nSaltmere, 4 March 2018 – ",
        "Forty wardens for the docks",
        None,
        None,
        "2018-03-04",
    ),
    ("Forty wardens for the docks\n\nSaltmere, 4 March 2018. ", "Forty wardens for the docks", None, None, None),
    ("Press notice 41/09\n\nForty wardens for the docks\n\n", "Forty wardens for the docks", None, None, None),
    (
        "June 3, 2014 Tuesday\nEdition 1; National Edition\n\nForty wardens for the docks\n\n",
        "Forty wardens for the docks",
        None,
        None,
        "2014-06-03",
    ),
    (
        "Briefing paper 14/2020\n\nForty wardens for the docks\n\nOctober 2020\n\n",
        "Forty wardens for the docks",
        None,
        None,
        "2020-10",
    ),
    ("Ruth Quill MP (@ruthquill) · 3 May 2019\n\n", None, None, None, "2019-05-03"),
    (
        "You are here: Home / News / Wardens\n\nForty wardens for the docks\n\n",
        "Forty wardens for the docks",
        None,
        None,
        None,
    ),
    (
        "Forty wardens for the docks\n\nPosted by Omar Hale on May 4, 2016 in News, Docks | 14 Comments\n\n",
        "Forty wardens for the docks",
        None,
        "Omar Hale",
        "2016-05-04",
    ),
    (
        "Forty wardens for the docks\n\nLena Quill, Political Editor\nThursday 14 March 2019 06:00 GMT\n\n",
        "Forty wardens for the docks",
        None,
        "Lena Quill, Political Editor",
        "2019-03-14",
    ),
    (
        "Speech to the Harbour Conference\nSaltmere, 14 March 2019\n\n",
        "Speech to the Harbour Conference",
        None,
        None,
        "2019-03-14",
    ),
    (
        "Quay Council\n\nMinutes of a meeting of the Council held on Thursday, 21 July 2022 at 7.00 pm\n\n",
        "Minutes of a meeting of the Council",
        "Quay Council",
        None,
        "2022-07-21",
    ),
    (
        "Written answers\n\nWardens in the docks: Costs\n\nUIN 48213, tabled on 9 June 2021\n\n"
        "Answered on\n17 June 2021\n\n",
        "Wardens in the docks: Costs",
        None,
        None,
        "2021-06-17",
    ),
    (
        "From: Omar Hale\nSent: 04 May 2016 10:22\nSubject: FW: PRESS RELEASE: Wardens for the docks\n\n"
        "See this.\n\n-----Original Message-----\nSent: 03 May 2016 17:01\n\n",
        "Wardens for the docks",
        None,
        "Omar Hale",
        "2016-05-04",
    ),
    ("Posted 3 days ago\n\nForty wardens for the docks\n\n", "Forty wardens for the docks", None, None, None),
    (
        "The Basin Bugle\nNewsletter of the Outer Basin Residents\nIssue 41 · Spring 2024\n\n"
        "Forty wardens for the docks\n\n",
        "Forty wardens for the docks",
        "The Basin Bugle",
        None,
        None,
    ),
    (
        "HARBOUR REVIEW · VOL 12 · JUNE 2024    17\n\nForty wardens for the docks\n\n",
        "Forty wardens for the docks",
        None,
        None,
        None,
    ),
    (
        "EMBARGOED UNTIL 00:01 THURSDAY 6 JUNE 2024\n\nNews from the Harbour Trust\n\nForty wardens for the docks\n\n",
        "Forty wardens for the docks",
        None,
        None,
        "2024-06-06",
    ),
    (
        "WEXMOOR DISTRICT COUNCIL\n\nREPORT TO: Cabinet\nDATE: 14 May 2024\nSUBJECT: Forty wardens for the docks\n\n",
        "Forty wardens for the docks",
        "WEXMOOR DISTRICT COUNCIL",
        None,
        "2024-05-14",
    ),
    (
        "Neutral Citation Number: [2024] EWHC 1412 (Admin)\n\n"
        "IN THE HIGH COURT OF JUSTICE\nKING'S BENCH DIVISION\n\n"
        "Royal Courts of Justice\nDate: 6 June 2024\n\nBefore:\n\nMR JUSTICE HALLAM\n\n",
        None,
        None,
        None,
        "2024-06-06",
    ),
    (
        "BC-Dock Wardens, 2nd Ld-Writethru,412\n\nForty wardens for the docks\n\nSALTMERE (AP) — ",
        "Forty wardens for the docks",
        "AP",
        None,
        None,
    ),
    (
        "1 of 24 DOCUMENTS\n\nThe Saltmere Gazette\n\nJune 6, 2024 Thursday\n\nForty wardens for the docks\n\n",
        "Forty wardens for the docks",
        "The Saltmere Gazette",
        None,
        "2024-06-06",
    ),
    (
        "Forty wardens for the docks\n\nRuth Tallow\n312 words\n6 June 2024\nSaltmere Gazette\n\n",
        "Forty wardens for the docks",
        "Saltmere Gazette",
        "Ruth Tallow",
        "2024-06-06",
    ),
    (
        "Forty wardens for the docks\n\nRuth Tallow and Ben Fenn\n\nJune 2024\n\n",
        "Forty wardens for the docks",
        None,
        "Ruth Tallow and Ben Fenn",
        "2024-06",
    ),
    (
        "House of Commons\nCoastal Affairs Committee\n\nSmall harbours\n\n"
        "Third Report of Session 2023–24\n\nHC 212\n\n",
        "Small harbours",
        None,
        None,
        None,
    ),
    (
        "Small Harbours Update\n\nStatement made on 6 June 2024\n\nStatement UIN HCWS412\n\n"
        "Statement made by\nRuth Tallow\nMinister for Coasts\n\n",
        "Small Harbours Update",
        None,
        None,
        "2024-06-06",
    ),
    (
        "The Saltmere Gazette Interview\n\nForty wardens for the docks\n\n8 June 2024\n\n",
        "Forty wardens for the docks",
        None,
        None,
        "2024-06-08",
    ),
    (
        "Minutes of the Annual Meeting of Quay Parish Council held on Monday 3 June 2024 at 7 pm in the Hall\n\n",
        "Minutes of the Annual Meeting of Quay Parish Council",
        None,
        None,
        "2024-06-03",
    ),
    (
        "Notes from the quay\n\nForty wardens for the docks\n\nPosted on 6 June 2024 by Ruth Tallow\n\n",
        "Forty wardens for the docks",
        None,
        "Ruth Tallow",
        "2024-06-06",
    ),
    # names of senders that are no titles
    (
        "Borough of Quayhaven\n\nWhat the cabinet decided on the docks\n\n",
        "What the cabinet decided on the docks",
        "Borough of Quayhaven",
        None,
        None,
    ),
    ("Borough of Quayhaven\n\n", None, None, None, None),
    (
        "Friends of Quay Library\n\nNewsletter – Spring 2023\n\nYour docks need you this Saturday\n\n",
        "Your docks need you this Saturday",
        None,
        None,
        None,
    ),
    ("Open Data and Wardens\n\nHow the docks are kept safe\n\n", None, None, None, None),
    (
        "Warden Disclosure Request Reference No: FOI 1123/24\n\n",
        None,
        None,
        None,
        None,
    ),
    (
        "DOCK QUARTERLY | WINTER 2023/24\n\nThe long road to forty wardens\n\n",
        "The long road to forty wardens",
        None,
        None,
        None,
    ),
    # what stands above or beside a date
    (
        "Docks for All\n6 February 2024 – for immediate use\n\nFORTY WARDENS ARE NOT ENOUGH\n\n",
        "FORTY WARDENS ARE NOT ENOUGH",
        None,
        None,
        "2024-02-06",
    ),
    (
        "Skip links\nSign in\nHome\nNews\nMore menu\nWeather\n\nForty wardens for the docks\n\n6 February 2024\n\n",
        "Forty wardens for the docks",
        None,
        None,
        "2024-02-06",
    ),
    (
        "Forty wardens for the docks\n\nPost by tug77 » Wed Feb 07, 2024 9:14 pm\n\n",
        "Forty wardens for the docks",
        None,
        None,
        "2024-02-07",
    ),
    (
        "The Quay Bulletin, Thursday 9 March 2023, page 4\n\nForty wardens for the docks\n\n",
        "Forty wardens for the docks",
        "The Quay Bulletin",
        None,
        "2023-03-09",
    ),
    (
        "Report to the Docks Committee, 8 March 2023\n\nForty wardens for the docks\n\n",
        "Forty wardens for the docks",
        None,
        None,
        "2023-03-08",
    ),
    (
        "Research report 412\n\nThe price of a berth:\nwardens, wages and trust in\nsmall docks\n\n",
        "The price of a berth: wardens, wages and trust in small docks",
        None,
        None,
        None,
    ),
    (
        "COMMENT\n\nRUTH TALLOW\n\nForty wardens are worth nothing at night\n\n",
        "Forty wardens are worth nothing at night",
        None,
        "RUTH TALLOW",
        None,
    ),
    (
        "Local berths, Saltmere: year ending March 2023\n\n",
        "Local berths, Saltmere: year ending March 2023",
        None,
        None,
        None,
    ),
]


def _shown(document: Document) -> Expected:
    date = ledger(document, CAPTURED).date.value
    return document.title, document.publisher, document.byline, date


@pytest.mark.parametrize(("head", "title", "publisher", "byline", "date"), TEXTS)
@pytest.mark.parametrize("body", [BODY, WRAPPED], ids=["lines", "wrapped"])
def test_a_text_has_the_title_publisher_byline_and_date_that_its_head_shows(
    body: str, head: str, title: str | None, publisher: str | None, byline: str | None, date: str | None
) -> None:
    assert _shown(read((head + body).encode(), "a.txt")) == (title, publisher, byline, date)


P = f"<p>{BODY.splitlines()[0]}</p><p>{BODY.splitlines()[2]}</p>"


def _ld(words: str) -> str:
    return f'<script type="application/ld+json">{{{words}}}</script>'


# what stands in the head and above the paragraphs of a page, then title, publisher, byline and date
PAGES: list[tuple[str, str, str | None, str | None, str | None, str | None]] = [
    (
        _ld(
            '"@type": "NewsArticle", "headline": "Forty wardens for the docks", "datePublished": '
            '"2020-05-05T09:00:00+01:00", "author": [{"name": "Ada Merrow"}, {"name": "Ben Hollis"}], '
            '"publisher": {"name": "The Saltmere Gazette"}'
        ),
        "<h1>Forty wardens at the docks</h1>",
        "Forty wardens for the docks",
        "The Saltmere Gazette",
        "Ada Merrow and Ben Hollis",
        "2020-05-05",
    ),
    (
        '<title>Forty wardens for the docks | The Harbour Post</title><meta property="og:site_name" '
        'content="The Harbour Post">',
        "",
        "Forty wardens for the docks",
        "The Harbour Post",
        None,
        None,
    ),
    (
        "<title>Forty wardens for the docks - BBC News</title>",
        "",
        "Forty wardens for the docks",
        "BBC News",
        None,
        None,
    ),
    (
        '<title>Pilots</title><meta property="og:title" content="Pilots"><meta property="og:site_name" '
        'content="Pilots">',
        "<h1>Forty wardens for the docks</h1>",
        "Forty wardens for the docks",
        "Pilots",
        None,
        None,
    ),
    ("<title>Open main menu</title>", "<h1>Harbour wardens</h1>", "Harbour wardens", None, None, None),
    ("<title>Official Statistics</title>", "<p>Official Statistics</p>", None, None, None, None),
    (
        '<meta property="og:title" content="“No wardens here” | News | The Saltmere Gazette"><meta name="author" '
        'content="By Ada Merrow">',
        "",
        "“No wardens here”",
        "The Saltmere Gazette",
        "Ada Merrow",
        None,
    ),
    (
        '<meta name="author" content="admin"><meta property="article:publisher" content="https://social.example/post">',
        "<h1>Forty wardens for the docks</h1>",
        "Forty wardens for the docks",
        None,
        None,
        None,
    ),
    (
        "",
        '<article itemscope itemtype="https://schema.org/NewsArticle"><h1 itemprop="headline">Forty wardens for the '
        'docks</h1><span itemprop="author" itemscope><span itemprop="name">Ada Merrow</span></span>'
        '<span itemprop="datePublished" content="2020-05-05T23:30:00-05:00">Tuesday</span></article>',
        "Forty wardens for the docks",
        None,
        "Ada Merrow",
        "2020-05-05",
    ),
    (
        '<meta name="citation_title" content="Wardens: a look"><meta name="citation_author" content="Merrow, '
        'Ada"><meta name="citation_author" content="Hollis, Ben"><meta name="citation_publication_date" '
        'content="2020/05/05">',
        "",
        "Wardens: a look",
        None,
        "Merrow, Ada and Hollis, Ben",
        "2020-05-05",
    ),
    (
        '<meta name="DC.title" content="Wardens and harbours"><meta name="DC.publisher" content="Harbour Office">'
        '<meta name="DC.date.issued" content="2020-05">',
        "",
        "Wardens and harbours",
        "Harbour Office",
        None,
        "2020-05",
    ),
    # dates of a page
    ('<meta property="article:published_time" content="Wed, 03/04/2020">', "", None, None, None, "2020-03-04"),
    ('<meta property="article:published_time" content="03/04/2020">', "", None, None, None, "2020-04-03"),
    (
        '<meta property="article:published_time" content="2020-05-04T23:30:00-05:00"><meta name="date" '
        'content="2020-05-05T04:30:00Z">',
        "",
        None,
        None,
        None,
        "2020-05-04",
    ),
    (
        '<meta property="article:published_time" content="2020-05-04T23:00:00Z">',
        "<h1>Forty wardens for the docks</h1><p>5 May 2020</p>",
        "Forty wardens for the docks",
        None,
        None,
        "2020-05-05",
    ),
    ('<meta name="last-modified" content="2021-02-03">', "", None, None, None, None),
    (
        "",
        '<section id="comments"><div class="comment">Ann: <time datetime="2020-05-09">9 May</time></div></section>',
        None,
        None,
        None,
        None,
    ),
    (
        "",
        '<ol class="comment-list"><li><time itemprop="datePublished" datetime="2020-05-09">x</time></li></ol>',
        None,
        None,
        None,
        None,
    ),
    (
        "<title>Forty wardens for the docks | Quay District Council</title>",
        "<h1>Quay District Council</h1><h2>Forty wardens for the docks</h2>",
        "Forty wardens for the docks",
        "Quay District Council",
        None,
        None,
    ),
    ("<title>Quay District Council</title>", "", None, "Quay District Council", None, None),
    ("<title>NewsItem_0412.aspx</title>", "", None, None, None, None),
    (
        "<title>Forty wardens: the row explained | News | The Saltmere Gazette</title>",
        "<h1><span>Explainer</span> Forty wardens: the row explained</h1>",
        "Forty wardens: the row explained",
        "The Saltmere Gazette",
        None,
        None,
    ),
    (
        "",
        '<aside><a href="/b">Other news</a> <time pubdate datetime="2020-05-09">9 May</time></aside>',
        None,
        None,
        None,
        None,
    ),
    (
        "<title>The Slow Boat » Why I no longer trust the board's figures</title>",
        "<h1>The Slow Boat</h1><h2>Why I no longer trust the board's figures</h2><p>February 11th, 2024 by Gil</p>",
        "Why I no longer trust the board's figures",
        "The Slow Boat",
        "Gil",
        "2024-02-11",
    ),
    (
        '<title>Has the lock held? : r/docks</title><meta property="og:title" content="r/docks: Has the lock held?">',
        "<h1>Has the lock held?</h1>",
        "Has the lock held?",
        None,
        None,
        None,
    ),
    (
        "<title>Night patrols back new rota</title>",
        "<h1>Dockside</h1><h1>Local news</h1><h1>Night patrols back new rota</h1>",
        "Night patrols back new rota",
        None,
        None,
        None,
    ),
    (
        "<title>Berths by port, 2023</title>",
        "<h1><span>Statistical bulletin</span> Berths by port: 2023</h1>",
        "Berths by port: 2023",
        None,
        None,
        None,
    ),
    (
        "",
        "<h1>Docks <small>– in the House of Commons at 10:30 am on 9 March 2023.</small></h1>",
        "Docks",
        None,
        None,
        None,
    ),
]


@pytest.mark.parametrize(("head", "above", "title", "publisher", "byline", "date"), PAGES)
def test_a_page_has_the_title_publisher_byline_and_date_that_its_markup_states(
    head: str, above: str, title: str | None, publisher: str | None, byline: str | None, date: str | None
) -> None:
    page = f"<html><head>{head}</head><body>{above}{P}</body></html>"
    assert _shown(read(page.encode(), "a.html")) == (title, publisher, byline, date)


@pytest.mark.parametrize(
    "header",
    [
        '+++\ntitle = "Forty wardens"\ndate = 2020-05-05T09:00:00+01:00\nauthor = "Ada Merrow"\n+++\n',
        '---\ntitle: "Forty wardens"\nsource: "https://docks.example/a"\nauthor: Ada Merrow\npublished: 2020-05-05\n'
        "created: 2020-07-01\n---\n",
    ],
)
def test_the_header_of_a_markdown_file_counts_by_its_fields(header: str) -> None:
    document = read(f"{header}\n{BODY}".encode(), "a.md")
    assert _shown(document) == ("Forty wardens", None, "Ada Merrow", "2020-05-05")


def test_every_fact_says_where_it_comes_from() -> None:
    document = read(f"The Saltmere Gazette\n\nForty wardens for the docks\n\nBy Ada Merrow\n\n{BODY}".encode(), "a.txt")
    told = {fact.name: fact for fact in document.facts}
    assert {name: fact.value for name, fact in told.items()} == {
        "title": "Forty wardens for the docks", "publisher": "The Saltmere Gazette", "byline": "Ada Merrow"
    }  # fmt: skip
    assert all(document.text[fact.start : fact.end] == fact.text and fact.why for fact in told.values())


def test_what_may_be_the_title_as_well_is_offered_and_not_taken() -> None:
    document = read(f"Harbour Diary\n\nQuay Notes\n\n{BODY}".encode(), "a.txt")
    assert document.title is None
    assert [fact.value for fact in document.facts if fact.basis is Basis.UNKNOWN] == ["Harbour Diary", "Quay Notes"]


# a scalar of YAML, what it says
SCALARS = [
    ("\"'We won't arm wardens', says Rao\"", "'We won't arm wardens', says Rao"),
    ("'It''s over'", "It's over"),
    ('"a \\"b\\" c"', 'a "b" c'),
    ("'Not armed', says Rao", "'Not armed', says Rao"),
    ("Plain words", "Plain words"),
    ('"', '"'),
]


@pytest.mark.parametrize(("scalar", "says"), SCALARS)
def test_a_headers_value_keeps_its_own_marks(scalar: str, says: str) -> None:
    assert unquoted(scalar) == says
    document = read(f"---\ntitle: {scalar}\n---\n\n{BODY}".encode(), "a.md")
    assert [fact.value for fact in document.facts if fact.name == "title"] == [says]


SPEECH = "Ms Rao said: “We won’t arm wardens before the café report — it cost £40m.”"
PAGE = f'<html><head><meta charset="%s"></head><body><p>{SPEECH} It rained for the rest of the day.</p></body></html>'

# the label, the encoding in truth, words of the note
ENCODINGS = [
    ("iso-8859-1", "cp1252", "it was read as Windows-1252, as browsers do"),
    ("latin1", "cp1252", "it was read as Windows-1252, as browsers do"),
    ("us-ascii", "cp1252", "it was read as Windows-1252, as browsers do"),
    ("windows-1252", "cp1252", ""),
    ("iso-8859-1", "utf-8", "it is UTF-8 and was read so"),
    ("utf-16", "utf-8", ""),
    ("utf-8", "utf-8", ""),
    ("utf-8", "cp1252", "not valid UTF-8; it was read as Windows-1252"),
    ("no-such-thing", "cp1252", "not valid UTF-8; it was read as Windows-1252"),
]


@pytest.mark.parametrize(("label", "encoding", "note"), ENCODINGS)
def test_a_page_is_decoded_as_browsers_do_and_says_so(label: str, encoding: str, note: str) -> None:
    document = read((PAGE % label).encode(encoding), "a.html")
    assert SPEECH in document.text
    assert note in " ".join(document.notes) and bool(document.notes) == bool(note)


@pytest.mark.parametrize("encoding", ["cp1252", "latin1"])
def test_stored_mojibake_is_mended_and_said(encoding: str) -> None:
    line = "Ms Rao’s café cost £40m – “far too much” she said."
    spoilt = (
        line.encode().decode(encoding, "ignore" if encoding == "cp1252" else "strict").replace("far too much", "it")
    )
    document = read(f"{SPEECH}\n{spoilt}\n".encode(), "a.txt")
    assert document.text.startswith(f"{SPEECH}\nMs Rao’s café cost £40m – “it")
    assert len(document.notes) == 1 and "were mended in one line" in document.notes[0]


@pytest.mark.parametrize("line", ["São Paulo’s “café” – £40m", "ÂME et âme", "l'âge d'or", "Ã", "naïve"])
def test_what_is_merely_unusual_is_left_alone(line: str) -> None:
    document = read(f"{line}\n".encode(), "a.txt")
    assert (document.text, document.notes) == (f"{line}\n", ())


HEADS = st.lists(
    st.sampled_from(
        ["The Saltmere Gazette", "Night patrols to double", "By Ada Merrow", "5 May 2020", "PRESS RELEASE", "Opinion",
         "Title: W", "Home > News", "Harbour Board", "Ada Merrow", "“No,” she said.", "| 3°C", "a - b - c", "#  #",
         "From: a", "Subject: Re:", "x | y", ":", "**Bold words here**"]
    ),
    max_size=8,
)  # fmt: skip


@given(HEADS, st.sampled_from(["\n", "\n\n"]), st.sampled_from([BODY, ""]))
@example(["Ada Merrow"], "\n", "")  # a name and nothing else
@example(["__"], "\n", "")
@example(["author: n @ 1"], "\n", BODY)
def test_any_head_gives_facts_that_stand_in_it(head: list[str], between: str, body: str) -> None:
    assume(head or body)
    document = read((between.join(head) + between + body).encode(), "a.txt")
    for fact in document.facts:
        assert fact.start is not None and document.text[fact.start : fact.end] == fact.text
        assert fact.value.strip() == fact.value != ""


@pytest.mark.parametrize(
    ("tag", "body", "title"),
    [
        ("Is the pier worth saving? - Quay Chat - Page 1", "<h1>Quay Chat</h1>", "Is the pier worth saving?"),
        ("Untitled Document", "<p><b>Our post office closes in July</b></p>", "Our post office closes in July"),
    ],
)
def test_a_page_s_first_heading_is_no_title_where_its_title_tag_has_it_behind_one(
    tag: str, body: str, title: str
) -> None:
    page = f"<html><head><title>{tag}</title></head><body>{body}<p>{WRAPPED}</p></body></html>"
    assert read(page.encode(), "a.html").title == title


def test_the_place_day_and_wire_that_open_a_report_are_no_part_of_what_was_said() -> None:
    text = "OSLO, Oct 18 (Newswire) - Catches fell by 7 per cent in June, Dana Ferris said on Friday.\n"
    assert [claim.text for claim in extract(text).claims] == ["Catches fell by 7 per cent in June"]


def test_a_short_heading_right_above_another_names_the_site_where_a_menu_stands_above_both() -> None:
    document = read(f"[Home](/)\n\n# Kerbside\n\n## The trouble with cheap docks\n\n{BODY}".encode(), "a.md")
    assert document.title == "The trouble with cheap docks"
