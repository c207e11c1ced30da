"""Figures: the measures, one figure as a card under an address that lasts, and what is not stated."""

from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient

from tests.web.asking import rows
from tracker.services import doctor
from tracker.web.request import db

ASSAULTS = "recorded assaults"
REFUSED = ("direction=sideways", "speaker=Mara", "saying=loud")


def figures(client: FlaskClient, query: str = "") -> list[dict[str, object]]:
    return rows(client, f"/figures.json?{query}")


def test_the_figures_of_a_measure_are_listed_in_date_order(client: FlaskClient) -> None:
    found = figures(client, "measured=Recorded++assaults&unit=count")
    assert [(row["value"], row["date"]) for row in found] == [(1240.0, "2022-03-14"), (1420.0, "2022-03-21")]
    page = client.get("/figures").text
    assert page.index("1,240") < page.index("1,420")


def test_a_chart_of_a_measure_has_a_link_and_a_row_for_each_figure(client: FlaskClient) -> None:
    page = client.get(f"/figures?measured={ASSAULTS}&unit=count").text
    chart = page[page.index("<figure") : page.index("</figure>")]
    for row in figures(client, f"measured={ASSAULTS}&unit=count"):
        address = f'href="/claims/{row["claim_id"]}/figures/{row["start"]}"'
        assert chart.count(address) == 2
        assert str(row["value"]).removesuffix(".0")[:1] in chart


def test_a_chart_leaves_as_a_picture_whose_points_lead_back(client: FlaskClient) -> None:
    answer = client.get(f"/figures.svg?measured={ASSAULTS}&unit=count&tell=level")
    assert answer.mimetype == "image/svg+xml"
    drawn = ElementTree.fromstring(answer.text)
    links = [each.get("href", "") for each in drawn.iter("{http://www.w3.org/2000/svg}a")]
    assert len(links) == 2
    assert all(link.startswith("http://localhost/claims/") for link in links)
    refused = client.get("/figures.svg?unit=count")
    assert (refused.status_code, "choose one" in refused.text) == (404, True)


def test_figures_that_state_no_measure_are_kept_apart(client: FlaskClient) -> None:
    with client.application.app_context():
        db().execute("UPDATE quantities SET measured = NULL, measure = NULL WHERE unit = 'percent'")
    blank = figures(client, "saying=blank")
    assert blank
    assert all(row["measured"] is None for row in blank)
    page = client.get("/figures?saying=blank").text
    assert "make no chart" in page
    assert "<figure" not in page


@pytest.mark.parametrize(
    ("query", "values"),
    [
        ("q=assaults", [1240.0, 12.5, 1420.0, 12.5]),
        ("q=assaults&unit=count", [1240.0, 1420.0]),
        ("q=1420", [1420.0]),
        ("q=zebra", []),
        ("unit=percent&direction=increase", [12.5, 12.5]),
        ("unit=percent&direction=decrease", []),
        ("speaker=99", []),
    ],
)
def test_filters_narrow_the_figures(client: FlaskClient, query: str, values: list[float]) -> None:
    assert [row["value"] for row in figures(client, query)] == values
    assert client.get(f"/figures?{query}").status_code == 200


@pytest.mark.parametrize("query", REFUSED)
def test_a_filter_that_is_none_is_refused_in_one_sentence(client: FlaskClient, query: str) -> None:
    assert client.get(f"/figures?{query}").status_code == 400


def test_a_card_shows_each_part_with_its_words_and_says_what_is_not_stated(client: FlaskClient) -> None:
    (figure,) = figures(client, "unit=percent&q=12.5")[:1] or [{}]
    answer = client.get(f"/claims/{figure['claim_id']}/figures/{figure['start']}.json").json
    assert answer is not None
    parts = {part["name"]: part for part in answer["parts"]}
    words = {
        name: answer["context"][part["start"] - answer["context_start"] : part["end"] - answer["context_start"]]
        for name, part in parts.items()
        if part["start"] is not None
    }
    assert words["figure"] == "12.5%"
    assert words["direction"] == "increase"
    assert words["comparison"] == "on the previous year"
    assert parts["place"]["value"] is None
    assert (parts["measured"]["value"], answer["taken"]["measured"]) == (ASSAULTS, "sentence")
    page = client.get(f"/claims/{figure['claim_id']}/figures/{figure['start']}").text
    assert "not stated" in page
    assert "(from the rest of its sentence)" in page
    assert '<mark class="part direction" title="Direction">increase</mark>' in page


def test_an_address_inside_a_figure_leads_to_it_and_any_other_is_not_found(client: FlaskClient) -> None:
    figure = figures(client, "q=1420")[0]
    address = f"/claims/{figure['claim_id']}/figures/"
    assert client.get(f"{address}{int(str(figure['start'])) + 1}").location == f"{address}{figure['start']}"
    assert client.get(f"{address}0").status_code == 404
    assert "has no figure at character 0" in client.get(f"{address}0").text


def test_the_address_of_a_figure_outlasts_reading_the_document_anew(client: FlaskClient) -> None:
    figure = figures(client, "q=1420")[0]
    address = f"/claims/{figure['claim_id']}/figures/{figure['start']}"
    with client.application.app_context():
        db().execute("UPDATE quantities SET low = '7' WHERE claim_id = ?", [figure["claim_id"]])
        doctor.link_all(db(), who="tester", apply=True)
    page = client.get(address).text
    assert "1,420" in page


def test_a_figure_moves_to_a_measure_of_its_own_and_joins_back(client: FlaskClient) -> None:
    first, second = figures(client, f"measured={ASSAULTS}&unit=count")
    card = f"/claims/{first['claim_id']}/figures/{first['start']}"
    client.post(f"{card}/measure", data={"name": "Assaults on the quay"})
    moved = next(row for row in figures(client) if row["claim_id"] == first["claim_id"])
    assert moved["measure"] != second["measure"]
    page = client.get("/figures", query_string={"measure": moved["measure"], "unit": "count"}).text
    assert "Assaults on the quay: the figures over time" in page and "Is it one with another measure?" in page
    form = {"measure": moved["measure"], "unit": "count", "into": second["measure"]}
    assert "The two measures are one now" in client.post("/figures/join", data=form, follow_redirects=True).text
    assert len(figures(client, f"measure={str(second['measure']).replace(' ', '+')}&unit=count")) == 2
    told = client.get("/history").text
    assert "said what a figure measures" in told and "joined two measures" in told
