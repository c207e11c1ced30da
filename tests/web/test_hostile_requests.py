"""Every address of the pages asked with values nobody means well: one clear sentence and a 4xx, never a crash."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import html
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from tracker.web.policy import MOST_FIELDS
from tracker.web.views.check import NO_DRAFT

HUGE = "1" + "0" * 30
"""More than the 64 bits of a row's number."""
MARK = "<script>alert(1)</script>"
VALUES = {
    "a huge number": HUGE,
    "NUL": "a\0b",
    "markup and syntax": f"{MARK}</script>{{{{7*7}}}}'; DROP TABLE claims;-- \" OR NEAR( * ^ kind: \u202e../%00",
    "another site": "//elsewhere.example/",
    "a header and other digits": "१२²\r\nSet-Cookie: stolen=1",
}
# fmt: off
NAMES = [
    "a", "b", "accessed", "across", "act", "action", "after", "alone", "archive", "at", "before", "by", "chosen",
    "claim", "claims", "columns", "date", "days", "decision", "direction", "document", "documents", "draft", "end",
    "figure", "find_speakers", "find_threads", "from", "fuller", "holder", "into", "kind", "label", "least", "link",
    "markdown", "measure", "mend", "name", "next", "noun", "noun_id", "order", "organisation", "other", "page",
    "part", "publisher", "q", "rating", "ratings", "relation", "remark", "reviewer", "role", "rows", "saying",
    "scope", "score", "scale", "shape", "show", "shown", "shows", "sides", "sort", "speaker", "speakers", "stance",
    "start", "status", "style", "summary", "text", "thread", "threads", "title", "to", "topic", "unit", "url", "what",
    "words", "endpoint", "form", "_external", "_scheme", "claim_id", "document_id", "thread_id", "speaker_id",
]
# fmt: on
"""The fields of forms and queries, all sent at once and, of queries, some alone: the first bad one hides the rest."""
ALONE = (
    "across",
    "claims",
    "direction",
    "measure",
    "page",
    "q",
    "shape",
    "sort",
    "speaker",
    "speakers",
    "topic",
    "threads",
)
QUOTED = re.compile(r"“.*”")
ONE_SENTENCE = re.compile(r"(?:[A-Z“/]|\S+\.txt )[^\x00-\x1f]{10,300}\.")
"""A sentence begins with a capital or a quotation, or with the name of a file as it is written."""
LIBRARY = re.compile(
    r"Traceback|Exception|Error\b|NoneType|object at 0x|<class|sqlite|werkzeug|jsonschema|Additional properties|"
    r"required property|is not of type|is not valid under|were? unexpected|invalid literal|expected str",
    re.IGNORECASE,
)
WAY_OUT = re.compile(
    r"; |: send | must |\b(?:Choose|Say|Send|Paste) |\bhas (?:at most )?\d|\bhave one\b|\bbelongs to |\bbegins with |"
    r" is (?:chosen|named|put on|written|wanted)\b|\bsorted by |\bis “…”|\bis a (?:whole number|stored document)|"
    r"\bare wanted"
)
"""How a sentence says what would do."""
NUMBERS = ("1", "999999", HUGE)


def addresses(rule: Rule, number: str) -> Iterator[str]:
    """Give the addresses of a rule, with one number in every place for one."""
    address = re.sub(r"<int:\w+>", number, rule.rule)
    address = re.sub(r"<path:\w+>", "csv", address)
    choice = re.search(r"<any\(([^)]*)\):\w+>", address)
    if choice is None:
        yield address
        return
    for one in choice.group(1).split(","):
        filled = address[: choice.start()] + one.strip(' "') + address[choice.end() :]
        yield re.sub(r"<any\(([^)]*)\):\w+>", lambda other: other.group(1).split(",")[0].strip(' "'), filled)


def of_method(app: Flask, *methods: str) -> list[str]:
    """Return every address that answers to one of these methods."""
    rules = [rule for rule in app.url_map.iter_rules() if rule.endpoint != "static"]
    found = [
        address
        for rule in rules
        if set(methods) & (rule.methods or set())
        for number in NUMBERS[: 3 if "<int" in rule.rule else 1]
        for address in addresses(rule, number)
    ]
    return sorted(set(found))


def sentences(answer: TestResponse) -> list[str]:
    """Return the sentences in which an answer says what is wrong."""
    if answer.is_json:
        return [answer.json["error"]]
    shown = html.fromstring(answer.text).xpath(
        "//main//p[contains(@class, 'sentence')] | //main//span[@class='sentence']"
    )
    return [" ".join(element.text_content().split()) for element in shown]


def fault_of(sentence: str, status: int) -> str:
    """Return why this is not one clear sentence that says what was wrong and what to do, nothing where it is.

    What it repeats of the request stands in quotation marks and is passed over. An address that is not there (404)
    has no way out but the lists that the page names.
    """
    own = QUOTED.sub("“…”", sentence)
    if not ONE_SENTENCE.fullmatch(own) or re.search(r"[.!?] [A-Z]", own):
        return f"no single sentence: {sentence}"
    if LIBRARY.search(own):
        return f"a library's words: {sentence}"
    if status == 404:
        return "" if re.match("There is no |.*; ", own) else f"not what is missing: {sentence}"
    return "" if WAY_OUT.search(own) else f"not what to do: {sentence}"


CLEAR = (
    ("A speaker is chosen by its number, not by “x. Y”.", 400, ""),
    ("There is no claim 9.", 404, ""),
    ("“x” is no number.", 400, "not what to do"),
    ("That is wrong. Send another.", 400, "no single sentence"),
    ("no such thing; send another.", 400, "no single sentence"),
    ("Send it\nagain; it broke.", 400, "no single sentence"),
    ("The body must fit: Additional properties are not allowed.", 400, "a library's words"),
    ("Oops; nothing.", 404, ""),
    ("Nothing here.", 404, "not what is missing"),
)


@pytest.mark.parametrize(("sentence", "status", "fault"), CLEAR)
def test_what_a_clear_sentence_is(sentence: str, status: int, fault: str) -> None:
    assert fault_of(sentence, status).partition(":")[0] == fault


def complaint(answer: TestResponse) -> str:
    """Return what is wrong with an answer, nothing where it is right."""
    if answer.status_code >= 500:
        return f"status {answer.status_code}"
    if "elsewhere.example" in urlsplit(answer.headers.get("Location", "")).netloc:
        return "leads away"
    if "stolen" in answer.headers.get("Set-Cookie", "").partition("=")[0]:
        return "sets a header"
    if answer.mimetype == "text/html" and MARK in answer.text:
        return "markup is not escaped"
    if answer.status_code >= 400:
        found = sentences(answer)
        if len(found) != 1:
            return f"status {answer.status_code} with {len(found)} sentences"
        return fault_of(found[0], answer.status_code)
    return ""


def test_every_address_answers_every_method(app: Flask, client: FlaskClient) -> None:
    wrong = []
    for address in of_method(app, "GET", "POST", "PUT"):
        for method in ("GET", "DELETE", "PATCH"):
            answer = client.open(address, method=method)
            if found := complaint(answer):
                wrong.append(f"{method} {address}: {found}")
            answer.close()
    assert not wrong


@pytest.mark.parametrize("value", VALUES.values(), ids=VALUES)
def test_no_query_breaks_a_page(app: Flask, client: FlaskClient, value: str) -> None:
    wrong = []
    for address in (address for address in of_method(app, "GET") if not re.search("999999|000000", address)):
        for names in (NAMES, *([name] for name in ALONE if address.count("/") == 1 and "." not in address)):
            answer = client.get(address, query_string=dict.fromkeys(names, value))
            if found := complaint(answer):
                wrong.append(f"{address} with {names[0]}…: {found}")
            answer.close()
    assert not wrong


NO_DRAFTS = ("{", "[" * 9_000, '{"draft": ' + "9" * 5_000 + "}", "null", "[]", '{"draft": 1e999}', b'{"draft": "\xff"}')


@pytest.mark.parametrize("body", NO_DRAFTS, ids=range(len(NO_DRAFTS)))
def test_a_body_that_is_no_object_with_a_draft_is_told_so(client: FlaskClient, body: str | bytes) -> None:
    answer = client.post("/check.json", data=body, content_type="application/json")
    assert (answer.status_code, answer.json["error"]) == (400, NO_DRAFT)


def test_more_fields_than_any_link_has_are_not_repeated_in_hundreds_of_links(client: FlaskClient) -> None:
    answer = client.get("/claims?" + "&".join(f"a{n}=1" for n in range(MOST_FIELDS + 1)))
    assert answer.status_code == 400 and not complaint(answer)


@pytest.mark.parametrize("value", VALUES.values(), ids=VALUES)
def test_no_form_breaks_a_page(app: Flask, client: FlaskClient, value: str) -> None:
    wrong = []
    for address in of_method(app, "POST", "PUT"):
        for method in ("POST", "PUT") if address.startswith("/api/") else ("POST",):
            sent = dict.fromkeys(NAMES, value)
            in_json = sent | {"text": "\ud800", "markdown": "\ud800"}  # a lone surrogate, which no form can send
            for body in (
                {"data": sent},
                *(
                    [{"json": sent}, {"json": in_json}, {"json": {}}]
                    if "/api/" in address or ".json" in address
                    else []
                ),
            ):
                answer = client.open(address, method=method, **body)
                if found := complaint(answer):
                    wrong.append(f"{method} {address}: {found}")
                answer.close()
    assert not wrong


@pytest.mark.parametrize("body", ["[" * 200_000, '{"draft":' * 50_000 + "1" + "}" * 50_000])
@pytest.mark.parametrize("path", ["/check.json", "/api/check"])
def test_json_that_is_nested_deeper_than_can_be_read_is_refused(client: FlaskClient, path: str, body: str) -> None:
    answer = client.post(path, data=body, content_type="application/json")
    assert 400 <= answer.status_code < 500 and answer.json
    assert ONE_SENTENCE.fullmatch(answer.json["error"])
