"""Work that may outlast a request: done beside it by a thread, and asked after at an address of its own.

A request waits for a moment, since most work is done by then; after that its reader is sent to a page that tells how
far it is and asks again by itself. What was not fetched is forgotten with the process, and after some more tasks.
"""

from __future__ import annotations

import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Any, Final, Generic, TypeVar

from tracker.models import NotFoundError, TrackerError

PATIENCE: Final = 4.0
"""Seconds that a request waits for its work: reading a few articles takes less, and a reader begins to wonder."""
AT_ONCE: Final = 2
"""Tasks worked at at one time, as there are workers; others wait in line."""
MOST_WAITING: Final = 20
"""Tasks that are not done yet; whoever comes beside is asked to come again."""
MOST_KEPT: Final = 100
"""Tasks whose outcome is kept."""
TOKEN_BYTES: Final = 16

T = TypeVar("T")


class FullError(TrackerError):
    """As much as can wait is waiting."""

    status = 503


class Task(Generic[T]):
    """One piece of work: how much of it is done, what it is at, and in the end its outcome or its error."""

    def __init__(self, count: int, work: Callable[[Callable[[str], None]], T]) -> None:
        self.token = secrets.token_urlsafe(TOKEN_BYTES)
        self.count = count
        self.begun = 0
        self.now = ""
        self.started = time.monotonic()
        self._work = work
        self._outcome: T | None = None
        self._error: BaseException | None = None
        self._done = threading.Event()

    @property
    def seconds(self) -> int:
        """For how long it has been worked at, or waited for."""
        return int(time.monotonic() - self.started)

    @property
    def is_done(self) -> bool:
        """Whether it has ended, well or not."""
        return self._done.is_set()

    def wait(self, seconds: float) -> bool:
        """Wait for the end, so long at most; tell whether it came."""
        return self._done.wait(seconds)

    def outcome(self) -> T:
        """Return what came of it once it is done, or raise what it raised."""
        if self._error is not None:
            raise self._error
        return self._outcome  # type: ignore[return-value]

    def work(self, places: threading.Semaphore) -> None:
        """Do it when its turn comes: what its thread does."""
        with places:
            try:
                self._outcome = self._work(self._at)
            except BaseException as error:
                self._error = error
            finally:
                self._done.set()

    def _at(self, name: str) -> None:
        self.begun += 1
        self.now = name


class Tasks:
    """The tasks of a running program, the newest last."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, Task[Any]] = OrderedDict()
        self._places = threading.Semaphore(AT_ONCE)
        self._lock = threading.Lock()

    def start(self, count: int, work: Callable[[Callable[[str], None]], T]) -> Task[T]:
        """Begin some work on ``count`` things, which calls what it is given with the name of each as it comes to it."""
        task = Task(count, work)
        with self._lock:
            if sum(not each.is_done for each in self._kept.values()) >= MOST_WAITING:
                raise FullError("Much is being added just now; nothing of this was added, try again in a minute.")
            self._kept[task.token] = task
            done = [token for token, each in self._kept.items() if each.is_done]
            for token in done[: max(0, len(self._kept) - MOST_KEPT)]:
                del self._kept[token]
        threading.Thread(target=task.work, args=(self._places,), daemon=True).start()
        return task

    def of(self, token: str) -> Task[Any]:
        """Return a task by its token; raises ``NotFoundError`` for one that is not known, or not any more."""
        with self._lock:
            if token not in self._kept:
                raise NotFoundError("What was sent there is not known any more; the documents that were stored are.")
            return self._kept[token]
