"""Bylines: people and bodies are named; trades, titles, letters after names and places are not."""

from __future__ import annotations

import pytest

from tracker.cite.sources import authors, split_name

# byline, who wrote: (given, family) of a person, the name alone of a body or of a person with one name
TABLE: list[tuple[str, list[tuple[str, str] | str]]] = [
    ("", []),
    (" , ", []),
    ("By Ann Example", [("Ann", "Example")]),
    ("- By ANN EXAMPLE, CRIME CORRESPONDENT", [("Ann", "Example")]),
    ("Ann Example and Bob Q. Sample", [("Ann", "Example"), ("Bob Q.", "Sample")]),
    ("Exclusive by Ruth Ellery", [("Ruth", "Ellery")]),
    ("Ann Lowe @annlowe", [("Ann", "Lowe")]),
    # several
    ("Ann Lowe, Tom Marsh and Ruth Ellery", [("Ann", "Lowe"), ("Tom", "Marsh"), ("Ruth", "Ellery")]),
    ("Ruth Ellery, Tom Marsh", [("Ruth", "Ellery"), ("Tom", "Marsh")]),
    ("Noor Halabi, Piers Aldous & Callum Frost", [("Noor", "Halabi"), ("Piers", "Aldous"), ("Callum", "Frost")]),
    ("Ruth Ellery with Tom Marsh", [("Ruth", "Ellery"), ("Tom", "Marsh")]),
    ("Ruth Ellery/PA", [("Ruth", "Ellery"), "PA"]),
    ("Ann Lowe and", [("Ann", "Lowe")]),
    # who wrote the text, and who did something else
    ("Words by Ruth Ellery, pictures by Tom Marsh and Ann Lowe", [("Ruth", "Ellery")]),
    ("Photographs: Tom Marsh; words: Ruth Ellery", [("Ruth", "Ellery")]),
    ("EXCLUSIVE: Ruth Ellery", [("Ruth", "Ellery")]),
    ("Edited by Ruth Ellery", []),
    ("From our own correspondent", []),
    ("By", []),
    # trades and places
    ("Ruth Ellery | Crime Reporter", [("Ruth", "Ellery")]),
    ("Ruth Ellery – Crime Reporter", [("Ruth", "Ellery")]),
    ("Ruth Ellery (Crime Reporter)", [("Ruth", "Ellery")]),
    ("Ruth Ellery: political editor", [("Ruth", "Ellery")]),
    ("Ruth Ellery Police and crime correspondent", [("Ruth", "Ellery")]),
    ("Ann Lowe in Cardiff, South Wales and Tom Marsh", [("Ann", "Lowe"), ("Tom", "Marsh")]),
    ("Ann Lowe, Saltmere Echo, and Tom Marsh, Crime Editor", [("Ann", "Lowe"), ("Tom", "Marsh")]),
    ("Ruth Ellery 5 May 2021", [("Ruth", "Ellery")]),
    ("Ruth Ellery.", [("Ruth", "Ellery")]),
    ("Saltmere correspondent", []),
    ("Staff reporter, New York", []),
    ("admin", []),
    ("Crime Correspondent Ruth Ellery", [("Ruth", "Ellery")]),
    ("Ruth Ellery Crime Reporter", [("Ruth", "Ellery")]),
    ("Ann Lowe, Crime and Security Correspondent", [("Ann", "Lowe")]),
    ("Ann Lowe, Whitehall Editor, and Tom Marsh in Saltmere", [("Ann", "Lowe"), ("Tom", "Marsh")]),
    ("Ruth Ellery for The Gazette", [("Ruth", "Ellery")]),
    ("Ann Lowe, New York", [("Ann", "Lowe")]),
    ("Staff reporter", []),
    ("Our crime correspondent", []),
    ("Gazette reporter", []),
    ("Guardian staff and agencies", []),
    # titles and letters
    ("Sir Tom Marsh", [("Tom", "Marsh")]),
    ("Dame Mara Quill and Dr Ann Lowe PhD", [("Mara", "Quill"), ("Ann", "Lowe")]),
    ("Professor Imogen Achterberg, University of Saltmere", [("Imogen", "Achterberg")]),
    ("Lord Bray", ["Lord Bray"]),
    # particles, and names printed in capitals
    ("Jan van der Berg", [("Jan", "van der Berg")]),
    ("MARIA DE LA CRUZ", [("Maria", "de la Cruz")]),
    ("Jill St John", [("Jill", "St John")]),
    ("SIOBHAN O'NEILL, Home Affairs Editor", [("Siobhan", "O'Neill")]),
    ("JK ROWE", [("JK", "Rowe")]),
    ("IONA MCADAM-SMITH", [("Iona", "McAdam-Smith")]),
    ("Tom Marsh Jr", [("Tom", "Marsh Jr")]),
    ("Tom Marsh, Jr., and Ann Lowe", [("Tom", "Marsh, Jr."), ("Ann", "Lowe")]),
    ("TOM MARSH III", [("Tom", "Marsh III")]),
    ("Dr van der Berg", ["van der Berg"]),
    ("VAN MARSH", [("Van", "Marsh")]),
    ("JILL ST JOHN", [("Jill", "St John")]),
    ("MEI NG", [("Mei", "Ng")]),
    # bodies
    ("Saltmere Police", ["Saltmere Police"]),
    ("the National Crime Agency", ["National Crime Agency"]),
    ("Institute for Policing Studies", ["Institute for Policing Studies"]),
    ("Ruth Ellery and PA", [("Ruth", "Ellery"), "PA"]),
    ("AFP", ["AFP"]),
    ("University of Saltmere", ["University of Saltmere"]),
    ("National Union of Journalists", ["National Union of Journalists"]),
    ("Agence France-Presse", ["Agence France-Presse"]),
    ("Avon and Somerset Police", ["Avon and Somerset Police"]),
    ("Police Federation of England and Wales", ["Police Federation of England and Wales"]),
    ("Chief Constable of Saltmere", ["Chief Constable of Saltmere"]),
    ("Reuters, Press Association and Ruth Ellery", ["Reuters", "Press Association", ("Ruth", "Ellery")]),
    ("REUTERS", ["Reuters"]),
    ("Ruth Hill", [("Ruth", "Hill")]),
    ("Ann Hall", [("Ann", "Hall")]),
]

FAMILIES = [
    ("Mara Quill", "Quill"),
    ("Dame Mara Quill", "Quill"),
    ("Tom Marsh KC MP", "Marsh"),
    ("Chief Constable Jan van der Berg", "van der Berg"),
    ("Lord Bray of Saltmere", "Lord Bray"),
    ("Mayor of Saltmere", "Mayor of Saltmere"),
    ("Quill", "Quill"),
    ("", ""),
]
LONG = 100_000
HOSTILE = ["x" + " and" * LONG + "x", "x" + " -" * LONG + "x", "a, " * LONG, "by " * LONG, "editor " * LONG, "x" * LONG]


@pytest.mark.parametrize(("byline", "people"), TABLE)
def test_a_byline_names_people_and_bodies(byline: str, people: list[tuple[str, str] | str]) -> None:
    assert [(one.given, one.family) if one.given else one.family for one in authors(byline)] == people


@pytest.mark.parametrize(("byline", "body"), [("Saltmere Police", True), ("AFP", True), ("Lord Bray", False)])
def test_a_body_is_told_from_a_person(byline: str, body: bool) -> None:
    assert [one.body for one in authors(byline)] == [body]


@pytest.mark.parametrize(("name", "family"), FAMILIES)
def test_a_family_name_has_its_particles_and_no_titles(name: str, family: str) -> None:
    assert split_name(name).family == family


@pytest.mark.parametrize("byline", HOSTILE, ids=lambda text: text[:8])
def test_a_byline_of_any_length_is_read_at_once(byline: str) -> None:
    assert len(authors(byline)) <= 1
