"""What a person does in Slack.

A ``Person`` types commands, writes, clicks, fills in modals. Each act sends the app what Slack would send, shows what
comes back where Slack would show it, and returns a ``Reply``. The page, the terminal and the tests act through here.
"""

import re
import uuid
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from bot.playground import payloads
from bot.playground.asking import Asking
from bot.playground.choices import Choice, choices_on, elements_on, filled_in
from bot.playground.delivery import Envelope, Form, NoAnswerError
from bot.playground.passes import ResponseUrl
from bot.playground.seeing import QUIET_SECONDS, CannotError, Reply, as_seen
from bot.playground.slack import OK, Slack
from bot.playground.strictness import refuse_options
from bot.playground.wire import Json, escaped
from bot.playground.workspace import Channel, Message, User, with_reaction

PATIENCE_SECONDS = 3.0
"""How long an act waits for something to be shown, where the acknowledgement shows nothing."""

LEAST_TYPED = 3
"""Characters from which on Slack asks an app for options, where the select does not say.

Source: docs.slack.dev, /reference/block-kit/block-elements/select-menu-element, ``min_query_length``.
"""

ENTITY = re.compile(r"<(@[UW][A-Z0-9]+|#[CG][A-Z0-9]+|!here|!channel|!everyone)>")
"""What the composer makes of a mention that was picked from its completion."""


_Act = Callable[[Message | None], Awaitable[Reply]]
"""An act that can be repeated; its answer takes the place of a message."""


class Person:
    """Somebody in the workspace, in front of one conversation.

    Attributes:
        slack: Where.
        user: Who.
        channel: The conversation in front of them.
        patience: Seconds to wait for something to be shown, where the acknowledgement shows nothing.
    """

    def __init__(self, slack: Slack, user: User, channel: Channel, *, patience: float = PATIENCE_SECONDS) -> None:
        self.slack = slack
        self.user = user
        self.channel = channel
        self.patience = patience
        self._asking = Asking(slack, user)
        self._again: tuple[_Act, ResponseUrl] | None = None

    # What they see

    def messages(self, channel: Channel | None = None) -> list[Json]:
        """What they see in a conversation, oldest first; in the one in front of them by default."""
        where = (channel or self.channel).id
        seen = [message for message in self.slack.workspace.seen(self.user.id) if message.channel == where]
        return [as_seen(message) for message in sorted(seen, key=lambda message: message.ts)]

    @property
    def modal(self) -> Json | None:
        """The topmost modal they have open."""
        open_now = self.slack.workspace.views.get(self.user.id)
        return open_now[-1] if open_now else None

    @property
    def home(self) -> Json | None:
        """The App Home as published to them."""
        return self.slack.workspace.homes.get(self.user.id)

    # Commands and messages

    async def slash(self, line: str, *, redraws: Message | None = None) -> Reply:
        """Type a slash command, such as ``/modality MRI``.

        Args:
            line: What is typed.
            redraws: A message whose place the answer takes, when a command is repeated.

        Raises:
            CannotError: No app here has this command.
        """
        command, _, text = line.strip().partition(" ")
        if not self.slack.app.has_command(command):
            raise CannotError("command_not_found", f"{command} is not a command here. {self._commands_in_words()}")
        token, response_url = self.slack.passes.response_url(self.channel.id, self.user.id, redraws=redraws)
        payload = payloads.slash_command(
            self.slack.app, self.user, self.channel, command=command, text=escaped(text.strip()),
            response_url=self._address(token), trigger_id=self.slack.passes.trigger(self.user.id),
        )  # fmt: skip
        with self._asking.witness() as witness:
            reply = await self._asking.command(payload, response_url, witness=witness, patience=self.patience)
        if reply.error:
            self.slack.slackbot(self.channel, self.user.id, _failure(command, reply), exchange=reply.exchange)
        else:
            self._again = (lambda message: self.slash(line, redraws=message)), response_url
        return reply

    async def say(self, text: str, *, thread_ts: str | None = None, wait: bool = True) -> Reply:
        """Write a message into the conversation, and wait for what the app makes of it.

        Args:
            text: What is typed; mentions stand as ``<@U…>``.
            thread_ts: The thread to write into.
            wait: Whether to wait until the app has answered, or kept silent for so long that it will not.

        Raises:
            CannotError: Nobody may write here.
        """
        if not text.strip():
            raise CannotError("no_text", "Type something first.")
        app = self.slack.app
        if self.channel.kind == "im" and app.bot_user_id in self.channel.members and not app.has_messages_tab:
            raise CannotError("messages_tab_disabled", "Sending messages to this app has been turned off.")
        content: Json = {"client_msg_id": str(uuid.uuid4()), "user": self.user.id, "text": _typed(text)}
        if thread_ts:
            content["thread_ts"] = thread_ts
            parent = self.slack.workspace.message(self.channel.id, thread_ts)
            content["parent_user_id"] = parent.user if parent else self.user.id
        with self._asking.witness() as witness:
            message = self.slack.workspace.post(self.channel, content)
            mention = f"<@{app.bot_user_id}>"
            if mention in text and app.bot_user_id not in self.channel.members:
                said = f"{app.name} is not in this channel, so it does not hear you. Invite it first."
                self.slack.slackbot(self.channel, self.user.id, said)
            self.slack.emit_message(self.channel, message)
            self._tell_links(message)
            return await self._asking.listen(witness, wait=wait)

    async def edit(self, ts: str, text: str) -> None:
        """Change a message of one's own.

        Raises:
            CannotError: It is not theirs, or not there.
        """
        message = self._own(ts)
        edited = {"user": self.user.id, "ts": self.slack.workspace.new_ts()}
        self.slack.change(message, {"text": _typed(text), "edited": edited})

    async def delete(self, ts: str) -> None:
        """Take a message of one's own away.

        Raises:
            CannotError: It is not theirs, or not there.
        """
        self.slack.remove(self._own(ts))

    async def react(self, ts: str, name: str, *, on: bool = True) -> None:
        """Put a reaction under a message, or take it back.

        Raises:
            CannotError: The message is not there.
        """
        message = self._message(ts)
        changed = with_reaction(message, name, self.user.id, on=on)
        if changed is None:
            return
        self.slack.workspace.change(message, {"reactions": changed})
        event = "reaction_added" if on else "reaction_removed"
        item = {"type": "message", "channel": self.channel.id, "ts": ts}
        if self.slack.app.bot_user_id in self.channel.members:
            self.slack.emit(
                {"type": event, "user": self.user.id, "reaction": name, "item": item, "item_user": message.user}
            )

    # Clicks

    async def click(self, label: str, on: Mapping[str, Any] | None = None) -> Reply:
        """Click what carries a label, or pick the option that does.

        Args:
            label: How the label begins: of a button, of an option of a select or an overflow menu.
            on: The message or the view it stands on; by default the topmost modal, or else the newest message that has
                something so labelled.

        Raises:
            LookupError: Nothing there is labelled so.
        """
        place, choice = self._find(label, on)
        return await self.act_on(place, choice.action, state=filled_in(place))

    async def pick(self, typed: str, label: str, on: Mapping[str, Any] | None = None) -> Reply:
        """Type into the external select of a message or view, and pick what the app offers.

        Args:
            typed: What is typed into it.
            label: How the label of the option begins.
            on: The message or view; by default the topmost modal, or else the newest message.

        Raises:
            LookupError: There is no external select, or no such option is offered.
            CannotError: Too little is typed for the app to be asked, or it gave no answer.
        """
        place = on or self.modal or self.messages()[-1]
        for block_id, element in elements_on(place):
            if element["type"] != "external_select":
                continue
            offered = await self.suggest(typed, place, action_id=element["action_id"], block_id=block_id)
            groups = offered.get("option_groups", ())
            options = [*offered.get("options", ()), *(option for group in groups for option in group["options"])]
            chosen = next((option for option in options if option["text"]["text"].startswith(label)), None)
            if chosen is None:
                raise LookupError(f"{label} is not offered; there are: {[o['text']['text'] for o in options]}")
            action = {"type": element["type"], "action_id": element["action_id"], "block_id": block_id}
            state = filled_in(place, {element["action_id"]: chosen})
            return await self.act_on(place, action | {"selected_option": chosen}, state=state)
        raise LookupError("there is no external select")

    async def act_on(
        self,
        place: Mapping[str, Any],
        action: Json,
        *,
        state: Json,
        redraws: Message | None = None,
    ) -> Reply:
        """Send a click.

        Args:
            place: The message (with ``channel`` and ``ts``) or the view (with ``id``) it stands on.
            action: What Slack puts into ``actions[0]``, without ``action_ts``.
            state: ``state.values``: all that is filled in there.
            redraws: A message whose place the answer takes, when a click is repeated.

        Raises:
            CannotError: The message or view is not there any more.
        """
        action = action | {"action_ts": self.slack.workspace.new_ts()}
        trigger_id = self.slack.passes.trigger(self.user.id)
        if "id" in place:
            view = self._view(str(place["id"]))
            payload = payloads.block_actions(
                self.slack.app, self.user, action=action, state=state, trigger_id=trigger_id, view=view
            )
            response_url = None
        else:
            channel, message = self._placed(place)
            token, response_url = self.slack.passes.response_url(
                channel.id, self.user.id, origin=message, redraws=redraws
            )
            payload = payloads.block_actions(
                self.slack.app, self.user, action=action, state=state, trigger_id=trigger_id, channel=channel,
                message=message, response_url=self._address(token),
            )  # fmt: skip
        patience = QUIET_SECONDS if action.get("url") else self.patience
        with self._asking.witness() as witness:
            reply = await self._asking.interaction(payload, witness=witness, patience=patience)
        if response_url is not None and not reply.error:
            self._again = (lambda message: self.act_on(place, action, state=state, redraws=message)), response_url
        return reply

    async def suggest(self, value: str, place: Mapping[str, Any], *, action_id: str, block_id: str) -> Json:
        """Type into an external select; what the app offers: ``options`` or ``option_groups``.

        Raises:
            CannotError: Too little was typed for the app to be asked, it gave no answer, or one that Slack does not
                take.
        """
        if "id" in place:
            holds = self._view(str(place["id"]))
            where: dict[str, Any] = {"view": holds}
        else:
            channel, message = self._placed(place)
            where, holds = {"channel": channel, "message": message}, message.content
        for held_in, element in elements_on(holds):
            least = element.get("min_query_length", LEAST_TYPED)
            if (held_in, element["action_id"]) == (block_id, action_id) and len(value) < least:
                raise CannotError("query_too_short", f"Type {least} or more characters.")
        payload = payloads.block_suggestion(
            self.slack.app, self.user, action_id=action_id, block_id=block_id, value=value, **where
        )
        exchange = self.slack.begin("block_suggestion", payload)
        try:
            answer = await self.slack.deliver(Envelope(Form.INTERACTION, payload), exchange, name="block_suggestion")
            offered = answer.body or {}
            refusal = refuse_options(offered) if answer.status in OK else None
            if refusal or answer.status not in OK:
                exchange.error = refusal.code if refusal else "http_error"
                exchange.problems = refusal.problems if refusal else (f"the app answered {answer.status}",)
                raise CannotError(exchange.error, f"The app offered nothing: {exchange.problems[0]}")
        except NoAnswerError as error:
            raise CannotError(error.code, f"The app offered nothing: {error.reason}.") from None
        finally:
            self.slack.exchanges.record(exchange)
        return offered

    # Modals, shortcuts, App Home

    async def submit(self, values: Mapping[str, Any] | None = None, *, state: Json | None = None) -> Reply:
        """Send the topmost modal off.

        Args:
            values: What to fill in, by ``action_id``: text, a value, or a list of values. What is not named keeps its
                initial value.
            state: All of ``state.values`` instead, as the page collects it.

        Raises:
            CannotError: No modal is open.
        """
        view = self.modal
        if view is None:
            raise CannotError("not_found", "No modal is open.")
        filled = state if state is not None else filled_in(view, values or {})
        view = view | {"state": {"values": filled}}
        payload = payloads.view_submission(
            self.slack.app, self.user, view=view, state=filled, trigger_id=self.slack.passes.trigger(self.user.id)
        )
        with self._asking.witness() as witness:
            return await self._asking.interaction(payload, witness=witness)

    async def close(self) -> None:
        """Close the topmost modal; with ``clear_on_close``, those below it too.

        Raises:
            CannotError: No modal is open.
        """
        view = self.modal
        if view is None:
            raise CannotError("not_found", "No modal is open.")
        clears = bool(view.get("clear_on_close"))
        below = [] if clears else self.slack.workspace.views[self.user.id][:-1]
        self.slack.workspace.show_views(self.user.id, below)
        if view.get("notify_on_close"):
            payload = payloads.view_closed(self.slack.app, self.user, view=view, is_cleared=clears)
            with self._asking.witness() as witness:
                await self._asking.interaction(payload, witness=witness)

    async def shortcut(self, callback_id: str, on: Mapping[str, Any] | None = None) -> Reply:
        """Use a shortcut of the app.

        Args:
            callback_id: Which.
            on: The message, for a message shortcut.

        Raises:
            CannotError: The app has no such shortcut.
        """
        kind = "message" if on is not None else "global"
        known = {(shortcut["type"], shortcut["callback_id"]) for shortcut in self.slack.app.shortcuts}
        if (kind, callback_id) not in known:
            raise CannotError("shortcut_not_found", f"The app has no {kind} shortcut {callback_id}.")
        trigger_id, now = self.slack.passes.trigger(self.user.id), self.slack.workspace.new_ts()
        if on is None:
            payload = payloads.global_shortcut(
                self.slack.app, self.user, callback_id=callback_id, trigger_id=trigger_id, action_ts=now
            )
        else:
            channel, message = self._placed(on)
            thread_ts = message.thread_ts if message.is_reply else None
            token, _ = self.slack.passes.response_url(channel.id, self.user.id, thread_ts=thread_ts)
            payload = payloads.message_shortcut(
                self.slack.app, self.user, channel, message, callback_id=callback_id, trigger_id=trigger_id,
                response_url=self._address(token), action_ts=now,
            )  # fmt: skip
        with self._asking.witness() as witness:
            return await self._asking.interaction(payload, witness=witness, patience=self.patience)

    async def open_home(self, tab: str = "home", *, wait: bool = True) -> Reply:
        """Open the app: its ``home``, ``messages`` or ``about`` tab."""
        slack = self.slack
        direct = slack.workspace.direct(self.user.id, slack.app.bot_user_id)
        event: Json = {"type": "app_home_opened", "user": self.user.id, "channel": direct.id, "tab": tab}
        if tab == "home" and self.home is not None:
            event["view"] = self.home
        with self._asking.witness() as witness:
            slack.emit(event)
            if tab == "messages" and slack.app.assistant_view is not None:
                self._begin_assistant_thread(direct)
            return await self._asking.listen(witness, wait=wait)

    def _begin_assistant_thread(self, direct: Channel) -> None:
        """The older assistant pane: each opening begins a thread of its own."""
        thread_ts, context = self.slack.workspace.new_ts(), {"channel_id": self.channel.id, "team_id": None}
        thread = {"user_id": self.user.id, "context": context, "channel_id": direct.id, "thread_ts": thread_ts}
        self.slack.emit({"type": "assistant_thread_started", "assistant_thread": thread})

    # Doing the last thing again

    async def again(self) -> Reply | None:
        """Repeat the last command or click, its answer taking the place of what it brought; ``None`` if there is none.

        For whoever writes what the app says: they see the change where they look.
        """
        if self._again is None:
            return None
        act, response_url = self._again
        return await act(response_url.brought[-1] if response_url.brought else None)

    # Finding things

    def _find(self, label: str, on: Mapping[str, Any] | None) -> tuple[Mapping[str, Any], Choice]:
        if on is not None:
            places: list[Mapping[str, Any]] = [on]
        elif self.modal is not None:
            places = [self.modal]
        else:
            places = list(reversed(self.messages()))
        for place in places:
            for choice in choices_on(place):
                if choice.label.startswith(label):
                    return place, choice
        offered = ", ".join(choice.label for place in places[:1] for choice in choices_on(place))
        raise LookupError(f"nothing is labelled {label}; there are: {offered}")

    def _placed(self, place: Mapping[str, Any]) -> tuple[Channel, Message]:
        channel = self.slack.workspace.channels.get(str(place.get("channel")), self.channel)
        message = self.slack.workspace.message(channel.id, str(place["ts"]))
        if message is None or not self.slack.workspace.sees(self.user.id, message):
            raise CannotError("message_not_found", "This message is gone.")
        return channel, message

    def _view(self, view_id: str) -> Json:
        found = self.slack.workspace.view(view_id)
        if found is None or found[0] != self.user.id:
            raise CannotError("not_found", "This view is gone.")
        return found[1]

    def _message(self, ts: str) -> Message:
        return self._placed({"channel": self.channel.id, "ts": ts})[1]

    def _own(self, ts: str) -> Message:
        message = self._message(ts)
        if message.user != self.user.id:
            raise CannotError("cant_update_message", "Only its author can change a message.")
        return message

    def _address(self, token: str) -> str:
        return f"{self.slack.base_url}/response/{token}"

    def _commands_in_words(self) -> str:
        commands = [command["command"] for command in self.slack.app.commands]
        return f"There are: {', '.join(commands)}." if commands else "The app has none."

    def _tell_links(self, message: Message) -> None:
        """Tell the app of links to the domains it unfurls."""
        domains = self.slack.app.unfurl_domains
        urls = re.findall(r"https?://[^\s<>|]+", message.content["text"])
        links = [
            {"url": url, "domain": domain}
            for url in urls
            for domain in domains
            if re.match(rf"https?://(?:[^/]*\.)?{re.escape(domain)}(?:[/:?#]|$)", url)
        ]
        if links:
            unfurl_id = str(uuid.uuid4())
            self.slack.pending.unfurls[unfurl_id] = (self.channel.id, message.ts)
            self.slack.emit(payloads.link_shared(self.slack.app, self.channel, message, links, unfurl_id))


def _typed(text: str) -> str:
    """What was typed, escaped, but for the mentions picked from the completion."""
    parts = ENTITY.split(text)
    return "".join(f"<{part}>" if index % 2 else escaped(part) for index, part in enumerate(parts))


def _failure(command: str, reply: Reply) -> str:
    """What Slackbot says of a command that failed."""
    why = "\n".join(f"• {escaped(problem)}" for problem in reply.problems)
    return f"{command} failed with the error `{reply.error}`." + (f"\n{why}" if why else "")
