"""The command group ``tracker`` and its console script; a command's module is imported when it is asked for."""

from __future__ import annotations

import errno
import gc
import sys
from importlib import import_module
from io import TextIOWrapper
from pathlib import Path
from typing import Any, Final

import click

COMMANDS: Final = {
    "add": ("documents", "Add files, folders and pages of the web (https://…); - reads standard input."),
    "backup": ("upkeep", "Copy the database to TARGET while others go on working."),
    "changes": (
        "documents",
        "Show what changed from the version before to the document ID: paragraphs, figures, quotations, claims.",
    ),
    "check": (
        "check",
        "Check every quotation and figure of DRAFTs against the stored documents; - reads standard input.",
    ),
    "cite": ("export", "Cite the claim of number ID: its words, its place, its source."),
    "claim": (
        "decisions",
        "Make a claim of the exact WORDS in the document with the number DOCUMENT; no rerun drops it.",
    ),
    "compare": ("extract", "Say what the statements A and B are to each other, and why; or the pairs of a file."),
    "confirm": ("decisions", "Confirm that the claims A and B are one claim."),
    "delete": (
        "documents",
        "Put the document with the number DOCUMENT, and its claims, into the trash.",
    ),
    "doctor": (
        "upkeep",
        "Look for damage: whether all facts stand in their originals, and indexes and counts agree with the rows.",
    ),
    "dossier": (
        "export",
        "Write the dossier of TOPIC (its name or number) as Markdown, or as one HTML file if FILE ends in .html.",
    ),
    "erase": ("documents", "Erase DOCUMENT for good: its words and bytes leave the file of the database."),
    "export": (
        "export",
        "Write out a noun, or what filters leave of it: rows, linked data, annotations, networks, references.",
    ),
    "extract": ("extract", "Print the attributions, claims and dates of FILES; nothing is stored."),
    "init": ("documents", "Make the database if it is missing; with --samples, add the five samples."),
    "join-measures": ("decisions", "Say that the measures MEASURE and INTO of one unit are one."),
    "link": ("documents", "Extract and match everything anew under the present rules; what people decided is kept."),
    "name-measure": (
        "decisions",
        "Say what the figure at PLACE of the claim CLAIM measures: NAME, new or there already.",
    ),
    "publish": ("upkeep", "Write a read-only site of the whole tracker into DIR, for any file host, with search."),
    "quantities": ("extract", "Print the quantities in FILES, one a line; nothing is stored."),
    "refuse": ("decisions", "Refuse a match: the claims A and B are not one claim, now and after every rerun."),
    "reread": (
        "documents",
        "Read stored originals again by today's readers; what people decided is kept, or waits in the review queue.",
    ),
    "restore": (
        "upkeep",
        "Put the backup SOURCE in the place of the database; the one that stood there is kept beside it.",
    ),
    "restore-document": ("documents", "Take DOCUMENT out of the trash, with its claims, under the numbers they had."),
    "search": ("show", "Find claims by words and figures, best first."),
    "serve": ("upkeep", "Serve the pages; prints the address when they are ready."),
    "show": ("show", "Show one claim, document, speaker, thread, topic or verdict."),
    "tokens": ("upkeep", "List the tokens of the API, make one, or end one."),
    "trash": ("documents", "List the documents in the trash."),
    "undo": ("decisions", "Take the decision with this event number back."),
}
"""Every command: its module in this room, where it stands under its own name, and the first sentence of its help."""

GARBAGE: Final = (50_000, 20, 20)
"""Objects, and rounds, after which the garbage collector looks for cycles: what commands make holds hardly any, and
looking for them as often as Python does by itself (700, 10, 10) took a tenth of the time of linking."""


class Commands(click.Group):
    """A group that knows its commands by name and sentence, and imports one, and what it runs, when it is called.

    Each ends with one clear sentence and exit code 1 where the program finds a mistake, with 2 where the database is
    not to be had, with 70 where the program made a mistake of its own.
    """

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that the arguments call, imported, with its name and its own arguments."""
        name, named, rest = super().resolve_command(ctx, args)
        return name, command(name) if name in COMMANDS else named, rest

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; turn a ``TrackerError`` into its message."""
        from tracker.models import TrackerError, UnavailableError
        from tracker.services.database import Failure, cause

        try:
            return super().invoke(ctx)
        except UnavailableError as error:
            raise _UnavailableError(error.message) from error
        except TrackerError as error:
            raise click.ClickException(error.message) from error
        except Failure as error:
            raise _UnavailableError(cause(error)) from error
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except OSError as error:
            if error.errno == errno.EPIPE:  # nobody reads any more, and click ends quietly
                raise
            what = error.filename or "A file"
            reason = (error.strerror or "for a reason unknown").lower()
            raise click.ClickException(f"{what} could not be read or written: {reason}.") from error
        except Exception as error:
            if ctx.params.get("debug"):
                raise
            raise OwnMistake(error) from error


class OwnMistake(click.ClickException):
    """A mistake that the program made: one sentence that says where, and how it is reported."""

    exit_code = 70
    """EX_SOFTWARE of sysexits.h, which no answer of a command has."""

    def __init__(self, error: Exception) -> None:
        from traceback import extract_tb

        package = Path(__file__).parents[1]
        places = [frame for frame in extract_tb(error.__traceback__) if package in Path(frame.filename).parents]
        place = f" at {Path(places[-1].filename).name}:{places[-1].lineno}" if places else ""
        super().__init__(
            f"The program made a mistake of its own ({type(error).__name__}{place}); to report it, run “tracker "
            "--debug” with the same words behind it, and send what it prints, with its file, to whoever keeps it."
        )


class _UnavailableError(click.ClickException):
    """The database is missing or damaged, or did not answer."""

    exit_code = 2


def command(name: str) -> click.Command:
    """Return the command of a name in ``COMMANDS``; its module is imported here and nowhere else."""
    module, _ = COMMANDS[name]
    found: click.Command = getattr(import_module(f".{module}", __package__), name.replace("-", "_"))
    return found


@click.group(
    cls=Commands,
    commands={name: click.Command(name, help=sentence) for name, (_, sentence) in COMMANDS.items()},
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(package_name="policy-claim-tracker", prog_name="tracker")
@click.option(
    "--debug", is_flag=True, envvar="TRACKER_DEBUG",
    help="Show where in the program a mistake of its own was made; TRACKER_DEBUG sets it too.",
)  # fmt: skip
def main(debug: bool) -> None:
    """Track who claimed what, when and where; find the same claim again, and what changed in it."""
    gc.set_threshold(*GARBAGE)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # what a terminal cannot show is printed as an escape and stops nothing
            stream.reconfigure(errors="backslashreplace")
