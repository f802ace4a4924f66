"""What Slack refuses, as slack_sdk's own client is told of it: the code, and where it is wrong."""

from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.passes import RESPONSE_URL_USES
from bot.playground.people import Person
from bot.playground.stand_in import StandIn

Json = dict[str, Any]


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
