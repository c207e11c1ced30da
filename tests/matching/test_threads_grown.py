"""Threads that take in new statements one by one are those that gathering everything gives."""

from hypothesis import given
from hypothesis import strategies as st

from tracker.matching.threads import Statement, Thread, grown, pair, threads
from tracker.models import RelationKind

KINDS = [RelationKind.VARIANT, RelationKind.VARIANT, RelationKind.EXCERPT, RelationKind.REVISED, RelationKind.REVERSED]
STATEMENTS = 8


@st.composite
def worlds(draw):
    """Statements, relations, decisions on the older ones, and which statements are new."""
    dates = draw(st.lists(st.sampled_from([None, "2018", "2019", "2020"]), min_size=2, max_size=STATEMENTS))
    statements = [Statement(number, date) for number, date in enumerate(dates)]
    pairs = [(a, b) for b in range(len(dates)) for a in range(b)]
    kinds = draw(st.lists(st.sampled_from([None, *KINDS]), min_size=len(pairs), max_size=len(pairs)))
    relations = {key: kind for key, kind in zip(pairs, kinds, strict=True) if kind}
    new = draw(st.sets(st.sampled_from(range(len(dates))), min_size=1, max_size=3))
    old_pairs = [key for key in pairs if new.isdisjoint(key)]
    decided = draw(st.dictionaries(st.sampled_from(old_pairs), st.booleans(), max_size=2)) if old_pairs else {}
    old = [statement.id for statement in statements if statement.id not in new]
    picked = draw(st.sets(st.sampled_from(old), max_size=1)) if old else set()
    refused = {key for key, refuses in decided.items() if refuses}
    return statements, relations, new, refused, decided.keys() - refused, picked


def by_lead(found: tuple[Thread, ...]) -> dict[int, set[int]]:
    return {thread.lead: {*thread.members} for thread in found}


@given(worlds())
def test_growing_gives_what_gathering_everything_gives(world) -> None:
    statements, relations, new, refused, confirmed, picked = world
    decisions = {"refused": refused, "confirmed": confirmed}
    old = [statement for statement in statements if statement.id not in new]
    among_old = {key: kind for key, kind in relations.items() if new.isdisjoint(key)}
    before = by_lead(threads(old, among_old, leads=picked, **decisions))
    following = {one for members in before.values() for one in members} - before.keys()
    leads = {statement.id for statement in old} - following
    growth = grown(
        new,
        statements,
        {key: kind for key, kind in relations.items() if key not in among_old},
        leads,
        picked & leads,
        {one for key in confirmed for one in key},
    )
    if growth.unsettled:
        return
    for one, joined in growth.joined.items():
        for lead in joined:
            before.setdefault(lead, {lead}).add(one)
    at_home = {one for members in before.values() for one in members}
    for one in growth.linked - at_home:
        before[one] = {one}
    assert before == by_lead(threads(statements, relations, leads=picked, **decisions))


def test_a_statement_that_would_lead_others_is_left_unsettled() -> None:
    statements = [Statement(0, "2018"), Statement(1, "2019"), Statement(2, "2020")]
    alike = {pair(0, 1): RelationKind.VARIANT}
    assert grown({0}, statements[:2], alike, {1}).unsettled == {0}
    assert grown({1}, statements[:2], alike, {0}).joined == {1: (0,)}


def test_what_stands_in_a_thread_because_a_person_said_so_leaves_a_new_one_beside_it_unsettled() -> None:
    statements = [Statement(number, str(2018 + number)) for number in range(4)]
    alike = {pair(0, 1): RelationKind.VARIANT, pair(2, 3): RelationKind.VARIANT}
    assert by_lead(threads(statements, alike, confirmed={pair(1, 2)})) == {0: {0, 1, 2}, 2: {2, 3}}
    assert grown({3}, statements, {pair(2, 3): RelationKind.VARIANT}, {0}, confirmed={1, 2}).unsettled == {3}
