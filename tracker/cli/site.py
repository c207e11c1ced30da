"""The command ``publish``: a read-only site for any file host."""

from __future__ import annotations

from pathlib import Path

import click

from tracker.cli.common import database_option, json_option, print_json, steps


@click.command()
@click.argument("target", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--address", envvar="TRACKER_ADDRESS", default="", help="Where the site will be served. Without it there "
              "are no feeds, linked data, networks and sitemap; TRACKER_ADDRESS sets it too.")  # fmt: skip
@click.option("--with-history", is_flag=True, help="Publish the record of changes and who decided, too.")
@database_option
@json_option
def publish(target: Path, address: str, with_history: bool, db_path: Path, as_json: bool) -> None:
    """Write a read-only site of the whole tracker into DIR, for any file host, with search.

    Done again, only what changed is written, and only what was published before is removed. A folder with other files
    in it is refused.
    """
    from tracker.web.site.publish import publish as publish_site

    done = publish_site(db_path, target, address=address, with_history=with_history, progress=steps("Publishing"))
    for path in done.failed:
        click.echo(f"Error: {path} could not be published.", err=True)
    if as_json:
        print_json({"dir": str(target), "files": done.files, "written": done.written, "removed": done.removed,
                    "failed": list(done.failed)})  # fmt: skip
    else:
        click.echo(f"{target} holds {done.files:,} files: {done.written:,} written, {done.removed:,} removed.")
        if not address:
            click.echo(
                "Without --address there are no feeds, linked data, networks and sitemap: they hold whole addresses."
            )
    if done.failed:
        raise SystemExit(1)
