"""Threads round a lead, links between them, and origins: the same whatever order the statements come in."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from tracker.matching.threads import Origin, Statement, Thread, origins, pair, threads
from tracker.models import SAME_CLAIM, RelationKind

VARIANT, REVISED, REVERSED = RelationKind.VARIANT, RelationKind.REVISED, RelationKind.REVERSED

JANUARY, MARCH, MAY = Statement(3, "2018-01-14"), Statement(1, "2018-03-02"), Statement(2, "2018-05")
UNDATED = Statement(0, None)
ALL = (UNDATED, MARCH, MAY, JANUARY)


def members(found: Sequence[Thread]) -> dict[int, tuple[int, ...]]:
    return {thread.lead: thread.members for thread in found}


def test_the_earliest_leads_and_undated_statements_come_last() -> None:
    alike = {pair(3, 1): VARIANT, pair(3, 2): VARIANT, pair(3, 0): VARIANT}
    assert members(threads(ALL, alike)) == {3: (3, 1, 2, 0)}


def test_a_claim_never_joins_through_a_chain() -> None:
    chain = {pair(3, 1): VARIANT, pair(1, 2): VARIANT}
    assert members(threads(ALL, chain)) == {3: (3, 1)}


def test_a_claim_may_belong_to_several_threads() -> None:
    fork = {pair(3, 2): VARIANT, pair(1, 2): VARIANT}
    assert members(threads(ALL, fork)) == {3: (3, 2), 1: (1, 2)}


def test_a_person_may_pick_the_lead() -> None:
    chain = {pair(3, 1): VARIANT, pair(1, 2): VARIANT}
    assert members(threads(ALL, chain, leads={1})) == {1: (3, 1, 2)}


def test_a_refused_pair_never_shares_a_thread() -> None:
    alike = {pair(3, 1): VARIANT, pair(3, 2): VARIANT, pair(1, 2): VARIANT}
    assert members(threads(ALL, alike, refused={pair(3, 2)})) == {3: (3, 1)}
    assert members(threads(ALL, alike, refused={pair(1, 2)})) == {3: (3, 1)}


def test_a_confirmed_pair_always_shares_a_thread() -> None:
    assert members(threads(ALL, {}, confirmed={pair(1, 2)})) == {1: (1, 2)}
    alike = {pair(3, 1): VARIANT}
    assert members(threads(ALL, alike, confirmed={pair(1, 2)})) == {3: (3, 1, 2)}


def test_another_figure_and_the_contrary_link_threads_and_never_join_them() -> None:
    found = threads(ALL, {pair(3, 1): REVISED, pair(3, 2): REVERSED})
    assert members(found) == {3: (3,), 1: (1,), 2: (2,)}
    assert [(link.lead, link.kind) for link in found[0].links] == [(1, REVISED), (2, REVERSED)]


def test_a_text_carried_by_several_documents_is_one_origin() -> None:
    text = "Officers will patrol the Ambleford harbour at night."
    said = (
        Statement(1, "2018-03-02", text, "Ada Fern"),
        Statement(2, "2018-03-01", text.upper(), None),
        Statement(3, "2018-03-03", text, "Bob Reed"),
        Statement(4, "2018-03-04", "No comment.", None),
        Statement(5, "2018-03-05", "No comment.", None),
    )
    assert origins(said) == (Origin(2, (1, 3)), Origin(4, ()), Origin(5, ()))
    assert origins(said[:1] + said[2:3]) == (Origin(1, ()), Origin(3, ()))


IDS = range(6)
PAIRS_OF_IDS = st.sampled_from([pair(a, b) for a in IDS for b in IDS if a < b])
DATES = st.lists(st.sampled_from([None, "2018", "2018-03", "2019-01-01"]), min_size=len(IDS), max_size=len(IDS))
KINDS = st.sampled_from([*sorted(SAME_CLAIM), REVISED, REVERSED, RelationKind.RELATED])


@given(
    DATES,
    st.dictionaries(PAIRS_OF_IDS, KINDS),
    st.frozensets(PAIRS_OF_IDS, max_size=4),
    st.frozensets(PAIRS_OF_IDS, max_size=3),
    st.frozensets(st.sampled_from(IDS), max_size=2),
    st.permutations(IDS),
)
def test_threads_do_not_depend_on_the_order_of_intake(
    dates: list[str | None],
    kinds: dict[tuple[int, int], RelationKind],
    refused: frozenset[tuple[int, int]],
    confirmed: frozenset[tuple[int, int]],
    leads: frozenset[int],
    order: list[int],
) -> None:
    confirmed -= refused
    statements = [Statement(one, dates[one]) for one in IDS]
    found = threads(statements, kinds, refused=refused, confirmed=confirmed, leads=leads)
    shuffled = dict(sorted(kinds.items(), key=lambda entry: order[entry[0][0]]))
    again = threads([statements[one] for one in order], shuffled, refused=refused, confirmed=confirmed, leads=leads)
    assert found == again
    together = [set(thread.members) for thread in found]
    assert all(any(set(key) <= group for group in together) for key in confirmed)
    for thread in found:
        for one in thread.members:
            joined = pair(one, thread.lead)
            by_hand = any(one in key for key in confirmed)
            assert one == thread.lead or by_hand or kinds.get(joined) in SAME_CLAIM
            assert joined not in refused
