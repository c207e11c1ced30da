"""A line of a house: blanks filled from a claim and its source, optional parts, what is refused in one sentence."""

from __future__ import annotations

import string
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.cite.snippets import Quoted
from tracker.cite.sources import Citable, Pinpoint
from tracker.cite.styles import BLANKS, OwnLine, blanks_of, checked, fill
from tracker.models import Basis, ClaimKind, DocumentDate, TrackerError

PLACE = Pinpoint(paragraph=4, page=2, speaker="Mara Quill")
SOURCE = Citable(
    "a.pdf",
    DocumentDate("2022-03-21", Basis.STATED),
    "Swans ‘block’ the quay",
    "The Saltmere Gazette",
    "By Ruth Ellery",
    url="https://gazette.example/a",
    accessed="2024-05-06",
    sha256="0123456789abcdef" * 4,
)
QUILL = Quoted(
    "We said\nno one “left”.", ClaimKind.DIRECT, "Mara Quill", "2022-03-20", "https://gazette.example/a#:~:text=We",
    pinpoint=PLACE, role="Chief Constable",
)  # fmt: skip
BARE = Citable("leaflet.txt", DocumentDate(None, Basis.UNKNOWN, ()))
VOICE = Quoted("The rota is full", ClaimKind.STATISTIC)
FILLED = [
    # the line, what it prints where all is known, and where next to nothing is
    ("{speaker}, {role}: “{words}”", "Mara Quill, Chief Constable: “We said no one ‘left’.”", "“The rota is full”"),
    ("{speaker}[, {role}]: ‘{words}’", "Mara Quill, Chief Constable: ‘We said no one “left”.’", "‘The rota is full’"),
    ("[{speaker}: ]“{words}” (said {said})", "Mara Quill: “We said no one ‘left’.” (said 20 March 2022)",
     "“The rota is full” (said)"),
    ("[{speaker} ({role}): ]{words}[, said {said}]",
     "Mara Quill (Chief Constable): We said no one “left”., said 20 March 2022", "The rota is full"),
    ("{title}, {source}, {date} ({place})", "Swans ‘block’ the quay, The Saltmere Gazette, 21 March 2022 "
     "(page 2, paragraph 4)", "[Untitled text, filed as leaflet.txt], n.d."),
    ("“{title}” [{address} ]({accessed})", "“Swans ‘block’ the quay” https://gazette.example/a (6 May 2024)",
     "“[Untitled text, filed as leaflet.txt]”"),
    ("{ Author } [sic] {hash}\n{link}",
     "Ruth Ellery [sic] 0123456789ab\nhttps://gazette.example/a#:~:text=We", "[sic]"),
]  # fmt: skip
REFUSED = [
    ("", "one to 1,000 characters"),
    ("x{title}" * 200, "this one has 1,600"),
    ("{speeker}: “{words}”", "“{speeker}” is no blank; there are {speaker}"),
    ("{}", "“{}” is no blank"),
    ("{speaker: “{words}”", "A “{” stands alone"),
    ("{title}]", "A “]” stands alone"),
    ("[{title}[, {date}]]", "A “[” stands alone"),
    ("The Gazette", "without a blank"),
    ("“{words}”", "needs {speaker}"),
    ("{title}\t{date}", "are not printed"),
]


@pytest.mark.parametrize(("line", "full", "bare"), FILLED)
def test_a_line_prints_what_is_known_and_nothing_in_place_of_the_rest(line: str, full: str, bare: str) -> None:
    own = OwnLine("own", "Own", checked(line))
    assert fill(own, SOURCE, QUILL, PLACE).text == full
    assert fill(own, SOURCE, QUILL, PLACE).empty == ()
    assert fill(own, BARE, VOICE).text == bare


@pytest.mark.parametrize(("line", "reason"), REFUSED)
def test_a_line_with_something_wrong_is_refused_in_one_sentence(line: str, reason: str) -> None:
    with pytest.raises(TrackerError) as told:
        checked(line)
    assert reason in told.value.message
    assert told.value.message.endswith(".")


def test_what_is_empty_is_named_and_what_the_source_does_with_the_words_is_told() -> None:
    own = OwnLine("own", "Own", "{speaker}, {role}: “{words}” {address}")
    assert fill(own, BARE, VOICE).empty == ("speaker", "role", "address")
    denied = replace(QUILL, stance="denies", kind=ClaimKind.INDIRECT)
    assert fill(own, SOURCE, denied).text.startswith("Mara Quill (denying this), as reported, Chief Constable: ")


def test_a_line_about_words_cites_no_whole_document() -> None:
    assert [OwnLine("", "", line).quotes for line in ("{title}, {date}", "{title}: {words}", "{link}")] == [
        False,
        True,
        True,
    ]


@given(
    st.text(string.ascii_letters + "{}[]“”,: ", max_size=60)
    | st.lists(st.sampled_from([*"[]{ },", *BLANKS])).map("".join)
)
def test_any_line_is_refused_in_a_sentence_or_fills_without_a_brace(line: str) -> None:
    try:
        kept = checked(line)
    except TrackerError as error:
        assert error.message.endswith(".")
    else:
        assert not {*"{}"} & {*fill(OwnLine("", "", kept), SOURCE, QUILL, PLACE).text}
        assert set(blanks_of(kept)) <= set(BLANKS)
