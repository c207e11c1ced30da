"""The page of a search: what is folded, what is one entry, and that its twins hold all of it."""

import re

import pytest
from flask.testing import FlaskClient

from tests.web.asking import rows


@pytest.mark.parametrize("query", ["routine patrols", "patrols change"])
def test_weak_answers_are_folded_and_the_json_marks_them(client: FlaskClient, query: str) -> None:
    address = f"/claims?q={query.replace(' ', '+')}"
    told = rows(client, address.replace("?", ".json?"))
    page = client.get(address).text
    shown = {int(number) for number in re.findall(r'href="/claims/(\d+)" data-item', page)}
    assert shown == {row["id"] for row in told if not row["weak"] and row["repeats"] is None}
    weak = sum(row["weak"] for row in told)
    assert weak
    assert re.search(rf"{weak} further claims? ha", page)
    every = client.get(f"{address}&weak=1").text
    assert len(re.findall(r'href="/claims/(\d+)" data-item', every)) == sum(row["repeats"] is None for row in told)
    assert f"Leave out the {weak}" in every


def test_a_figure_that_is_shown_is_not_denied(client: FlaskClient) -> None:
    page = client.get("/claims?q=12.5%25+increase").text
    assert "12.5%" in page
    assert "No claim has" not in page


def test_each_answer_leads_to_its_thread(client: FlaskClient) -> None:
    page = client.get("/claims?q=patrols").text
    leads = {int(thread) for thread in re.findall(r'class="its-thread"><a href="/threads/(\d+)"', page)}
    threads = {row["id"] for row in rows(client, "/threads.json") if row["claims"] > 1}
    assert leads and leads <= threads
