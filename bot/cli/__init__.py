"""The attic: the ``reading-room`` command. It starts things and decides nothing."""

import json
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.errors import PackError, ReadingRoomError
from bot.names import Kind
from bot.settings import load_settings

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    help="Reading Room: vetted, sourced answers about radiology and medical imaging, inside Slack.",
)

db = typer.Typer(no_args_is_help=True, help="The database of DATABASE_URL.")
app.add_typer(db, name="db")

Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of a card.")]
Batch = Annotated[bool, typer.Option("--batch", help="Read a term a line on stdin, print a JSON object a line.")]


@contextmanager
def _plain_errors() -> Iterator[None]:
    """Turn what can go wrong into a sentence and an exit code: 1 for a pack, 2 for a setting."""
    try:
        yield
    except PackError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None
    except ReadingRoomError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "0.0.0.0",  # noqa: S104 - hosts put a proxy in front
    port: Annotated[int | None, typer.Option(help="Port to listen on; PORT by default.")] = None,
    workers: Annotated[int, typer.Option(min=1, help="Processes.")] = 1,
) -> None:
    """Serve Slack over HTTP: POST /slack/events, GET /healthz, GET /readyz."""
    with _plain_errors():
        from bot.server import log_to_stderr
        from bot.server import serve as run

        log_to_stderr()
        settings = load_settings()
        run(settings, host=host, port=settings.port if port is None else port, workers=workers)


@app.command()
def socket() -> None:
    """Serve Slack over Socket Mode: no address that Slack must reach."""
    with _plain_errors():
        import asyncio

        from bot.server import log_to_stderr
        from bot.socket_mode import SocketSilentError, run

        log_to_stderr()
        try:
            asyncio.run(run(load_settings()))
        except SocketSilentError as error:
            typer.echo(f"{error}; giving up so that the platform starts this process again", err=True)
            raise typer.Exit(3) from None


@app.command("try")
def try_out(
    *,
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port of the page; any free one by default.")] = 0,
    no_open: Annotated[bool, typer.Option("--no-open", help="Open no browser.")] = False,
    terminal: Annotated[bool, typer.Option("--terminal", help="Talk in this terminal instead of the browser.")] = False,
    socket: Annotated[bool, typer.Option("--socket", help="Reach the bot over Socket Mode instead of HTTP.")] = False,
) -> None:
    """Try Reading Room without Slack: a page in the browser that behaves like Slack, with the real bot behind it."""
    with _plain_errors():
        import asyncio

        from bot.cli.trying import run

        logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(message)s")
        asyncio.run(run(load_settings(), port=port, over_socket=socket, in_terminal=terminal, open_browser=not no_open))


@app.command()
def lookup(
    terms: Annotated[list[str] | None, typer.Argument(metavar="TERM...", help="What to look up.")] = None,
    *,
    kind: Annotated[Kind | None, typer.Option(help="The kind that a command would prefer.")] = None,
    as_json: Json = False,
    batch: Batch = False,
) -> None:
    """Look a term up, as /define does."""
    with _plain_errors():
        from bot.app import build_library
        from bot.cards.lookups import lookup_card
        from bot.cli.printing import lookup_as_json

        library = build_library(load_settings())
        if batch:
            for line in sys.stdin:
                typed = line.rstrip("\r\n")
                _print_json(lookup_as_json(typed, library.look_up(typed, kind)))
            return
        typed = " ".join(terms or ())
        if not typed:
            raise typer.BadParameter("name a term, e.g. reading-room lookup MRI")
        outcome = library.look_up(typed, kind)
        if as_json:
            _print_json(lookup_as_json(typed, outcome))
        else:
            _print_card(lookup_card(outcome, library.pack))


@app.command()
def compare(
    items: Annotated[list[str], typer.Argument(metavar="ITEM...", help="Two to four; one string is split.")],
    *,
    full: Annotated[bool, typer.Option("--full", help="Everything, as the button More shows it.")] = False,
    as_json: Json = False,
) -> None:
    """Compare two to four things, as /compare does."""
    with _plain_errors():
        from bot.app import build_library
        from bot.cards.comparisons import comparison_card
        from bot.cli.printing import comparison_as_json

        library = build_library(load_settings())
        outcome = library.compare(items[0]) if len(items) == 1 else library.compare_items(items)
        if as_json:
            _print_json(comparison_as_json(" ".join(items), outcome))
        else:
            _print_card(comparison_card(outcome, library.pack, full=full))


@app.command()
def ask(
    words: Annotated[list[str] | None, typer.Argument(metavar="QUESTION...", help="What to ask.")] = None,
    *,
    as_json: Json = False,
    batch: Annotated[bool, typer.Option("--batch", help="Read a question a line, print a JSON object a line.")] = False,
) -> None:
    """Ask a question in a sentence, as somebody who addresses the bot does."""
    with _plain_errors():
        from bot.app import build_library
        from bot.cards.rack import Rack
        from bot.cli.printing import asked_as_json
        from bot.core.admitting import ask as ask_library
        from bot.handlers.answering import Desk

        library = build_library(load_settings())
        if batch:
            for line in sys.stdin:
                text = line.rstrip("\r\n")
                _print_json(asked_as_json(text, ask_library(library, text)))
            return
        text = " ".join(words or ())
        if not text:
            raise typer.BadParameter("ask something, e.g. reading-room ask how long does a CT take")
        outcome = ask_library(library, text)
        if as_json:
            _print_json(asked_as_json(text, outcome))
        else:
            _print_card(Desk(library, Rack()).card_of(outcome))


@app.command()
def check(
    packs: Annotated[list[Path] | None, typer.Argument(metavar="PATH...", help="Packs, earliest first.")] = None,
) -> None:
    """Check packs; prints file:line: field: what is wrong, and exits with 1 if there is anything."""
    with _plain_errors():
        from bot.core.checking import check_packs

        pack = check_packs(packs or load_settings().knowledge_path)
        counts = f"{len(pack.entries)} entries, {len(pack.comparisons)} comparisons, {len(pack.questions)} questions"
        counts += f", {len(pack.facts)} facts, {len(pack.tracks)} tracks"
        typer.echo(f"{counts}, {len(pack.sources)} sources: nothing wrong")


@app.command()
def new(
    kind: Annotated[Kind, typer.Argument(help="What it is.")],
    name: Annotated[str, typer.Argument(help="Its standard term in full, in quotes.")],
    *,
    pack: Annotated[Path | None, typer.Option(help="The pack to write into; the last of KNOWLEDGE_PATH.")] = None,
) -> None:
    """Begin a new entry: writes its file, with every field of its kind to be filled in."""
    with _plain_errors():
        from bot.knowledge.scaffold import new_entry

        served = load_settings().knowledge_path
        packs = (*served, pack) if pack and pack not in served else served
        path = new_entry(kind, name, (*packs, pack) if pack else packs)
        if packs == served:
            typer.echo(f"{path}: fill it in; reading-room check says what is still missing, so does the playground.")
        else:
            check = " ".join(["reading-room check", *map(str, packs)])
            typer.echo(f"{path}: fill it in; {check} says what is still missing. KNOWLEDGE_PATH does not name {pack}.")


@app.command("eval")
def evaluate(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A folder with synonyms.tsv, typos.tsv and the like.")],
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of tables.")] = False,
) -> None:
    """Measure look-ups on tables of texts and what they should resolve to; lists every row that is not right."""
    with _plain_errors():
        from rich.console import Console

        from bot.app import build_library
        from bot.cli.evaluations import evaluation_as_json, evaluation_tables
        from bot.core.evaluating import evaluate as measure

        tables = measure(build_library(load_settings()), folder)
        if as_json:
            _print_json(evaluation_as_json(tables))
        else:
            wide = None if sys.stdout.isatty() else 200  # a file has no edge to wrap at
            Console(width=wide).print(*evaluation_tables(tables), sep="\n")


@app.command()
def replay(
    path: Annotated[Path, typer.Argument(metavar="EXPORT", help="The zip of a workspace export, as Slack gave it.")],
    *,
    channel: Annotated[str, typer.Option(metavar="NAME", help="The channel, with or without #.")],
    hold: Annotated[
        int | None,
        typer.Option(min=15, max=3600, metavar="SECONDS", help="How long people have to answer first; 90 by default."),
    ] = None,
    cap: Annotated[
        int | None, typer.Option(min=1, max=60, metavar="N", help="Answers an hour at most; 6 by default.")
    ] = None,
    since: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], metavar="YYYY-MM-DD", help="The first day, in UTC.")
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print JSON, which quotes nobody, instead of a table.")
    ] = False,
) -> None:
    """Show what the bot would have said in a channel of an export, were it live; nothing of it is kept or sent."""
    with _plain_errors():
        from rich.console import Console

        from bot.app import build_library
        from bot.cli.replaying import replay_as_json, replay_table, summary
        from bot.core.exports import Export
        from bot.core.replaying import replay as replay_channel
        from bot.knowledge.channels import CAP, HOLD_SECONDS, Manners

        with Export(path) as export:
            chosen = export.channel(channel)
            manners = Manners(hold_seconds=hold or HOLD_SECONDS, cap=cap or CAP)
            replayed = replay_channel(build_library(load_settings()), chosen, manners, since.date() if since else None)
        for sentence in chosen.left_out:
            typer.echo(sentence, err=True)
        if as_json:
            _print_json(replay_as_json(replayed))
            return
        if replayed.lines:
            wide = None if sys.stdout.isatty() else 200  # a file has no edge to wrap at
            Console(width=wide).print(replay_table(replayed))
        typer.echo(summary(replayed))


@app.command("import")
def import_(
    path: Annotated[
        Path, typer.Argument(metavar="FILE", help="A CSV file, or responses pasted from Slack; - for what comes in.")
    ],
    *,
    into: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="A folder of your own pack; without it nothing is written.")
    ] = None,
    source_title: Annotated[str, typer.Option(metavar="T", help="Where the answers were read.")] = "",
    source_publisher: Annotated[str, typer.Option(metavar="P", help="Who publishes that.")] = "",
    source_url: Annotated[str, typer.Option(metavar="U", help="Its address.")] = "",
    owner: Annotated[str, typer.Option(metavar="WHO", help="Whom to tell when an answer is wrong.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")] = False,
) -> None:
    """Import questions that a team has already, as CSV or as Slackbot responses; a dry run without --into."""
    with _plain_errors():
        from rich.console import Console

        from bot.cli.importing import import_as_json, import_table, read_file, summary, warnings
        from bot.core.importing import Given, judge, place
        from bot.knowledge.placing import is_inside

        packs = load_settings().knowledge_path
        read = read_file(path)
        given = Given(date.today(), owner, source_title, source_publisher, source_url)  # noqa: DTZ011 - a review's day
        judged = judge(read.rows, packs, given, into)
        written = [] if into is None else place(judged, into)
        for sentence in warnings(read, judged):
            typer.echo(sentence, err=True)
        if as_json:
            _print_json(import_as_json(judged, written))
            return
        wide = None if sys.stdout.isatty() else 200  # a file has no edge to wrap at
        Console(width=wide).print(import_table(judged.rows))
        typer.echo(summary(judged.rows, written, into, is_served=into is None or is_inside(packs, into)))


@app.command()
def schema() -> None:
    """Print the JSON Schema of packs, for editors."""
    from bot.knowledge.schema import pack_schema

    typer.echo(json.dumps(pack_schema(), indent=2, ensure_ascii=False))


@app.command()
def manifest(
    *,
    url: Annotated[str | None, typer.Option(help="Where Slack reaches the app; Socket Mode without it.")] = None,
    as_json: Json = False,
) -> None:
    """Print the app manifest that fits the settings."""
    with _plain_errors():
        from bot.knowledge.reading import write_yaml
        from bot.manifest import build_manifest

        built = build_manifest(load_settings().command_prefix, url)
        typer.echo(json.dumps(built, indent=2) if as_json else write_yaml(built).rstrip())


@db.command("upgrade")
def upgrade_schema() -> None:
    """Bring the database's schema to this version; may run several times at once."""
    with _plain_errors():
        import asyncio

        from bot.storage.commands import upgrade_to_latest

        before, after = asyncio.run(upgrade_to_latest(load_settings()))
        typer.echo(f"revision {after}: nothing to do" if before == after else f"revision {before or 'none'} → {after}")


@db.command()
def prune() -> None:
    """Delete what has been kept long enough, as the running app does once an hour."""
    with _plain_errors():
        import asyncio

        from bot.storage.commands import with_store

        pruned = asyncio.run(with_store(load_settings(), lambda store: store.prune()))
        typer.echo(f"deleted {pruned}")


@app.command()
def digest() -> None:
    """Send owners today's lists of what is to be judged, and this week's message; what was sent is not sent again."""
    with _plain_errors():
        import asyncio

        from bot.cli.digesting import send

        count = asyncio.run(send(load_settings()))
        typer.echo(f"{count} {'list' if count == 1 else 'lists'} sent")


@app.command()
def forget(
    user: Annotated[str, typer.Argument(metavar="USER", help="The member ID that Slack shows in their profile.")],
) -> None:
    """Delete everything that is kept under a person."""
    with _plain_errors():
        import asyncio

        from bot.storage.commands import with_store

        count = asyncio.run(with_store(load_settings(), lambda store: store.forget(user)))
        typer.echo(f"deleted {count} {'row' if count == 1 else 'rows'} kept under {user}")


def _print_json(value: dict[str, Any]) -> None:
    typer.echo(json.dumps(value, ensure_ascii=False))


def _print_card(card: dict[str, Any]) -> None:
    from rich.console import Console

    from bot.playground.drawing import draw

    Console().print(draw(card).renderable)
