"""Every method, whatever it is asked."""

import asyncio
import inspect
import json
import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.api.answering import METHODS
from bot.playground.api.calls import ApiError, Call
from bot.playground.clock import Clock
from bot.playground.exchanges import Exchange
from bot.playground.faults import Way
from bot.playground.slack import Slack
from bot.playground.stand_in import StandIn

NOW = 1_800_000_000.0

MANIFEST = {
    "display_information": {"name": "Porter"},
    "features": {
        "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True},
        "agent_view": {"agent_description": "Carries things"},
        "unfurl_domains": ["example.org"],
    },
    "functions": {"reverse": {"title": "Reverse", "output_parameters": {"turned": {"type": "string"}}}},
}
"""Without scopes: the methods themselves are asked here, and the most is found behind ``missing_scope``."""

SCOPES = sorted({scope for method in METHODS.values() for scope in method.scopes})

ERROR = re.compile(r"[a-z]+(_[a-z]+)*")


def call_of(slack: Slack, name: str, arguments: dict[str, Any]) -> Call:
    """A call of a method."""
    return Call(slack, arguments, Exchange(1, NOW, Way.FROM_APP, name, "HTTP", arguments))


def furnished() -> Slack:
    """A workspace in which there is one of everything; the same each time."""
    slack = Slack({**MANIFEST, "oauth_config": {"scopes": {"bot": SCOPES}}}, clock=Clock(lambda: NOW))
    channel = slack.workspace.channel_named("radiology")
    slack.workspace.join(channel, slack.app.bot_user_id)
    direct = slack.workspace.direct("U0ROBIN", slack.app.bot_user_id)
    slack.workspace.post(channel, {"user": "U0ROBIN", "text": "See https://example.org/"})
    for name, arguments in (
        ("chat.postMessage", {"channel": channel.id, "text": "Hello"}),
        ("chat.startStream", {"channel": direct.id, "markdown_text": "Hello"}),
        ("chat.scheduleMessage", {"channel": channel.id, "text": "Hello", "post_at": NOW + 3600}),
    ):
        METHODS[name].answer(call_of(slack, name, arguments))
    return slack


KNOWN = [
    *("C0000000001", "C0000000002", "D0000000004", "U0ROBIN", "U0PLAYAPP", "radiology", "#general"),
    *("1800000000.000000", "1800000000.000001", "1800000000.000002", "Q0000000006"),
    *("public_channel,im", "processing", "plan", "wave", "https://example.org/", "composer"),
]
"""What is there, so that more than the first check is reached."""

SCALARS = st.one_of(
    st.sampled_from(KNOWN),
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.sampled_from(["", "0", "1", "true", "nan", "1e999", "9" * 5000, "\ud800"]),
    st.text(max_size=20),
)

VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from([*KNOWN, "type", "text", "blocks", "title", "message", "id"]), inner, max_size=3
        )
    ),
    max_leaves=10,
)


def arguments_of(name: str) -> list[str]:
    """The arguments of a method as slack_sdk names them."""
    sdk = inspect.signature(getattr(AsyncWebClient, name.replace(".", "_")))
    return [argument for argument in sdk.parameters if argument not in {"self", "kwargs"}]


@pytest.mark.parametrize("name", METHODS)
@settings(max_examples=12)
@given(data=st.data())
async def test_any_arguments(name: str, data: st.DataObject) -> None:
    """Whatever JSON comes as arguments, the answer is JSON or an error code of Slack's form."""
    arguments = data.draw(st.dictionaries(st.sampled_from(arguments_of(name) or ["odd"]), VALUES))
    slack = furnished()
    code, answer = "", {}
    try:
        answer = METHODS[name].answer(call_of(slack, name, arguments))
    except ApiError as refused:
        code, answer = refused.code, refused.more
    await slack.close()
    assert ERROR.fullmatch(code or "ok")
    json.dumps(answer)


def test_furnished() -> None:
    """The ids that the test above knows are those of what is there."""

    async def ids() -> set[str]:
        slack = furnished()
        found = {*slack.workspace.channels, *slack.workspace.users}
        found |= {ts for channel in slack.workspace.channels.values() for ts in channel.messages}
        await slack.close()
        return found

    assert {known for known in KNOWN if re.fullmatch(r"[CDU]0\w+|\d+\.\d+", known)} <= asyncio.run(ids())


ALSO = {
    "chat.postMessage": {"text": "odd"},
    "chat.postEphemeral": {"text": "odd"},
    "chat.scheduleMessage": {"text": "odd"},
    "chat.update": {"text": "odd"},
    "conversations.open": {"channel": "C0ODD"},
    "views.update": {"view_id": "V0ODD"},
}
"""What slack_sdk itself insists on beside the arguments that its signatures require."""


@pytest.mark.filterwarnings("ignore:BasicAuth is deprecated:DeprecationWarning")  # slack_sdk's, for OAuth
@pytest.mark.parametrize("name", METHODS)
async def test_sdk(name: str, stand_in: StandIn, client: AsyncWebClient) -> None:
    """slack_sdk's own method of this name reaches it with odd arguments, and reads its answer."""
    method = getattr(client, name.replace(".", "_"))
    parameters = inspect.signature(method).parameters.values()
    required = [parameter.name for parameter in parameters if parameter.default is parameter.empty]
    odd = {argument: "odd" for argument in required if argument != "kwargs"} | ALSO.get(name, {})
    try:
        answer = await method(**odd)
    except SlackApiError as refused:
        answer = refused.response
    assert answer.status_code == 200
    assert answer.get("error", "") not in {"unknown_method", "internal_error"}
    assert stand_in.slack.exchanges.all(name)
