"""Commands that keep the database and serve it: backup, restore, doctor, serve, tokens, publish."""

from __future__ import annotations

from pathlib import Path

import click
from msgspec.structs import asdict

from tracker.cli.common import (
    MisuseError,
    allow_fetch_option,
    answer,
    opened,
    print_json,
    steps,
    usual_options,
    who,
)
from tracker.models.events import Scope
from tracker.services import database
from tracker.services import tokens as services_tokens
from tracker.services.tokens import USUAL_DAYS

DEFAULT_PORT = 5000


@click.command()
@click.argument("target", type=click.Path(path_type=Path), required=False)
@click.option("--keep", metavar="N", type=click.IntRange(1), help="For a timer: TARGET is a folder (“backups” beside "
              "the database without it), the copy is named for the moment, and the newest N are kept.")  # fmt: skip
@usual_options
def backup(target: Path | None, keep: int | None, db_path: Path, as_json: bool) -> None:
    """Copy the database to TARGET while others go on working."""
    if target is None and keep is None:
        raise click.UsageError("Name the file to copy to, or say with --keep how many copies are kept.")
    removed: list[Path] = []
    with opened(db_path) as db:
        if keep is not None:
            folder = target or db_path.parent / "backups"
            target, removed = database.back_up_and_keep(db, folder, db_path.stem, keep)
        elif target is not None:
            database.back_up(db, target)
    if as_json:
        print_json({"backup": str(target), "removed": [str(path) for path in removed]})
    else:
        older = f" {len(removed)} older ones were removed." if removed else ""
        click.echo(f"{db_path} was copied to {target}.{older}")


@click.command()
@click.argument("source", type=click.Path(path_type=Path, dir_okay=False))
@usual_options
def restore(source: Path, db_path: Path, as_json: bool) -> None:
    """Put the backup SOURCE in the place of the database; the one that stood there is kept beside it."""
    kept = database.restore(source, db_path)
    answer(
        as_json,
        {"db": str(db_path), "kept": str(kept) if kept else None},
        f"{source} was restored to {db_path}." + (f" The earlier one is kept as {kept}." if kept else ""),
    )


@click.command()
@click.option(
    "--repair",
    is_flag=True,
    help="Write anew what is derived: indexes, counts, relations, threads; also where pages of the file are damaged.",
)
@click.option("--accept", is_flag=True, help="Take what another program changed as it stands, and repair the rest.")
@usual_options
def doctor(repair: bool, accept: bool, db_path: Path, as_json: bool) -> None:
    """Look for damage: whether all facts stand in their originals, and indexes and counts agree with the rows."""
    from tracker.services import doctor as doctors

    def progress(step: str, done: int, total: int) -> None:
        steps(step)(done, total)

    if repair or accept:
        rescue = doctors.rescued(db_path, who=who(), accept=accept, progress=progress)
        for sentence in rescue.told:
            click.echo(sentence, err=True)
        if not rescue.in_order:
            raise SystemExit(1)
    with opened(db_path) as db:
        if repair or accept:
            doctors.repair(db, who=who(), accept=accept, progress=progress)
        health = doctors.examined(db, progress)
    if as_json:
        print_json(health)
    else:
        for line in doctors.lines(health):
            click.echo(line)
        if not health.problems:
            held = ", ".join(f"{count} {noun}" for noun, count in asdict(health.totals).items())
            click.echo(f"{db_path} is sound: {held}.")
    if health.problems:
        raise SystemExit(1)


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=DEFAULT_PORT, show_default=True, envvar="PORT", type=click.IntRange(0, 65535))
@click.option(
    "--allow-host",
    metavar="HOST",
    multiple=True,
    envvar="TRACKER_ALLOW_HOST",
    help="A name the pages are asked by, such as that of a proxy before them; several times for several. "
    "TRACKER_ALLOW_HOST sets it too.",
)
@click.option(
    "--i-trust-this-network", is_flag=True, help="Serve where other machines reach the pages; anybody there can decide."
)
@allow_fetch_option
@usual_options
def serve(
    host: str,
    port: int,
    allow_host: tuple[str, ...],
    i_trust_this_network: bool,
    allow_fetch: tuple[str, ...],
    db_path: Path,
    as_json: bool,
) -> None:
    """Serve the pages; prints the address when they are ready.

    Without accounts, whoever reaches the pages can read, add and decide: a --host that other machines reach needs
    --i-trust-this-network. Pages asked by another name than localhost, the --host or an --allow-host are refused.
    """
    from tracker.web.app import serve as serve_pages
    from tracker.web.policy import is_loopback

    if not is_loopback(host):
        if not i_trust_this_network:
            raise MisuseError(
                f"On {host or 'every address'} anybody who reaches this machine could read, add and decide, for there "
                "are no accounts; add --i-trust-this-network if that is meant."
            )
        warning = "WARNING: ANYBODY WHO REACHES THIS MACHINE CAN READ, ADD AND DECIDE HERE; there are no accounts."
        click.secho(warning, fg="red", bold=True, err=True)

    def ready(address: str) -> None:
        answer(as_json, {"address": address}, f"The claim tracker is ready at {address} (Ctrl+C stops it).")

    serve_pages(db_path, host=host, port=port, allow_fetch=allow_fetch, allow_hosts=allow_host, ready=ready)


@click.command()
@click.option("--new", "holder", metavar="NAME", help="Make a token; what it does is recorded under NAME.")
@click.option("--scope", type=click.Choice([scope.value for scope in Scope]), help="What the new token may: read; add "
              "documents, clippings and readings, too; or decide, too.  [default: decide]")  # fmt: skip
@click.option("--days", metavar="N|never", help=f"How many days it is good for, or never to expire.  "
              f"[default: {USUAL_DAYS}]")  # fmt: skip
@click.option("--end", "ended", metavar="ID", type=int, help="End the token with this number for good.")
@usual_options
def tokens(
    holder: str | None, scope: str | None, days: str | None, ended: int | None, db_path: Path, as_json: bool
) -> None:
    """List the tokens of the API, make one, or end one. A token is shown once, when it is made."""
    if holder is not None and ended is not None:
        raise click.UsageError("Choose --new or --end.")
    if holder is None and (scope is not None or days is not None):
        raise click.UsageError("--scope and --days say what a --new token may, and how long.")
    with opened(db_path) as db:
        if holder is not None:
            token_id, token = services_tokens.make(
                db, holder, who=who(), scope=scope or Scope.DECIDE, days=services_tokens.days_of(days)
            )
            answer(
                as_json,
                {"id": token_id, "holder": holder, "token": token},
                f"Token {token_id} for {holder}. Keep it now, it is not shown again:\n{token}",
            )
            return
        event = services_tokens.end(db, ended, who=who()) if ended is not None else None
        rows = services_tokens.every(db)
    if ended is not None:
        answer(
            as_json,
            {"id": ended, "event": event},
            f"Token {ended} was ended." if event else f"Token {ended} was ended before; nothing changed.",
        )
    elif as_json:
        print_json(rows)
    else:
        for row in rows:
            click.echo("  ".join([f"{row.id}", row.holder, f"may {row.scope}", *services_tokens.told(row)]))
        if not rows:
            click.echo("There are no tokens; “tracker tokens --new NAME” makes one.")


@click.command()
@click.argument("target", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--address", envvar="TRACKER_ADDRESS", default="", help="Where the site will be served. Without it there "
              "are no feeds, linked data, networks and sitemap; TRACKER_ADDRESS sets it too.")  # fmt: skip
@click.option("--with-history", is_flag=True, help="Publish the record of changes and who decided, too.")
@usual_options
def publish(target: Path, address: str, with_history: bool, db_path: Path, as_json: bool) -> None:
    """Write a read-only site of the whole tracker into DIR, for any file host, with search.

    Done again, only what changed is written, and only what was published before is removed. A folder with other files
    in it is refused.
    """
    from tracker.web.site import publish as publish_site

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
