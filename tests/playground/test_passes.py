"""``bot.playground.passes``: a ``trigger_id`` opens one view within 3 seconds; a ``response_url`` takes 5 messages."""

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.clock import Clock
from bot.playground.passes import RESPONSE_URL_SECONDS, TRIGGER_SECONDS, Passes
from bot.playground.stand_in import StandIn

NOON = 1_700_000_000.0

MODAL = {
    "type": "modal",
    "title": {"type": "plain_text", "text": "Where to?"},
    "blocks": [{"type": "divider"}],
}


@pytest.fixture
def clock() -> Clock:
    """A clock that stands still until it is moved on."""
    return Clock(lambda: NOON)


@pytest.fixture
def passes(clock: Clock) -> Passes:
    """Passes of a workspace."""
    return Passes(clock)


async def test_a_trigger_is_good_once(passes: Passes) -> None:
    """It tells whose it is; a second time it is spent, and one that nobody gave out is none."""
    trigger = passes.trigger("U0SAM")
    assert passes.redeem(trigger) == ("U0SAM", "")
    assert passes.redeem(trigger) == ("U0SAM", "exchanged_trigger_id")
    assert passes.redeem("1.2.3") == ("", "invalid_trigger_id")


@pytest.mark.parametrize(("seconds", "error"), [(TRIGGER_SECONDS - 0.001, ""), (TRIGGER_SECONDS, "trigger_expired")])
async def test_a_trigger_lasts_three_seconds(passes: Passes, clock: Clock, seconds: float, error: str) -> None:
    """Until the third second it opens a view; from then on it does not."""
    trigger = passes.trigger("U0SAM")
    await clock.advance(seconds)
    assert passes.redeem(trigger)[1] == error


@pytest.mark.parametrize(
    ("seconds", "uses", "error"),
    [
        pytest.param(0.0, 1, "", id="good"),
        pytest.param(4.0, 1, "trigger_expired", id="expired trigger"),
        pytest.param(0.0, 2, "exchanged_trigger_id", id="trigger used twice"),
    ],
)
async def test_views_open_while_the_trigger_lasts(
    manifest: dict[str, object], clock: Clock, seconds: float, uses: int, error: str
) -> None:
    """slack_sdk's client opens a modal with a trigger that is fresh, and is refused by Slack's own code otherwise."""
    async with StandIn(manifest, clock=clock) as stand_in:
        slack = stand_in.slack
        client = AsyncWebClient(token=slack.app.bot_token, base_url=stand_in.api_url)
        trigger = slack.passes.trigger("U0SAM")
        await clock.advance(seconds)
        refused = ""
        for _ in range(uses):
            try:
                await client.views_open(trigger_id=trigger, view=MODAL)
            except SlackApiError as answer:
                refused = answer.response["error"]
        assert refused == error
        assert len(slack.workspace.views.get("U0SAM", [])) == (error != "trigger_expired")


async def test_a_response_url_takes_five_messages(passes: Passes) -> None:
    """Only what was taken counts: asking whether it may be used does not."""
    token, given = passes.response_url("C1", "U0SAM")
    for used in range(5):
        assert passes.use(token) == (given, ""), used
        assert passes.use(token) == (given, ""), used
        given.uses += 1
    assert passes.use(token) == (None, "used_url")


async def test_a_response_url_lasts_thirty_minutes(passes: Passes, clock: Clock) -> None:
    """To the second; an unknown one never was."""
    token, given = passes.response_url("C1", "U0SAM")
    await clock.advance(RESPONSE_URL_SECONDS - 1)
    assert passes.use(token) == (given, "")
    await clock.advance(1)
    assert passes.use(token) == (None, "expired_url")
    assert passes.use("astray") == (None, "expired_url")


async def test_a_code_installs_once_within_ten_minutes(passes: Passes, clock: Clock) -> None:
    """A code of OAuth tells who agreed, once, and not after ten minutes."""
    code, late = passes.code("U0SAM"), passes.code("U0KIM")
    assert [passes.spend_code(code) for _ in range(2)] == ["U0SAM", None]
    assert passes.spend_code("a guess") is None
    await clock.advance(600)
    assert passes.spend_code(late) is None


def test_no_two_are_the_same(passes: Passes) -> None:
    """What is given out can be told apart, and cannot be guessed from what was given before."""
    given = [passes.trigger("U0SAM") for _ in range(50)] + [passes.response_url("C1", "U0SAM")[0] for _ in range(50)]
    assert len(set(given)) == 100
    assert min(map(len, given)) >= 24
