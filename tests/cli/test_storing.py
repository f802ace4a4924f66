"""``reading-room db`` and ``forget``: what an operator types, and what they are told."""

import asyncio
import os
import sqlite3
import sys
from pathlib import Path

import pytest
from pydantic import SecretStr
from typer.testing import CliRunner, Result

from bot.cli import app
from bot.settings import Settings
from bot.storage.schema import latest_revision
from bot.storage.store import Store
from bot.storage.votes import Vote

RUNNER = CliRunner()


@pytest.fixture(autouse=True)
def nothing_of_this_machine(no_environment: None) -> None:
    """No variable or ``.env`` of this machine reaches a test."""


REST = "0 opened cards, 0 assignments, 0 quizzes and misses"
"""What is told last of what went."""


def run(*arguments: str, url: str = "", **environment: str) -> Result:
    """Run ``reading-room`` with these arguments, over this database."""
    given = {name.upper(): value for name, value in environment.items()} | ({"DATABASE_URL": url} if url else {})
    return RUNNER.invoke(app, list(arguments), env=given)


def keep_votes(url: str, *users: str) -> None:
    """Let people vote."""

    async def cast() -> None:
        store = Store(Settings(database_url=SecretStr(url)))
        for n, user in enumerate(users):
            await store.votes.cast(Vote("T1", "C1", str(n), user, "short:mri", helpful=True))
        await store.close()

    asyncio.run(cast())


def test_upgrading_says_from_where_to_where(tmp_path: Path) -> None:
    """The first time there is a revision to go to, the second time nothing to do; the file is the default's."""
    latest = latest_revision()
    assert run("db", "upgrade").stdout == f"revision none → {latest}\n"
    assert run("db", "upgrade").stdout == f"revision {latest}: nothing to do\n"
    assert (tmp_path / "reading-room.db").exists()


def test_forgetting_a_person() -> None:
    """It says how many rows there were; a name is no member ID."""
    url = "sqlite:///some.db"
    assert run("forget", "U0ROBIN", url=url).stdout == "deleted 0 rows kept under U0ROBIN\n"
    keep_votes(url, "U0ROBIN", "U0ROBIN", "U0SAM")
    assert run("forget", "U0ROBIN", url=url).stdout == "deleted 2 rows kept under U0ROBIN\n"
    assert run("forget", "U0SAM", url=url).stdout == "deleted 1 row kept under U0SAM\n"
    refused = run("forget", "robin", url=url)
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert refused.stderr.startswith("a person is named by their member ID, such as U0123ABCD")


def test_pruning() -> None:
    """It says what went; how long things are kept is a setting."""
    url = "sqlite:///some.db"
    assert (
        run("db", "prune", url=url).stdout
        == f"deleted 0 rows of usage, 0 votes, 0 gaps, 0 holds, 0 errands, 0 seen events, {REST}\n"
    )
    keep_votes(url, "U0ROBIN")
    with sqlite3.connect("some.db") as connection:
        connection.execute("UPDATE votes SET voted_at = datetime('now', '-8 days')")
    connection.close()
    assert (
        run("db", "prune", url=url).stdout
        == f"deleted 0 rows of usage, 0 votes, 0 gaps, 0 holds, 0 errands, 0 seen events, {REST}\n"
    )
    told = run("db", "prune", url=url, retention_days="7").stdout
    assert told == f"deleted 0 rows of usage, 1 votes, 0 gaps, 0 holds, 0 errands, 0 seen events, {REST}\n"


@pytest.mark.parametrize("arguments", [["db", "upgrade"], ["db", "prune"], ["forget", "U0ROBIN"]])
@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("mysql://rr:SECRETWORD@db/rr", "DATABASE_URL cannot be used: it begins with neither"),
        ("sqlite:////nowhere/to/be/found.db", "does not do what it is asked: unable to open database file"),
        ("postgres://rr:SECRETWORD@127.0.0.1:1/rr", "does not do what it is asked: ConnectionRefusedError"),
    ],
)
def test_a_database_that_cannot_be_used(arguments: list[str], url: str, told: str) -> None:
    """One sentence says what is wrong, without the password, and the exit code is 2."""
    result = run(*arguments, url=url)
    assert result.exit_code == 2
    assert told in result.stderr
    assert "SECRETWORD" not in result.output
    assert "Traceback" not in result.output


@pytest.mark.parametrize("days", ["0", "-1", "ninety"])
def test_retention_must_be_days(days: str) -> None:
    """Nothing is kept for no time."""
    result = run("db", "prune", retention_days=days)
    assert result.exit_code == 2
    assert result.stderr.startswith("RETENTION_DAYS cannot be used: ")


@pytest.mark.parametrize("database_kind", ["postgresql"], indirect=True)
@pytest.mark.parametrize("command", ["serve", "socket"])
async def test_postgresql_must_be_upgraded_first(empty_database_url: str, command: str) -> None:
    """Neither process starts over a PostgreSQL that is not current; ``db upgrade`` is what it says to run."""
    environment = os.environ | {"DATABASE_URL": empty_database_url, "PORT": "0"}
    environment |= dict.fromkeys(["SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET", "SLACK_APP_TOKEN"], "not-a-token")

    async def reading_room(*arguments: str) -> tuple[int | None, str]:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", *arguments, env=environment,
            stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
        )  # fmt: skip
        output, _ = await asyncio.wait_for(process.communicate(), 30)
        return process.returncode, output.decode()

    code, told = await reading_room(command)
    assert code == 2
    assert "run reading-room db upgrade" in told
    assert "Traceback" not in told
    assert await reading_room("db", "upgrade") == (0, f"revision none → {latest_revision()}\n")
    assert await reading_room("db", "prune") == (
        0,
        f"deleted 0 rows of usage, 0 votes, 0 gaps, 0 holds, 0 errands, 0 seen events, {REST}\n",
    )
