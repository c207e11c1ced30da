"""What a page weighs: with its sheets and scripts at most 100 KB, and a fifth of that on its way to a browser."""

from __future__ import annotations

import gzip
import re

from flask.testing import FlaskClient

from tests.web.test_pages import PAGES

MOST = 100_000
PACKED = {"Accept-Encoding": "gzip"}
PATHS = [path for path, _ in PAGES] + [
    "/settings",
    "/about/method",
    "/about/components",
    "/api",
    "/topics",
    "/searches",
]


def weight(client: FlaskClient, path: str) -> int:
    """Return the bytes of a page with its sheets and scripts; fonts and pictures are not counted."""
    page = client.get(path).data
    files = set(re.findall(r'(?:href|src)="(/static/[^"]+\.(?:css|js)[^"]*)"', page.decode()))
    assert files
    return len(page) + sum(len(client.get(file).data) for file in files)


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
