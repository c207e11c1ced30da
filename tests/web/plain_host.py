"""A published copy as its readers have it: behind a plain file host, searched in a browser."""

from __future__ import annotations

import re
from contextlib import AbstractContextManager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.web.running import running

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


class Files(SimpleHTTPRequestHandler):
    """Gives files, and prints nothing."""

    def log_message(self, *_: Any) -> None:
        """Print nothing."""


def serving(folder: Path, handler: type[Files] = Files) -> AbstractContextManager[str]:
    """Serve a folder for a block; gives its address."""
    return running(ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=str(folder))))


def searched(browser: Browser, address: str, words: str) -> tuple[Page, list[str]]:
    """Return the answers to a search from a copy's home page, and what goes wrong on that tab, now and later."""
    tab = browser.new_page()
    problems: list[str] = []
    tab.on("pageerror", lambda error: problems.append(str(error)))
    tab.on("console", lambda said: problems.append(said.text) if said.type == "error" else None)
    tab.goto(f"{address}/index.html")
    tab.locator("[data-key-search]").fill(words)
    tab.get_by_role("button", name="Search").click()
    tab.get_by_text(re.compile("claims?, the best first")).wait_for()
    tab.locator("article.entry").first.wait_for()
    return tab, problems
