"""What a page weighs: with its sheets and scripts at most 100 KB, and a fifth of that on its way to a browser."""

from __future__ import annotations

import gzip

from flask.testing import FlaskClient

from benchmarks.pages import MOST_KB, weight
from tests.web.test_pages import PAGES

MOST = MOST_KB * 1000
PACKED = {"Accept-Encoding": "gzip"}
PATHS = [path for path, _ in PAGES] + [
    "/settings",
    "/about/method",
    "/about/components",
    "/api",
    "/topics",
    "/searches",
]


def test_a_page_weighs_at_most_a_hundred_kilobytes(client: FlaskClient) -> None:
    assert {path: found for path in PATHS if (found := weight(client, path)) > MOST} == {}


def test_a_page_a_file_and_a_list_are_packed_for_who_takes_them_so(client: FlaskClient) -> None:
    for path in ("/", "/static/tracker.css", "/api/openapi.json"):
        plain, packed = client.get(path), client.get(path, headers=PACKED)
        assert "Content-Encoding" not in plain.headers
        assert packed.headers["Content-Encoding"] == "gzip"
        assert "Accept-Encoding" in packed.headers["Vary"]
        assert len(packed.data) == int(packed.headers["Content-Length"]) < len(plain.data) / 2
        if path != "/":  # whose tokens change
            assert gzip.decompress(packed.data) == plain.data


def test_a_small_answer_and_one_that_is_streamed_go_as_they_are(client: FlaskClient) -> None:
    for path in ("/names.json?q=zzz", "/claims.ndjson", "/fonts"):
        assert "Content-Encoding" not in client.get(path, headers=PACKED).headers
