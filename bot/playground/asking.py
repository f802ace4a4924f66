"""How an act is answered: the request goes to the app, and what comes back is seen."""

import asyncio
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from bot.playground.answers import Refused, apply_acknowledgement, apply_submission
from bot.playground.delivery import Answer, Envelope, Form, NoAnswerError
from bot.playground.exchanges import Exchange
from bot.playground.passes import ResponseUrl
from bot.playground.seeing import QUIET_SECONDS, Reply, Witness
from bot.playground.slack import OK, Slack
from bot.playground.wire import Json
from bot.playground.workspace import Change, Part, User

_SHOWN = frozenset({Part.MESSAGE, Part.REMOVED, Part.VIEWS, Part.HOME, Part.STATUSES, Part.PROMPTS})


class Asking:
    """Asks the app for one person.

    Args:
        slack: Where.
        user: For whom.
    """

    def __init__(self, slack: Slack, user: User) -> None:
        self._slack = slack
        self._user = user

    async def command(self, payload: Json, response_url: ResponseUrl, *, witness: Witness, patience: float) -> Reply:
        """Send a slash command; its acknowledgement may carry a message.

        Args:
            payload: Slack's.
            response_url: The one it names.
            witness: Sees what the person is shown meanwhile.
            patience: Seconds to wait for something to be shown, where the acknowledgement shows nothing.
        """
        title = f"{payload['command']} {payload['text']}".strip()

        def apply(body: Json | None, exchange: Exchange) -> None:
            if body is not None:
                apply_acknowledgement(self._slack, response_url, title, body, exchange)

        return await self._ask(
            Envelope(Form.COMMAND, payload), title=title, name=str(payload["command"]), witness=witness,
            patience=patience, apply=apply,
        )  # fmt: skip

    async def interaction(self, payload: Json, *, witness: Witness, patience: float = QUIET_SECONDS) -> Reply:
        """Send a click, a shortcut, or that a modal was sent off or closed.

        Args:
            payload: Slack's.
            witness: Sees what the person is shown meanwhile.
            patience: Seconds to wait for something to be shown.
        """
        name = str(payload["type"])

        def apply(body: Json | None, exchange: Exchange) -> None:
            if name == "view_submission":
                apply_submission(self._slack, self._user.id, payload["view"], body, exchange)

        return await self._ask(
            Envelope(Form.INTERACTION, payload), title=name, name=name, witness=witness, patience=patience, apply=apply
        )

    async def _ask(
        self,
        envelope: Envelope,
        *,
        title: str,
        name: str,
        witness: Witness,
        patience: float,
        apply: Callable[[Json | None, Exchange], None],
    ) -> Reply:
        exchange = self._slack.begin(title, envelope.payload)
        started = time.perf_counter()
        answer: Answer | None = None
        try:
            answer = await self._slack.deliver(envelope, exchange, name=name)
            _check_status(answer)
            apply(answer.body, exchange)
        except NoAnswerError:
            pass  # the exchange has it
        except Refused as refused:
            exchange.error, exchange.problems = refused.code, refused.problems
        finally:
            self._slack.exchanges.record(exchange)
        if not exchange.error and not witness.shown:
            await witness.wait(patience)
        shown_at = witness.first_at or time.perf_counter()
        return Reply(
            status=answer.status if answer else None,
            error=exchange.error,
            milliseconds=(shown_at - started) * 1000 if witness.first_at else exchange.milliseconds,
            shown=tuple(witness.shown),
            body=answer.body if answer else None,
            problems=exchange.problems,
            exchange=exchange.id,
        )

    async def listen(self, witness: Witness, *, wait: bool) -> Reply:
        """Wait for what the app makes of an event; where it hears none, there is nothing to wait for."""
        started = time.perf_counter()
        await asyncio.sleep(0)
        if wait:
            await self._slack.idle()
            if not witness.shown:
                with suppress(TimeoutError):
                    async with asyncio.timeout(QUIET_SECONDS):
                        await witness.heard.wait()
        taken = ((witness.first_at or time.perf_counter()) - started) * 1000
        return Reply(None, milliseconds=taken, shown=tuple(witness.shown))

    @contextmanager
    def witness(self) -> Iterator[Witness]:
        """See what the app shows this person from now on."""
        workspace = self._slack.workspace
        witness = Witness({(message.channel, message.ts) for message in workspace.seen(self._user.id)})

        def see(change: Change) -> None:
            if change.by_app and change.part in _SHOWN and self._concerns(change):
                witness.see(change)

        end = workspace.watch(see)
        try:
            yield witness
        finally:
            end()

    def _concerns(self, change: Change) -> bool:
        if change.message is not None:
            return self._slack.workspace.sees(self._user.id, change.message)
        return change.user in {None, self._user.id}


def _check_status(answer: Answer) -> None:
    """Take any status but those of success for a failure, as Slack does.

    Raises:
        Refused: It is one.
    """
    if answer.status not in OK:
        raise Refused("dispatch_failed", (f"the app answered with status {answer.status}",))
