"""Subtitles: cues joined to sentences with their times, voices and labels; all who speak are invented."""

from __future__ import annotations

import pytest

from tracker.ingest.reader import read
from tracker.models import ReadError, RecordKind

VTT = """WEBVTT - Budget debate

NOTE made for a test

1
00:00:01.000 --> 00:00:03.000 align:start
<v.loud Ann Pole>We cut fares &amp; tolls

00:00:03.000 --> 00:00:x
damaged cue

00:00:05.000 --> 00:00:09.000
<v Ann Pole><c.yellow>by 12 per</c> <00:00:06.000>cent. It rose.

00:01:05.000 --> 00:01:08.000
<v Ann Pole>Tolls have fallen.

00:01:09.000 --> 00:01:10.000
[Applause]

00:01:10.000 --> 00:01:15.000
<v Tom Hale>They have not.
"""


def _srt(*cues: str) -> str:
    """Return SubRip text with a cue every two seconds."""
    return "\n".join(
        f"{n}\n00:00:{2 * n:02},000 --> 00:00:{2 * n + 1:02},900\n{cue}\n" for n, cue in enumerate(cues, 1)
    )


def _spoken(page: str, name: str = "a.srt") -> list[tuple[str | None, str, str | None]]:
    document = read(page.encode(), name)
    return [(speech.speaker, speech.span.of(document.text), speech.time) for speech in document.speeches]


def test_cues_become_sentences_with_the_time_each_begins_at_and_a_paragraph_a_minute() -> None:
    document = read(VTT.encode(), "budget.vtt")
    assert document.text == (
        "Ann Pole\n\nWe cut fares & tolls by 12 per cent. It rose.\n\nTolls have fallen.\n\n[Applause]\n\nTom Hale\n\n"
        "They have not."
    )
    assert _spoken(VTT, "budget.vtt") == [
        ("Ann Pole", "We cut fares & tolls by 12 per cent.", "00:00:01"),
        ("Ann Pole", "It rose.", "00:00:05"),
        ("Ann Pole", "Tolls have fallen.", "00:01:05"),
        ("Tom Hale", "They have not.", "00:01:10"),
    ]
    assert (document.title, document.record, document.media_type) == ("Budget debate", RecordKind.VERBATIM, "text/vtt")
    assert document.notes == ("This file is damaged; 1 cue was left out.",)


SPEAKERS = [
    (("ANN POLE: Fares rose.", "They did.", ">> They did not."), ["Ann Pole", "Ann Pole", None]),
    (("Ann Pole: Fares rose.", "HALE: They did not."), ["Ann Pole", "Hale"]),
    (("Fares rose. TOM HALE: They fell. ANN: No.",), [None, "Tom Hale", "Ann"]),
    (("ANN: Fares rose. >> TOM: They fell. >>They fell.",), ["Ann", "Tom", None]),
    (("ANN: Fares rose.", "- Did they?\n- They did."), ["Ann", None, None]),
    (("REPORTER: Did fares rise?", "Narrator: They did."), ["reporter", "narrator"]),
    (("The time is 10:30 now.", "We asked the\nBBC: what is it?"), [None, None]),
    (("ANN: Fares rose by", "<i>12 per cent.</i>", "(LAUGHTER)", "♪ music ♪", "They fell."), ["Ann", "Ann"]),
]


@pytest.mark.parametrize(("cues", "names"), SPEAKERS)
def test_labels_and_changes_of_speaker_tell_whose_words_they_are(
    cues: tuple[str, ...], names: list[str | None]
) -> None:
    assert [name for name, _, _ in _spoken(_srt(*cues))] == names


def test_a_line_that_rolls_up_is_said_once() -> None:
    assert [
        words for _, words, _ in _spoken(_srt("fares rose", "fares rose\nby a tenth.", "by a tenth.\nThey did."))
    ] == [
        "fares rose by a tenth.",
        "They did.",
    ]


def test_a_damaged_cue_costs_itself_alone() -> None:
    document = read(
        _srt("Fares rose.", "Tolls rose.", "Rents rose.").replace("04,000 -->", "04,000 ->").encode(), "a.srt"
    )
    assert document.text == "Fares rose. Rents rose."
    assert document.notes == ("This file is damaged; 1 cue was left out.",)


def test_words_without_stops_are_cut_by_the_minute() -> None:
    cues = (
        f"00:{n // 6:02}:{n % 6 * 10:02}.000 --> 00:{n // 6:02}:{n % 6 * 10 + 9:02}.000\n{'word ' * 19}"
        for n in range(18)
    )
    assert [time for _, _, time in _spoken("WEBVTT\n\n" + "\n\n".join(cues), "a.vtt")] == [
        "00:00:00", "00:01:00", "00:02:00",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "page", ["WEBVTT\n", "no subtitles", "1\n00:00:01,000 -> 00:00:02,000\nFares rose.\n", "WEBVTT\n\n\n"]
)
@pytest.mark.parametrize("name", ["a.srt", "a.vtt"])
def test_what_holds_no_cue_is_refused_in_one_sentence(page: str, name: str) -> None:
    with pytest.raises(ReadError, match=r"^a\.(srt|vtt) holds no subtitles: there is no cue"):
        read(page.encode(), name)
