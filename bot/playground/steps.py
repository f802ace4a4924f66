"""Custom steps: a workflow reaches a step of the app's, and waits until the app has done it.

Source: docs.slack.dev, /reference/events/function_executed and /reference/app-manifest (``functions``), and the
scenario tests of bolt-python.
"""

import asyncio
from collections.abc import Mapping
from typing import Any

from bot.playground.pending import StepRun
from bot.playground.slack import Slack
from bot.playground.wire import Json

STEP_SECONDS = 10.0
"""How long a step is waited for. Slack names no limit for a step that an app does on its own machine."""

USER_ID = "slack#/types/user_id"

_TYPES: Mapping[str, frozenset[type]] = {
    "string": frozenset({str}),
    "boolean": frozenset({bool}),
    "integer": frozenset({int}),
    "number": frozenset({int, float}),
    "object": frozenset({dict}),
    "array": frozenset({list}),
}
"""The plain types of a parameter. Those of Slack's own, ``slack#/types/…``, are not looked into."""


def parameters(declared: Mapping[str, Any]) -> list[Json]:
    """The parameters of a step as the event tells them, out of either form of the manifest.

    Version 1 writes ``{name: {…, is_required}}``, version 2 ``{properties: {name: {…}}, required: [name]}``.
    """
    properties = declared.get("properties")
    if isinstance(properties, Mapping) and all(isinstance(of, Mapping) for of in properties.values()):
        required = declared.get("required", ())
        named = {name: {**of, "is_required": name in required} for name, of in properties.items()}
    else:
        named = {name: {"is_required": False, **of} for name, of in declared.items()}
    return [{"name": name, **of} for name, of in named.items()]


def problems_with(values: Mapping[str, Any], declared: list[Json]) -> list[str]:
    """What is wrong with the values of parameters: one that is required is missing, or is of another type."""
    problems = []
    for parameter in declared:
        name, kind = parameter["name"], parameter.get("type", "")
        value = values.get(name)
        if value is None and parameter["is_required"]:
            problems.append(f"/{name}: is missing")
        if value is not None and kind in _TYPES and type(value) not in _TYPES[kind]:
            problems.append(f"/{name}: is no {kind}")
    return problems


async def run_step(
    slack: Slack, callback_id: str, inputs: Mapping[str, Any], *, user: str, seconds: float = STEP_SECONDS
) -> StepRun:
    """Let a workflow reach a step, and wait until the app has ended it.

    Args:
        slack: Where.
        callback_id: Which step, as the manifest calls it.
        inputs: What it is given. A person it needs and is not given is the one who runs the workflow.
        user: The id of the person who runs the workflow.
        seconds: How long to wait.

    Returns:
        The step with its ``outputs`` or its ``error``.

    Raises:
        LookupError: The app has no such step.
        ValueError: An input is missing, or of another type.
        TimeoutError: The app did not end it in time.
    """
    function = slack.app.functions.get(callback_id)
    if function is None:
        raise LookupError(f"the app has no step {callback_id}; there are: {', '.join(slack.app.functions)}")
    takes = parameters(function.get("input_parameters", {}))
    people = {parameter["name"]: user for parameter in takes if parameter.get("type") == USER_ID}
    given = people | dict(inputs)
    problems = problems_with(given, takes)
    if problems:
        raise ValueError(f"the inputs of {callback_id} are not what it takes: {'; '.join(problems)}")
    run = StepRun(slack.workspace.new_id("Fx"), callback_id, given, user)
    slack.pending.steps[run.id] = run
    slack.emit(_executed(slack, run, function))
    async with asyncio.timeout(seconds):
        await run.ended.wait()
    return run


def _executed(slack: Slack, run: StepRun, function: Mapping[str, Any]) -> Json:
    """The event. Slack gives each step a token of its own; here it is the bot's, which can do the same."""
    return {
        "type": "function_executed",
        "function": {
            "id": f"Fn{run.callback_id}",
            "callback_id": run.callback_id,
            "title": function.get("title", ""),
            "description": function.get("description", ""),
            "type": "app",
            "input_parameters": parameters(function.get("input_parameters", {})),
            "output_parameters": parameters(function.get("output_parameters", {})),
            "app_id": slack.app.id,
        },
        "inputs": run.inputs,
        "function_execution_id": run.id,
        "workflow_execution_id": slack.workspace.new_id("Wx"),
        "bot_access_token": slack.app.bot_token,
    }
