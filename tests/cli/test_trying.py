"""``reading-room try``: what a newcomer does first, as they do it."""

import asyncio
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession

WAIT_S = 30
"""How long anything here may take; a bound, not a measurement."""

LookAt = Callable[..., Awaitable[Any]]
Trying = Callable[..., AbstractAsyncContextManager[str]]

MRI = "Magnetic resonance imaging (MRI)"


def environment(knowledge: Path, prefix: str = "") -> dict[str, str]:
    """The environment of a newcomer."""
    return os.environ | {"KNOWLEDGE_PATH": str(knowledge), "COMMAND_PREFIX": prefix, "COLUMNS": "80"}


@pytest.fixture
def trying(root: Path, tmp_path: Path) -> Trying:
    """Runs ``try --no-open --port 0`` with more options; gives the address it prints, and ends it with Ctrl-C."""

    @asynccontextmanager
    async def run(*options: str, knowledge: Path = root / "knowledge") -> AsyncIterator[str]:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "try", "--no-open", "--port", "0", *options, cwd=tmp_path,
            env=environment(knowledge), stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
        )  # fmt: skip
        assert process.stdout
        printed = ""
        try:
            async with asyncio.timeout(WAIT_S):
                while not (found := re.search(r"Open (http://127\.0\.0\.1:\d+/) and type /modality MRI\.", printed)):
                    line = (await process.stdout.readline()).decode()
                    assert line, printed
                    printed += line
            yield found[1]
        finally:
            if process.returncode is None:
                process.send_signal(signal.SIGINT)
            printed += (await asyncio.wait_for(process.communicate(), WAIT_S))[0].decode()
        assert process.returncode == 0, printed
        assert "Traceback" not in printed

    return run


@pytest.mark.parametrize("prefix", ["", "rr-"])
def test_a_first_session(root: Path, tmp_path: Path, prefix: str) -> None:
    """Typed lines become cards, a number clicks a button, and leaving is clean, with nothing but Python."""
    lines = f"/{prefix}modality MRI\n/{prefix}compare DR IR\n2\nhello\n999\nquit\n"
    session = subprocess.run(
        [sys.executable, "-m", "bot", "try", "--terminal", "--no-open"], input=lines, capture_output=True, text=True,
        timeout=60, check=False, cwd=tmp_path, env=environment(root / "knowledge", prefix),
    )  # fmt: skip
    assert session.returncode == 0, session.stderr
    assert "Reading Room listens on http://127.0.0.1:" in session.stdout
    assert "│ Magnetic resonance imaging (MRI)  " in session.stdout
    assert "│ Diagnostic radiology (DR) vs Interventional radiology (IR)  " in session.stdout
    assert "│ Magnetic resonance imaging (MRI): in plain words  " in session.stdout
    assert "Traceback" not in session.stdout + session.stderr
    assert session.stdout.rstrip().endswith("Goodbye.")


@pytest.mark.parametrize(
    ("options", "transport"), [((), "HTTP"), (("--socket",), "Socket Mode")], ids=["http", "socket"]
)
async def test_the_page(trying: Trying, look_at: LookAt, options: tuple[str, ...], transport: str) -> None:
    """The address that is printed serves the page, and a command typed on it brings its card; Ctrl-C ends it."""
    async with trying(*options) as url:
        async with ClientSession() as session, session.get(url) as answer:
            assert (answer.status, answer.content_type) == (200, "text/html")
            assert "<script" in await answer.text()
        screen = await look_at(url)
        general = next(channel for channel in screen.state["channels"] if channel["name"] == "general")
        assert await screen.act("slash", channel=general["id"], line="/modality MRI") == {"ok": True}
        card = await screen.until(lambda _: screen.message(MRI))
        assert card["blocks"][0]["text"]["text"] == MRI
        assert (card["channel"], card["is_ephemeral"]) == (general["id"], True)
        assert screen.state["app"]["transport"] == transport


async def test_a_mention_needs_no_invitation(trying: Trying, look_at: LookAt) -> None:
    """In the channel that is seen first the bot is there already, and answers a mention in its thread."""
    async with trying() as url:
        screen = await look_at(url)
        bot, general = screen.state["app"]["bot_user_id"], screen.state["channels"][0]
        assert (general["name"], bot in general["members"]) == ("general", True)
        said = f"<@{bot}> how long does a CT take"
        assert await screen.act("say", channel=general["id"], text=said) == {"ok": True}
        card = await screen.until(lambda _: screen.message("How long does a scan take?"))
        assert card["thread_ts"] == screen.message(said)["ts"]


async def test_a_saved_file_draws_the_card_anew(trying: Trying, look_at: LookAt, root: Path, tmp_path: Path) -> None:
    """Saving an entry changes the card where it stands; a broken save keeps it and says where it is broken."""
    knowledge = tmp_path / "knowledge"
    shutil.copytree(root / "knowledge", knowledge)
    entry = knowledge / "modalities" / "mri.yml"
    good = entry.read_text("utf-8")
    async with trying(knowledge=knowledge) as url:
        screen = await look_at(url)
        general = next(channel for channel in screen.state["channels"] if channel["name"] == "general")
        await screen.act("slash", channel=general["id"], line="/modality MRI")
        card = await screen.until(lambda _: screen.message(MRI))

        entry.write_text(good.replace("name: Magnetic resonance imaging", "name: Magnet imaging"), "utf-8")
        renamed = await screen.until(lambda _: screen.message("Magnet imaging (MRI)"))
        assert renamed["ts"] == card["ts"]
        assert renamed["is_ephemeral"]
        assert renamed["blocks"][0]["text"]["text"] == "Magnet imaging (MRI)"
        assert screen.message(MRI) is None

        entry.write_text(good.replace("kind: modality", "kind: teapot"), "utf-8")
        trouble = await screen.until(lambda state: state["trouble"])
        assert f"{entry}:2: kind: must be one of" in trouble
        assert screen.message("Magnet imaging (MRI)") == renamed

        entry.write_text(good, "utf-8")
        await screen.until(lambda state: state["trouble"] is None)
        again = await screen.until(lambda _: screen.message(MRI))
        assert (again["ts"], again["text"]) == (card["ts"], card["text"])


async def test_a_port_that_is_taken(root: Path, tmp_path: Path) -> None:
    """A port that somebody else has is told in a sentence that says what to do."""
    server = await asyncio.start_server(lambda _, writer: writer.close(), "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "try", "--no-open", "--port", str(port), cwd=tmp_path,
            env=environment(root / "knowledge"), stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
        )  # fmt: skip
        _, told = await asyncio.wait_for(process.communicate(), WAIT_S)
    assert process.returncode == 2
    assert f"port {port} is not free; name another with --port" in told.decode()
    assert "Traceback" not in told.decode()


def test_a_broken_pack_does_not_start(tmp_path: Path) -> None:
    """A broken pack is told with file, line and field, before anything listens."""
    (tmp_path / "bad.yml").write_text("id: bad\nkind: teapot\n")
    session = subprocess.run(
        [sys.executable, "-m", "bot", "try", "--no-open"], capture_output=True, text=True, timeout=60, check=False,
        cwd=tmp_path, env=environment(tmp_path),
    )  # fmt: skip
    assert session.returncode == 1
    assert f"{tmp_path / 'bad.yml'}:2: kind: must be one of" in session.stderr
    assert "Reading Room listens" not in session.stdout
