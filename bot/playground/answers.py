"""What comes back from the app, shown where Slack would show it: in an acknowledgement, or by ``response_url``.

Source: docs.slack.dev, /interactivity/handling-user-interaction (messages) and /surfaces/modals (``response_action``).
"""

from typing import Any

from bot.playground.exchanges import Exchange
from bot.playground.passes import ResponseUrl
from bot.playground.slack import Slack
from bot.playground.strictness import Refusal, measures_of, refuse_message, refuse_view
from bot.playground.views import MOST_STACKED, opened, replaced
from bot.playground.wire import Json, is_true
from bot.playground.workspace import Message

SHOWN_PARTS = ("text", "blocks", "attachments", "mrkdwn", "metadata")
"""What of a message the app may send; the rest is Slack's to give."""


class Refused(Exception):  # noqa: N818 - Slack refuses; it is no fault of ours
    """Slack does not take what the app sent.

    Attributes:
        code: Slack's error code.
        problems: Where and why, in words.
    """

    def __init__(self, code: str, problems: tuple[str, ...] = ()) -> None:
        self.code = code
        self.problems = problems
        super().__init__(code, *problems)


def accept(refusal: Refusal | None) -> None:
    """Raise what Slack refuses.

    Raises:
        Refused: There is something.
    """
    if refusal is not None:
        raise Refused(refusal.code, refusal.problems)


def from_app(slack: Slack, sent: Json) -> Json:
    """The content of a message as the app's: what it sent, and who it is."""
    own = {"user": slack.app.bot_user_id, "bot_id": slack.app.bot_id, "app_id": slack.app.id}
    return own | {name: sent[name] for name in SHOWN_PARTS if sent.get(name) is not None}


def apply_acknowledgement(slack: Slack, response_url: ResponseUrl, line: str, sent: Json, exchange: Exchange) -> None:
    """Show what acknowledges a command. Where it is for all, so is the command itself, with a message or without one.

    Source: docs.slack.dev, /interactivity/implementing-slash-commands.

    Args:
        slack: Where.
        response_url: What the command was sent with.
        line: The command as it was typed.
        sent: What the app acknowledged it with.
        exchange: Where it is remembered.

    Raises:
        Refused: Slack does not take it.
    """
    if sent.keys() != {"response_type"}:
        accept(refuse_message(sent))
    if sent.get("response_type") == "in_channel" and response_url.redraws is None:
        slack.workspace.post(slack.workspace.channels[response_url.channel], {"user": response_url.user, "text": line})
    if sent.keys() != {"response_type"}:
        apply_message(slack, response_url, sent, exchange)


def apply_message(slack: Slack, response_url: ResponseUrl, sent: Json, exchange: Exchange) -> Message | None:
    """Show a message that answers a command or comes by a ``response_url``.

    A message is private unless ``response_type`` says ``in_channel``, and one that replaces another stays as private as
    that was: Slack never makes an ephemeral message public.

    Args:
        slack: Where.
        response_url: What it came by, or would have.
        sent: What the app sent.
        exchange: Where it is remembered; it gets the measures.

    Returns:
        The message, or ``None`` where one was deleted.

    Raises:
        Refused: Slack does not take it.
    """
    workspace, origin = slack.workspace, response_url.origin
    if is_true(sent.get("delete_original")):
        if origin is not None:
            slack.remove(origin, by_app=True)
        return None
    exchange.measures = measures_of(sent)
    replaces = origin if is_true(sent.get("replace_original")) else response_url.redraws
    is_private = replaces.seen_by is not None if replaces else sent.get("response_type") != "in_channel"
    accept(refuse_message(sent))
    content = from_app(slack, sent)
    if replaces is not None and workspace.message(replaces.channel, replaces.ts) is replaces:
        emptied: dict[str, Any] = {"blocks": None, "attachments": None, "text": ""}
        slack.change(replaces, emptied | content, by_app=True, exchange=exchange.id)
        response_url.redraws = None
        response_url.brought.append(replaces)
        return replaces
    thread_ts = sent.get("thread_ts") or (response_url.thread_ts if is_private else None)
    if thread_ts:
        content["thread_ts"] = str(thread_ts)
    channel = workspace.channels[response_url.channel]
    seen_by = response_url.user if is_private else None
    message = workspace.post(channel, content, seen_by=seen_by, by_app=True, exchange=exchange.id)
    response_url.brought.append(message)
    if seen_by is None:
        slack.emit_message(channel, message)
    return message


def apply_submission(slack: Slack, user: str, view: Json, body: Json | None, exchange: Exchange) -> None:
    """Do what the answer to ``view_submission`` says: close, clear, push, update, or show what is wrong.

    Raises:
        Refused: The view it shows is none, or the answer is none of these.
    """
    workspace = slack.workspace
    stack = workspace.views.get(user, [])
    action = (body or {}).get("response_action")
    match action:
        case None:
            workspace.show_views(user, [other for other in stack if other["id"] != view["id"]])
        case "clear":
            workspace.show_views(user, [], by_app=True)
        case "errors":
            _check_errors((body or {}).get("errors"), view)
        case "push" | "update":
            sent = (body or {}).get("view")
            if not isinstance(sent, dict):
                raise Refused("invalid_arguments", ("/view: is missing",))
            exchange.measures = measures_of(sent)
            accept(refuse_view(sent))
            if view["id"] not in {other["id"] for other in stack}:
                return  # the person closed it meanwhile
            if action == "push" and len(stack) >= MOST_STACKED:
                raise Refused("push_limit_reached", (f"at most {MOST_STACKED} views are open at once",))
            made = opened(slack, sent, previous=view) if action == "push" else replaced(slack, view, sent)
            kept = stack if action == "push" else [other for other in stack if other["id"] != view["id"]]
            workspace.show_views(user, [*kept, made], by_app=True)
        case _:
            raise Refused("invalid_arguments", (f"/response_action: {action} is none of clear, errors, push, update",))


def _check_errors(errors: object, view: Json) -> None:
    """Check that errors name blocks of the view that take input.

    Raises:
        Refused: They do not; Slack then shows the person that the app failed.
    """
    if not isinstance(errors, dict) or not errors:
        raise Refused("invalid_arguments", ("/errors: is no object, or an empty one",))
    inputs = {block.get("block_id") for block in view["blocks"] if block.get("type") == "input"}
    for block_id, what in errors.items():
        if block_id not in inputs:
            raise Refused("invalid_arguments", (f"/errors/{block_id}: is no input block of this view",))
        if not isinstance(what, str) or not what:
            raise Refused("invalid_arguments", (f"/errors/{block_id}: is no text",))
