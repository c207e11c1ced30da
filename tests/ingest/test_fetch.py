"""Fetching: which addresses may be asked, what is sent, and one sentence for whatever goes wrong on the way."""

from __future__ import annotations

import gzip
import socket
import time
import zlib
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.site import Answer, Handler, Site, article, moved
from tracker.ingest.fetch import FetchSettings, Known, fetch, may_be_asked
from tracker.models import ReadError

PUBLIC, PUBLIC_V6 = "93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"
NAMES = {
    "saltmere.example": [PUBLIC],
    "both.example": [PUBLIC_V6, PUBLIC],
    "xn--mnchen-3ya.example": [PUBLIC],
    "translated.example": ["64:ff9b::5db8:d70e"],  # NAT64 of the public address
    "inside.example": ["10.0.0.8"],
    "mixed.example": [PUBLIC, "127.0.0.1"],
    "cloud.example": ["169.254.169.254"],
    "v6.example": ["fd00:ec2::254"],
    "mapped.example": ["::ffff:192.168.1.1"],
    "nat64.example": ["64:ff9b::a00:8"],
    "wiki.saltmere.example": ["10.0.0.8"],
    "localhost": ["127.0.0.1"],
}
ALLOWED = frozenset({"wiki.saltmere.example", "wiki.saltmere.example:8080", "[::1]:8000", "localhost:5000"})

ASKED = (
    # address, the IP address and the port that are connected to
    ("http://saltmere.example", PUBLIC, 80),
    ("https://saltmere.example/news?page=2#figures", PUBLIC, 443),
    ("HTTPS://SALTMERE.example./", PUBLIC, 443),
    ("http://saltmere.example:443/", PUBLIC, 443),
    ("https://both.example/", PUBLIC_V6, 443),
    ("https://münchen.example/straße?ä=ö", PUBLIC, 443),
    ("http://translated.example/", "64:ff9b::5db8:d70e", 80),
    (f"http://{PUBLIC}/", PUBLIC, 80),
    (f"http://[{PUBLIC_V6}]/", PUBLIC_V6, 80),
    ("  https://saltmere.example/  ", PUBLIC, 443),
    ("https://wiki.saltmere.example/", "10.0.0.8", 443),
    ("http://wiki.saltmere.example:8080/", "10.0.0.8", 8080),
    ("http://[::1]:8000/", "::1", 8000),
    ("http://localhost:5000/", "127.0.0.1", 5000),
)
INSIDE, NUMBER, NONE, PORT = "leads inside a network", "writes a number", "is no web address", "only the usual ports"
REFUSED = (
    # address, why it is never connected to
    ("http://127.0.0.1/", INSIDE),
    ("http://127.0.0.1:80/", INSIDE),
    ("http://127.8.9.10/", INSIDE),
    ("http://0.0.0.0/", INSIDE),
    ("http://10.1.2.3/", INSIDE),
    ("http://172.16.0.1/", INSIDE),
    ("http://172.31.255.254/", INSIDE),
    ("http://192.168.0.1/", INSIDE),
    ("http://169.254.169.254/latest/meta-data/", INSIDE),
    ("http://100.64.0.1/", INSIDE),
    ("http://100.100.100.200/", INSIDE),
    ("http://168.63.129.16/", INSIDE),
    ("http://192.0.0.192/", INSIDE),
    ("http://198.18.0.1/", INSIDE),
    ("http://203.0.113.7/", INSIDE),
    ("http://224.0.0.1/", INSIDE),
    ("http://240.0.0.1/", INSIDE),
    ("http://255.255.255.255/", INSIDE),
    ("http://[::1]/", INSIDE),
    ("http://[::]/", INSIDE),
    ("http://[::127.0.0.1]/", INSIDE),
    ("http://[::ffff:127.0.0.1]/", INSIDE),
    ("http://[::ffff:a9fe:a9fe]/", INSIDE),
    ("http://[64:ff9b::7f00:1]/", INSIDE),
    ("http://[64:ff9b:1::7f00:1]/", INSIDE),
    ("http://[2002:7f00:1::]/", INSIDE),
    ("http://[2001:0:5ef5:79fd::]/", INSIDE),
    ("http://[2001:db8::1]/", INSIDE),
    ("http://[fd00:ec2::254]/", INSIDE),
    ("http://[fe80::1]/", INSIDE),
    ("http://[fe80::1%25eth0]/", INSIDE),
    ("http://[fec0::1]/", INSIDE),
    ("http://[ff02::1]/", INSIDE),
    ("http://2130706433/", NUMBER),
    ("http://0x7f000001/", NUMBER),
    ("http://0x7f.0.0.1/", NUMBER),
    ("http://0177.0.0.1/", NUMBER),
    ("http://127.1/", NUMBER),
    ("http://127.0.0.01/", NUMBER),
    ("http://256.1.1.1/", NUMBER),
    ("http://①②⑦.⓪.⓪.①/", INSIDE),
    ("http://127。0。0。1/", INSIDE),
    ("http://localhost/", INSIDE),
    ("http://LOCALHOST./", INSIDE),
    ("http://admin.localhost/", INSIDE),
    ("http://printer/", INSIDE),
    ("http://nas.local/", INSIDE),
    ("http://metadata.google.internal/", INSIDE),
    ("http://inside.example/", INSIDE),
    ("http://mixed.example/", INSIDE),
    ("http://cloud.example/", INSIDE),
    ("http://v6.example/", INSIDE),
    ("http://mapped.example/", INSIDE),
    ("http://nat64.example/", INSIDE),
    ("http://localhost:5001/", "port 5001"),
    ("http://wiki.saltmere.example:22/", "port 22"),
    ("http://saltmere.example:8080/", PORT),
    ("http://saltmere.example:0/", PORT),
    ("http://saltmere.example:99999/", NONE),
    ("http://mara@saltmere.example/", "user's name"),
    ("http://mara:secret@saltmere.example/", "user's name"),
    ("http://saltmere.example@127.0.0.1/", "user's name"),
    ("http://saltmere.example\\@127.0.0.1/", "no backslashes"),
    ("http://saltmere.example/a b", "no blanks"),
    ("http://saltmere.example/\r\nHost: 127.0.0.1", "no blanks"),
    ("http://salt%6dere.example/", NONE),
    ("http://salt..mere.example/", NONE),
    ("http://[::1/", NONE),
    ("http:///news", "names no host"),
    ("ftp://saltmere.example/", NONE),
    ("file:///etc/passwd", NONE),
    ("javascript:alert(1)", NONE),
    ("//saltmere.example/", NONE),
    ("saltmere.example", NONE),
    ("", NONE),
    ("https://saltmere.example/" + "a" * 2000, "at most 2,000 characters"),
    ("https://nowhere.example/", "there is no such host"),
)


def resolve(host: str, port: int) -> list[str]:
    if host not in NAMES:
        raise socket.gaierror("unknown")
    return NAMES[host]


SETTINGS = FetchSettings(ALLOWED, resolve=resolve)


@pytest.fixture
def connected(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    """Where a connection was tried; nobody answers anywhere."""
    tried: list[tuple[str, int]] = []

    def refuse(place: tuple[str, int], timeout: float) -> socket.socket:
        tried.append(place)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "create_connection", refuse)
    return tried


def refusal(address: str, settings: FetchSettings = SETTINGS, known: Known | None = None) -> str:
    with pytest.raises(ReadError) as error:
        fetch(address, settings, known)
    sentence = error.value.message
    assert sentence.endswith(".") and "\n" not in sentence
    return sentence


@pytest.mark.parametrize(("address", "ip", "port"), ASKED)
def test_an_address_of_the_public_net_or_of_a_named_host_is_asked_at_the_ip_address_that_was_judged(
    address: str, ip: str, port: int, connected: list[tuple[str, int]]
) -> None:
    assert "nobody answers there" in refusal(address)
    assert connected[0] == (ip, port)


@pytest.mark.parametrize(("address", "why"), REFUSED)
def test_no_other_address_is_ever_connected_to(address: str, why: str, connected: list[tuple[str, int]]) -> None:
    sentence = refusal(address)
    assert why in sentence
    assert "secret" not in sentence
    assert connected == []


def test_a_name_that_leads_elsewhere_the_second_time_is_judged_each_time(connected: list[tuple[str, int]]) -> None:
    answers = [[PUBLIC], ["127.0.0.1"]]
    settings = replace(SETTINGS, resolve=lambda host, port: answers.pop(0))
    refusal("http://saltmere.example/", settings)
    assert connected == [(PUBLIC, 80)] and len(answers) == 1
    assert INSIDE in refusal("http://saltmere.example/", settings)
    assert connected == [(PUBLIC, 80)]


@given(st.integers(0, 2**32 - 1))
def test_an_address_inside_ipv6_is_judged_as_the_one_it_hides(number: int) -> None:
    plain = ".".join(str(number >> shift & 255) for shift in (24, 16, 8, 0))
    for network in ("::ffff:", "64:ff9b::"):
        assert may_be_asked(f"{network}{plain}") == may_be_asked(plain)


@given(st.text() | st.text("htps:/.[]@0123456789abcdefx%#?\\ -").map(lambda text: f"http://{text}"))
def test_whatever_stands_for_an_address_is_refused_in_a_sentence(address: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket, "create_connection", lambda *_, **__: (_ for _ in ()).throw(ConnectionRefusedError()))
        refusal(address, FetchSettings(resolve=lambda host, port: [PUBLIC]))


def opened(site: Site, **changes: float) -> FetchSettings:
    """Settings that open the site, also under the name of a town, with limits that keep nobody waiting."""
    names = frozenset({site.place, f"gazette.saltmere.example:{site.server_port}"})
    return replace(
        FetchSettings(names, resolve=lambda host, port: ["127.0.0.1"]), read_seconds=2, overall_seconds=4, **changes
    )


def test_a_page_comes_with_the_headers_worth_keeping(site: Site) -> None:
    headers = {"ETag": '"v1"', "Last-Modified": "Mon, 14 Mar 2022 09:00:00 GMT", "X-Other": "nothing"}
    site.pages["/news?page=2"] = Answer(b"<p>The ferry is safe.", "text/html; charset=iso-8859-1", headers=headers)
    found = fetch(f"{site.address}/news?page=2#top", opened(site))
    assert found.address == found.final_address == f"{site.address}/news?page=2"
    assert (found.status, found.data) == (200, b"<p>The ferry is safe.")
    assert (found.content_type, found.etag) == ("text/html; charset=iso-8859-1", '"v1"')
    assert found.last_modified == "Mon, 14 Mar 2022 09:00:00 GMT"
    assert found.captured_at.endswith("+00:00")


def test_the_request_says_who_asks_and_nothing_else(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    site.pages["/"] = article()
    fetch(f"http://gazette.saltmere.example:{site.server_port}", opened(site))
    assert site.paths() == ["/robots.txt", "/"]
    _, headers = site.asked[-1]
    assert headers["Host"] == f"gazette.saltmere.example:{site.server_port}"
    assert headers["User-Agent"].startswith("policy-claim-tracker/")
    assert not {"Cookie", "Referer", "Authorization", "From"} & set(headers)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("written", ["/nów", "/n%C3%B3w", "/nów".encode().decode("latin-1")])
def test_a_redirect_is_followed(site: Site, status: int, written: str) -> None:
    site.pages |= {"/old": moved("next", status), "/next": moved(written, status), "/n%C3%B3w": article()}
    found = fetch(f"{site.address}/old", opened(site))
    assert (found.address, found.final_address) == (f"{site.address}/old", f"{site.address}/n%C3%B3w")


ASTRAY = (
    # what the page answers, what the sentence says
    (moved("/round"), "leads round in a circle"),
    (moved(""), "leads on, but does not say where to"),
    (moved("http://169.254.169.254/latest/meta-data/"), INSIDE),
    (moved("http://[::1]/"), INSIDE),
    (moved("http://localhost/"), INSIDE),
    (moved("//127.0.0.1:22/"), "port 22"),
    (moved("file:///etc/passwd"), NONE),
    (moved("http://[/"), NONE),
    (Answer(status=404), "there is no such page, or no longer"),
    (Answer(status=403), "save it in your browser and add the file"),
    (Answer(status=503), "try again later"),
    (Answer(status=204), "instead of a page"),
    (Answer(status=304), "instead of a page"),
    (Answer(b"x" * 30_000), "is larger than 1 MB"),
    (Answer(b"x", headers={"Content-Length": "99999999999"}), "is larger than 1 MB"),
    (Answer(b"half a page", headers={"Content-Length": "400"}), "the connection broke off"),
    (Answer(gzip.compress(b"x" * 30_000), headers={"Content-Encoding": "gzip"}), "is larger than 1 MB"),
    (Answer(gzip.compress(b"page")[:-9], headers={"Content-Encoding": "gzip"}), "the connection broke off"),
    (Answer(b"no gzip", headers={"Content-Encoding": "gzip"}), "could not be unpacked"),
    (Answer(b"page", headers={"Content-Encoding": "br"}), "was not asked for (br)"),
)
SMALL = 20_000
"""Bytes that the limit of these tests lets through."""


@pytest.mark.parametrize(("answer", "why"), ASTRAY, ids=lambda value: value if isinstance(value, str) else None)
def test_what_is_no_page_is_refused_in_a_sentence(site: Site, answer: Answer, why: str) -> None:
    site.pages["/round"] = answer
    assert why in refusal(f"{site.address}/round", opened(site, most_bytes=SMALL))


def test_no_page_leads_on_for_ever(site: Site) -> None:
    site.pages |= {f"/{number}": moved(f"/{number + 1}") for number in range(20)}
    assert "leads on more than 8 times" in refusal(f"{site.address}/0", opened(site))
    assert site.paths() == ["/robots.txt", *(f"/{number}" for number in range(9))]


def endless(handler: Handler) -> None:
    handler.send_response(200)
    handler.end_headers()
    while not handler.server.over.is_set():
        handler.wfile.write(b"x" * 10_000)


def silent(handler: Handler) -> None:
    handler.server.over.wait(2)


def dripping(handler: Handler) -> None:
    handler.wfile.write(b"HTTP/1.0 200 OK\r\n")
    while not handler.server.over.is_set():
        handler.wfile.write(b"X: y\r\n")
        time.sleep(0.02)


def babbling(handler: Handler) -> None:
    handler.wfile.write(b"Good morning.\r\n\r\n")


WAITED = (
    # what the page does, what the sentence says
    (endless, "is larger than 1 MB"),
    (silent, "took longer than 0.1 seconds"),
    (dripping, "took longer than 0.3 seconds"),
    (babbling, "does not keep to HTTP"),
)


@pytest.mark.parametrize(("page", "why"), WAITED, ids=lambda value: getattr(value, "__name__", None))
def test_a_page_that_never_ends_keeps_nobody_waiting(site: Site, page: object, why: str) -> None:
    site.pages |= {"/robots.txt": Answer(b""), "/": page}  # type: ignore[dict-item]
    assert why in refusal(site.address, replace(opened(site, most_bytes=SMALL), read_seconds=0.1, overall_seconds=0.3))


def test_a_host_that_speaks_no_tls_is_told_apart(site: Site) -> None:
    assert "its encryption failed" in refusal(f"https://{site.place}/", opened(site))


def test_a_packed_page_is_unpacked_also_in_several_members(site: Site) -> None:
    packed = gzip.compress(b"one, ") + gzip.compress(b"two")
    site.pages["/"] = Answer(packed, headers={"Content-Encoding": "gzip"})
    assert fetch(site.address, opened(site)).data == b"one, two"


def test_a_bomb_is_unpacked_no_further_than_the_limit(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    bomb, most = gzip.compress(b"\0" * 30_000_000), 2**20
    sizes: list[int] = []
    real = zlib.decompressobj

    class Counting:
        def __init__(self, bits: int) -> None:
            self.inner = real(bits)

        def decompress(self, data: bytes, longest: int) -> bytes:
            found = self.inner.decompress(data, longest)
            sizes.append(len(found))
            return found

        def __getattr__(self, name: str) -> object:
            return getattr(self.inner, name)

    monkeypatch.setattr(zlib, "decompressobj", Counting)
    site.pages["/"] = Answer(bomb, headers={"Content-Encoding": "gzip"})
    assert "is larger than 1 MB" in refusal(site.address, opened(site, most_bytes=most))
    assert sum(sizes) <= most + 2**16


ROBOTS = (
    # robots.txt, path, whether it may be fetched
    (Answer(b"User-agent: *\nDisallow: /private"), "/private/x", False),
    (Answer(b"User-agent: *\nDisallow: /private"), "/public", True),
    (Answer(b"User-agent: *\nDisallow: /\nAllow: /news/"), "/news/1", True),
    (Answer(b"User-agent: *\nDisallow: /*.pdf$"), "/a/report.pdf", False),
    (Answer(b"User-agent: policy-claim-tracker\nDisallow: /\n\nUser-agent: *\nDisallow:"), "/news/1", False),
    (Answer(b"User-agent: other\nDisallow: /"), "/news/1", True),
    (Answer(b"<html>Not found</html>"), "/news/1", True),
    (Answer(status=404), "/news/1", True),
    (Answer(status=500), "/news/1", False),
    (moved("/rules"), "/private/x", False),
    (moved("http://10.0.0.1/robots.txt"), "/news/1", False),
    (Answer(b"#" * 600_000 + b"\nUser-agent: *\nDisallow: /"), "/news/1", True),
)


@pytest.mark.parametrize(("robots", "path", "allowed"), ROBOTS)
def test_a_robots_txt_is_heeded(site: Site, robots: Answer, path: str, allowed: bool) -> None:
    rules = Answer(b"User-agent: *\nDisallow: /private")
    site.pages |= {"/robots.txt": robots, "/rules": rules, path: article()}
    if allowed:
        assert fetch(site.address + path, opened(site)).status == 200
    else:
        refusal(site.address + path, opened(site))
    assert (path in site.paths()) == allowed


def test_a_redirect_leads_past_no_robots_txt_and_a_batch_asks_for_it_once(site: Site) -> None:
    site.pages |= {"/robots.txt": Answer(b"User-agent: *\nDisallow: /private"), "/": moved("/private"), "/b": article()}
    settings = opened(site)
    assert "is not for programs" in refusal(site.address, settings)
    fetch(f"{site.address}/b", settings)
    assert site.paths() == ["/robots.txt", "/", "/b"]


def test_a_page_that_is_known_is_asked_whether_it_changed_at_its_own_address_alone(site: Site) -> None:
    site.pages |= {"/old": moved("/"), "/": replace(article(), headers={"ETag": '"v1"'})}
    known = Known(f"{site.address}/", '"v1"', "Mon, 14 Mar 2022 09:00:00 GMT")
    found = fetch(f"{site.address}/old", opened(site), known)
    assert (found.status, found.unchanged, found.data) == (304, True, b"")
    (_, first), (_, second) = site.asked[1:]
    assert "If-None-Match" not in first
    assert (second["If-None-Match"], second["If-Modified-Since"]) == ('"v1"', "Mon, 14 Mar 2022 09:00:00 GMT")
    assert fetch(f"{site.address}/", opened(site), replace(known, etag='"v0"')).status == 200
