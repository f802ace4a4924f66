"""What people do on the page, one function an act; a body is what ``Acts`` of ``page/src/protocol.ts`` says."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from bot.playground import membership
from bot.playground.people import Person
from bot.playground.seeing import CannotError, Reply
from bot.playground.wire import Json, is_true

Act = Callable[[Person, Mapping[str, Any]], Awaitable[Json]]
"""From who acts, in front of the conversation they act in, and the body, to the outcome beside ``ok``.

Raises:
    CannotError: Slack would not let them.
    KeyError, TypeError, ValueError: The body is none.
"""


async def _slash(person: Person, body: Mapping[str, Any]) -> Json:
    await person.slash(str(body["line"]))
    return {}


async def _say(person: Person, body: Mapping[str, Any]) -> Json:
    await person.say(str(body["text"]), thread_ts=body.get("thread_ts"), wait=False)
    return {}


async def _edit(person: Person, body: Mapping[str, Any]) -> Json:
    await person.edit(str(body["ts"]), str(body["text"]))
    return {}


async def _delete(person: Person, body: Mapping[str, Any]) -> Json:
    await person.delete(str(body["ts"]))
    return {}


async def _react(person: Person, body: Mapping[str, Any]) -> Json:
    await person.react(str(body["ts"]), str(body["name"]), on=is_true(body["on"]))
    return {}


async def _click(person: Person, body: Mapping[str, Any]) -> Json:
    return _outcome(await person.act_on(_place(body), dict(body["action"]), state=dict(body["state"])))


async def _suggest(person: Person, body: Mapping[str, Any]) -> Json:
    where = {"action_id": str(body["action_id"]), "block_id": str(body["block_id"])}
    return await person.suggest(str(body["value"]), _place(body), **where)


async def _submit(person: Person, body: Mapping[str, Any]) -> Json:
    if not _in_front(person, body["view_id"]):
        raise CannotError("not_found", "This modal is not open any more.")
    reply = await person.submit(state=dict(body["state"]))
    answered = reply.body or {}
    if reply.error or answered.get("response_action") != "errors":
        return _outcome(reply)
    return {"ok": False, "errors": answered["errors"]}


async def _close(person: Person, body: Mapping[str, Any]) -> Json:
    if _in_front(person, body["view_id"]):
        await person.close()
    return {}


async def _shortcut(person: Person, body: Mapping[str, Any]) -> Json:
    on = {"channel": body["channel"], "ts": body["ts"]} if body.get("ts") else None
    return _outcome(await person.shortcut(str(body["callback_id"]), on))


async def _open_home(person: Person, body: Mapping[str, Any]) -> Json:
    await person.open_home(str(body["tab"]), wait=False)
    return {}


async def _open_dm(person: Person, body: Mapping[str, Any]) -> Json:
    if body["with"] not in person.slack.workspace.users:
        raise CannotError("user_not_found", "Nobody here is called so.")
    return {"channel": person.slack.workspace.direct(person.user.id, str(body["with"])).id}


async def _join(person: Person, _: Mapping[str, Any]) -> Json:
    membership.join(person.slack, person.channel, person.user)
    return {}


async def _leave(person: Person, _: Mapping[str, Any]) -> Json:
    membership.leave(person.slack, person.channel, person.user)
    return {}


async def _invite(person: Person, body: Mapping[str, Any]) -> Json:
    membership.invite(person.slack, person.channel, person.user, str(body["invited"]))
    return {}


async def _hire(person: Person, body: Mapping[str, Any]) -> Json:
    membership.hire(person.slack, str(body["name"]))
    return {}


async def _new_channel(person: Person, body: Mapping[str, Any]) -> Json:
    return {"channel": membership.found(person.slack, person.user, str(body["name"])).id}


async def _fault(person: Person, body: Mapping[str, Any]) -> Json:
    person.slack.faults.ask(
        body["kind"], body["on"], times=int(body["times"]), seconds=float(body.get("seconds") or 1.0),
        method=str(body.get("method") or ""),
    )  # fmt: skip
    return {}


async def _clear_faults(person: Person, _: Mapping[str, Any]) -> Json:
    person.slack.faults.clear()
    return {}


async def _advance(person: Person, body: Mapping[str, Any]) -> Json:
    await person.slack.clock.advance(float(body["seconds"]))
    return {}


ACTS: Mapping[str, Act] = {
    "slash": _slash,
    "say": _say,
    "edit": _edit,
    "delete": _delete,
    "react": _react,
    "click": _click,
    "suggest": _suggest,
    "submit": _submit,
    "close": _close,
    "shortcut": _shortcut,
    "open_home": _open_home,
    "open_dm": _open_dm,
    "join": _join,
    "leave": _leave,
    "invite": _invite,
    "hire": _hire,
    "new_channel": _new_channel,
    "fault": _fault,
    "clear_faults": _clear_faults,
    "advance": _advance,
}


def _in_front(person: Person, view_id: str) -> bool:
    """Whether this modal is the one that a person can act on: the topmost."""
    return person.modal is not None and person.modal["id"] == view_id


def _place(body: Mapping[str, Any]) -> Json:
    place = body["place"]
    return {"id": place["view_id"]} if "view_id" in place else {"channel": place["channel"], "ts": place["ts"]}


def _outcome(reply: Reply) -> Json:
    if not reply.error:
        return {}
    why = " ".join(reply.problems)
    return {"ok": False, "error": reply.error, "message": f"The app failed: {reply.error}. {why}".strip()}
