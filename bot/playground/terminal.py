"""The prompt: slash commands and numbers in, cards out."""

import asyncio
import signal
import sys
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager, suppress

from rich.console import Console
from rich.text import Text

from bot.playground.choices import Choice, filled_in
from bot.playground.drawing import draw, printable
from bot.playground.people import Person
from bot.playground.seeing import CannotError, Reply
from bot.playground.wire import Json
from bot.playground.workspace import Part

PROMPT = "> "
LEAVING = frozenset({"quit", "exit"})

EXAMPLES = (("modality", "MRI"), ("compare", "DR IR"))
"""How the commands for a modality and for a comparison end, whatever their prefix, and what to type behind them."""


async def run(
    person: Person,
    *,
    lines: AsyncIterator[str] | None = None,
    console: Console,
) -> None:
    """Greet, then answer line by line until the lines end, ``quit``, ``exit``, Ctrl-D or Ctrl-C.

    Args:
        person: Who types, in a stand-in that listens and is connected with the bot.
        lines: What the person types. By default standard input, with a prompt at a terminal; lines from anywhere else
            are printed after a ``>``, so that a recorded session reads like one at the prompt.
        console: Where everything is printed.
    """
    at_prompt = lines is None and sys.stdin.isatty()
    conversation = _Conversation(person, console)
    with _terminal_restored(), _leaving_on_interrupt() as was_interrupted:
        try:
            conversation.greet()
            async for line in lines or _standard_input(at_prompt=at_prompt):
                if not at_prompt:
                    console.print(Text(printable(f"{PROMPT}{line.rstrip()}")))
                if line.strip().lower() in LEAVING:
                    break
                await conversation.answer(line.strip())
        except asyncio.CancelledError:
            if not was_interrupted():
                raise
            console.print()  # the cursor stands behind the prompt
        conversation.show_late()
        console.print(Text("Goodbye.", "dim"))


class _Conversation:
    """What has been shown so far, and how to answer the next line."""

    def __init__(self, person: Person, console: Console) -> None:
        self.person = person
        self.commands = tuple(command["command"] for command in person.slack.app.commands)
        self.console = console
        self.next_number = 1
        self.clickable: dict[int, tuple[Choice, Json]] = {}
        self.shown: dict[str, Json] = {}

    def greet(self) -> None:
        """Three lines: what this is, what to type, how to click and leave."""
        examples = Text(" or ").join(Text(example, "bold") for example in self.examples())
        self.say(Text("Reading Room playground: Slack in your terminal, with the real bot behind it.", "bold"))
        self.say(Text.assemble("Type a command, such as ", examples, "."))
        self.say(Text.assemble("A number clicks the button that carries it; ", ("quit", "bold"), " leaves."))

    def examples(self) -> list[str]:
        """One or two commands worth typing, out of those that the bot knows."""
        typed = [f"{command} {term}" for end, term in EXAMPLES for command in self.commands if command.endswith(end)]
        return typed or list(self.commands[:2]) or [f"/{end} {term}" for end, term in EXAMPLES]

    async def answer(self, line: str) -> None:
        """Answer one line, whatever it is; never raises for what the bot does."""
        number = line.removeprefix("[").removesuffix("]")
        try:
            if line.startswith("/"):
                await self.send(line)
            elif number.isascii() and number.isdecimal():
                await self.click(number)
            elif line:
                self.say(
                    Text.assemble("This prompt speaks slash commands, such as ", (self.examples()[0], "bold"), ".")
                )
        except CannotError as error:
            self.complain(str(error))
        self.show_late()

    async def send(self, line: str) -> None:
        """Send a slash command and show what comes back."""
        reply = await self.person.slash(line)
        blocks = self.show_all(reply)
        self.sum_up(reply, blocks, failure=f"Slack would say that {line.split(maxsplit=1)[0]} failed.")

    async def click(self, typed: str) -> None:
        """Click what carries a number and show what comes back."""
        # A number beyond ten digits is nobody's; `int` refuses more than 4,300.
        number = int(typed) if len(typed) <= 10 else -1  # noqa: PLR2004
        if number not in self.clickable:
            known = f"buttons so far go up to {max(self.clickable)}" if self.clickable else "there are no buttons yet"
            self.complain(f"Nothing to click carries the number {typed[:10]}: {known}.")
            return
        choice, message = self.clickable[number]
        reply = await self.person.act_on(message, choice.action, state=filled_in(message))
        if choice.url:
            self.say(Text(printable(f"In Slack this opens {choice.url}")))
        blocks = self.show_all(reply)
        self.sum_up(reply, blocks, failure="Slack would show a warning sign beside the button.")

    def show_all(self, reply: Reply) -> int:
        """Show all that came of an act; return the number of blocks."""
        blocks = 0
        for shown in reply.shown:
            if shown.part is Part.REMOVED:
                self.say(Text("The card was removed.", "dim"))
                continue
            if not shown.is_new:
                self.say(Text("This takes the card's place:", "dim"))
            blocks += self.show(shown.message)
        return blocks

    def show_late(self) -> None:
        """Show what the bot posted or changed after the answer that it belongs to."""
        bot = self.person.slack.app.bot_user_id
        for message in self.person.messages():
            if message["user"] == bot and self.shown.get(message["ts"]) != message:
                self.say(Text("And a message that came later:", "dim"))
                self.show(message)

    def show(self, message: Json) -> int:
        """Draw a message, keep what can be clicked on it, return its number of blocks."""
        drawing = draw(message, first=self.next_number, channel=self.person.channel.name)
        self.clickable |= {choice.number: (choice, message) for choice in drawing.choices}
        self.next_number += len(drawing.choices)
        self.shown[message["ts"]] = message
        self.console.print(drawing.renderable)
        return len(message.get("blocks", ()))

    def sum_up(self, reply: Reply, blocks: int, *, failure: str) -> None:
        """Close an answer with its time, status and size; or say what failed, as Slack sees it."""
        if reply.error:
            self.complain(f"{failure} The error is {reply.error}: {'; '.join(reply.problems)}.")
            return
        shown = any(shown.part is Part.MESSAGE for shown in reply.shown)
        size = f"{blocks} block{'s' * (blocks != 1)}" if blocks else "text only" if shown else "no message"
        self.say(Text(f"answered in {reply.milliseconds:.1f} ms · {reply.status} · {size}", "dim"))

    def complain(self, what: str) -> None:
        """Say what went wrong."""
        self.say(Text(printable(what), "yellow"))

    def say(self, text: Text) -> None:
        """Print a line of our own, not cut to the width of the terminal."""
        self.console.print(text, soft_wrap=True)


async def _standard_input(*, at_prompt: bool) -> AsyncIterator[str]:
    """Lines of standard input, each asked for only when the one before is answered."""
    if at_prompt:
        with suppress(ImportError):  # arrow keys and history, where Python has them
            import readline  # noqa: F401
    read = _prompted if at_prompt else sys.stdin.readline
    while line := await _in_thread(read):
        yield line


def _prompted() -> str:
    """A line as ``readline`` returns it: with its line feed, or empty at the end."""
    try:
        return input(PROMPT) + "\n"
    except EOFError:
        print()  # Ctrl-D leaves the cursor behind the prompt
        return ""


async def _in_thread(read: Callable[[], str]) -> str:
    """Wait for ``read`` in a daemon thread.

    ``asyncio.to_thread`` would not do: at Ctrl-C, ``asyncio.run`` waits for its threads, and so for one more line.
    """
    loop = asyncio.get_running_loop()
    line: asyncio.Future[str] = loop.create_future()

    def deliver(result: str) -> None:
        if not line.done():
            line.set_result(result)

    def wait() -> None:
        result = ""
        with suppress(OSError, ValueError):  # closed, or not text: nothing more can be read
            result = read()
        with suppress(RuntimeError):  # the loop has gone
            loop.call_soon_threadsafe(deliver, result)

    threading.Thread(target=wait, name="playground-input", daemon=True).start()
    return await line


@contextmanager
def _leaving_on_interrupt() -> Iterator[Callable[[], bool]]:
    """Turn Ctrl-C into a cancellation of this task alone, and tell it from any other cancellation.

    Yields:
        Whether the cancellation just caught came from Ctrl-C; it then no longer counts.
    """
    loop, task = asyncio.get_running_loop(), asyncio.current_task()
    interrupted = False

    def interrupt() -> None:
        nonlocal interrupted
        interrupted = True
        if task:
            task.cancel()

    def was_interrupted() -> bool:
        return interrupted and task is not None and task.uncancel() == 0

    before = signal.getsignal(signal.SIGINT)
    try:
        loop.add_signal_handler(signal.SIGINT, interrupt)
    except (NotImplementedError, RuntimeError, ValueError):  # Windows, or not the main thread
        yield was_interrupted
        return
    try:
        yield was_interrupted
    finally:
        loop.remove_signal_handler(signal.SIGINT)
        signal.signal(signal.SIGINT, before)


@contextmanager
def _terminal_restored() -> Iterator[None]:
    """Leave the terminal as it was: ``readline``, left waiting at Ctrl-C, has switched echo off."""
    try:
        import termios
    except ImportError:  # Windows
        yield
        return
    try:
        settings = termios.tcgetattr(sys.stdin)
    except (OSError, ValueError, termios.error):  # no terminal
        yield
        return
    try:
        yield
    finally:
        termios.tcsetattr(sys.stdin, termios.TCSADRAIN, settings)
