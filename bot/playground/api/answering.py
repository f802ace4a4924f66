"""One call of the Web API, from the token to the answer."""

import asyncio
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from bot.playground.api import (
    chat,
    conversations,
    identity,
    messages_later,
    sessions,
    steps,
    streams,
    users,
    view_methods,
)
from bot.playground.api.calls import ApiError, Call, Method, Tier, Token
from bot.playground.api.rates import Rates
from bot.playground.exchanges import Exchange
from bot.playground.faults import FaultKind, Way
from bot.playground.slack import Slack
from bot.playground.wire import Json

METHODS: Mapping[str, Method] = {
    **identity.METHODS,
    **chat.METHODS,
    **messages_later.METHODS,
    **streams.METHODS,
    **view_methods.METHODS,
    **conversations.METHODS,
    **users.METHODS,
    **sessions.METHODS,
    **steps.METHODS,
}
"""Every method there is."""


@dataclass(frozen=True, slots=True)
class ApiAnswer:
    """The answer to a call.

    Attributes:
        status: Of HTTP: 200 for all that Slack refuses too, 429 where there were too many calls, 500 where a fault was
            asked for.
        body: With ``ok``.
        headers: ``Retry-After``, ``x-oauth-scopes``.
    """

    status: int
    body: Json
    headers: Mapping[str, str] = field(default_factory=dict)


class WebApi:
    """The Web API of a workspace.

    Args:
        slack: The workspace.
    """

    def __init__(self, slack: Slack) -> None:
        self._slack = slack
        self._rates = Rates(slack.clock)

    async def answer(self, name: str, token: str, arguments: Mapping[str, Any]) -> ApiAnswer:
        """Answer one call.

        Args:
            name: The method, e.g. ``chat.postMessage``.
            token: The bearer token, or the argument ``token``.
            arguments: All others.
        """
        slack = self._slack
        exchange = slack.exchanges.begin(
            at=slack.clock.now(), direction=Way.FROM_APP, title=name, transport="HTTP", request=dict(arguments)
        )
        started = time.perf_counter()
        answer = await self._faulty(name, exchange) or self._answer(name, token, arguments, exchange)
        exchange.milliseconds = (time.perf_counter() - started) * 1000
        exchange.status, exchange.answer = answer.status, answer.body
        exchange.error = "" if answer.body.get("ok") else str(answer.body.get("error", "internal_error"))
        slack.exchanges.record(exchange)
        return answer

    async def _faulty(self, name: str, exchange: Exchange) -> ApiAnswer | None:
        """The answer that a fault gives, where one was asked for and gives any."""
        fault = self._slack.faults.take(Way.FROM_APP, name)
        if fault is None:
            return None
        exchange.fault = fault.kind.value
        match fault.kind:
            case FaultKind.RATE_LIMIT:
                return _rate_limited(fault.seconds)
            case FaultKind.ERROR:
                return ApiAnswer(500, {"ok": False, "error": "internal_error"})
            case _:
                await asyncio.sleep(fault.seconds)
                return None

    def _answer(self, name: str, token: str, arguments: Mapping[str, Any], exchange: Exchange) -> ApiAnswer:
        method = METHODS.get(name)
        if method is None:
            return ApiAnswer(200, {"ok": False, "error": "unknown_method", "req_method": name})
        call = Call(self._slack, arguments, exchange)
        scopes = {"x-oauth-scopes": ",".join(sorted(self._slack.app.scopes))}
        try:
            self._check_token(method, token)
            wait = self._rates.wait(name, method.tier, _into(call) if method.tier is Tier.POSTING else "")
            if wait:
                return _rate_limited(wait)
            return ApiAnswer(200, {"ok": True, **method.answer(call)}, scopes)
        except ApiError as error:
            exchange.problems = error.problems
            told: Json = {"ok": False, "error": error.code, **error.more}
            if error.problems:
                # The pointer stands both as blocks.validate tells it and as views.open does.
                told["errors"] = list(error.problems)
                told["response_metadata"] = {"messages": [f"[ERROR] {_told(problem)}" for problem in error.problems]}
            return ApiAnswer(200, told, scopes)

    def _check_token(self, method: Method, token: str) -> None:
        app = self._slack.app
        if method.token is Token.NONE:
            return
        if not token:
            raise ApiError("not_authed")
        if token not in {app.bot_token, app.app_token}:
            raise ApiError("invalid_auth")
        if token != (app.bot_token if method.token is Token.BOT else app.app_token):
            raise ApiError("not_allowed_token_type")
        if method.scopes and not app.scopes.intersection(method.scopes):
            provided = ",".join(sorted(app.scopes))
            raise ApiError("missing_scope", needed=method.scopes[0], provided=provided)


def _into(call: Call) -> str:
    """The id of the conversation that a call posts into, whatever the call names it by; empty where there is none."""
    with suppress(ApiError):
        return call.recipient().id
    return ""


def _rate_limited(seconds: float) -> ApiAnswer:
    headers = {"Retry-After": str(max(1, round(seconds)))}
    return ApiAnswer(429, {"ok": False, "error": "ratelimited"}, headers)


def _told(problem: str) -> str:
    """A problem as Slack tells it: the words, then where."""
    where, _, what = problem.partition(": ")
    return f"{what} [json-pointer:{where}]" if what else problem
