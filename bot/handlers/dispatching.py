"""Dispatching: whatever Slack sends is answered with 200.

Bolt answers 404 to what no listener takes and raises at payloads it does not expect. Slack would show a person an
error, or send an event again; Socket Mode would leave the envelope unanswered.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_bolt.response import BoltResponse

from bot.handlers.failures import failure_card

_NOBODY_LISTENS = 404


async def dispatch(app: AsyncApp, body: dict[str, Any], headers: Mapping[str, str | Sequence[str]]) -> BoltResponse:
    """Hand a payload to the app.

    Args:
        app: The wired app.
        body: The payload, parsed; over HTTP, its signature is already verified.
        headers: The request's headers, in lower case.
    """
    try:
        # As in Socket Mode: Bolt has nothing left to verify or to parse. Its own parser takes the word *payload* in
        # what somebody typed for a field of that name, and drops the form.
        request = AsyncBoltRequest(mode="socket_mode", body=body, headers=dict(headers))
        response = await app.async_dispatch(request)
    except Exception as error:  # noqa: BLE001 - the last place that can answer
        card = failure_card(error)
        return BoltResponse(status=200, body=card if "command" in body else "")
    return BoltResponse(status=200, body="") if response.status == _NOBODY_LISTENS else response
