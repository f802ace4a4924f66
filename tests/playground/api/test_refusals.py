"""What Slack refuses, as slack_sdk's own client is told of it: the code, and where it is wrong."""

import json
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from aiohttp import ClientSession
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.passes import RESPONSE_URL_USES
from bot.playground.people import Person
from bot.playground.stand_in import StandIn

Json = dict[str, Any]
Refused = Callable[[Awaitable[Any]], Awaitable[str]]


def plain(length: int) -> Json:
    """A plain text of so many characters."""
    return {"type": "plain_text", "text": "x" * length}


def table(*rows: list[str]) -> Json:
    """A table of these cells."""
    return {"type": "table", "rows": [[{"type": "raw_text", "text": cell} for cell in row] for row in rows]}


@pytest.mark.parametrize(
    ("blocks", "pointer"),
    [
        pytest.param([{"type": "divider"}] * 51, "/blocks", id="51 blocks"),
        pytest.param([{"type": "header", "text": plain(151)}], "/blocks/0/text", id="header of 151"),
        pytest.param([{"type": "section", "fields": [plain(2001)]}], "/blocks/0/fields/0", id="field of 2,001"),
        pytest.param([table(*[["x"]] * 101)], "/blocks/0/rows", id="101 rows"),
        pytest.param([table(["x"]), table(["x"])], "/blocks", id="two tables"),
        pytest.param([table(["x", ""])], "/blocks/0/rows/0/1", id="empty cell"),
    ],
)
async def test_a_message_beyond_a_limit(client: AsyncWebClient, channel: str, blocks: list[Json], pointer: str) -> None:
    """The whole message is refused with ``invalid_blocks`` and the place that is wrong; nothing is posted."""
    with pytest.raises(SlackApiError) as caught:
        await client.chat_postMessage(channel=channel, text="x", blocks=blocks)
    answer = caught.value.response
    assert answer["error"] == "invalid_blocks"
    assert any(problem.startswith(pointer) for problem in answer["errors"])
    assert any(f"[json-pointer:{pointer}" in message for message in answer["response_metadata"]["messages"])
    assert (await client.conversations_history(channel=channel))["messages"] == []


async def test_a_list_written_as_text(client: AsyncWebClient, channel: str) -> None:
    """Blocks may come as JSON in a text, in JSON too, as slack_sdk lets one; a text that looks so stays a text."""
    await client.chat_postMessage(channel=channel, text="[1]", blocks=json.dumps([{"type": "divider"}]))
    await client.api_call("chat.postMessage", data={"channel": channel, "text": "{}"})
    newest, before = (await client.conversations_history(channel=channel))["messages"]
    assert (before["text"], before["blocks"][0]["type"]) == ("[1]", "divider")
    assert newest["text"] == "{}"


async def test_where_a_name_will_do(client: AsyncWebClient, channel: str, refused: Refused) -> None:
    """One posts to a name or a person; to change a message takes the id that posting gave back."""
    for named in ("#radiology", "radiology", "U0ROBIN"):
        posted = await client.chat_postMessage(channel=named, text="x")
        assert posted["channel"][0] == ("D" if named == "U0ROBIN" else "C")
        place = {"channel": named, "ts": posted["ts"]}
        assert await refused(client.chat_update(**place, text="y")) == "channel_not_found"
        assert await refused(client.chat_delete(**place)) == "channel_not_found"
        react = client.reactions_add(channel=named, timestamp=posted["ts"], name="eyes")
        assert await refused(react) == "channel_not_found"
    assert await refused(client.chat_postMessage(channel="#nowhere", text="x")) == "channel_not_found"


async def test_a_channel_has_one_rate_by_all_its_names(client: AsyncWebClient, channel: str, refused: Refused) -> None:
    """Messages to a channel are counted together, however it is called."""
    for number in range(10):
        await client.chat_postMessage(channel=[channel, "#radiology", "radiology"][number % 3], text="x")
    assert await refused(client.chat_postMessage(channel="#radiology", text="x")) == "ratelimited"


DEEP = "[" * 100_000


@pytest.mark.parametrize("body", [DEEP, '{"a": NaN}', '{"a": Infinity}', "{", "[]"])
async def test_what_is_no_json(stand_in: StandIn, body: str) -> None:
    """A body that is no JSON, or nested beyond reading, is refused in words of Slack's, wherever it is sent."""
    token, _ = stand_in.slack.passes.response_url("C0000000001", "U0ROBIN")
    headers = {"Content-Type": "application/json"}
    async with ClientSession() as session:
        async with session.post(f"{stand_in.api_url}auth.test", data=body, headers=headers) as answer:
            assert (answer.status, (await answer.json())["error"]) == (200, "invalid_json")
        async with session.post(f"{stand_in.slack.base_url}/response/{token}", data=body, headers=headers) as answer:
            assert (answer.status, await answer.text()) == (400, "invalid_payload")


async def test_an_address_to_go_back_to_that_is_none(stand_in: StandIn) -> None:
    """OAuth with a ``redirect_uri`` that cannot be read is refused."""
    asked = {"client_id": stand_in.slack.app.client_id, "redirect_uri": "http://["}
    url = f"{stand_in.slack.base_url}/oauth/v2/authorize"
    async with ClientSession() as session, session.get(url, params=asked) as answer:
        assert (answer.status, await answer.text()) == (400, "bad_redirect_uri")


async def test_an_expired_trigger(client: AsyncWebClient, stand_in: StandIn, robin: Person) -> None:
    """Three seconds after the click no view opens any more."""
    trigger_id = stand_in.slack.passes.trigger(robin.user.id)
    await stand_in.slack.clock.advance(3)
    view = {"type": "modal", "title": plain(5), "blocks": [{"type": "divider"}]}
    with pytest.raises(SlackApiError) as caught:
        await client.views_open(trigger_id=trigger_id, view=view)
    assert caught.value.response["error"] == "trigger_expired"
    assert robin.modal is None


async def test_the_sixth_use_of_a_response_url(stand_in: StandIn, robin: Person) -> None:
    """Five messages come by a ``response_url``, the sixth is refused."""
    from slack_sdk.webhook.async_client import AsyncWebhookClient

    token, _ = stand_in.slack.passes.response_url(robin.channel.id, robin.user.id)
    by_url = AsyncWebhookClient(f"{stand_in.slack.base_url}/response/{token}")
    answers = [await by_url.send(text=f"message {number}") for number in range(RESPONSE_URL_USES + 1)]
    assert [answer.status_code for answer in answers] == [200] * 5 + [404]
    assert answers[-1].body == "used_url"
    assert [message["text"] for message in robin.messages()] == [f"message {number}" for number in range(5)]
