"""Reading in a process of its own, which is ended where it takes too long or too much memory, or breaks down.

What comes from outside may keep a reader busy for hours, fill the memory, or crash a library written in C. So it is
read by a worker: another Python process that is started when it is first needed, asked through its standard input, and
kept for what comes next. What goes there and back is plain data (msgspec), never code. Ending this process in whatever
way ends the worker, since its standard input ends then.
"""

from __future__ import annotations

import atexit
import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from inspect import signature
from pathlib import Path
from typing import IO, Final, TypeVar, cast, get_type_hints

import msgspec

from tracker.models import NotFoundError, ReadError, TrackerError

SECONDS: Final = ("TRACKER_SECONDS", 120)
"""The setting for how long one document may be read, and how long it is where nothing is set."""
MEGABYTES: Final = ("TRACKER_MEGABYTES", 2_048)
"""The same for the memory of the worker."""
LEAST: Final = {SECONDS: 1, MEGABYTES: 256}
"""Less than this is no limit but a stop: the program itself takes 60 MB and half a second to start."""
AT_ONCE: Final = 2
"""Workers at one time; what comes beside waits for one of them."""
LONGEST_WAIT: Final = 10.0
"""Seconds that is waited for a free worker."""
CPU_SPARED: Final = 2
"""Seconds of computing beyond the limit after which the system ends a worker that nobody ended."""
_SIZE: Final = 8
"""Bytes that say how long a message is."""

DONE: Final = {"read": "read", "link": "linked"}
"""What is done to documents, in the two forms that sentences need."""

T = TypeVar("T")


class BusyError(TrackerError):
    """All workers are busy."""

    status = 503


class _Refusal(msgspec.Struct, tag=True, frozen=True):
    """The sentence of an error that a person can mend, and its class."""

    kind: str
    sentence: str


class _Mistake(msgspec.Struct, tag=True, frozen=True):
    """The class of an error of the program's own."""

    kind: str


class _Answer(msgspec.Struct, tag=True, frozen=True):
    """What a job gave, packed."""

    value: msgspec.Raw


_ERRORS: Final = {each.__name__: each for each in (TrackerError, ReadError, NotFoundError)}


def limit(setting: tuple[str, int]) -> int:
    """Return a limit as it is set; raises ``TrackerError`` where the setting is no number that makes sense."""
    name, default = setting
    words = os.environ.get(name, "").strip() or str(default)
    if not words.isdecimal() or int(words) < LEAST[setting]:
        raise TrackerError(f"{name} is “{words}”; it has to be a whole number from {LEAST[setting]} on.")
    return int(words)


def run(name: str, job: Callable[..., T], *arguments: object, deed: str = "read") -> T:
    """Return what a function of this program gives for some arguments, worked out by a worker.

    Its parameters and what it returns have types that msgspec knows. ``name`` is what the document is called in
    sentences, ``deed`` what is done to it. Raises ``ReadError`` where the time or the memory does not do, or the worker
    breaks down, and what the function raises where that is a ``TrackerError``.
    """
    seconds, megabytes = limit(SECONDS), limit(MEGABYTES)
    packed = msgspec.json.encode((job.__module__, job.__qualname__, seconds, megabytes, arguments))
    with _worker() as worker:
        answer = worker.asked(packed, seconds)
    match answer:
        case _Answer():
            return cast(T, msgspec.json.decode(answer.value, type=get_type_hints(job)["return"]))
        case _Refusal():
            raise _ERRORS.get(answer.kind, TrackerError)(answer.sentence)
        case _Mistake("MemoryError"):
            raise ReadError(
                f"{name} takes more than {megabytes:,} MB of memory to {deed}; it was given up "
                f"({MEGABYTES[0]} sets the limit)."
            )
        case _Mistake():
            raise ReadError(f"{name} could not be added: the program stumbled over it ({answer.kind}).")
        case "late":
            raise ReadError(
                f"{name} takes longer than {seconds:,} seconds to {deed}; it was given up "
                f"({SECONDS[0]} sets the limit)."
            )
        case _:
            raise ReadError(f"{name} could not be {DONE[deed]}: the program broke down over it.")


class _Worker:
    """One worker process, seen from here."""

    def __init__(self) -> None:
        place = str(Path(__file__).parents[2])
        paths = os.pathsep.join(dict.fromkeys((place, *filter(None, sys.path))))
        # -P: no module is ever taken from the folder somebody stands in. A group of its own: Ctrl-C at a terminal goes
        # to this process, which ends the worker together with whatever that has started.
        self.is_spent = False
        self.process = subprocess.Popen(
            [sys.executable, "-P", "-m", "tracker.services.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": paths},
            process_group=0 if os.name == "posix" else None,
        )

    def asked(self, packed: bytes, seconds: int) -> _Answer | _Refusal | _Mistake | str:
        """Return the answer to a job, "late" where it took too long, "broken" where the worker ended by itself."""
        assert self.process.stdin is not None and self.process.stdout is not None
        late = threading.Event()

        def give_up() -> None:
            late.set()
            self.end()

        timer = threading.Timer(seconds, give_up)
        timer.daemon = True
        timer.start()
        try:
            _send(self.process.stdin, packed)
            data = _received(self.process.stdout)
        except OSError:
            data = None
        finally:
            timer.cancel()
        if data is None:
            self.is_spent = True
            return "late" if late.is_set() else "broken"
        answer: _Answer | _Refusal | _Mistake = msgspec.json.decode(data, type=_Answer | _Refusal | _Mistake)
        self.is_spent = isinstance(answer, _Mistake)  # its memory may be full; the next job begins with an empty one
        return answer

    def end(self) -> None:
        """End the worker and what it started at once."""
        with suppress(OSError):
            if os.name == "posix":
                os.killpg(self.process.pid, signal.SIGKILL)
            else:
                self.process.kill()

    def leave(self) -> None:
        """End the worker and wait until it is gone."""
        self.end()
        for stream in (self.process.stdin, self.process.stdout):
            with suppress(OSError):
                if stream is not None:
                    stream.close()
        self.process.wait()


_free: list[_Worker] = []
_places = threading.BoundedSemaphore(AT_ONCE)


@contextmanager
def _worker() -> Iterator[_Worker]:
    """Give a worker for one job; one that did not answer is not used again."""
    if not _places.acquire(timeout=LONGEST_WAIT):
        raise BusyError("Other documents are being read just now; try again in a minute.")
    try:
        try:
            worker = _free.pop()
        except IndexError:
            worker = _Worker()
        try:
            yield worker
        except BaseException:
            worker.leave()
            raise
        if worker.process.poll() is None and not worker.is_spent:
            _free.append(worker)
        else:
            worker.leave()
    finally:
        _places.release()


@atexit.register
def end_all() -> None:
    """End the workers that wait."""
    while _free:
        _free.pop().leave()


def _send(stream: IO[bytes], data: bytes) -> None:
    stream.write(len(data).to_bytes(_SIZE) + data)
    stream.flush()


def _received(stream: IO[bytes]) -> bytes | None:
    """Return the next message, ``None`` where there is none any more."""
    size = stream.read(_SIZE)
    if len(size) < _SIZE:
        return None
    data = stream.read(length := int.from_bytes(size))
    return data if len(data) == length else None


def _serve() -> None:
    """Answer jobs until standard input ends: what the worker process does."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what a library prints is no answer
    jobs: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(sys.stdin.buffer, jobs), daemon=True).start()
    while True:
        _send(answers, msgspec.json.encode(_done(jobs.get())))


def _listen(stream: IO[bytes], jobs: queue.SimpleQueue[bytes]) -> None:
    """Pass jobs on as they come, also in the midst of one; where they end, whoever asked is gone, and nobody waits."""
    while (packed := _received(stream)) is not None:
        jobs.put(packed)
    if os.name == "posix":
        os.killpg(0, signal.SIGKILL)
    os._exit(0)


def _done(packed: bytes) -> _Answer | _Refusal | _Mistake:
    module, name, seconds, megabytes, arguments = msgspec.json.decode(
        packed, type=tuple[str, str, int, int, msgspec.Raw]
    )
    _hold(seconds, megabytes)
    try:
        job = getattr(import_module(module), name)
        hints = get_type_hints(job)
        types = tuple(hints[each] for each in signature(job).parameters)
        given = msgspec.json.decode(arguments, type=tuple[types])  # type: ignore[valid-type]
        return _Answer(msgspec.Raw(msgspec.json.encode(job(*given))))
    except TrackerError as error:
        kind = next((each.__name__ for each in type(error).__mro__ if each.__name__ in _ERRORS), "TrackerError")
        return _Refusal(kind, error.message)
    except Exception as error:  # whatever it is: one sentence for a person, and the next job is done
        full = isinstance(error, ImportError) and "failed to map" in str(error)  # there was no room for a library
        return _Mistake(MemoryError.__name__ if full else type(error).__name__)


def _hold(seconds: int, megabytes: int) -> None:
    """Let the system hold the process to its limits, as far as it can."""
    try:
        import resource
    except ImportError:  # no such limits on Windows: there the time alone is held
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    until = int(used.ru_utime + used.ru_stime) + seconds + CPU_SPARED
    for kind, most in ((resource.RLIMIT_CPU, until), (resource.RLIMIT_AS, megabytes * 2**20)):
        hard = resource.getrlimit(kind)[1]
        with suppress(ValueError, OSError):
            resource.setrlimit(kind, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


if __name__ == "__main__":
    # By its full name, since what stands under __main__ is another module to whoever imports this one.
    import_module("tracker.services.worker")._serve()
