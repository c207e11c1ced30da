"""Search over the seeds' sentences, over a database, and over files of texts."""

import gzip
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.db import search
from tracker.db.rows import Database
from tracker.models import TrackerError
from tracker.search.terms import claim_terms
from tracker.services import retrieval
from tracker.text.sentences import sentences

SEEDS = Path(__file__).parents[2] / "seeds"


def indexed(texts):
    db = Database()
    search.create(db)
    search.write(db, ((number, *claim_terms(text).row()) for number, text in enumerate(texts)))
    return db


SENTENCES = tuple(
    " ".join(span.of(text).split())
    for text in (path.read_text(encoding="utf-8") for path in sorted(SEEDS.glob("*.txt")))
    for span in sentences(text)
)
SEEDS_DB = indexed(SENTENCES)


def first(query):
    ((number, _),) = retrieval.search(SEEDS_DB, query, limit=1)
    return SENTENCES[number]


FIRST = [
    ("not routine deployment", "We are not considering routine deployments of armed officers"),
    ("never routinely deployed", "We are not considering routine deployments of armed officers"),
    ("73% reduction", "We have seen a 73 per cent reduction"),
    ("fell by 73 percent", "We have seen a 73 per cent reduction"),
    ("19.1% increase", "an increase of 19.1% on the previous year"),
    ("up 19.1 per cent", "an increase of 19.1% on the previous year"),
    ("7140 assaults", "7,140 recorded assaults"),
    ("40% of killings", "40 per cent of killings"),
    ("40% of murders", "40 per cent of killings"),
    ("more than 120 homicides", "more than 120 homicide investigations"),
    ("no decision yet", "no decision had been taken"),
    ("exception not the norm", "armed policing should be the “exception, not the norm”"),
    ("the risks police officers take", "very real risks that police officers take"),
    ("officer's family informed", "The officer’s family have been informed"),
    ("stable condition", "stable condition"),
    ("community impact assessm", "after a community impact assessment"),
]


@pytest.mark.parametrize(("query", "expected"), FIRST)
def test_a_query_in_other_words_or_notation_finds_the_right_sentence_first(query, expected):
    assert expected in first(query)


@pytest.mark.parametrize("one", ["“armed” patrols", "ARMED PATROLS", "armed-patrols", "armed patrols?"])
def test_typography_does_not_change_the_answers(one):
    plain = retrieval.search(SEEDS_DB, "armed patrols", limit=5)
    assert retrieval.search(SEEDS_DB, one, limit=5) == plain


@settings(deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_a_query(text):
    assert len(retrieval.search(SEEDS_DB, text, limit=3)) <= 3


@pytest.mark.parametrize(
    "text", ["", "  ", "…", '"', "NEAR(", "AND OR NOT", "text:armed", "a*", "^armed", "arm\x00ed", "'; --"]
)
def test_signs_of_query_languages_are_only_text(text):
    retrieval.search(SEEDS_DB, text, limit=3)


@pytest.mark.parametrize("text", ["", "  ", "…", "xyzzy"])
def test_a_query_without_known_words_has_no_answers(text):
    assert retrieval.search(SEEDS_DB, text, limit=3) == []


@settings(deadline=None)
@given(st.sampled_from([text for text in SENTENCES if len(claim_terms(text).text) > 3]))
def test_a_sentence_is_found_first_by_its_own_words(text):
    assert claim_terms(first(text)) == claim_terms(text)


def test_when_every_word_is_too_common_claims_with_all_of_them_come_first(monkeypatch):
    monkeypatch.setattr(retrieval, "AFFORDABLE", 0)
    db = indexed(["a red van", "a red car", "a blue van"])
    assert [number for number, _ in retrieval.search(db, "red van", limit=9)] == [0]
    assert len(retrieval.search(db, "blue car", limit=9)) == 1


# what a claim has, and what was typed
LOST = [("Part-time staff", "parttime"), ("a half-way house", "halfway"), ("the fire arms", "firearms")]


@pytest.mark.parametrize(("printed", "typed"), LOST)
def test_a_word_that_lost_its_hyphen_is_read_as_two_that_stand_side_by_side(printed, typed):
    db = indexed(["Nothing of it.", f"They spoke of {printed} yesterday."])
    assert [number for number, _ in retrieval.search(db, typed, limit=9)] == [1]


def test_halves_that_stand_apart_are_not_a_word_that_lost_its_hyphen():
    db = indexed(["The time was no part of it.", "The way was halved.", "Arms were on fire."])
    assert [retrieval.search(db, typed, limit=9) for _, typed in LOST] == [[], [], []]


# a name as printed, and as it is typed without such a keyboard
MARKED = [("Østby", "ostby"), ("Łódź", "lodz"), ("Æthelred", "aethelred"), ("Weiß", "weiss"), ("Núñez", "nunez")]


@pytest.mark.parametrize(("printed", "typed"), MARKED)
def test_letters_with_marks_are_found_by_plain_ones(printed, typed):
    db = indexed(["Nothing of it.", f"{printed} was here."])
    for one in (typed, printed, typed.upper()):
        assert [number for number, _ in retrieval.search(db, one, limit=9)] == [1]


def test_an_unfinished_last_word_is_completed():
    db = indexed(["Officers are deployed at night.", "The depot is closed.", "Deployments are rare."])
    assert {number for number, _ in retrieval.search(db, "deploym", limit=9)} == {0, 2}
    assert {number for number, _ in retrieval.search(db, "depo", limit=9)} == {1}


def test_a_speakers_name_in_the_query_finds_that_speakers_claim():
    db = Database()
    search.create(db)
    spoken = [
        ("The ferry is safe.", "Ada Short"),
        ("The ferry is safe enough.", "Bea Long"),
        ("Trains run.", "Bea Long"),
    ]
    rows = ((number, *claim_terms(text, speaker=name).row()) for number, (text, name) in enumerate(spoken))
    search.write(db, rows)
    assert retrieval.search(db, "Bea Long ferry", limit=1)[0][0] == 1
    assert retrieval.search(db, "Ada Short ferry", limit=1)[0][0] == 0


TARGETS = (
    "t1\tThe bridge was closed for 12 weeks.\tBridge closed\tAda Short\tin a leaflet\n"
    "t2\tThe ferry carries 4,000 passengers.\n"
    "\n"
    "t3\t“We will not close the ferry.”\tFerry stays\tBea Long\n"
)


@pytest.mark.parametrize("name", ["targets.tsv", "targets.tsv.gz"])
def test_a_bulk_run_writes_the_best_first_and_reports_its_progress(tmp_path, name):
    data = TARGETS.encode()
    (tmp_path / name).write_bytes(gzip.compress(data) if name.endswith("gz") else data)
    (tmp_path / "queries.tsv").write_text(
        "q1\tnot closing the ferry\nq2\t4000 passengers\nq3\txyzzy\n", encoding="utf-8"
    )
    steps = []
    count = retrieval.run_bulk(
        tmp_path / name, tmp_path / "queries.tsv", tmp_path / "run.tsv", lambda *step: steps.append(step)
    )
    lines = [line.split("\t") for line in (tmp_path / "run.tsv").read_text(encoding="utf-8").splitlines()]
    assert count == 3
    assert steps == [(1, 3), (2, 3), (3, 3)]
    assert next(line for line in lines if line[0] == "q1")[1] == "t3"
    assert next(line for line in lines if line[0] == "q2")[1] == "t2"
    assert not [line for line in lines if line[0] == "q3"]
    scores = [float(line[2]) for line in lines if line[0] == "q1"]
    assert scores == sorted(scores, reverse=True)


BAD = [
    (b"t1 without a tab\n", "targets.tsv, line 1: an id and a text are wanted, with a tab between."),
    (b"t1\tgood\n\xff\xfe\tbad\n", "targets.tsv cannot be read as lines of UTF-8 text"),
]


@pytest.mark.parametrize(("data", "message"), BAD)
def test_a_broken_file_is_named_in_one_sentence(tmp_path, data, message):
    (tmp_path / "targets.tsv").write_bytes(data)
    (tmp_path / "queries.tsv").write_text("q1\tbridge\n", encoding="utf-8")
    with pytest.raises(TrackerError, match=message.replace(".", r"\.")):
        retrieval.run_bulk(tmp_path / "targets.tsv", tmp_path / "queries.tsv", tmp_path / "run.tsv")


def test_a_compressed_file_cut_short_is_named(tmp_path):
    (tmp_path / "targets.tsv.gz").write_bytes(gzip.compress(TARGETS.encode())[:-12])
    with pytest.raises(TrackerError, match=r"targets\.tsv\.gz cannot be read"):
        list(retrieval.tab_separated(tmp_path / "targets.tsv.gz"))


def test_a_run_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "lines.tsv").write_text("1\tbridge\n", encoding="utf-8")
    with pytest.raises(TrackerError, match="cannot be written"):
        retrieval.run_bulk(tmp_path / "lines.tsv", tmp_path / "lines.tsv", tmp_path / "nowhere" / "run.tsv")


def test_a_file_that_is_not_there_is_named(tmp_path):
    (tmp_path / "queries.tsv").write_text("q1\tbridge\n", encoding="utf-8")
    with pytest.raises(TrackerError, match="missing"):
        retrieval.run_bulk(tmp_path / "missing.tsv", tmp_path / "queries.tsv", tmp_path / "run.tsv")
