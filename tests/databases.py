"""Databases for tests: every test that asks for ``database_url`` or ``store`` runs on SQLite and on PostgreSQL.

PostgreSQL is a cluster of one's own in a temporary folder, made from installed binaries and gone afterwards. Where
there are none those tests are skipped, unless ``CI`` is set: then they fail.
"""

import asyncio
import contextlib
import os
import pwd
import shutil
import subprocess
import tempfile
import threading
import uuid
from collections.abc import AsyncIterator, Coroutine, Iterator
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from pydantic import SecretStr
from sqlalchemy.engine import make_url

from bot.settings import Settings
from bot.storage.database import Database
from bot.storage.schema import upgrade
from bot.storage.store import Store

KINDS = ("sqlite", "postgresql")

TEMPLATE = "current"
"""The database with the current schema that others are copied from."""


class Cluster:
    """A running PostgreSQL.

    Args:
        folder: Where its socket is.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def url(self, name: str) -> str:
        """The address of one of its databases."""
        return f"postgresql+asyncpg://postgres@/{name}?host={self._folder}"

    async def create(self, *, template: str = "template0") -> str:
        """Make a database; its address."""
        name = f"test_{uuid.uuid4().hex}"
        await self.run(f"CREATE DATABASE {name} TEMPLATE {template}")
        return self.url(name)

    async def drop(self, url: str) -> None:
        """Drop a database, whoever is connected with it."""
        await self.run(f"DROP DATABASE {make_url(url).database} WITH (FORCE)")

    async def run(self, statement: str) -> None:
        """Run a statement in the database that is always there."""
        connection = await asyncpg.connect(host=str(self._folder), user="postgres", database="postgres")
        try:
            await connection.execute(statement)
        finally:
            await connection.close()


@contextlib.contextmanager
def running_cluster() -> Iterator[Cluster]:
    """Start a PostgreSQL that listens on a Unix socket, and stop it at the end."""
    programs = _programs()
    folder = Path(tempfile.mkdtemp(prefix="rr-pg-", dir="/tmp"))  # a socket's path has 107 bytes
    owner = _owner()
    if owner:
        shutil.chown(folder, owner, owner)

    def run(program: str, *arguments: str) -> None:
        done = subprocess.run(  # noqa: S603 - what is run stands below
            [programs / program, *arguments], user=owner, group=owner, extra_groups=[] if owner else None, cwd=folder,
            check=False, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert done.returncode == 0, f"{program}: {done.stderr}"

    data, options = str(folder / "data"), f"-c listen_addresses= -k {folder} -F -c max_connections=50"
    try:
        run("initdb", "--pgdata", data, "--no-sync", "--auth", "trust", "--username", "postgres", "--encoding", "UTF8")
        run("pg_ctl", "start", "--pgdata", data, "--log", str(folder / "log"), "--wait", "--options", options)
        try:
            yield Cluster(folder)
        finally:
            run("pg_ctl", "stop", "--pgdata", data, "--mode", "immediate", "--wait")
    finally:
        shutil.rmtree(folder)


def _programs() -> Path:
    """Where ``initdb`` and ``pg_ctl`` are."""
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name), reverse=True)
    for folder in [*map(Path, os.get_exec_path()), *versions]:
        if (folder / "initdb").exists() and (folder / "pg_ctl").exists():
            return folder
    if os.environ.get("CI"):
        pytest.fail("there is no PostgreSQL on this machine: install its server", pytrace=False)
    pytest.skip("there is no PostgreSQL on this machine")


def _owner() -> str | None:
    """Whom PostgreSQL runs as where we are root, whom it refuses."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


async def _make_current(url: str) -> None:
    database = Database(url)
    try:
        await upgrade(database)
    finally:
        await database.close()


def _run(coroutine: Coroutine[Any, Any, None]) -> None:
    """Run a coroutine to its end, whether or not a loop runs here: fixtures are asked for from both."""
    thread = threading.Thread(target=asyncio.run, args=[coroutine])
    thread.start()
    thread.join()


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A PostgreSQL for all tests of this process, with a database of the current schema to copy from."""
    with running_cluster() as cluster:
        _run(cluster.run(f"CREATE DATABASE {TEMPLATE} TEMPLATE template0"))
        _run(_make_current(cluster.url(TEMPLATE)))
        yield cluster


@pytest.fixture(scope="session")
def current_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with the current schema to copy from."""
    path = tmp_path_factory.mktemp("database") / "current.db"
    _run(_make_current(f"sqlite:///{path}"))
    return path


@pytest.fixture(params=KINDS)
def database_kind(request: pytest.FixtureRequest) -> str:
    """Which database a test runs on: each in turn; a file that cares for one overrides this."""
    return str(request.param)


@pytest.fixture
async def empty_database_url(database_kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[str]:
    """The address of a database of one's own without any table."""
    if database_kind == "sqlite":
        yield f"sqlite+aiosqlite:///{tmp_path / 'empty.db'}"
        return
    cluster: Cluster = request.getfixturevalue("cluster")
    url = await cluster.create()
    yield url
    await cluster.drop(url)


@pytest.fixture
async def database_url(database_kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[str]:
    """The address of a database of one's own with the current schema."""
    if database_kind == "sqlite":
        path = shutil.copy(request.getfixturevalue("current_file"), tmp_path / "test.db")
        yield f"sqlite+aiosqlite:///{path}"
        return
    cluster: Cluster = request.getfixturevalue("cluster")
    url = await cluster.create(template=TEMPLATE)
    yield url
    await cluster.drop(url)


@pytest.fixture
async def store(database_url: str, no_environment: None) -> AsyncIterator[Store]:
    """An open store over a database of one's own."""
    store = Store(Settings(database_url=SecretStr(database_url)))
    await store.open()
    yield store
    await store.close()
