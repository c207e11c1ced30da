"""Debates as data: each speech with what its record tells of it; all debates, members and addresses are invented."""

from __future__ import annotations

from dataclasses import astuple
from typing import Any

import pytest

from tracker.extract import extract
from tracker.ingest.reader import read
from tracker.ingest.records import day, who
from tracker.models import Document, ReadError, RecordKind, Speech

DEBATE = """<?xml version="1.0" encoding="ISO-8859-1"?>
<!DOCTYPE publicwhip [ <!ENTITY pound "&#163;" > <!ENTITY mdash "&#8212;"> ]>
<publicwhip scraperversion="a" latest="yes">
<major-heading id="uk.org.publicwhip/debate/2019-05-07a.401.1" nospeaker="true" colnum="401" time="" url="">Canals
</major-heading>
<minor-heading id="uk.org.publicwhip/debate/2019-05-07a.401.2" nospeaker="true" >Lock Repairs</minor-heading>
<speech id="uk.org.publicwhip/debate/2019-05-07a.401.3" speakername="Clara Hart" speakeroffice="The Minister of State"
 person_id="uk.org.publicwhip/person/9001" colnum="401" time="14:31:00" url="">
<p pid="a401.3/1">Canal use has risen by 12 per cent &mdash; we spent &pound;40 million.</p>
<p pid="a401.3/2" class="italic">[<i>Interruption.</i>]</p>
<p pid="a401.3/3">The Canal Board said that tolls fell by 4 per cent. The <phrase class="x">locks</phrase> are dry.</p>
<table><tr><td>Year</td><td>Boats</td></tr><tr><td>2018</td><td>412</td></tr></table>
</speech>
<speech id="uk.org.publicwhip/debate/2019-05-07a.402.0" speakername="Hon. Members:" nospeaker="true" colnum="402">
<p>Canal use has fallen!</p></speech>
<speech id="uk.org.publicwhip/debate/2019-05-07a.402.1" nospeaker="true" colnum="402" time="" url="">
<p class="italic">Question put and agreed to by 12 per cent of those present.</p></speech>
<speech id="uk.org.publicwhip/debate/2019-05-07a.402.2" person_id="unknown" error="No match" speakername="Mr Pole"
 colnum="402" time="14:35:00" url="https://example.org/debate/x"><p>That is not what the figures show.</p></speech>
<division id="uk.org.publicwhip/debate/2019-05-07a.403.0" nospeaker="true" divdate="2019-05-07" divnumber="4">
<divisioncount ayes="300" noes="200"/><mplist vote="aye"><mpname vote="aye">Ann Pole</mpname></mplist></division>
</publicwhip>"""

MAYOR = """<publicwhip>
<minor-heading nospeaker="true" id="uk.org.publicwhip/london-mayors-questions/2021-02-25.2021-0009.h">Bus Fares
</minor-heading>
<question id="uk.org.publicwhip/london-mayors-questions/2021-02-25.2021-0009.q0" speakername="Ann Pole"
 person_id="uk.org.publicwhip/person/9003" url="https://www.example.org/questions/2021/0009">
<p>How much have bus fares risen since 2016?</p></question>
<reply id="uk.org.publicwhip/london-mayors-questions/2021-02-25.2021-0009.r0" speakername="Tom Hale"
 person_id="uk.org.publicwhip/person/9004"><p>Bus fares have risen by 3 per cent since 2016.</p></reply>
</publicwhip>"""

SITTING = """<?xml version="1.0" encoding="UTF-8"?>
<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:id="ParlaMint-XX_2020-02-12" xml:lang="en">
<teiHeader><fileDesc><titleStmt><title type="main">Corpus ParlaMint-XX, 2020-02-12 [ParlaMint SAMPLE]</title>
<title type="sub">Minutes of the Upper House, 2020-02-12</title></titleStmt>
<publicationStmt><date when="2024-01-23">2024-01-23</date></publicationStmt>
<sourceDesc><bibl><idno type="URI">https://parliament.example.org/debate/9bc0</idno><date when="2020-02-12"/></bibl>
</sourceDesc></fileDesc></teiHeader>
<text><body><div type="debateSection">
<head>Employment</head>
<note type="time">Eleven o'clock</note>
<note type="speaker">The Minister of State (Baroness Vale of Ripon):</note>
<u xml:id="XX.u1" ana="#regular" who="#MargaretVale"><seg xml:id="XX.s1">Youth employment has risen by 12 per cent</seg>
<note type="noise">(Applause)</note>
<seg>We spent £40 million <vocal><desc>interruption</desc></vocal>on it</seg></u>
<u xml:id="XX.u2" ana="#guest" who="#TomMcHale"><seg><s><w join="right">Youth</w><pc>,</pc> <w>employment</w> <w>has</w>
<w>fallen</w> <w join="right">again</w><pc>.</pc></s></seg></u>
</div></body></text></TEI>"""

PERSONS = """<listPerson><person xml:id="MargaretVale"><persName><forename>Margaret</forename><surname>Vale</surname>
</persName></person></listPerson>"""


def _read(page: str, name: str = "debate.xml") -> Document:
    return read(page.encode(), name)


def _spoken(document: Document) -> list[tuple[str | None, str]]:
    return [(speech.speaker, speech.span.of(document.text)) for speech in document.speeches]


def test_a_speech_of_parlparse_has_all_that_its_record_tells() -> None:
    document = _read(DEBATE)
    first = document.speeches[0]
    label, role = first.label, first.role
    assert label is not None and label.of(document.text) == "The Minister of State (Clara Hart)"
    assert role is not None and role.of(document.text) == "The Minister of State"
    assert first == Speech(
        span=first.span,
        speaker="Clara Hart",
        label=label,
        role=role,
        speech_id="uk.org.publicwhip/debate/2019-05-07a.401.3",
        member_id="uk.org.publicwhip/person/9001",
        column="401",
        time="14:31:00",
        url="https://www.theyworkforyou.com/debates/?id=2019-05-07a.401.3",
        heading="Lock Repairs",
    )
    assert astuple(document.speeches[-1])[4:11] == (
        "uk.org.publicwhip/debate/2019-05-07a.402.2", None, "402", "14:35:00", None, "https://example.org/debate/x",
        "Lock Repairs",
    )  # fmt: skip


def test_a_stage_direction_breaks_a_speech_and_votes_are_nobody_s() -> None:
    document = _read(DEBATE)
    assert _spoken(document) == [
        ("Clara Hart", "Canal use has risen by 12 per cent — we spent £40 million."),
        ("Clara Hart", "The Canal Board said that tolls fell by 4 per cent. The locks are dry."),
        (None, "Canal use has fallen!"),
        ("Mr Pole", "That is not what the figures show."),
    ]
    for words in (
        "Hon. Members\n\n",
        "[Interruption.]",
        "2018 | 412",
        "Division 4: ayes 300, noes 200.",
        "Aye: Ann Pole.",
    ):
        assert words in document.text
    claims = extract(document.text, None, document.speeches).claims
    assert [(claim.speaker, claim.text) for claim in claims] == [
        ("Clara Hart", "Canal use has risen by 12 per cent — we spent £40 million."),
        ("Canal Board", "tolls fell by 4 per cent"),
        ("Clara Hart", "The locks are dry."),
        (None, "Canal use has fallen!"),
        ("Mr Pole", "That is not what the figures show."),
    ]


def test_a_debate_tells_its_date_title_and_kind_of_record() -> None:
    document = _read(DEBATE)
    assert (document.title, document.metadata_dates[0].value) == ("Canals", "2019-05-07")
    assert (document.record, document.media_type, document.notes) == (RecordKind.EDITED, "application/xml", ())


def test_questions_to_a_mayor_are_those_of_who_asks_and_who_replies() -> None:
    document = _read(MAYOR)
    assert [(speech.speaker, speech.member_id, speech.url, speech.heading) for speech in document.speeches] == [
        ("Ann Pole", "uk.org.publicwhip/person/9003", "https://www.example.org/questions/2021/0009", "Bus Fares"),
        ("Tom Hale", "uk.org.publicwhip/person/9004", "https://www.example.org/questions/2021/0009", "Bus Fares"),
    ]
    assert document.title == "Questions to the Mayor of London, 25 February 2021"


def test_days_of_several_dates_date_their_speeches_each() -> None:
    document = _read(MAYOR.replace("2021-02-25.2021-0009.r0", "2021-03-02.2021-0009.r0"))
    assert document.metadata_dates == ()
    assert [speech.date for speech in document.speeches] == ["2021-02-25", "2021-03-02"]


def test_a_sitting_of_parlamint_has_names_from_notes_and_ids_or_its_list_of_persons() -> None:
    document = _read(SITTING, "sitting.xml")
    assert _spoken(document) == [
        ("Baroness Vale of Ripon", "Youth employment has risen by 12 per cent"),
        ("Baroness Vale of Ripon", "We spent £40 million"),
        ("Baroness Vale of Ripon", "on it"),
        ("Tom McHale", "Youth, employment has fallen again."),
    ]
    assert [(speech.speech_id, speech.member_id) for speech in document.speeches][2:] == [
        ("XX.u1", "MargaretVale"),
        ("XX.u2", "TomMcHale"),
    ]
    assert (document.title, document.url) == (
        "Minutes of the Upper House, 2020-02-12",
        "https://parliament.example.org/debate/9bc0",
    )
    assert document.metadata_dates[0].value == "2020-02-12"
    assert document.notes == (
        "Names of speakers were made from their ids, as neither the file nor a list beside it names them.",
    )
    listed = _read(SITTING.replace("<text>", f"{PERSONS}<text>"), "sitting.xml")
    assert listed.speeches[0].speaker == "Margaret Vale"
    assert listed.speeches[0].role is not None


@pytest.mark.parametrize(
    ("page", "broken", "left"),
    [
        (DEBATE, '<phrase class="x">locks</phrase> are dry.</p>', [None, "Mr Pole"]),
        (DEBATE, "</publicwhip>", ["Clara Hart", "Clara Hart", None, "Mr Pole"]),
        (MAYOR, "<p>How much have bus fares", ["Tom Hale"]),
        (SITTING, "</seg></u>\n</div>", ["Baroness Vale of Ripon"] * 3),
    ],
)
def test_what_is_damaged_costs_itself_alone_and_is_said(page: str, broken: str, left: list[str | None]) -> None:
    assert broken in page
    document = _read(page.replace(broken, "<p><b>"))
    assert [speech.speaker for speech in document.speeches] == left
    assert document.notes[0].startswith("This file is damaged XML; ")


BOMB = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 9}">' for n in range(1, 9))
REFUSED = [
    (
        f'<!DOCTYPE publicwhip [<!ENTITY a0 "x">{BOMB}]><publicwhip>&a8;</publicwhip>',
        "declares entities that stand for",
    ),
    (
        '<!DOCTYPE publicwhip [<!ENTITY a SYSTEM "file:///etc/passwd">]><publicwhip>&a;</publicwhip>',
        "declares entities in",
    ),
    ('<!DOCTYPE p [<!ENTITY % a SYSTEM "http://x.example/"> %a;]><publicwhip/>', "declares entities in a way that no"),
    ("<publicwhip>&nothing;</publicwhip>", "is damaged XML: none of its speeches could be read."),
    ("<publicwhip>" + "<x>" * 5_000, "is damaged XML: none"),
    ("<publicwhip><member id='1'/></publicwhip>", "holds no speech: it has the form of a debate"),
    ("<TEI><text/></TEI>", "holds no speech"),
    ("<rss><channel/></rss>", "is XML of another kind than those known here: debates of TheyWorkForYou"),
    ("no XML at all", "is XML of another kind"),
]


@pytest.mark.parametrize(("page", "sentence"), REFUSED)
def test_what_holds_no_debate_is_refused_in_one_sentence(page: str, sentence: str) -> None:
    with pytest.raises(ReadError) as refusal:
        _read(page)
    assert refusal.value.message.startswith(f"debate.xml {sentence}")


LABELS = [
    ("Clara Hart", "Clara Hart", None),
    ("The Minister of State (Clara Hart)", "Clara Hart", "The Minister of State"),
    ("The Lord Privy Seal (Baroness Vale of Ripon) (Lab)", "Baroness Vale of Ripon", "The Lord Privy Seal"),
    ("Madam Deputy Speaker (Ms Nora Field)", "Ms Nora Field", "Madam Deputy Speaker"),
    ("Tom Hale MP (Mayor of Hull)", "Tom Hale MP", "Mayor of Hull"),
    ("Sir Tom Hale (Hull and Hessle) (Con)", "Sir Tom Hale", None),
    ("The Earl of Sandby (CB)", "The Earl of Sandby", None),
    ("Mr Speaker", "Mr Speaker", None),
]


@pytest.mark.parametrize(("label", "name", "office"), LABELS)
def test_a_line_that_names_a_speaker_is_told_apart_from_office_seat_and_party(
    label: str, name: str, office: str | None
) -> None:
    assert who(label) == (name, office)


@pytest.mark.parametrize(
    ("words", "value"),
    [("2020-05-05T14:30:00Z", "2020-05-05"), ("5/2020", None), ("2020-13-45", None), ("", None), (20200505, None)],
)
def test_a_date_is_taken_only_where_it_is_one(words: Any, value: str | None) -> None:
    assert day(words) == value
