"""``functions.*``: the app ends a custom step of a workflow.

Source: docs.slack.dev, /reference/methods/functions.completeSuccess and functions.completeError.
"""

from bot.playground.api.calls import ApiError, Call, Method, Tier
from bot.playground.pending import StepRun
from bot.playground.steps import parameters, problems_with
from bot.playground.wire import Json


def complete_success(call: Call) -> Json:
    """``functions.completeSuccess``: with the outputs that the manifest promises."""
    run, outputs = _running(call), call.arguments.get("outputs")
    if not isinstance(outputs, dict):
        raise ApiError("invalid_arguments", "/outputs: is no object")
    gives = parameters(call.slack.app.functions[run.callback_id].get("output_parameters", {}))
    problems = problems_with(outputs, gives)
    if problems:
        raise ApiError("parameter_validation_failed", *(f"/outputs{problem}" for problem in problems))
    run.end(outputs=outputs)
    return {}


def complete_error(call: Call) -> Json:
    """``functions.completeError``: with why, for people to read."""
    run = _running(call)
    run.end(error=call.required("error"))
    return {}


def _running(call: Call) -> StepRun:
    """The step that a call names.

    Raises:
        ApiError: ``function_execution_not_found`` or ``execution_not_in_running_state``.
    """
    run = call.slack.pending.steps.get(call.text("function_execution_id"))
    if run is None:
        raise ApiError("function_execution_not_found")
    if run.ended.is_set():
        raise ApiError("execution_not_in_running_state")
    return run


METHODS = {
    "functions.completeSuccess": Method(complete_success, tier=Tier.THREE),
    "functions.completeError": Method(complete_error, tier=Tier.THREE),
}
