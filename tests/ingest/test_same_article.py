"""One article as each format writes it: whatever the file, it makes the same claims."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape
from pathlib import Path

from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.ingest import test_formats as formats
from tests.ingest import test_office as word
from tracker.extract import extract
from tracker.ingest.reader import read
from tracker.text.note_marks import without_marks

FILES = Path(__file__).parents[1] / "files"
TITLE = "Pellworth council to keep its ferries"
Block = tuple[str, ...]
# the blocks of an article: paragraphs, or the paragraphs of a block quotation; a number in braces marks a note
BLOCKS: list[Block] = [
    ("Pellworth council will keep all twelve ferries, its leader, Noor Adeyemi{1}, told residents on Tuesday.",),
    ("“We will not close the harbour line,” Ms Adeyemi said.{2} “It carries half of our pupils to school.”",),
    ("Fares rose to 45{3} per cent of the cost of a crossing last year, according to the harbour office.{4}",),
    ("The harbour office recorded 1,250{5} late crossings, down from 1,368 the year before.",),
    ("Clare Hobday, the port’s director, said:", "> No pier is unsafe. We have no plans to sell any of them."),
    (
        "The unions’ letter was blunter:",
        "> Fares have doubled.",
        "> Nobody counts them.",
        "— Tom Hale, Pellworth Crews",
    ),
    ("She denied that the café on the quay would lose its lease and said that visits had fallen by a tenth.",),
]
Article = list[Block]


def lines(article: Article) -> list[str]:
    return [line for block in article for line in block]


def text(article: Article) -> bytes:
    return re.sub(r"\{(\d)\}", r"[\1]", "\n\n".join([TITLE, *lines(article)])).encode()


def markdown(article: Article) -> bytes:
    return re.sub(r"\{(\d)\}", r"[^\1]", "\n\n".join([f"# {TITLE}", *lines(article)])).encode()


def web_page(article: Article) -> bytes:
    body = ""
    for line in lines(article):
        words = re.sub(r"\{(\d)\}", r"<sup><a href='#n\1'>\1</a></sup>", escape(line.removeprefix("> ")))
        body += f"<blockquote><p>{words}</p></blockquote>" if line.startswith("> ") else f"<p>{words}</p>"
    body = body.replace("</blockquote><blockquote>", "")
    return f"<html><body><article><h1>{TITLE}</h1>{body}</article></body></html>".encode()


def word_file(article: Article) -> bytes:
    body = word.p(word.r(TITLE), style="Heading1")
    for line in lines(article):
        parts = re.split(r"\{(\d)\}", line.removeprefix("> "))
        raised = '<w:vertAlign w:val="superscript"/>'
        runs = [word.r(words, raised if number % 2 else "") for number, words in enumerate(parts)]
        body += word.p(*runs, style="Quote" if line.startswith("> ") else "Normal")
    return word.word_file(body)


def opendocument(article: Article) -> bytes:
    blocks = [formats.p(TITLE)]
    for line in lines(article):
        parts = re.split(r"\{(\d)\}", line.removeprefix("> "))
        spans = [formats.span(words, "Above") if number % 2 else words for number, words in enumerate(parts)]
        blocks.append(formats.p(*spans, style="Quotations" if line.startswith("> ") else None))
    return formats.odt(*blocks)


def rich_text(article: Article) -> bytes:
    body = rf"\pard\s0 {TITLE}\par "
    for line in lines(article):
        words = re.sub(r"\{(\d)\}", r"{\\super \1}", line.removeprefix("> "))
        words = "".join(sign if sign.isascii() else f"\\u{ord(sign)}?" for sign in words)
        body += rf"\pard\s{15 if line.startswith('> ') else 0} {words}\par "
    return formats.rtf(body)


FORMS: dict[str, Callable[[Article], bytes]] = {
    "article.txt": text,
    "article.md": markdown,
    "article.html": web_page,
    "article.docx": word_file,
    "article.odt": opendocument,
    "article.rtf": rich_text,
}


def claims(name: str, data: bytes) -> list[tuple[object, ...]]:
    found = extract(read(data, name).text).claims
    return [
        (
            re.sub(r"\s+(?=\W)", "", " ".join(without_marks(claim.text).split())),
            claim.speaker,
            claim.kind,
            claim.stance,
            [(figure.value, figure.unit) for figure in claim.quantities],
        )
        for claim in found
    ]


@settings(max_examples=6, deadline=None)
@given(st.lists(st.sampled_from(BLOCKS), min_size=1, unique=True))
@example(BLOCKS)
def test_an_article_makes_the_same_claims_in_every_format(article: Article) -> None:
    expected, *others = [claims(name, form(article)) for name, form in FORMS.items()]
    assert expected and all(other == expected for other in others)


def test_the_article_as_a_pdf_makes_the_same_claims() -> None:
    assert claims("article.pdf", (FILES / "article.pdf").read_bytes()) == claims("article.txt", text(BLOCKS))


def test_the_claims_of_the_article_are_its_speakers() -> None:
    found = claims("article.odt", opendocument(BLOCKS))
    assert {claim[1] for claim in found} >= {"Noor Adeyemi", "Clare Hobday", "Tom Hale"}
    assert ("No pier is unsafe.", "Clare Hobday", "direct") in [claim[:3] for claim in found]
