"""The command group ``tracker`` and its console script."""

from __future__ import annotations

import sys
from io import TextIOWrapper

import click

from tracker.cli import check, common, hand_made, link, publishing, reading, stored, taking, tokens, topics, upkeep


@click.group(cls=common.SentenceErrors, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="policy-claim-tracker", prog_name="tracker")
def main() -> None:
    """Track who claimed what, when and where; find the same claim again, and what changed in it."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # what a terminal cannot show is printed as an escape and stops nothing
            stream.reconfigure(errors="backslashreplace")


for module in (reading, check, stored, hand_made, taking, publishing, topics, link, tokens, upkeep):
    for command in module.COMMANDS:
        main.add_command(command)
