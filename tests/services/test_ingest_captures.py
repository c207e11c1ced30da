"""Pages taken in by their addresses: what is kept of them, the same address again, and batches of all kinds."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests import articles
from tests.site import Answer, Site, article, moved
from tracker.cli import main
from tracker.db import claims, documents, events
from tracker.db.rows import Database
from tracker.ingest.fetch import FetchSettings
from tracker.ingest.reader import read
from tracker.models import ReadError
from tracker.models.documents import StoredDocument
from tracker.services import decisions, earlier_texts, ingest
from tracker.services.ingest import Refused, TakenIn


def added(db: Database, site: Site, path: str = "/news/patrols", archive: str | None = None) -> TakenIn:
    settings = FetchSettings(frozenset({site.place}))
    taken = ingest.take_in_address(db, site.address + path, settings, who="tester", archive=archive)
    assert isinstance(taken, TakenIn), taken.reason
    return taken


def document(db: Database, taken: TakenIn) -> StoredDocument:
    found = documents.get(db, taken.document_id)
    assert found is not None
    return found


def test_a_page_is_kept_with_where_and_how_it_was_fetched(db: Database, site: Site) -> None:
    page = article(canonical=f"{site.address}/news/patrols")
    site.pages |= {"/p?id=7": moved("/news/patrols?from=feed"), "/news/patrols?from=feed": page}
    taken = added(db, site, "/p?id=7#figures", archive="https://web.archive.org/web/2022/https://saltmere.example/")
    kept = document(db, taken)
    assert (kept.name, kept.media_type) == ("quill-rules-out-armed-patrols.html", "text/html")
    assert (kept.title, kept.date) == ("Quill rules out armed patrols", "2022-03-14")
    assert kept.url == f"{site.address}/news/patrols", "the published address is the one that the page states"
    (capture,) = documents.captures_of(db, kept.id)
    assert capture.address == f"{site.address}/p?id=7"
    assert capture.final_address == f"{site.address}/news/patrols?from=feed"
    assert (capture.status, capture.sha256) == (200, kept.sha256)
    assert capture.archive == "https://web.archive.org/web/2022/https://saltmere.example/"
    assert documents.misquoted_claims(db) == []
    for address in (kept.url, capture.address, capture.final_address):
        assert decisions.stored_page(db, address) == kept


@pytest.mark.parametrize("headers", [{"ETag": '"v1"'}, {}], ids=["asked", "compared"])
def test_a_page_that_has_not_changed_is_stored_once_and_captured_twice(
    db: Database, site: Site, headers: dict[str, str]
) -> None:
    site.pages["/news/patrols"] = replace(article(beside="served at nine"), headers=headers)
    first = added(db, site)
    site.pages["/news/patrols"] = replace(article(beside="served at ten"), headers=headers)
    again = added(db, site)
    assert (again.unchanged, again.document_id, again.claims) == (True, first.document_id, first.claims)
    assert again.sentence.endswith(f"has not changed since it was stored as document {first.document_id}.")
    assert documents.count(db) == 1
    one, two = documents.captures_of(db, first.document_id)
    assert two.status == (304 if headers else 200)
    assert (two.content_type, two.etag) == (one.content_type, one.etag)
    assert (two.sha256 == one.sha256) == bool(headers)
    assert len([*events.every(db)]) == 1


def test_a_changed_page_is_a_new_version_and_old_addresses_stay_good(db: Database, site: Site) -> None:
    site.pages["/news/patrols"] = article("1,240")
    first = added(db, site)
    claimed = [claim.id for claim in claims.of_document(db, first.document_id)]
    site.pages["/news/patrols"] = article("1,420", title="Quill: no armed patrols")
    second = added(db, site)
    assert second.supersedes == first.document_id
    assert second.sentence.endswith(
        f"a new version of document {first.document_id}: 3 claims; of the claims, 1 changed (1 silently)."
    )
    assert [claim.id for claim in claims.of_document(db, first.document_id)] == claimed
    site.pages["/news/patrols"] = article("1,240")
    back = added(db, site)
    assert (back.already, back.document_id, back.supersedes) == (True, first.document_id, None)
    site.pages["/news/patrols"] = article("1,500")
    assert added(db, site).supersedes == second.document_id, "versions stand in one line"


def test_a_page_is_read_again_in_the_encoding_that_its_server_named(db: Database, site: Site) -> None:
    page = article(title="Quill: “I was wrong”")
    site.pages["/"] = Answer(page.body.decode().encode("cp1252"), "text/html; charset=iso-8859-1")
    kept = document(db, added(db, site, "/"))
    assert kept.title == "Quill: “I was wrong”"
    again = ingest.read_again(db, kept)
    assert (again.title, again.text, again.url) == (kept.title, documents.text_of(db, kept.id), kept.url)
    assert not earlier_texts.compared(db, kept.id).changed


def test_a_page_and_a_file_of_one_name_are_no_versions_of_one_another(db: Database, site: Site) -> None:
    site.pages |= {"/news/patrols": article("1,240"), "/news/other": article("1,420")}
    name = document(db, added(db, site)).name
    assert added(db, site, "/news/other").supersedes is None
    data = article("1,500").body
    file = ingest.take_in(db, data, name, who="tester")
    assert file.supersedes is None
    changed = ingest.take_in(db, data.replace(b"1,500", b"1,501"), name, who="tester")
    assert changed.supersedes == file.document_id


def test_the_same_bytes_from_elsewhere_are_stored_once(db: Database, site: Site) -> None:
    site.pages |= {"/news/patrols": article(), "/mirror": article()}
    first, second = added(db, site), added(db, site, "/mirror")
    assert (second.already, second.unchanged, second.document_id) == (True, False, first.document_id)
    assert len(documents.captures_of(db, first.document_id)) == 2


def test_nothing_is_half_stored_where_linking_breaks(db: Database, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RecursionError

    monkeypatch.setattr(ingest, "link_claims", broken)
    site.pages["/"] = article()
    outcome = ingest.take_in_address(db, site.address, FetchSettings(frozenset({site.place})), who="tester")
    assert isinstance(outcome, Refused) and "stumbled over it" in outcome.reason
    assert documents.count(db) == 0
    assert db.execute("SELECT count(*) FROM captures").fetchone() == (0,)


WORDS = "“The café is safe,” Ann Example said."
PAGE = f"<body><article><h1>News of the quay</h1><p>{WORDS}</p><p>It was so all winter.</p></article></body>"
READ = (
    # address, content type, text, how it is encoded, media type it is read as
    ("https://a.example/x", "text/html; charset=iso-8859-1", PAGE, "cp1252", "text/html"),
    ("https://a.example/x.txt", "text/html; charset=utf-8", PAGE, "utf-8", "text/html"),
    ("https://a.example/x", "text/plain; charset=windows-1252", WORDS, "cp1252", "text/plain"),
    ("https://a.example/x", 'Text/Plain; Charset="UTF-16LE"', WORDS, "utf-16-le", "text/plain"),
    ("https://a.example/x", "text/html; charset=no-such", f"<meta charset=utf-8>{PAGE}", "utf-8", "text/html"),
    ("https://a.example/x", "text/html; charset=punycode", PAGE, "utf-8", "text/html"),
    ("https://a.example/x", "text/html; charset=utf-8", f"<meta charset=big5>{PAGE}", "utf-8", "text/html"),
    ("https://a.example/x.md?raw=1", "text/plain", f"# News\n\n{WORDS}", "utf-8", "text/markdown"),
    ("https://a.example/x.html", "application/octet-stream", PAGE, "utf-8", "text/html"),
    ("https://a.example", "", f"<!doctype html>{PAGE}", "utf-8", "text/html"),
    ("https://a.example", "application/xhtml+xml", f"<html>{PAGE}</html>", "utf-8", "text/html"),
    ("https://a.example/x.php", "text/html", PAGE, "utf-8", "text/html"),
)


@pytest.mark.parametrize(("address", "content_type", "text", "encoding", "media_type"), READ)
def test_what_a_server_says_of_a_page_decides_how_it_is_read(
    address: str, content_type: str, text: str, encoding: str, media_type: str
) -> None:
    found = read(text.encode(encoding), address, content_type=content_type)
    assert (found.media_type, WORDS in found.text) == (media_type, True)
    assert found.original == text.encode(encoding)


@pytest.mark.parametrize(
    ("address", "content_type", "data"),
    [
        ("https://a.example/x.zip", "application/zip", b"PK\x03\x04"),
        ("https://a.example/x", "image/png", b"\x89PNG"),
        ("https://a.example/x.png", "application/octet-stream", b"\x89PNG\r\n\x1a\n\0\0"),
        ("https://a.example/x", "application/json", b"{}"),
        ("https://a.example/x", "text/html", b" "),
    ],
)
def test_what_cannot_be_read_is_refused_in_a_sentence(address: str, content_type: str, data: bytes) -> None:
    with pytest.raises(ReadError) as error:
        read(data, address, content_type=content_type)
    assert error.value.message.startswith(address) and error.value.message.endswith(".")


PUBLISHED = (
    # the address the page states, where it was fetched, where it was published
    (None, "https://saltmere.example/a?b=1", "https://saltmere.example/a?b=1"),
    ("https://www.saltmere.example/a", "https://saltmere.example/a?b=1", "https://www.saltmere.example/a"),
    ("/a", "https://amp.saltmere.example/a/amp", "https://amp.saltmere.example/a"),
    ("https://saltmere.example/", "https://saltmere.example/a", "https://saltmere.example/a"),
    ("https://saltmere.example/", "https://saltmere.example/", "https://saltmere.example/"),
    ("https://elsewhere.example/a", "https://saltmere.example/a", "https://saltmere.example/a"),
    ("javascript:alert(1)", "https://saltmere.example/a", "https://saltmere.example/a"),
    ("http://[", "https://saltmere.example/a", "https://saltmere.example/a"),
    ("/b", "https://web.archive.org/web/2022id_/https://saltmere.example/a?b", "https://saltmere.example/a?b"),
    (None, "https://web.archive.org/web/about", "https://web.archive.org/web/about"),
)


@pytest.mark.parametrize(("stated", "fetched", "published"), PUBLISHED)
def test_the_published_address_is_one_of_the_same_site(stated: str | None, fetched: str, published: str) -> None:
    assert ingest.published_address(stated, fetched) == published


def tracker(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments))


def test_files_and_addresses_go_in_together_and_a_bad_one_stops_none(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRACKER_DB", str(tmp_path / "claims.db"))
    monkeypatch.setenv("TRACKER_ALLOW_FETCH", f"other.example:8000 {site.place}")
    (tmp_path / "harbour.txt").write_text(articles.HARBOUR, encoding="utf-8")
    site.pages |= {"/news/patrols": article("1,420"), "/chart": Answer(b"\x89PNG", "image/png")}
    files = (str(tmp_path / "harbour.txt"), str(tmp_path / "missing.txt"))
    addresses = (f"{site.address}/nowhere", f"{site.address}/chart", "ftp://saltmere.example/", "http://10.0.0.1/")
    result = tracker("add", addresses[0], files[0], *addresses[1:], files[1], f"{site.address}/news/patrols")
    assert result.exit_code == 1
    assert [line.partition(" was stored as ")[2] for line in result.stdout.splitlines()] == [
        "document 1: 3 claims.",
        "document 2: 3 claims.",
    ]
    assert [line for line in result.stderr.splitlines() if line.startswith("Error: ")] == [
        f"Error: {files[1]} cannot be opened: no such file or directory.",
        f"Error: {addresses[0]} answered 404 (Not Found): there is no such page, or no longer.",
        next(line for line in result.stderr.splitlines() if "of a kind that cannot be read (image/png)" in line),
        "Error: ftp://saltmere.example/ is no web address; one begins with https:// or http://.",
        "Error: http://10.0.0.1/ leads inside a network, where nothing is fetched but from hosts that --allow-fetch "
        "names.",
    ]


def test_the_command_says_where_the_changes_are_shown(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRACKER_DB", str(tmp_path / "claims.db"))
    for figure in ("1,420", "1,500"):
        site.pages["/"] = article(figure)
        result = tracker("add", site.address, "--allow-fetch", site.place)
    assert result.stdout.splitlines()[-1] == "“tracker changes 2” shows what changed."


def test_an_address_in_an_archive_goes_with_one_page(tmp_path: Path) -> None:
    result = tracker("add", "a.txt", "--archive", "https://a.example/", "--db", str(tmp_path / "claims.db"))
    assert result.exit_code == 2
    assert "--archive goes with one address." in result.stderr
