"""The attic: the ``reading-room`` command. It starts things and decides nothing."""

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(no_args_is_help=True, add_completion=False)


@app.callback()
def _root() -> None:
    """Reading Room."""


@app.command()
def check(packs: Annotated[list[Path] | None, typer.Argument(help="Folders, earliest first.")] = None) -> None:
    """Check packs; prints ``file:line: field: what is wrong``."""
    from bot.errors import PackError
    from bot.knowledge.loading import load

    try:
        pack = load(packs or [Path("knowledge")])
    except PackError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None
    typer.echo(f"{len(pack.entries)} entries, {len(pack.comparisons)} comparisons, {len(pack.facts)} facts: all good")
