"""``assistant.threads.*`` and ``agents.sessions.*``: what an agent tells of its work in a thread.

Source: docs.slack.dev, /reference/methods/assistant.threads.setStatus, /reference/methods/agents.sessions.setStatus and
their neighbours, /ai/agent-sessions, /ai/migrating-to-agent-messaging. The older methods still work for an agent.
"""

import re

from bot.playground.api.calls import ApiError, Call, Method, Tier
from bot.playground.api.chat import may_post
from bot.playground.pending import Session, Thread
from bot.playground.wire import Json
from bot.playground.workspace import Channel

STATUS_SECONDS = 2 * 60
"""A status goes by itself after two minutes."""

MOST_LOADING_MESSAGES = 10
MOST_PROMPTS = 4
LONGEST_TITLE = 200

STATUSES = ("active", "processing", "suspended", "closed")

WORKING = "is working…"
"""What Slack shows of a session that is ``processing``."""

NO_STOP = "missing_agent_session_stopped_event_subscription"
"""The warning to an agent that could not be told that somebody stopped it."""

_TS = re.compile(r"\d{10}\.\d{6}")


def show_status(call: Call, thread: Thread, text: str) -> None:
    """Show what the app is doing in a thread, for two minutes at most; an empty text takes it away."""
    workspace, clock, ends = call.slack.workspace, call.slack.clock, call.slack.pending.status_ends
    if not text:
        workspace.clear_status(*thread)
        return
    workspace.set_status(*thread, text)
    ends[thread] = end = clock.now() + STATUS_SECONDS

    async def clear() -> None:
        if ends.get(thread) == end:
            workspace.clear_status(*thread)

    clock.at(end, clear)


def change_session(call: Call, thread: Thread, status: str) -> Session:
    """Set the status of an agent's session; it begins with the first one.

    Raises:
        ApiError: The status is none: ``invalid_arguments``.
    """
    if status not in STATUSES:
        raise ApiError("invalid_arguments", f"/status: is none of {', '.join(STATUSES)}")
    session = call.slack.pending.sessions.setdefault(thread, Session())
    session.status = status
    return session


def _thread(call: Call, channel: Channel) -> Thread:
    """The thread that a call names; in a direct message it may have begun without a message.

    Raises:
        ApiError: There is none: ``invalid_thread_ts``.
    """
    ts = call.text("thread_ts")
    if ts not in channel.messages and not (channel.kind == "im" and _TS.fullmatch(ts)):
        raise ApiError("invalid_thread_ts")
    return channel.id, ts


# The assistant's threads


def set_status(call: Call) -> Json:
    """``assistant.threads.setStatus``."""
    thread = _thread(call, call.channel("channel_id"))
    loading = call.arguments.get("loading_messages") or []
    if not isinstance(loading, list) or len(loading) > MOST_LOADING_MESSAGES:
        raise ApiError("invalid_arguments", f"/loading_messages: is no list of at most {MOST_LOADING_MESSAGES}")
    show_status(call, thread, call.text("status"))
    return {}


def set_title(call: Call) -> Json:
    """``assistant.threads.setTitle``."""
    thread, title = _thread(call, call.channel("channel_id")), call.required("title")
    call.slack.pending.sessions.setdefault(thread, Session()).title = title
    return {}


def set_suggested_prompts(call: Call) -> Json:
    """``assistant.threads.setSuggestedPrompts``: up to four.

    "Including [thread_ts] in a call for an agent app will cause the call to silently fail": so it does here.
    """
    channel, ts = call.channel("channel_id"), call.text("thread_ts")
    prompts = _prompts(call.arguments.get("prompts"))
    if ts and call.slack.app.agent_view is not None:
        call.exchange.problems = ("/thread_ts: keeps an agent's prompts from being shown",)
        return {}
    if ts:
        _thread(call, channel)
    suggested = {"channel": channel.id, "thread_ts": ts, "title": call.text("title"), "prompts": prompts}
    call.slack.workspace.suggest(channel.id, suggested)
    return {}


def _prompts(sent: object) -> list[Json]:
    if not isinstance(sent, list) or not 0 < len(sent) <= MOST_PROMPTS:
        raise ApiError("invalid_arguments", f"/prompts: is no list of 1 to {MOST_PROMPTS}")
    prompts = []
    for number, prompt in enumerate(sent):
        for name in ("title", "message"):
            if not isinstance(prompt, dict) or not isinstance(prompt.get(name), str) or not prompt[name]:
                raise ApiError("invalid_arguments", f"/prompts/{number}/{name}: is no text")
        prompts.append({"title": prompt["title"], "message": prompt["message"]})
    return prompts


# An agent's sessions


def set_session_status(call: Call) -> Json:
    """``agents.sessions.setStatus``: begins the session where there is none; only then its title counts."""
    channel = _agents_channel(call)
    thread, initiator = _thread(call, channel), call.text("initiator_user_id")
    is_new = thread not in call.slack.pending.sessions
    title = _title(call) if call.text("title") else ""
    if is_new and initiator and initiator not in channel.members:
        raise ApiError("invalid_arguments", "/initiator_user_id: is no member of the channel")
    session = change_session(call, thread, call.required("status"))
    session.title = title if is_new else session.title
    show_status(call, thread, WORKING if session.status == "processing" else "")
    told: Json = {"status": session.status, "agent_status": session.status, "title": session.title}
    if not call.slack.app.hears("agent_session_stopped"):
        told |= {"warning": NO_STOP, "response_metadata": {"warnings": [NO_STOP]}}
    return told


def rename_session(call: Call) -> Json:
    """``agents.sessions.rename``."""
    thread, title = _thread(call, _agents_channel(call)), _title(call)
    session = call.slack.pending.sessions.get(thread)
    if session is None:
        raise ApiError("session_not_found")
    session.title = title
    return {"title": title}


def _agents_channel(call: Call) -> Channel:
    """The conversation of a session.

    Raises:
        ApiError: The app is no agent (``not_authorized``: what others saw, for the pages name no code), may not write
            there, or names no thread.
    """
    if call.slack.app.agent_view is None:
        raise ApiError("not_authorized")
    channel = call.channel("channel_id")
    may_post(call, channel)
    call.required("thread_ts")
    return channel


def _title(call: Call) -> str:
    title = call.required("title")
    if len(title) > LONGEST_TITLE:
        raise ApiError("invalid_arguments", f"/title: is {len(title)} characters, at most {LONGEST_TITLE}")
    return title


METHODS = {
    "assistant.threads.setStatus": Method(set_status, ("chat:write", "assistant:write"), Tier.MANY),
    "assistant.threads.setTitle": Method(set_title, ("assistant:write",), Tier.FOUR),
    "assistant.threads.setSuggestedPrompts": Method(set_suggested_prompts, ("assistant:write",), Tier.FOUR),
    "agents.sessions.setStatus": Method(set_session_status, ("chat:write",), Tier.THREE),
    "agents.sessions.rename": Method(rename_session, ("chat:write",), Tier.THREE),
}
