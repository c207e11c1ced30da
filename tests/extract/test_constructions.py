"""Each construction of reported speech, in sentences of our own: what is content, who the source, what the cue."""

from __future__ import annotations

import re

import pytest

from tracker.extract import extract
from tracker.models import Attribution

Expected = tuple[str, str, str | None, str | None, int]

CONSTRUCTIONS: list[tuple[str, list[Expected]]] = [
    # text, [(kind, content with "…" between its spans, source, cue, polarity)]
    (
        "“The bridge will close in May,” said Nora Field.",
        [("direct", "The bridge will close in May", "Nora Field", "said", 1)],
    ),
    (
        "“The bridge will close in May,” Ms Field said.",
        [("direct", "The bridge will close in May", "Ms Field", "said", 1)],
    ),
    (
        "Ms Field said: “The bridge will close in May.”",
        [("direct", "The bridge will close in May.", "Ms Field", "said", 1)],
    ),
    (
        "The bridge will close by 2030, Nora Field told MPs on Monday.",
        [("indirect", "The bridge will close by 2030", "Nora Field", "told", 1)],
    ),
    (
        "There is no need for a bridge, Inspector Tom Hale said on Saturday.",
        [("indirect", "There is no need for a bridge", "Inspector Tom Hale", "said", 1)],
    ),
    (
        "SALTMERE (AP) — The bridge will close by 2030, Ms Field said.",
        [("indirect", "The bridge will close by 2030", "Ms Field", "said", 1)],
    ),
    (
        "SALTMERE, 4 March 2018. The bridge will close by 2030, Ms Field said.",
        [("indirect", "The bridge will close by 2030", "Ms Field", "said", 1)],
    ),
    (
        "Inspector Tom Hale said:\n\n“We found no weapon.\n\n“Nobody was hurt.”",
        [("direct", "We found no weapon. Nobody was hurt.", "Inspector Tom Hale", "said", 1)],
    ),
    (
        "Ida Marlow said in a statement on Friday:\n\n“The ferry will sail.”\n\nIt did not.",
        [("direct", "The ferry will sail.", "Ida Marlow", "said", 1)],
    ),
    (
        "“Will the ferry sail at all?” Ms Marlow asked. Nobody knew.",
        [("direct", "Will the ferry sail at all?", "Ms Marlow", "asked", 1)],
    ),
    (
        "“We found no weapon,” she said. “Nobody was hurt.”",
        [("direct", "We found no weapon … Nobody was hurt.", "she", "said", 1)],
    ),
    ("“We found,” she said, “no weapon at all.”", [("direct", "We found … no weapon at all.", "she", "said", 1)]),
    ("Mr Hale called the plan “a costly mistake”.", [("mixed", "the plan “a costly mistake", "Mr Hale", "called", 1)]),
    (
        "The mayor said the scheme was “a waste of money” and would be stopped.",
        [("mixed", "the scheme was “a waste of money” and would be stopped", "The mayor", "said", 1)],
    ),
    (
        "The minister said that crime had fallen in every region.",
        [("indirect", "crime had fallen in every region", "The minister", "said", 1)],
    ),
    (
        "The minister said crime had fallen in every region.",
        [("indirect", "crime had fallen in every region", "The minister", "said", 1)],
    ),
    (
        "Crime has fallen in every region, the minister said.",
        [("indirect", "Crime has fallen in every region", "the minister", "said", 1)],
    ),
    (
        "Crime, the minister said, has fallen in every region.",
        [("indirect", "Crime … has fallen in every region", "the minister", "said", 1)],
    ),
    (
        "Waiting times in Marlow rose to 40 weeks and cancelled visits to 35, said Nora Field.",
        [("indirect", "Waiting times in Marlow rose to 40 weeks and cancelled visits to 35", "Nora Field", "said", 1)],
    ),
    (
        "Tram fines fell to 12, insisted Joy Reed.",
        [("indirect", "Tram fines fell to 12", "Joy Reed", "insisted", 1)],
    ),
    (
        "According to the Home Office, crime has fallen in every region.",
        [("indirect", "crime has fallen in every region", "the Home Office", "According to", 1)],
    ),
    (
        "Crime has fallen in every region, according to the Home Office.",
        [("indirect", "Crime has fallen in every region", "the Home Office", "according to", 1)],
    ),
    (
        "The council denied that it had closed the shelter.",
        [("indirect", "it had closed the shelter", "The council", "denied", -1)],
    ),
    (
        "The union rejected claims that its members were paid twice.",
        [("indirect", "its members were paid twice", "The union", "claims", -1)],
    ),
    (
        "The PM vowed to cut waiting lists by half.",
        [("indirect", "to cut waiting lists by half", "The PM", "vowed", 1)],
    ),
    (
        "He criticised the council for ignoring residents.",
        [("indirect", "the council for ignoring residents", "He", "criticised", 1)],
    ),
    (
        "Det Supt Ann Marsh told the Harbour Assembly on Thursday that patrols had doubled.",
        [("indirect", "patrols had doubled", "Det Supt Ann Marsh", "told", 1)],
    ),
    (
        "Mr Justice Crane ruled that the order was unlawful.",
        [("indirect", "the order was unlawful", "Mr Justice Crane", "ruled", 1)],
    ),
    (
        "The Met said it had no plans to arm more officers.",
        [("indirect", "it had no plans to arm more officers", "The Met", "said", 1)],
    ),
    (
        "A Scotland Yard spokesman said: ‘We are aware of the video.’",
        [("direct", "We are aware of the video.", "A Scotland Yard spokesman", "said", 1)],
    ),
    (
        "‘It’s the officers’ choice,’ said PC Lee Dunn. ‘They won’t be forced.’",
        [("direct", "It’s the officers’ choice … They won’t be forced.", "PC Lee Dunn", "said", 1)],
    ),
    (
        "'It's the residents' choice,' said Councillor Joy Reed.",
        [("direct", "It's the residents' choice", "Councillor Joy Reed", "said", 1)],
    ),
    (
        "Ms Reed, who has led the council since 2012, said taxes would not rise.",
        [("indirect", "taxes would not rise", "Ms Reed", "said", 1)],
    ),
    (
        "Omar Bright, the union's general secretary, warned that hospitals would close.",
        [("indirect", "hospitals would close", "Omar Bright", "warned", 1)],
    ),
    (
        "“Nobody was told,” said Omar Bright, the head of the drivers' union.",
        [("direct", "Nobody was told", "Omar Bright", "said", 1)],
    ),
    (
        "She said fares would be frozen and insisted the network was safe.",
        [
            ("indirect", "fares would be frozen", "She", "said", 1),
            ("indirect", "the network was safe", "She", "insisted", 1),
        ],
    ),
    (
        "The report found that one school in five had no library.",
        [("indirect", "one school in five had no library", "The report", "found", 1)],
    ),
    (
        "The charity claims 4,000 children sleep in hostels.",
        [("indirect", "4,000 children sleep in hostels", "The charity", "claims", 1)],
    ),
    (
        "Campaigners accused the firm of hiding the figures.",
        [("indirect", "the firm of hiding the figures", "Campaigners", "accused", 1)],
    ),
    (
        "The chancellor promised that pensions would keep pace with prices.",
        [("indirect", "pensions would keep pace with prices", "The chancellor", "promised", 1)],
    ),
    (
        "Ms Reed explained how the money had been spent.",
        [("indirect", "how the money had been spent", "Ms Reed", "explained", 1)],
    ),
    ("“Is it safe?” he asked.", [("direct", "Is it safe?", "he", "asked", 1)]),
    ("«Nous partons», said Claire Petit.", [("direct", "Nous partons", "Claire Petit", "said", 1)]),
    ("“The ‘green zone’ is a myth,” he said.", [("direct", "The ‘green zone’ is a myth", "he", "said", 1)]),
    ("The so-called “super sewer” opened on Monday.", []),
    ("Her book “A Short Walk” was published in 2019.", []),
    ("The bridge was closed on Monday. Engineers worked all night.", []),
    (
        "The fire was “fully under control”, Chief Fire Officer Mia Stone said.",
        [("mixed", "The fire was “fully under control", "Chief Fire Officer Mia Stone", "said", 1)],
    ),
    (
        "Speaking on the steps of the court, his lawyer said the verdict was “a disgrace”.",
        [("mixed", "the verdict was “a disgrace", "his lawyer", "said", 1)],
    ),
    (
        "The hospital has refuted allegations that records were lost.",
        [("indirect", "allegations that records were lost", "The hospital", "refuted", -1)],
    ),
    ('"We will appeal," the company said in a statement.', [("direct", "We will appeal", "the company", "said", 1)]),
    (
        '"We will appeal," the company said in a statement. "The ruling is wrong."',
        [("direct", "We will appeal … The ruling is wrong.", "the company", "said", 1)],
    ),
    ("Ms Reed added: “We listened.", [("direct", "We listened.", "Ms Reed", "added", 1)]),
    ("Reed: ‘We will not raise fares’", [("direct", "We will not raise fares", "Reed", ":", 1)]),
    (
        "It is a mistake, Ms Field argues, to build there.",
        [("indirect", "It is a mistake … to build there", "Ms Field", "argues", 1)],
    ),
    (
        "The ministry announced on Friday that the tunnel would open in June.",
        [("indirect", "the tunnel would open in June", "The ministry", "announced", 1)],
    ),
    ("Police say the man acted alone.", [("indirect", "the man acted alone", "Police", "say", 1)]),
    ("Mr Hale dismissed the report as “fantasy”.", [("mixed", "the report as “fantasy", "Mr Hale", "dismissed", -1)]),
    ("“I saw nothing,” the driver told police.", [("direct", "I saw nothing", "the driver", "told", 1)]),
    ("He told the inquiry: “I saw nothing.”", [("direct", "I saw nothing.", "He", "told", 1)]),
    ("He told reporters that “nothing has been decided”.", [("mixed", "nothing has been decided", "He", "told", 1)]),
    ('Ms Field tweeted: "Proud of this team."', [("direct", "Proud of this team.", "Ms Field", "tweeted", 1)]),
    (
        "The Archbishop urged ministers to think again.",
        [("indirect", "ministers to think again", "The Archbishop", "urged", 1)],
    ),
]

NO_SPEECH = [
    "The bridge was closed on Monday. Engineers worked all night.",
    "The so-called “super sewer” opened on Monday.",
    "Her book “A Short Walk” was published in 2019.",
    "The so-called ‘silver road’ runs past the ‘Old Mill’ inn.",
]

WORD = re.compile(r"\w+|…")


def words(content: str) -> list[str]:
    found = WORD.findall(content.lower())
    return found[1:] if found[:1] == ["that"] else found


def described(text: str, item: Attribution) -> tuple[str, list[str], str | None, str | None, int]:
    content = " … ".join(span.of(text) for span in item.spans)
    source = item.source.of(text) if item.source else None
    cue = item.cue.of(text) if item.cue else None
    return item.kind.value, words(content), source, cue, item.polarity


@pytest.mark.parametrize(("text", "expected"), CONSTRUCTIONS)
def test_a_construction_yields_its_content_source_and_cue(text: str, expected: list[Expected]) -> None:
    found = [described(text, item) for item in extract(text).attributions]
    assert found == [(kind, words(content), *rest) for kind, content, *rest in expected]


@pytest.mark.parametrize("text", NO_SPEECH)
def test_a_text_without_speech_yields_no_attribution(text: str) -> None:
    assert extract(text).attributions == ()
