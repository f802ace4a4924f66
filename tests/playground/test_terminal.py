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

from bot.playground.delivery import OverHttp
from bot.playground.installed import InstalledApp
from bot.playground.people import Person
from bot.playground.stand_in import StandIn
from bot.playground.terminal import run
from bot.playground.wire import Json

COMMANDS = ("/modality", "/compare", "/plain", "/late")


def manifest(commands: tuple[str, ...] = COMMANDS) -> Json:
    """Of an app with these commands."""
    return {"features": {"slash_commands": [{"command": command, "description": "x"} for command in commands]}}


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

    def __init__(self, app: InstalledApp) -> None:
        self.app = app
        self.tasks: set[asyncio.Task[None]] = set()

    async def hear(self, request: web.Request) -> web.Response:
        """Answer a command or a click that is signed as it should be."""
        if not SignatureVerifier(self.app.signing_secret).is_valid_request(await request.read(), dict(request.headers)):
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
async def person(no_environment: None) -> AsyncIterator[Person]:
    """Somebody at a stand-in with a bot behind it."""
    async with StandIn(manifest()) as stand_in:
        server = web.Application()
        server.router.add_post("/slack/events", Bot(stand_in.slack.app).hear)
        runner = web.AppRunner(server, shutdown_timeout=1.0)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        stand_in.connect_http(f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events")
        yield stand_in.person()
        await runner.cleanup()


async def typed(*lines: str) -> AsyncIterator[str]:
    """Lines as a person types them."""
    for line in lines:
        yield line


async def session(person: Person, *lines: str) -> str:
    """What a session shows, with the milliseconds left out."""
    console = Console(record=True, width=80, file=io.StringIO())
    await run(person, lines=typed(*lines), console=console)
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


async def test_golden_session(person: Person) -> None:
    """A session with a command and a click reads as a whole; what a click shares is framed as seen in the channel."""
    assert await session(person, "/modality MRI\n", "1\n", "quit\n", "/modality never\n") == GOLDEN


async def test_pick_from_a_select(person: Person) -> None:
    """The number of an option picks it, brackets or not."""
    assert "│ compared with PET " in await session(person, "/modality MRI", "7")
    assert "│ compared with CT " in await session(person, "/modality MRI", "[6]")


async def test_older_cards_stay_clickable(person: Person) -> None:
    """Numbers keep counting from card to card, so that each means one button for the whole session."""
    screen = await session(person, "/modality MRI", "/modality CT", "7", "14", "02")
    assert "[9] Share" in screen
    assert screen.count("│ compared with PET ") == 1
    assert screen.count("│ compared with CT ") == 1
    assert "│ in plain words " in screen


async def test_replaced_card(person: Person) -> None:
    """A card that takes another's place says so, and has numbers of its own."""
    screen = await session(person, "/modality MRI", "2", "15")
    assert "This takes the card's place:\n╭─ Reading Room · only visible to you" in screen
    assert "[9] Share" in screen
    assert "│ compared with PET " in screen


async def test_removed_card(person: Person) -> None:
    """A removed card cannot be clicked any more; others can."""
    screen = await session(person, "/modality MRI", "/modality CT", "3", "1", "9")
    assert "The card was removed.\nanswered in # ms · 200 · no message\n" in screen
    assert "> 1\nThis message is gone.\n" in screen
    assert "> 9\n╭─ Reading Room · in #general" in screen


@pytest.mark.parametrize("number", ["0", "9", "00", "12345678901", "9" * 5000])
async def test_unknown_number(person: Person, number: str) -> None:
    """A number that nothing carries is named, with how far they go."""
    screen = await session(person, number, "/modality MRI", number)
    assert f"carries the number {number[:10]}: there are no buttons yet." in screen
    assert f"carries the number {number[:10]}: buttons so far go up to 8." in screen


async def test_click_without_an_answer(person: Person) -> None:
    """A click that shows nothing says so; a link button names its page."""
    person.patience = 0.05
    screen = await session(person, "/modality MRI", "4", "8")
    assert "> 4\nanswered in # ms · 200 · no message\n" in screen
    assert "> 8\nIn Slack this opens https://example.org/guide\n" in screen


async def test_failures_are_one_line(person: Person) -> None:
    """A status other than 200 is one line that says what a person in Slack would see."""
    screen = await session(person, "/modality MRI", "5", "/compare MRI")
    failed = "The error is dispatch_failed: the app answered with status"
    assert f"> 5\nSlack would show a warning sign beside the button. {failed} 500.\n" in screen
    assert f"> /compare MRI\nSlack would say that /compare failed. {failed} 404.\n" in screen


async def test_a_command_that_there_is_not(person: Person) -> None:
    """A command that the app has not is one line that names those it has."""
    screen = await session(person, "/modalty MRI")
    assert "/modalty is not a command here. There are: /modality, /compare, /plain, /late.\n" in screen


async def test_dead_bot(person: Person) -> None:
    """A bot that is not there is one line, and the session goes on."""
    person.slack.connect(OverHttp("http://127.0.0.1:1/slack/events", "secret"))
    line = "The error is dispatch_failed: nothing listens at http://127.0.0.1:1/slack/events.\n"
    assert (await session(person, "/modality MRI", "/modality CT")).count(line) == 2


async def test_plain_text_and_several_messages(person: Person) -> None:
    """A text is drawn as a card too, and what comes beside the acknowledgement is not lost."""
    screen = await session(person, "/plain", "/late")
    assert "│ plain answer " in screen
    assert "200 · text only" in screen
    assert screen.index("│ late news ") < screen.index("│ soon "), "in the order in which they came"


async def test_posted_after_the_answer(person: Person) -> None:
    """A message too late for its answer is shown with the next line."""
    console = Console(record=True, width=80, file=io.StringIO())

    async def lines() -> AsyncIterator[str]:
        yield "/modality MRI"
        payload = person.slack.exchanges.all("/modality MRI")[0].request
        await Bot(person.slack.app).post(payload["response_url"], {"text": "an afterthought"})
        yield ""

    await run(person, lines=lines(), console=console)
    assert "> \nAnd a message that came later:\n" in (screen := console.export_text())
    assert "│ an afterthought " in screen


async def test_other_text(person: Person) -> None:
    """Other text is answered with what this prompt speaks; an empty line with nothing."""
    assert "> what is MRI?\nThis prompt speaks slash commands, such as /modality MRI.\n> \nGoodbye.\n" in await session(
        person, "what is MRI?", "  "
    )


@pytest.mark.parametrize(
    ("commands", "examples"),
    [
        (("/rr-define", "/rr-compare", "/rr-modality"), "/rr-modality MRI or /rr-compare DR IR"),
        (("/a", "/b", "/c"), "/a or /b"),
        ((), "/modality MRI or /compare DR IR"),
    ],
)
async def test_examples_are_the_bots_own(commands: tuple[str, ...], examples: str) -> None:
    """The greeting names commands as this bot calls them, prefix and all."""
    async with StandIn(manifest(commands)) as stand_in:
        assert f"such as {examples}.\n" in await session(stand_in.person())


@pytest.mark.parametrize("leaving", ["quit", "exit", " QUIT \n"])
async def test_leaving(person: Person, leaving: str) -> None:
    """``quit`` and ``exit`` end the session; so does the end of the lines."""
    screen = await session(person, leaving, "/modality MRI")
    assert screen.endswith("Goodbye.\n")
    assert "╭" not in screen
    assert (await session(person)).endswith("Goodbye.\n")


async def test_hostile_line_is_echoed_literally(person: Person) -> None:
    """What is typed or piped in cannot steer the terminal either, nor can what is unprintable stop it."""
    screen = await session(person, "/modality [bold]\x1b[2J\udcff\u202e\n")
    assert "> /modality [bold]␛[2J\ufffd⟨U+202E⟩\n" in screen
    assert "\x1b" not in screen


async def test_standard_input(person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without lines given, standard input is read, and its end ends the session."""
    monkeypatch.setattr("sys.stdin", io.StringIO("/modality MRI\n1\nquit"))
    console = Console(record=True, width=80, file=io.StringIO())
    await run(person, console=console)
    assert re.sub(r"\d+\.\d ms", "# ms", console.export_text()) == GOLDEN


@pytest.mark.skipif(sys.platform == "win32", reason="signals of asyncio loops are POSIX")
async def test_ctrl_c_leaves(person: Person) -> None:
    """Ctrl-C ends the session as ``quit`` does, and the handler that was there before is back."""
    before = signal.getsignal(signal.SIGINT)
    console = Console(record=True, width=80, file=io.StringIO())

    async def lines() -> AsyncIterator[str]:
        yield "/modality MRI"
        os.kill(os.getpid(), signal.SIGINT)
        await asyncio.sleep(60)

    await run(person, lines=lines(), console=console)
    assert console.export_text().endswith("\nGoodbye.\n")
    assert signal.getsignal(signal.SIGINT) is before


async def test_other_cancellations_pass(person: Person) -> None:
    """Whoever cancels the session gets it cancelled: only Ctrl-C is a way of leaving."""

    async def lines() -> AsyncIterator[str]:
        await asyncio.sleep(60)
        yield ""

    task = asyncio.create_task(run(person, lines=lines(), console=Console(file=io.StringIO())))
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
    from bot.playground.delivery import OverHttp
    from bot.playground.stand_in import StandIn
    from bot.playground.terminal import run

    async def main():
        async with StandIn({manifest()!r}) as stand_in:
            stand_in.slack.connect(OverHttp(sys.argv[1], sys.argv[2]))
            await run(stand_in.person(), console=Console(width=80))

    asyncio.run(main())
    """
)


def where(person: Person) -> tuple[str, str]:
    """Where the bot is, and what it is signed with."""
    assert isinstance(person.slack.delivery, OverHttp)
    return person.slack.delivery.url, person.slack.app.signing_secret


async def test_piped_session(person: Person) -> None:
    """Lines piped into a process of its own read like a session at the prompt, whatever their bytes."""
    environment = os.environ | {"PYTHONIOENCODING": "utf-8:surrogateescape"}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", PROGRAM, *where(person),
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment,
    )  # fmt: skip
    out, err = await process.communicate(b"/modality MRI\n1\nquit\n")
    assert (process.returncode, err) == (0, b"")
    assert re.sub(r"\d+\.\d ms", "# ms", out.decode()) == GOLDEN


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are POSIX")
@pytest.mark.parametrize("key", [b"\x03", b"\x04"], ids=["Ctrl-C", "Ctrl-D"])
async def test_at_a_terminal(person: Person, key: bytes) -> None:
    """At a terminal there is a prompt; Ctrl-C and Ctrl-D leave at once, without a traceback, echo still on."""
    import pty
    import termios

    leader, follower = pty.openpty()
    echo = termios.tcgetattr(follower)[3] & termios.ECHO
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", PROGRAM, *where(person),
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
