"""The words of web pages: what a reader sees of them, each page once short and once long."""

from __future__ import annotations

import pytest

from tracker.extract import extract
from tracker.ingest.reader import read
from tracker.models import Document

FILLER = "".join(
    f"<p>Paragraph {number} tells of the harbour, {number} ferries and the people who use them in any weather.</p>"
    for number in range(30)
)
COOKIES = "<p>We use cookies to give you the best experience. By clicking accept you agree to our privacy policy.</p>"


def page(body: str, filler: str = "") -> Document:
    text = f"<!doctype html><html><head><title>Fares</title></head><body>{body}</body></html>"
    return read(text.replace("</article>", f"{filler}</article>").encode(), "page.html")


# what stands in an article, the paragraphs read of it
SEEN = [
    (
        "<p>Fares rose to 40<sup>1</sup> pounds, said Noor Adeyemi.<sup>6</sup></p>",
        ["Fares rose to 40¹ pounds, said Noor Adeyemi.⁶"],
    ),
    ("<p>Fares rose to 40<sup><a href='#f1'>[1]</a></sup>.</p>", ["Fares rose to 40¹."]),
    ("<p>Fares rose to 40<a href='#f1'>2</a> pounds.</p>", ["Fares rose to 40² pounds."]),
    ("<p>It holds <b>10</b><sup>6</sup> litres on 30 m<sup>2</sup>.</p>", ["It holds 10⁶ litres on 30 m²."]),
    ("<p>The 1<sup>st</sup> ferry took <sup>1</sup>/<sub>2</sub> an hour.</p>", ["The 1st ferry took 1/2 an hour."]),
    (
        "<p>Fares rose.</p><section class='comments'><p>Yorkie99: They built 2,000 piers!</p></section>"
        "<div class='most-read'><h3>Most read</h3><p>Boy, 9, saved from weir</p></div>",
        ["Fares rose."],
    ),
    ("<p>Fares rose.</p><ol><li>Accounts, 2019. <a href='#r1'>↩</a></li></ol>", ["Fares rose.", "- Accounts, 2019."]),
    (
        "<p>Ms Adeyemi said:</p><blockquote><p>No pier will close.</p><p>It is safe.</p></blockquote>",
        ["Ms Adeyemi said:", "> No pier will close.", "> It is safe."],
    ),
    (
        "<figure><blockquote>No pier will close.</blockquote><figcaption>Noor Adeyemi, mayor</figcaption></figure>",
        ["> No pier will close.", "— Noor Adeyemi, mayor"],
    ),
    (
        "<blockquote>No pier will close.<footer>— <cite>Noor Adeyemi</cite></footer></blockquote>",
        ["> No pier will close.", "— Noor Adeyemi"],
    ),
    (
        "<blockquote><p>No pier will close.</p></blockquote><cite>Noor Adeyemi</cite>",
        ["> No pier will close.", "— Noor Adeyemi"],
    ),
    (
        "<blockquote>As <cite>The Quay</cite> has it, no pier will close.</blockquote>",
        ["> As The Quay has it, no pier will close."],
    ),
    (
        "<p>She gave three reasons:</p><ul><li>Fares fell.</li><li>Piers are safe.</li></ul>",
        ["She gave three reasons:", "- Fares fell.", "- Piers are safe."],
    ),
    ("<p>Fares <del>never </del>fell.</p>", ["Fares fell."]),
    ("<p>Fares <ins>never </ins>fell.</p>", ["Fares never fell."]),
    ("<p hidden>Fares fell.</p><p>Fares rose.</p>", ["Fares rose."]),
    ("<p style='color: red; display: none'>Fares fell.</p><p>Fares rose.</p>", ["Fares rose."]),
    ("<p aria-hidden='true'>Fares fell.</p><p>Fares rose.</p>", ["Fares rose."]),
    ("<p>Fares rose<span class='sr-only'> (opens a window)</span>.</p>", ["Fares rose."]),
    ("<p>The har&shy;bour’s fares rose.</p>", ["The harbour’s fares rose."]),
    ("<p>Fares<br>rose.</p>", ["Fares", "rose."]),
]


@pytest.mark.parametrize("filler", ["", FILLER], ids=["short", "long"])
@pytest.mark.parametrize(("markup", "paragraphs"), SEEN)
def test_what_a_reader_sees_of_an_article_is_read(markup: str, paragraphs: list[str], filler: str) -> None:
    body = f"<article><h1>Fares</h1><p>It rained on Monday.</p>{markup}<p>It snowed on Friday.</p></article>"
    found = page(body, filler).text.split("\n\n")
    assert found[found.index("It rained on Monday.") + 1 : found.index("It snowed on Friday.")] == paragraphs


# a whole page of one line, with what sites print around it
ONE_LINE = [
    f"<div class='cookie-banner'>{COOKIES}</div><article><p>Fares fell.</p></article>",
    f"<article><p>Fares fell.</p></article><div id='onetrust-consent-sdk'><h2>Your privacy</h2>{COOKIES}</div>",
    f"<main><p>Fares fell.</p></main><div>{COOKIES}</div>",
    f"<p>Fares fell.</p>{COOKIES}",
    "<header><a href='/'>Home</a></header><nav><ul><li>Sport</li></ul></nav><p>Fares fell.</p><footer>Us</footer>",
    "<div role='navigation'>Home</div><p>Fares fell.</p><aside>Most read</aside><button>Share</button>",
    "<div aria-hidden='true'><p>Fares fell.</p></div>",
    "<!-- note --><p>Fares fell.</p><script>var fares = 1</script><noscript>Turn on scripts.</noscript>",
]


@pytest.mark.parametrize("body", ONE_LINE)
def test_a_page_of_one_line_is_that_line(body: str) -> None:
    assert page(body).text == "Fares fell."


def test_an_article_about_cookies_is_no_notice() -> None:
    body = f"<article class='cookies'><h1>Biscuits</h1>{COOKIES}<p>So say most sites, the office found.</p></article>"
    assert "We use cookies to give" in page(body).text


def test_a_page_inside_a_block_quotation_is_no_quotation() -> None:
    assert page(f"<blockquote>{FILLER}</blockquote>").text.startswith("Paragraph 0 tells")


def test_words_left_out_of_a_page_are_told() -> None:
    body = "<article><p>Fares rose by a tenth in all <s>towns</s>.</p><p hidden>Draft</p></article>"
    assert page(body).notes == ("Left out of the text: struck-out words and hidden text.",)


# an article's markup, who says that no pier will close
SPEAKERS = [
    ("<p>Noor Adeyemi said:</p><blockquote><p>No pier will close in Pellworth.</p></blockquote>", "Noor Adeyemi"),
    (
        "<blockquote><p>No pier will close in Pellworth.</p>"
        "<footer><cite>Noor Adeyemi, mayor</cite></footer></blockquote>",
        "Noor Adeyemi",
    ),
    (
        "<figure><blockquote>No pier will close in Pellworth.</blockquote>"
        "<figcaption>— Noor Adeyemi, mayor of Pellworth</figcaption></figure>",
        "Noor Adeyemi",
    ),
    ("<p><q>No pier will close in Pellworth,</q> said Noor Adeyemi.<sup>2</sup></p>", "Noor Adeyemi"),
    ("<p>&quot;No pier will close in Pellworth,&quot; said Noor Adeyemi<sup>2</sup>.</p>", "Noor Adeyemi"),
]


@pytest.mark.parametrize(("markup", "speaker"), SPEAKERS)
def test_the_words_of_a_page_s_quotations_have_their_speaker(markup: str, speaker: str) -> None:
    text = page(f"<article><h1>Piers</h1><p>The board met on Monday.</p>{markup}<p>It rained.</p></article>").text
    found = [claim for claim in extract(text).claims if claim.text.startswith("No pier will close in Pellworth")]
    assert [(claim.speaker, claim.kind.value) for claim in found] == [(speaker, "direct")]


def test_one_paragraph_alone_is_a_page() -> None:
    assert read(b"<p>Ann Pole said: &quot;We close 6 baths.&quot;</p>", "a.html").text == (
        'Ann Pole said: "We close 6 baths."'
    )
