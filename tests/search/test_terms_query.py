"""The language of searches: what is understood, what is told, and that nothing raises."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tracker.search.terms import KEYS, parse_query

# the query, its words, phrases, words left out, fields
UNDERSTOOD = [
    ("", "", (), (), ()),
    ("armed patrols", "armed patrols", (), (), ()),
    ("73%", "73%", (), (), ()),
    ("£2.5m", "£2.5m", (), (), ()),
    ("120 investigations", "120 investigations", (), (), ()),
    ('"very short foot patrol"', "very short foot patrol", ("very short foot patrol",), (), ()),
    ("“very short” patrol", "very short patrol", ("very short",), (), ()),
    ("patrols -routine", "patrols", (), ("routine",), ()),
    ("patrols -“not routine”", "patrols", (), ("not routine",), ()),
    ("pre-war -5% - fall", "pre-war -5% fall", (), (), ()),
    ("speaker:quill", "", (), (), (("speaker", "quill"),)),
    ("Speaker:“Mara Quill” ferry", "ferry", (), (), (("speaker", "mara quill"),)),
    ("speaker:quill speaker:wren", "", (), (), (("speaker", "quill"), ("speaker", "wren"))),
    ("after:2018 before:2019-06", "", (), (), (("after", "2018"), ("before", "2019-06"))),
    ("from:2018-01-14 to:2018-02", "", (), (), (("from", "2018-01-14"), ("to", "2018-02"))),
    ("kind:Statistic has:figure", "", (), (), (("kind", "statistic"), ("has", "figure"))),
    ("unit:% fell", "fell", (), (), (("unit", "percent"),)),
    ("unit:“per cent”", "", (), (), (("unit", "percent"),)),
    ("unit:mile", "", (), (), (("unit", "mile"),)),
    ("relation:revised status:confirmed", "", (), (), (("relation", "revised"), ("status", "confirmed"))),
    ("publisher:telegraph topic:policing", "", (), (), (("publisher", "telegraph"), ("topic", "policing"))),
    ("year:2019 document:12", "", (), (), (("year", "2019"), ("document", "12"))),
    ("at 10:30 the ferry", "at 10:30 the ferry", (), (), ()),
]
# the query, its words, what it is told of
TOLD = [
    ("colour:red", "colour red", "“colour:” is no field of a search"),
    ("He said:“no”", "He said no", "“said:” is no field of a search"),
    ("kind:loud", "loud", "“kind:” wants one of direct, mixed, indirect, statistic; “loud”"),
    ("after:yesterday", "yesterday", "“after:” wants a date"),
    ("after:2018-13", "2018-13", "“after:” wants a date"),
    ("relation:none", "none", "“relation:” wants one of"),
    ("has:wings", "wings", "“has:” wants one of figure, date, speaker"),
    ("document:one", "one", "“document:” wants a document's number"),
    ("“armed patrols", "armed patrols", "has no partner"),
    ('armed"patrols', "armed patrols", "has no partner"),
    ("-speaker:quill ferry", "ferry", "“-speaker:quill” is passed over"),
    ("kind:direct kind:mixed", "", "“kind:” is used once; the last one, “mixed”, counts."),
]


@pytest.mark.parametrize(("text", "words", "phrases", "without", "fields"), UNDERSTOOD)
def test_a_query_is_understood(
    text: str, words: str, phrases: tuple[str, ...], without: tuple[str, ...], fields: tuple[tuple[str, str], ...]
) -> None:
    query = parse_query(text)
    assert (query.words, query.phrases, query.without) == (words, phrases, without)
    assert tuple((field.key, field.value) for field in query.fields) == fields
    assert query.told == ()


@pytest.mark.parametrize(("text", "words", "told"), TOLD)
def test_what_is_not_understood_is_told_and_searched_as_words(text: str, words: str, told: str) -> None:
    query = parse_query(text)
    assert query.words == words
    assert told in " ".join(query.told)


def test_a_field_is_taken_out_of_the_query_as_written() -> None:
    query = parse_query("ferry speaker:“Mara Quill”  kind:direct free")
    assert query.saying_no("speaker") == "ferry kind:direct free"
    assert query.saying_no("speaker", "kind") == "ferry free"
    assert query.saying_no("year") == "ferry speaker:“Mara Quill” kind:direct free"


PIECES = [*(f"{key}:" for key in KEYS), '"', "“", "”", "-", " "]
TEXTS = st.lists(st.one_of(st.text(max_size=8), st.sampled_from(PIECES))).map("".join)


@example('unit:"')
@given(TEXTS)
def test_any_text_is_a_query(text: str) -> None:
    query = parse_query(text)
    assert all(field.key in KEYS and field.value for field in query.fields)
    assert len(query.saying_no(*KEYS)) <= len(text)
