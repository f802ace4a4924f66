"""Where the microseconds of one request go: each step by itself, in process, without a network."""

import asyncio
import json
import logging
import os
import timeit
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial
from statistics import median
from time import perf_counter
from typing import Any, cast

import uvloop
from pydantic import SecretStr
from slack_bolt.response import BoltResponse
from slack_sdk.signature import SignatureVerifier

from benchmarks.rows import EXACT, FUZZY, NOT_FOUND, ROOT, SECRET, WRITTEN, requests
from bot.app import build_app, build_staff
from bot.cards.rack import Rack
from bot.clock import MachineClock
from bot.core.comparing import compare_outcomes
from bot.core.editing import Editor
from bot.core.library import Library
from bot.core.splitting import split
from bot.handlers.dispatching import dispatch
from bot.handlers.journal import note
from bot.handlers.replies import Replies
from bot.knowledge.loading import load
from bot.matching.resolving import Resolver
from bot.names import Command, Kind
from bot.server import LOG_FORMAT, _check_headers, _from_bolt, _parse
from bot.settings import Settings
from bot.storage.store import Store


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a request, and the seconds that it takes: the median of some runs."""

    name: str
    seconds: float


def measure(*, calls: int = 500, runs: int = 9) -> tuple[list[Step], list[Step]]:
    """The steps of an exact look-up that was asked before; and what stands in their place for others."""
    logging.basicConfig(level=logging.INFO, format=LOG_FORMAT, handlers=[logging.FileHandler(os.devnull)])
    pack = load([ROOT / "knowledge"])
    library, rack, resolve = Library(pack), Rack(), Resolver(pack.entries.values()).resolve
    head_and_body = next(requests(EXACT)).decode().partition("\r\n\r\n")
    raw = head_and_body[2]
    headers = {name.lower(): value for name, _, value in (h.partition(": ") for h in head_and_body[0].splitlines()[1:])}
    content_type, signature = headers["content-type"], headers["x-slack-signature"]
    found = library.look_up(EXACT.text, Kind.MODALITY)
    card = rack.lookup_card(found, pack)
    usage = Store(Settings()).usage
    verifier, timestamp, started = SignatureVerifier(SECRET), headers["x-slack-request-timestamp"], perf_counter()

    def seconds(step: Callable[[], object], share: float = 1.0) -> float:
        number = max(1, int(calls * share))
        return median(timeit.repeat(step, number=number, repeat=runs)) / number

    def compare() -> object:
        once = cache(resolve)
        return compare_outcomes(pack, [once(item) for item in split(WRITTEN.text, once)])

    own = [
        Step("looked up, as remembered", seconds(partial(library.look_up, EXACT.text, Kind.MODALITY))),
        Step("card taken from the rack, as JSON", seconds(lambda: rack.lookup_card(found, pack).json)),
        Step("noted in the journal", seconds(partial(note, Command.MODALITY, found, started, usage))),
    ]
    bolt = _dispatch_seconds(library, cast(dict[str, Any], _parse(raw, content_type)), headers, calls, runs)
    steps = [
        Step("headers checked", seconds(partial(_check_headers, headers))),
        Step("signature verified", seconds(partial(verifier.is_valid, raw, timestamp, signature))),
        Step("form parsed", seconds(partial(_parse, raw, content_type))),
        Step("Bolt: listener found, context made, called, acked", bolt - sum(step.seconds for step in own)),
        *own,
        Step("response encoded", seconds(partial(_from_bolt, BoltResponse(status=200, body=card.json)))),
    ]
    others = [
        Step("looked up exactly, never asked before", seconds(partial(resolve, EXACT.text, Kind.MODALITY))),
        Step("looked up fuzzily, never asked before", seconds(partial(resolve, FUZZY.text, Kind.MODALITY), 0.1)),
        Step("not found, never asked before", seconds(partial(resolve, NOT_FOUND.text, Kind.MODALITY), 0.1)),
        Step("compared, never asked before", seconds(compare, 0.1)),
        Step("card rendered", seconds(lambda: Rack().lookup_card(found, pack), 0.1)),
        Step("card turned into JSON", seconds(partial(json.dumps, card.message))),
    ]
    return steps, others


def _dispatch_seconds(library: Library, body: dict[str, Any], headers: dict[str, str], calls: int, runs: int) -> float:
    """What dispatching takes, from the parsed form to Bolt's response."""
    settings = Settings(slack_bot_token=SecretStr("xoxb-not-a-token"))

    async def measured() -> float:
        store, editor = Store(settings), Editor(library, ())
        staff = build_staff(settings, library, editor, store, None, clock=MachineClock())
        app = build_app(settings, staff, Replies(), store)
        times = []
        for _ in range(runs):
            begun = perf_counter()
            for _ in range(calls):
                await dispatch(app, dict(body), headers)
            times.append((perf_counter() - begun) / calls)
        editor.close()
        return median(times)

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(measured())
