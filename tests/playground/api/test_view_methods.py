"""``views.*`` beyond what ``test_people`` shows of modals: what Slack refuses."""

from collections.abc import Awaitable, Callable
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.slack import Slack

Json = dict[str, Any]
Refused = Callable[[Awaitable[Any]], Awaitable[str]]


def view(kind: str = "modal", **more: Any) -> Json:
    """A view with nothing in it."""
    title = {"title": {"type": "plain_text", "text": "Ward"}} if kind == "modal" else {}
    return {"type": kind, "blocks": [{"type": "divider"}]} | title | more


def trigger(slack: Slack, user: str = "U0ROBIN") -> str:
    """A fresh ``trigger_id``."""
    return slack.passes.trigger(user)


async def test_an_external_id_is_one_modals(client: AsyncWebClient, slack: Slack, refused: Refused) -> None:
    """A second modal with the same ``external_id`` is refused; the first is updated by it, and may keep it."""
    named = view(external_id="ward")
    await client.views_open(trigger_id=trigger(slack), view=named)
    again = client.views_open(trigger_id=trigger(slack, "U0SAM"), view=named)
    assert await refused(again) == "duplicate_external_id"
    assert await refused(client.views_push(trigger_id=trigger(slack), view=named)) == "duplicate_external_id"
    assert (await client.views_update(external_id="ward", view=named))["ok"]


async def test_push_onto_nothing(client: AsyncWebClient, slack: Slack, refused: Refused) -> None:
    """A modal is pushed onto one that is open."""
    assert await refused(client.views_push(trigger_id=trigger(slack), view=view())) == "not_found"


async def test_a_home_is_no_modal(client: AsyncWebClient, slack: Slack, refused: Refused) -> None:
    """The id of a Home is none that ``views.update`` takes, whether or not a modal is open."""
    home = await client.views_publish(user_id="U0ROBIN", view=view("home"))
    for _ in range(2):
        update = client.views_update(view_id=home["view"]["id"], view=view())
        assert await refused(update) == "not_found"
        await client.views_open(trigger_id=trigger(slack), view=view())


async def test_a_stale_hash(client: AsyncWebClient, slack: Slack, refused: Refused) -> None:
    """An update that names the hash of a view since changed is refused."""
    opened = (await client.views_open(trigger_id=trigger(slack), view=view()))["view"]
    place = {"view_id": opened["id"], "hash": opened["hash"]}
    await client.views_update(**place, view=view())
    assert await refused(client.views_update(**place, view=view())) == "hash_conflict"
