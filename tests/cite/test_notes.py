"""Notes as HTML: links that show words with their source, links that break loudly, footnotes, and nothing that runs."""

import pytest

from tracker.cite.notes import escaped, safe_html
from tracker.cite.snippets import Linked, links_in

HARBOUR = Linked("claim", 1, "The harbour is safe", "Mara Quill, “Harbour”, 2022", "/claims/1")
NASTY = Linked("claim", 2, "*no* <img src=x onerror=y> [[claim:1]]", "<script>x</script>", "/claims/2")
GONE = Linked("claim", 9, broken="there is no claim 9.")
PAPER = Linked("document", 3, "", "“Harbour”, The Gazette", "/documents/3")


def resolve(noun: str, number: int) -> Linked:
    return {1: HARBOUR, 2: NASTY, 3: PAPER}.get(number, GONE)


# what a note links to
LINKS: list[tuple[str, tuple[tuple[str, int], ...]]] = [
    ("As [[claim:12]] and [[thread:3]] say.", (("claim", 12), ("thread", 3))),
    ("[[claim:12]], again [[claim:12]]", (("claim", 12),)),
    ("`[[claim:12]]` is how it is written", ()),
    ("```\n[[claim:12]]\n```", ()),
    ("[[speaker:1]] [[claim:]] [claim:1] [[claim:-1]] [[claim:" + "9" * 40 + "]]", ()),
]
# a note, what its HTML holds
SHOWN = [
    ("So [[claim:1]] it was.", '<q class="linked">The harbour is safe</q> (<a href="/claims/1"'),
    ("[[claim:1]]", '<blockquote class="linked">\n<p>“The harbour is safe”</p>'),
    ("See [[document:3]].", ">“Harbour”, The Gazette</a></cite>."),
    ("So [[claim:9]] is.", '<strong class="broken">Broken link: there is no claim 9.</strong>'),
    ("[[claim:9]]", '<p><strong class="broken">Broken link: there is no claim 9.</strong></p>'),
    ("`[[claim:1]]`", "<code>[[claim:1]]</code>"),
    ("Words[^1].\n\n[^1]: A footnote.", '<li id="fn:7-1">\n<p>A footnote.'),
]
# a note that tries something, what its HTML must not hold
TRIED = [
    ("[[claim:2]]", "<img"),
    ("So [[claim:2]].", "<img"),
    ("So [[claim:2]].", "<script"),
    ("So [[claim:2]].", "<em>no</em>"),
    ("So [[claim:2]].", "The harbour is safe"),
    ('<p id="content">x</p><li id="fn:evil">', 'id="content"'),
    ('<a href="javascript:alert(1)">x</a> [y](javascript:alert(1))', "javascript"),
    ('<q class="linked flash" style="x">a</q>', "flash"),
    ("[^1]\n\n[^1]: <script>alert(1)</script>", "<script"),
]
PLAIN = [
    "*a* _b_ `c` [d](e) [^1] [[claim:1]]",
    "<b>x</b> &lt;i&gt; &amp;",
    "# no heading\n> no quotation",
    "a | b ~~c~~",
]


@pytest.mark.parametrize(("note", "expected"), LINKS)
def test_a_link_names_a_noun_and_a_number_outside_code(note: str, expected: tuple[tuple[str, int], ...]) -> None:
    assert links_in(note) == expected


@pytest.mark.parametrize(("note", "expected"), SHOWN)
def test_a_link_shows_words_with_their_source_or_breaks_loudly(note: str, expected: str) -> None:
    assert expected in safe_html(note, resolve, prefix=7)


@pytest.mark.parametrize(("note", "forbidden"), TRIED)
def test_nothing_runs_and_nothing_is_mistaken_for_the_page(note: str, forbidden: str) -> None:
    assert forbidden not in safe_html(note, resolve)


@pytest.mark.parametrize("text", PLAIN)
def test_escaped_text_is_shown_as_it_is(text: str) -> None:
    import html

    shown = html.unescape(safe_html(f"x {escaped(text)} x"))
    assert shown == f"<p>x {' '.join(text.split())} x</p>"
