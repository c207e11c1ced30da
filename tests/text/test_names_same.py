"""Which names may be one speaker's, and which never are."""

import pytest

from tracker.models.documents import SpeakerIdentity
from tracker.text.names import same_speakers, speaker_key

# names of persons in one database (bodies begin with "the"), and the pairs that are suggested, shorter name first
TABLE = (
    (("Wren", "Tobias Wren"), [("Wren", "Tobias Wren")]),
    (("T. Wren", "Tobias Wren"), [("T. Wren", "Tobias Wren")]),
    (("Wren", "Tobias Wren", "Ada Wren"), []),
    (("T. Wren", "Tobias Wren", "Thora Wren"), []),
    (("Ada Wren", "Tobias Wren"), []),
    (("Will Penhale", "William Penhale"), [("Will Penhale", "William Penhale")]),
    (("Dora Penhale", "Dora Quill"), []),
    (("Penhale", "Quill"), []),
    (("the SHC", "the Saltmere Harbour Council"), [("the SHC", "the Saltmere Harbour Council")]),
    (("the SHC", "the Saltmere Harbour Council", "the Southern Home Counties"), []),
    (("the Council", "the Saltmere Harbour Council"), []),
    ((), []),
)


@pytest.mark.parametrize(("names", "expected"), TABLE)
def test_names_that_may_be_one(names: tuple[str, ...], expected: list[tuple[str, str]]) -> None:
    speakers = [
        SpeakerIdentity(number, name, "body" if name.startswith("the ") else "person", speaker_key(name))
        for number, name in enumerate(names, 1)
    ]
    found = same_speakers(speakers)
    assert [(names[pair.short - 1], names[pair.full - 1]) for pair in found] == expected
    assert all(pair.why.endswith(".") for pair in found)


def test_a_description_is_nobody_elses_name() -> None:
    described = SpeakerIdentity(1, "neighbour", "person", "document 4: neighbour")
    assert same_speakers([described, SpeakerIdentity(2, "Ann Neighbour", "person", "ann neighbour")]) == []
