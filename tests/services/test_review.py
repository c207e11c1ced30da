"""How often suggestions were right, and when that is not told."""

import pytest

from tests.services.test_decisions import assaults
from tracker.db import relations
from tracker.db.rows import Database
from tracker.models import RelationKind
from tracker.models.claims import Decided
from tracker.services import decisions
from tracker.services.review import TOO_FEW, by_band, by_kind


def test_a_share_is_told_only_of_enough_decisions() -> None:
    enough = Decided(RelationKind.VARIANT, 90, TOO_FEW - 1, 1)
    few = Decided(RelationKind.REPEAT, 100, TOO_FEW - 1, 0)
    variant, repeat, spliced = by_kind([enough, few], ["variant", "repeat", "spliced"])
    assert variant.share == pytest.approx((TOO_FEW - 1) / TOO_FEW)
    assert (repeat.share, repeat.decided) == (None, TOO_FEW - 1)
    assert (spliced.share, spliced.decided) == (None, 0)


def test_every_score_falls_into_one_band() -> None:
    rows = [Decided(RelationKind.VARIANT, score, 1, 0) for score in range(101)]
    bands = by_band(rows)
    assert sum(band.confirmed for band in bands) == 101
    assert [band.confirmed for band in bands] == [6, 10, 15, 20, 50]


def test_a_decision_keeps_the_kind_and_score_it_was_suggested_with(two_papers: Database) -> None:
    a, b = assaults(two_papers)
    decisions.decide_pair(two_papers, a, b, "confirmed", who="tester", confirmed_as="revised")
    db_row = relations.decided(two_papers)
    two_papers.execute("UPDATE relations SET kind = 'variant', score = 1")
    assert relations.decided(two_papers) == db_row
    assert [(row.kind, row.confirmed, row.refused) for row in db_row] == [("revised", 1, 0)]


def test_a_changed_figure_called_the_same_claim_was_wrongly_suggested(two_papers: Database) -> None:
    decisions.decide_pair(two_papers, *assaults(two_papers), "confirmed", who="tester", confirmed_as="same")
    assert [(row.confirmed, row.refused) for row in relations.decided(two_papers)] == [(0, 1)]
