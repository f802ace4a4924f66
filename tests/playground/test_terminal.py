"""A session at the prompt, as a person reads it."""

import asyncio
import contextlib
import io
import json
import os
import re
import signal
import subprocess
import sys
import textwrap
from collections.abc import AsyncIterator

import pytest
from aiohttp import ClientSession, web
from rich.console import Console
from slack_sdk.signature import SignatureVerifier

from bot.playground.drawing import Json
from bot.playground.stand_in import StandIn
from bot.playground.terminal import run

SECRET = "secret of the stand-in"
COMMANDS = ("/modality", "/compare")


def button(name: str) -> Json:
    """A button named after what it does."""
    return {"type": "button", "action_id": name, "value": name, "text": {"type": "plain_text", "text": name.title()}}


def card(title: str) -> Json:
    """A card with buttons for everything a click can do, and a select."""
    options = [{"text": {"type": "plain_text", "text": name}, "value": name} for name in ("CT", "PET")]
    select: Json = {"type": "static_select", "action_id": "pick", "options": options}
    select["placeholder"] = {"type": "plain_text", "text": "Compare with…"}
    guide = button("guide") | {"url": "https://example.org/guide"}
    names = ("share", "plain", "remove", "nothing", "fail")
    return {
        "text": title,
        "blocks": [
            {"type": "header", "text": {"type": "plain_text", "text": title}},
            {"type": "actions", "block_id": "acts", "elements": [*map(button, names), select, guide]},
        ],
    }


class Bot:
    """A bot on loopback: ``/modality`` answers with a card, whose buttons do what their names say."""

    def __init__(self) -> None:
        self.url = ""
        self.tasks: set[asyncio.Task[None]] = set()

    async def hear(self, request: web.Request) -> web.Response:
        """Answer a command or a click that is signed as it should be."""
        if not SignatureVerifier(SECRET).is_valid_request(await request.read(), dict(request.headers)):
            return web.Response(status=401)
        form = {key: str(value) for key, value in (await request.post()).items()}
        if "payload" in form:
            return self.clicked(json.loads(form["payload"]))
        match form["command"]:
            case "/modality":
                return web.json_response(card(form["text"]))
            case "/plain":
                return web.Response(text="*plain* answer")
            case "/late":
                await self.post(form["response_url"], {"text": "late news"})
                return web.json_response({"text": "soon"})
            case _:
                return web.json_response({"error": "unhandled request"}, status=404)

    def clicked(self, payload: Json) -> web.Response:
        """Acknowledge, and post what the button asks for."""
        action = payload["actions"][0]
        posts: dict[str, Json] = {
            "share": {"text": "MRI, shared", "response_type": "in_channel"},
            "plain": card("in plain words") | {"replace_original": True},
            "remove": {"delete_original": True},
            "pick": {"text": f"compared with {action.get('selected_option', {}).get('value')}"},
        }
        if action["action_id"] == "fail":
            return web.Response(status=500)
        if message := posts.get(action["action_id"]):
            task = asyncio.create_task(self.post(payload["response_url"], message))
            self.tasks.add(task)
            task.add_done_callback(self.tasks.discard)
        return web.Response()

    async def post(self, url: str, message: Json) -> None:
        """Post to a ``response_url``."""
        async with ClientSession() as session, session.post(url, json=message) as answer:
            assert answer.status == 200


@pytest.fixture
async def slack() -> AsyncIterator[StandIn]:
    """A stand-in with a bot behind it."""
    bot = Bot()
    server = web.Application()
    server.router.add_post("/slack/events", bot.hear)
    runner = web.AppRunner(server, shutdown_timeout=1.0)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    async with StandIn(f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events", SECRET, patience=5) as slack:
        yield slack
    await runner.cleanup()


async def typed(*lines: str) -> AsyncIterator[str]:
    """Lines as a person types them."""
    for line in lines:
        yield line


async def session(slack: StandIn, *lines: str, commands: tuple[str, ...] = COMMANDS) -> str:
    """What a session shows, with the milliseconds left out."""
    console = Console(record=True, width=80, file=io.StringIO())
    await run(slack, commands=commands, lines=typed(*lines), console=console)
    return re.sub(r"\d+\.\d ms", "# ms", console.export_text())


GOLDEN = """\
Reading Room playground: Slack in your terminal, with the real bot behind it.
Type a command, such as /modality MRI or /compare DR IR.
A number clicks the button that carries it; quit leaves.
> /modality MRI
╭─ Reading Room · only visible to you ─────────────────────────────────────────╮
│ MRI                                                                          │
│                                                                              │
│ [1] Share   [2] Plain   [3] Remove   [4] Nothing   [5] Fail                  │
│ Compare with…  [6] CT  [7] PET                                               │
│ [8] Guide → https://example.org/guide                                        │
╰──────────────────────────────────────────────────────────────────────────────╯
answered in # ms · 200 · 2 blocks
> 1
╭─ Reading Room · in #general ─────────────────────────────────────────────────╮
│ MRI, shared                                                                  │
╰──────────────────────────────────────────────────────────────────────────────╯
answered in # ms · 200 · text only
> quit
Goodbye.
"""


async def test_golden_session(slack: StandIn) -> None:
    """A session with a command and a click reads as a whole; what a click shares is framed as seen in the channel."""
    assert await session(slack, "/modality MRI\n", "1\n", "quit\n", "/modality never\n") == GOLDEN


async def test_pick_from_a_select(slack: StandIn) -> None:
    """The number of an option picks it, brackets or not."""
    assert "│ compared with PET " in await session(slack, "/modality MRI", "7")
    assert "│ compared with CT " in await session(slack, "/modality MRI", "[6]")


async def test_older_cards_stay_clickable(slack: StandIn) -> None:
    """Numbers keep counting from card to card, so that each means one button for the whole session."""
    screen = await session(slack, "/modality MRI", "/modality CT", "7", "14", "02")
    assert "[9] Share" in screen
    assert screen.count("│ compared with PET ") == 1
    assert screen.count("│ compared with CT ") == 1
    assert "│ in plain words " in screen


async def test_replaced_card(slack: StandIn) -> None:
    """A card that takes another's place says so, and has numbers of its own."""
    screen = await session(slack, "/modality MRI", "2", "15")
    assert "This takes the card's place:\n╭─ Reading Room · only visible to you" in screen
    assert "[9] Share" in screen
    assert "│ compared with PET " in screen


async def test_removed_card(slack: StandIn) -> None:
    """A removed card cannot be clicked any more; others can."""
    screen = await session(slack, "/modality MRI", "/modality CT", "3", "1", "9")
    assert "The card was removed.\nanswered in # ms · 200 · no message\n" in screen
    assert "> 1\nNothing to click carries the number 1: buttons so far go up to 16.\n" in screen
    assert "> 9\n╭─ Reading Room · in #general" in screen


@pytest.mark.parametrize("number", ["0", "9", "00", "12345678901", "9" * 5000])
async def test_unknown_number(slack: StandIn, number: str) -> None:
    """A number that nothing carries is named, with how far they go."""
    screen = await session(slack, number, "/modality MRI", number)
    assert f"carries the number {number[:10]}: there are no buttons yet." in screen
    assert f"carries the number {number[:10]}: buttons so far go up to 8." in screen


async def test_click_without_an_answer(slack: StandIn) -> None:
    """A click that shows nothing says so; a link button names its page."""
    slack._patience = 0.05
    screen = await session(slack, "/modality MRI", "4", "8")
    assert "> 4\nanswered in # ms · 200 · no message\n" in screen
    assert "> 8\nIn Slack this opens https://example.org/guide\n" in screen


async def test_failures_are_one_line(slack: StandIn) -> None:
    """A status other than 200 is one line that says what a person in Slack would see."""
    screen = await session(slack, "/modality MRI", "5", "/modalty MRI")
    assert "> 5\nThe bot answered with status 500. Slack would show a warning sign beside the button.\n" in screen
    assert (
        "> /modalty MRI\nThe bot answered with status 404. Slack would say that /modalty failed. "
        "The bot's commands: /modality, /compare.\n"
    ) in screen


async def test_dead_bot(slack: StandIn) -> None:
    """A bot that is not there is one line, and the session goes on."""
    slack.bot_url = "http://127.0.0.1:1/slack/events"
    line = "No answer from the bot at http://127.0.0.1:1/slack/events: nothing listens there.\n"
    assert (await session(slack, "/modality MRI", "/modality CT")).count(line) == 2


async def test_plain_text_and_late_messages(slack: StandIn) -> None:
    """A text is drawn as a card too, and what comes beside the acknowledgement is not lost."""
    screen = await session(slack, "/plain", "/late")
    assert "│ plain answer " in screen
    assert "200 · text only" in screen
    assert screen.index("│ soon ") < screen.index("│ late news ")


async def test_posted_after_the_answer(slack: StandIn) -> None:
    """A message too late for its answer is shown with the next line."""
    urls: list[str] = []
    open_response_url = slack._open_response_url
    console = Console(record=True, width=80, file=io.StringIO())

    def note(response_type: str) -> object:
        opened = open_response_url(response_type)
        urls.append(opened[0])
        return opened

    slack._open_response_url = note  # type: ignore[method-assign,assignment]

    async def lines() -> AsyncIterator[str]:
        yield "/modality MRI"
        await Bot().post(urls[0], {"text": "an afterthought"})
        yield ""

    await run(slack, commands=COMMANDS, lines=lines(), console=console)
    assert "> \nAnd a message that came later:\n" in (screen := console.export_text())
    assert "│ an afterthought " in screen


async def test_other_text(slack: StandIn) -> None:
    """Other text is answered with what this prompt speaks; an empty line with nothing."""
    assert "> what is MRI?\nThis prompt speaks slash commands, such as /modality MRI.\n> \nGoodbye.\n" in await session(
        slack, "what is MRI?", "  "
    )


@pytest.mark.parametrize(
    ("commands", "examples"),
    [
        (("/rr-define", "/rr-compare", "/rr-modality"), "/rr-modality MRI or /rr-compare DR IR"),
        (("/a", "/b", "/c"), "/a or /b"),
        ((), "/modality MRI or /compare DR IR"),
    ],
)
async def test_examples_are_the_bots_own(slack: StandIn, commands: tuple[str, ...], examples: str) -> None:
    """The greeting names commands as this bot calls them, prefix and all."""
    assert f"such as {examples}.\n" in await session(slack, commands=commands)


@pytest.mark.parametrize("leaving", ["quit", "exit", " QUIT \n"])
async def test_leaving(slack: StandIn, leaving: str) -> None:
    """``quit`` and ``exit`` end the session; so does the end of the lines."""
    screen = await session(slack, leaving, "/modality MRI")
    assert screen.endswith("Goodbye.\n")
    assert "╭" not in screen
    assert (await session(slack)).endswith("Goodbye.\n")


async def test_hostile_line_is_echoed_literally(slack: StandIn) -> None:
    """What is typed or piped in cannot steer the terminal either, nor can what is unprintable stop it."""
    screen = await session(slack, "/modality [bold]\x1b[2J\udcff\u202e\n")
    assert "> /modality [bold]␛[2J\ufffd⟨U+202E⟩\n" in screen
    assert "\x1b" not in screen


async def test_standard_input(slack: StandIn, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without lines given, standard input is read, and its end ends the session."""
    monkeypatch.setattr("sys.stdin", io.StringIO("/modality MRI\n1\nquit"))
    console = Console(record=True, width=80, file=io.StringIO())
    await run(slack, commands=COMMANDS, console=console)
    assert re.sub(r"\d+\.\d ms", "# ms", console.export_text()) == GOLDEN


@pytest.mark.skipif(sys.platform == "win32", reason="signals of asyncio loops are POSIX")
async def test_ctrl_c_leaves(slack: StandIn) -> None:
    """Ctrl-C ends the session as ``quit`` does, and the handler that was there before is back."""
    before = signal.getsignal(signal.SIGINT)
    console = Console(record=True, width=80, file=io.StringIO())

    async def lines() -> AsyncIterator[str]:
        yield "/modality MRI"
        os.kill(os.getpid(), signal.SIGINT)
        await asyncio.sleep(60)

    await run(slack, commands=COMMANDS, lines=lines(), console=console)
    assert console.export_text().endswith("\nGoodbye.\n")
    assert signal.getsignal(signal.SIGINT) is before


async def test_other_cancellations_pass(slack: StandIn) -> None:
    """Whoever cancels the session gets it cancelled: only Ctrl-C is a way of leaving."""

    async def lines() -> AsyncIterator[str]:
        await asyncio.sleep(60)
        yield ""

    task = asyncio.create_task(run(slack, commands=COMMANDS, lines=lines(), console=Console(file=io.StringIO())))
    await asyncio.sleep(0.05)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


PROGRAM = textwrap.dedent(
    f"""
    import asyncio, contextlib, sys
    with contextlib.suppress(ImportError, OSError):  # a terminal of its own, whose Ctrl-C it gets; or no terminal
        import fcntl, termios
        fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    from rich.console import Console
    from bot.playground.stand_in import StandIn
    from bot.playground.terminal import run

    async def main():
        async with StandIn(sys.argv[1], {SECRET!r}) as slack:
            await run(slack, commands={COMMANDS!r}, console=Console(width=80))

    asyncio.run(main())
    """
)


async def test_piped_session(slack: StandIn) -> None:
    """Lines piped into a process of its own read like a session at the prompt, whatever their bytes."""
    environment = os.environ | {"PYTHONIOENCODING": "utf-8:surrogateescape"}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", PROGRAM, slack.bot_url,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment,
    )  # fmt: skip
    out, err = await process.communicate(b"/modality MRI\n1\nquit\n")
    assert (process.returncode, err) == (0, b"")
    assert re.sub(r"\d+\.\d ms", "# ms", out.decode()) == GOLDEN


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are POSIX")
@pytest.mark.parametrize("key", [b"\x03", b"\x04"], ids=["Ctrl-C", "Ctrl-D"])
async def test_at_a_terminal(slack: StandIn, key: bytes) -> None:
    """At a terminal there is a prompt; Ctrl-C and Ctrl-D leave at once, without a traceback, echo still on."""
    import pty
    import termios

    leader, follower = pty.openpty()
    echo = termios.tcgetattr(follower)[3] & termios.ECHO
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", PROGRAM, slack.bot_url,
        stdin=follower, stdout=follower, stderr=follower, start_new_session=True,
    )  # fmt: skip
    screen = b""

    async def until(wanted: str) -> None:
        nonlocal screen
        async with asyncio.timeout(20):
            while not re.search(wanted.encode(), screen, re.DOTALL):
                with contextlib.suppress(BlockingIOError):  # nothing new yet
                    screen += os.read(leader, 65536)
                await asyncio.sleep(0.01)

    os.set_blocking(leader, False)
    await until("> ")
    os.write(leader, b"/modality MRI\n")
    await until("2 blocks.*> ")
    os.write(leader, key)
    await until("Goodbye")
    assert await asyncio.wait_for(process.wait(), 20) == 0
    assert b"Traceback" not in screen
    assert termios.tcgetattr(follower)[3] & termios.ECHO == echo
    os.close(leader)
    os.close(follower)
