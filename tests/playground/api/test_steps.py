"""Custom steps of workflows, with a real Bolt app that does them."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from slack_bolt.async_app import AsyncApp
from slack_bolt.context.complete.async_complete import AsyncComplete
from slack_bolt.context.fail.async_fail import AsyncFail
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.slack import Slack
from bot.playground.steps import parameters, run_step

Refused = Callable[[Awaitable[Any]], Awaitable[str]]


async def reverse(inputs: dict[str, str], complete: AsyncComplete) -> None:
    """Turn a word round."""
    await complete(outputs={"turned": inputs["word"][::-1]})


async def test_success(porter: AsyncApp, slack: Slack) -> None:
    """The app gets what the step was given, and the workflow what the app made of it."""
    porter.function("reverse")(reverse)
    run = await run_step(slack, "reverse", {"word": "MRI"}, user="U0ROBIN")
    assert (run.outputs, run.error, run.user) == ({"turned": "IRM"}, None, "U0ROBIN")
    await slack.idle()
    (exchange,) = slack.exchanges.all("function_executed")
    event = exchange.request["event"]
    assert event["function"]["callback_id"] == "reverse"
    assert event["function"]["input_parameters"] == [{"name": "word", "type": "string", "is_required": True}]
    assert event["function"]["output_parameters"] == [{"name": "turned", "type": "string", "is_required": True}]
    assert event["function_execution_id"] == run.id


async def test_failure(porter: AsyncApp, slack: Slack) -> None:
    """A step that the app fails says why."""

    async def give_up(fail: AsyncFail) -> None:
        await fail("Too long a word")

    porter.function("reverse")(give_up)
    run = await run_step(slack, "reverse", {"word": "MRI"}, user="U0ROBIN")
    assert (run.outputs, run.error) == (None, "Too long a word")


async def test_no_end(porter: AsyncApp, slack: Slack) -> None:
    """A step that the app does not end is not waited for for ever."""

    async def dawdle() -> None:
        return

    porter.function("reverse")(dawdle)
    with pytest.raises(TimeoutError):
        await run_step(slack, "reverse", {"word": "MRI"}, user="U0ROBIN", seconds=0.05)


@pytest.mark.parametrize(
    ("inputs", "why"),
    [
        pytest.param({}, "/word: is missing", id="missing"),
        pytest.param({"word": 3}, "/word: is no string", id="a number"),
    ],
)
async def test_inputs(slack: Slack, inputs: dict[str, Any], why: str) -> None:
    """A step is not begun without what it needs."""
    with pytest.raises(ValueError, match=why):
        await run_step(slack, "reverse", inputs, user="U0ROBIN")


async def test_unknown(slack: Slack) -> None:
    """A step that the manifest does not have is not begun; those it has are named."""
    with pytest.raises(LookupError, match="no step turn; there are: reverse"):
        await run_step(slack, "turn", {}, user="U0ROBIN")


async def test_person(manifest: dict[str, Any], porter: AsyncApp, slack: Slack) -> None:
    """Who runs the workflow is the person that a step asks for."""
    person = {"properties": {"who": {"type": "slack#/types/user_id"}}, "required": ["who"]}
    manifest["functions"]["greet"] = {"title": "Greet", "input_parameters": person}

    async def greet(complete: AsyncComplete) -> None:
        await complete()

    porter.function("greet")(greet)
    assert (await run_step(slack, "greet", {}, user="U0SAM")).inputs == {"who": "U0SAM"}
    assert (await run_step(slack, "greet", {"who": "U0KIM"}, user="U0SAM")).inputs == {"who": "U0KIM"}


async def test_ending(client: AsyncWebClient, slack: Slack, refused: Refused) -> None:
    """A step is ended once, with the outputs that the manifest promises."""
    task = asyncio.create_task(run_step(slack, "reverse", {"word": "MRI"}, user="U0ROBIN"))
    await asyncio.sleep(0)
    (execution,) = slack.pending.steps
    end = {"function_execution_id": execution}
    assert await refused(client.functions_completeSuccess(**end, outputs={})) == "parameter_validation_failed"
    assert (
        await refused(client.functions_completeSuccess(**end, outputs={"turned": 3})) == "parameter_validation_failed"
    )
    assert await refused(client.functions_completeSuccess(**end, outputs=["IRM"])) == "invalid_arguments"  # type: ignore[arg-type]
    assert await refused(client.functions_completeError(**end, error="")) == "invalid_arguments"
    await client.functions_completeSuccess(**end, outputs={"turned": "IRM"})
    assert (await task).outputs == {"turned": "IRM"}
    assert await refused(client.functions_completeError(**end, error="Late")) == "execution_not_in_running_state"
    unknown = client.functions_completeError(function_execution_id="Fx0", error="Lost")
    assert await refused(unknown) == "function_execution_not_found"


@pytest.mark.parametrize(
    "declared",
    [
        pytest.param({"word": {"type": "string", "is_required": True}, "times": {"type": "integer"}}, id="version 1"),
        pytest.param(
            {"properties": {"word": {"type": "string"}, "times": {"type": "integer"}}, "required": ["word"]},
            id="version 2",
        ),
    ],
)
def test_parameters(declared: dict[str, Any]) -> None:
    """Both forms of the manifest say the same."""
    assert parameters(declared) == [
        {"name": "word", "type": "string", "is_required": True},
        {"name": "times", "type": "integer", "is_required": False},
    ]
