"""Who speaks: sources of invented texts and the speakers a careful reader gives them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.extract.marked import resolved, speakers
from tracker.extract import extract
from tracker.extract.prose import prose
from tracker.extract.speakers import resolve
from tracker.models import Attribution, ClaimKind, Span

SHORTER_NAMES = [
    ("Ann Reed opened the library. {Reed} said it was full.", ["Ann Reed"]),
    ("Ann Reed opened the library. {Ms Reed} said it was full.", ["Ann Reed"]),
    ("Ann Reed opened the library. {Ann} said it was full.", ["Ann Reed"]),
    ("Ann B. Reed came first. {Ann Reed} said so, and {Reed} said it again.", ["Ann B. Reed", "Ann B. Reed"]),
    ("Reed to close library\n\nThe council met. {Ann Reed} said so. {Reed} added nothing.", ["Ann Reed", "Ann Reed"]),
    ("William Cole spoke in Leeds. {Bill Cole} said he was glad.", ["William Cole"]),
    ("John Shaw and Mary Shaw met. {Mr Shaw} agreed. {Mrs Shaw} did not.", ["John Shaw", "Mary Shaw"]),
    ("John Shaw Jr. met John Shaw. {John Shaw Jr.} said so.", ["John Shaw Jr"]),
    ("Ursula von der Berg came. {Von der Berg} said little.", ["Ursula von der Berg"]),
    ("Jane O’Hara came. {O’Hara} said little.", ["Jane O’Hara"]),
    ("Conall Ó Broin came. {Mr Ó Broin} said little.", ["Conall Ó Broin"]),
    ("Emyr ap Rhys came. {Rhys} said little.", ["Emyr ap Rhys"]),
    ("Yusra bint Salim came. {She} said little.", ["Yusra bint Salim"]),
    ("Ann Shaw came. {Shaw} spoke. Mary Shaw left. {Mrs Shaw} stayed.", ["Ann Shaw", "Shaw"]),
    ("Hamid al-Marsh came. {Mr al-Marsh} said little.", ["Hamid al-Marsh"]),
    ("{Mr. Okonedo} said it was late.", ["Okonedo"]),
    ("Sir Alan Mercer came. {Sir Alan} said little.", ["Alan Mercer"]),
    ("Alan Mercer came. {Sir Alan} said little.", ["Alan Mercer"]),
    ("Dame Ruth Kerr and Ruth Hope came. {Dame Ruth} said little.", ["Ruth Kerr"]),
    ("Lord Peter Hale came. {Lord Peter} said little.", ["Peter Hale"]),
    ("Sir Alan Mercer and Sir Alan Hope came. {Sir Alan} said little.", ["Sir Alan"]),
    ("Sir Alan Mercer and Lord Marsh came. {Lord Marsh} said little.", ["Lord Marsh"]),
]
TITLES = [
    ("{Detective Chief Inspector Ann Reed} said so.", "Ann Reed"),
    ("{Det Supt Ann Reed} said so.", "Ann Reed"),
    ("{Det. Insp. Ann Reed} said so.", "Ann Reed"),
    ("{DCI Ann Reed} said so.", "Ann Reed"),
    ("{Ch Supt John Shaw} said so.", "John Shaw"),
    ("{Assistant Commissioner Sir John Shaw} said so.", "John Shaw"),
    ("{Mr Justice Cole} said so.", "Cole"),
    ("{Lord Justice Cole} said so.", "Cole"),
    ("{Lord Marsh} said so.", "Lord Marsh"),
    ("{Pope Leander} said so.", "Pope Leander"),
    ("{the Rev Ann Reed} said so.", "Ann Reed"),
    ("{Cllr Ann Reed} said so.", "Ann Reed"),
    ("{Sen. Ann Reed (R-Ohio)} said so.", "Ann Reed"),
    ("{Rep. Ann Reed of Ohio} said so.", "Ann Reed"),
    ("{Lt. Gen. John Shaw} said so.", "John Shaw"),
    ("{Prof Ann Reed} said so.", "Ann Reed"),
    ("{Dame Ann Reed} said so.", "Ann Reed"),
    ("{former Ohio Gov. John Shaw} said so.", "John Shaw"),
    ("{Leeds Chamber President Ann Reed} said so.", "Ann Reed"),
    ("{Republican John Shaw} said so.", "John Shaw"),
    ("{T/DCI Ann Reed} said so.", "Ann Reed"),
    ("{the Rt Hon Ann Reed MP} said so.", "Ann Reed"),
    ("{Judge Ann Reed KC} said so.", "Ann Reed"),
    ("{Police and Crime Commissioner Ann Reed} said so.", "Ann Reed"),
    ("{Mayor of Leeds Ann Reed} said so.", "Ann Reed"),
    ("{the Bishop of Leeds, the Rt Rev John Shaw,} said so.", "John Shaw"),
    ("{Mr and Mrs Shaw} said so.", "Mr and Mrs Shaw"),
    ("{Labour’s Ann Reed} said so.", "Ann Reed"),
]
HEADS = [
    ("{Ann Reed, the mayor of Leeds,} said so.", "Ann Reed"),
    ("{The mayor, Ann Reed,} said so.", "Ann Reed"),
    ("{A spokesman for the council, John Shaw,} said so.", "John Shaw"),
    ("{The council’s head of housing, John Shaw,} said so.", "John Shaw"),
    ("{former secretary of state Ann Reed} said so.", "Ann Reed"),
    ("{council spokesman John Shaw} said so.", "John Shaw"),
    ("{a retired teacher named Ann Reed} said so.", "Ann Reed"),
    ("{Ann Reed and John Shaw} said so.", "Ann Reed and John Shaw"),
    ("{Two objectors, Ann Reed and John Shaw,} said so.", "Ann Reed and John Shaw"),
    ("{Ann Reed, John Shaw and Mary Cole} said so.", "Ann Reed and John Shaw and Mary Cole"),
    ("{Ann Reed and her friends} said so.", "Ann Reed and her friends"),
    ("{Ann Reed, who runs the shop,} said so.", "Ann Reed"),
    ("{Ann Reed herself} said so.", "Ann Reed"),
]
BODIES = [
    ("{A Scotland Yard spokesman} said so.", "Scotland Yard spokesman"),
    ("{The Daily Gazette} reported it.", "Daily Gazette"),
    ("{the Department of Justice} said so.", "Department of Justice"),
    ("{Campaigners} said so.", "Campaigners"),
    ("{Two people familiar with the plan} said so.", "Two people familiar with the plan"),
    ("{a woman who asked not to be named} said so.", "woman"),
    ("{a spokesman for the council, which owns the land,} said so.", "spokesman for the council"),
    ("{The National Fire Chiefs’ Council} said so.", "National Fire Chiefs’ Council"),
    ("The National Fire Chiefs’ {Council} said so.", "National Fire Chiefs’ Council"),
    ("{The Farmers' Union} said so.", "Farmers' Union"),
    ("{The Nurses’ and Midwives’ Council} said so.", "Nurses’ and Midwives’ Council"),
    ("{Women's Aid} said so.", "Women's Aid"),
    ("{St John's Ambulance} said so.", "St John's Ambulance"),
    ("{The King’s Fund} said so.", "King’s Fund"),
    (
        "The Ministry of Housing, {Communities and Local Government} said so.",
        "Ministry of Housing, Communities and Local Government",
    ),
    ("{The Royal College of Nurses of England and Wales} said so.", "Royal College of Nurses of England and Wales"),
    ("{The Ministry of Justice and the Treasury} said so.", "Ministry of Justice and the Treasury"),
    ("{LEEDS COUNCIL} is to close it. Leeds Council met on Monday.", "Leeds Council"),
]
BODIES_NAMED_BEFORE = [
    ("Harlow Police made 412 arrests. According to {the force}, crime fell.", "Harlow Police"),
    ("Harlow Police and Leeds Police met. {The force} said so.", "force"),
    ("{The force} said so. Harlow Police met Ann Reed.", "force"),
    ("The Police Service of Harlow spoke. {The force} said so.", "Police Service of Harlow"),
    ("The Harlow Police Federation met. {The force} said so.", "force"),
    ("Harlow Borough Council met Harlow Police. {The council} said so.", "Harlow Borough Council"),
    ("Harlow Council’s hall is Harlow Borough Council’s pride. {The council} said so.", "Harlow Borough Council"),
    ("The Department for Transport paid. {The department} said so.", "Department for Transport"),
    ("Harlow Water Ltd sold it. {The company} said so.", "Harlow Water Ltd"),
    ("The Union met. {The union} said so.", "Union"),
    ("Harlow Council met. {The old council} said so.", "old council"),
    ("Harlow Council met. {A council} said so.", "council"),
]
OWNERS = [
    ("Ann Reed spoke. {Reed’s lawyer} said so.", ["Ann Reed’s lawyer"]),
    ("Ann Reed spoke. {Her campaign} said so.", ["Ann Reed’s campaign"]),
    ("Ann Reed spoke. {Reed’s} view is that it is late.", ["Ann Reed"]),
    ("{the Reed campaign} said so.", ["Reed campaign"]),
]
OFFICES = [
    ("Ann Reed, the force’s commissioner, spoke. {The commissioner} denied it.", ["Ann Reed"]),
    ("Ann Reed, the Met Commissioner, spoke. {The Met Commissioner} denied it.", ["Ann Reed"]),
    ("Sen. Ann Reed of Ohio spoke. {The Ohio senator} denied it.", ["Ann Reed"]),
    ("President Ann Reed spoke. {The president} denied it.", ["Ann Reed"]),
    ("Sen. Ann Reed met Sen. John Shaw. {The senator} denied it.", ["senator"]),
    ("Sen. Ann Reed of Ohio met Sen. John Shaw of Iowa. {The Iowa senator} denied it.", ["John Shaw"]),
    ("Former President Ann Reed spoke. {The president} denied it.", ["president"]),
    ("President Ann Reed spoke. {A president} should know it.", ["president"]),
    ("Prime Minister Ann Reed met Deputy Minister John Shaw. {The prime minister} denied it.", ["Ann Reed"]),
    ("Vice President Ann Reed spoke. {The president} denied it.", ["president"]),
    ("President Ann Reed spoke. It rained. It snowed. {The president} denied it.", ["Ann Reed"]),
    ("President Ann Reed spoke. A president fled. It snowed. {The president} denied it.", ["president"]),
    ("President Ann Reed spoke." + " It rained." * 7 + " {The president} denied it.", ["president"]),
]
PRONOUNS = [
    ("Ann Reed opened the library. {She} said <it was full>.", ["Ann Reed"]),
    ("Ann Reed met John Shaw. {He} said <it was late>. {She} said <it was not>.", ["John Shaw", "Ann Reed"]),
    ("{Ann Reed} said <John Shaw and Mary Cole had left>. {She} added <that it was late>.", ["Ann Reed", "Ann Reed"]),
    ("Ann Reed came. She sat down. She stood up. {She} said <it was late>.", ["Ann Reed"]),
    ("Mary Cole wrote to Ann Reed. {She} said <it was late>.", ["Mary Cole"]),
    ("Ann Reed spoke. <“Mary Cole was right,”> {she} said.", ["Ann Reed"]),
    ("As {she} left the hall, Ann Reed said <it was late>. Mary Cole stayed.", ["Ann Reed"]),
    ("John Shaw came. A woman shouted. {He} said <it was loud>.", ["John Shaw"]),
    ("John Shaw came. {A local teacher} shouted <no>. {She} said <it was late>.", ["local teacher", "local teacher"]),
    ("{He} said <it was late>.", [None]),
    ("Ann Reed came. {He} said <it was late>.", [None]),
    ("Ann Reed spoke. {She}’s said <it is late>.", ["Ann Reed"]),
    ("The award went to Ann Reed, {who} said <it was late>.", ["Ann Reed"]),
    ("There were voters {who} said <it was late>.", ["voters"]),
    ("{I} said <it was late>.", [None]),
    ("{Some} said <it was late>.", [None]),
    ("{Campaigners} said <it was late>. {They} added <that it was cold>.", ["Campaigners", "Campaigners"]),
    ("{Leeds Council} said <it was late>. {It} denied <that it was cold>.", ["Leeds Council", "Leeds Council"]),
    ("{Leeds Council} said <it was late>. {It} seems <cold>.", ["Leeds Council", None]),
]
WIDE_OR_NARROW = [
    ("{Asked about the hall, Ann Reed} said so.", ["Ann Reed"]),
    ("{Ann Reed opened the hall and} said so.", ["Ann Reed"]),
    ("{the judge rubbed his chin and} said so.", ["judge"]),
    ("{The Reed} campaign said so.", ["Reed campaign"]),
    ("Ann Reed, {a retired teacher}, said so.", ["Ann Reed"]),
    ("{The head of design}, Ann Reed, said so.", ["Ann Reed"]),
    ("Four in {10 voters} said so.", [None]),
    ("Ann Reed, {John Shaw and Mary Cole} said so.", ["Ann Reed and John Shaw and Mary Cole"]),
]


@pytest.mark.parametrize(("marked", "expected"), [*SHORTER_NAMES, *OWNERS, *OFFICES, *PRONOUNS, *WIDE_OR_NARROW])
def test_a_source_means_the_speaker_a_reader_gives_it(marked: str, expected: list[str | None]) -> None:
    assert speakers(marked) == expected


@pytest.mark.parametrize(("marked", "expected"), [*TITLES, *HEADS, *BODIES, *BODIES_NAMED_BEFORE])
def test_one_source_means_the_speaker_a_reader_gives_it(marked: str, expected: str) -> None:
    assert speakers(marked) == [expected]


def test_a_title_is_no_part_of_a_name_but_a_label() -> None:
    (mention,) = resolved("{Sir John Shaw} came. {Mr Shaw} spoke. {He} left.").speakers
    assert (mention.name, mention.kind) == ("John Shaw", "person")
    assert mention.labels == ("Sir John Shaw", "Mr Shaw", "He")


def test_a_spokesman_without_name_is_a_body_and_a_woman_a_person() -> None:
    kinds = {item.name: item.kind for item in resolved("{A council spokesman} and {a tall woman} spoke.").speakers}
    assert kinds == {"council spokesman": "body", "tall woman": "person"}


def test_the_rule_and_the_reason_say_why() -> None:
    item = resolved("Ann Reed spoke. {She} said <no>.").attributions[0]
    assert item.speaker_rule == "pronoun"
    assert "Ann Reed" in item.why
    assert 0 < item.confidence < 1


def test_fewer_rivals_make_a_pronoun_surer() -> None:
    alone = resolved("Ann Reed spoke. {She} said <no>.").attributions[0]
    rivalled = resolved("Mary Cole met Ann Reed. {She} said <no>.").attributions[0]
    assert rivalled.confidence < alone.confidence


def test_an_attribution_without_source_is_left_as_it_is() -> None:
    item = _attribution(0, None, (0, 4))
    assert resolve(prose("Late again."), [item]).attributions == (item,)


PIECES = "Ann Reed Mr the mayor of and , . “ ” ’s said she who Det. Leeds ( ) A J. — council four in 10 they it his é '"
WORDS = st.sampled_from([*PIECES.split(" "), "\n\n", "\xa0"])


def _attribution(number: int, source: tuple[int, int] | None, content: tuple[int, int]) -> Attribution:
    return Attribution(
        id=number,
        kind=ClaimKind.INDIRECT,
        spans=(Span(*content),),
        source=Span(*source) if source else None,
        cue=None,
        speaker=None,
        label=None,
        stance="asserts",
        rule="test",
        confidence=1.0,
        why="",
    )


@st.composite
def texts_with_sources(draw: st.DrawFn) -> tuple[str, list[Attribution]]:
    text = draw(st.one_of(st.lists(WORDS, max_size=40).map(" ".join), st.text(max_size=80)))
    offset = st.integers(0, len(text))
    pairs = draw(st.lists(st.tuples(offset, offset, offset, offset), max_size=6))
    return text, [
        _attribution(number, (min(a, b), max(a, b)), (min(c, d), max(c, d)))
        for number, (a, b, c, d) in enumerate(pairs)
    ]


@given(texts_with_sources())
def test_resolving_never_raises_and_changes_speaker_fields_alone(drawn: tuple[str, list[Attribution]]) -> None:
    text, attributions = drawn
    resolution = resolve(prose(text), attributions)
    for before, after in zip(attributions, resolution.attributions, strict=True):
        unchanged = replace(
            after,
            source=before.source,
            speaker=None,
            label=None,
            speaker_rule="",
            confidence=before.confidence,
            why=before.why,
        )
        assert unchanged == before
        assert after.label is None or (after.source is not None and after.label == after.source.of(text))
        assert after.confidence <= before.confidence
    for role in resolution.roles:
        assert role.title in text[role.start : role.end] or role.organisation is not None
        assert role.title in text
        assert role.organisation is None or role.organisation in text


LONG_ROLES = [
    ("{Chief Executive of the Royal Society for Public Gardens Maria Lund} said so.", "Maria Lund"),
    ("{General Secretary of the Association of Harbour Pilots and Mates Ann Reed} said so.", "Ann Reed"),
    ("{National Chair of the Teachers Federation of England and Wales John Shaw} said so.", "John Shaw"),
    ("{Director of Public Health at Kent County Council Anjan Ghosh} said so.", "Anjan Ghosh"),
    ("{Spokeswoman for rural schools Edith Crane} said so.", "Edith Crane"),
    ("{Policy lead at the National Housing Federation Tom Weir} said so.", "Tom Weir"),
    ("{Leader of the opposition on Leeds City Council Kerry Shaw} said so.", "Kerry Shaw"),
    ("{Director General for Trade at the Fisheries Office and Ocean Board (FOB) Nils Berg} said so.", "Nils Berg"),
    ("{the friend of the singer Ann Reed} said so.", "friend of the singer Ann Reed"),
    ("{An aide to Senator Ann Reed} said so.", "aide to Senator Ann Reed"),
    ("{A spokesman for Leeds mayor Tom Bain} said so.", "spokesman for Leeds mayor Tom Bain"),
    ("{A spokesperson for Mayor of Norwich, Adam Reed,} said so.", "spokesperson for Mayor of Norwich"),
    ("{The wife of Ann Reed’s brother John Shaw} said so.", "wife of Ann Reed’s brother John Shaw"),
]


@pytest.mark.parametrize(("text", "speaker"), LONG_ROLES)
def test_a_name_behind_an_office_and_its_body_is_its_holders(text: str, speaker: str) -> None:
    assert speakers(text) == [speaker]


PASSIVES = [
    ("We were told by Nigel Marsh that “the flood wall is safe for a hundred years”.", "Nigel Marsh"),
    ("Reporters were informed on Monday by Ms Dana Cole that the ferry had sunk.", "Dana Cole"),
    ("The committee was warned by the Farmers’ Union that hay prices would double.", "Farmers’ Union"),
    ("Residents were told by letter that the road would shut for a year.", None),
    ("Parents have been told that the school would shut in May.", None),
    ("Ann Reed told parents that the school would shut in May.", "Ann Reed"),
    ("Reuters quoted Ann Reed as telling reporters: “The ferry has sunk.”", "Ann Reed"),
    ("The Gazette quoted the harbour master as saying the ferry had sunk.", "harbour master"),
    ("Ann Reed was quoted by the Gazette as saying the ferry had sunk.", "Ann Reed"),
]


@pytest.mark.parametrize(("text", "speaker"), PASSIVES)
def test_who_is_told_or_quotes_does_not_speak(text: str, speaker: str | None) -> None:
    assert {claim.speaker for claim in extract(text).claims} == {speaker}


SUFFIXES = [
    ("{Dr Martin King Jr} said so.", ["Martin King Jr"]),
    ("“It is so,” said {J.D. Vane}, a senator.", ["J.D. Vane"]),
    ("{Robert F. Shaw III} said so.", ["Robert F. Shaw III"]),
    ("{Siân Rhys-Evans KC} said so.", ["Siân Rhys-Evans"]),
    ("Owen Hale and Chris Hale met. {Mr Hale} said so.", ["Hale"]),
    ("Owen Hale met. Owen Hale spoke. Chris Hale left. {Mr Hale} said so.", ["Owen Hale"]),
    ("{Nicola and Peter Sturton} said so.", ["Nicola and Peter Sturton"]),
    ("The Treasury Office spoke. {A spokesman for the department} said so.", ["spokesman for the Treasury Office"]),
    ("The ports, {which} said so.", [None]),
    ("Ann Reed wrote to Hull Council, {which} said so.", ["Hull Council"]),
]


@pytest.mark.parametrize(("marked", "expected"), SUFFIXES)
def test_namesakes_stay_open_and_suffixes_stay_with_their_names(marked: str, expected: list[str | None]) -> None:
    assert speakers(marked) == expected


# a text with a nickname inside a name, and its speakers
NICKNAMES = [
    ("Paul “Shorty” Dunn said the river rose. Mr Dunn said it fell.", ["Paul Dunn", "Paul Dunn"]),
    ('“The ferry is full,” said Tony "Big T" Marlow.', ["Tony Marlow"]),
    ("Reporters heard from Paul. “Never,” Dunn said.", ["Dunn"]),
]


@pytest.mark.parametrize(("text", "speakers"), NICKNAMES)
def test_a_nickname_inside_a_name_is_neither_a_quotation_nor_part_of_the_name(text: str, speakers: list[str]) -> None:
    assert [claim.speaker for claim in extract(text).claims] == speakers


BEHIND_A_TIME = [
    ("In the autumn of 2021 Nia Cole said “the pool will shut for good”.", "Nia Cole"),
    ("By the end of 2020 Nia Cole said “the pool will shut for good”.", "Nia Cole"),
    ("In the winter of 2020-21 Cole said “the pool will shut for good”.", "Cole"),
    ("Two years ago Nia Cole said “the pool will shut for good”.", "Nia Cole"),
    ("At a meeting in the spring of 2019 Councillor Nia Cole said “the pool will shut for good”.", "Nia Cole"),
    ("Agenda 2030 Wales said “the pool will shut for good”.", "Agenda 2030 Wales"),
]


@pytest.mark.parametrize(("text", "speaker"), BEHIND_A_TIME)
def test_a_time_before_a_name_is_no_part_of_it(text: str, speaker: str) -> None:
    assert [item.speaker for item in extract(text).attributions] == [speaker]
