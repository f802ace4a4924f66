"""Nothing that is typed comes to rest: neither in the database nor in the log, at any level, wherever it is typed."""

import asyncio
import json
import logging
import random
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, quote_plus

import pytest
from pydantic import SecretStr
from sqlalchemy import select, text
from sqlalchemy.engine import make_url

from bot.core.admitting import turned_away
from bot.core.gaps import MOST_WORDS
from bot.knowledge.pack import Pack
from bot.matching.normal import fold
from bot.playground import membership, payloads
from bot.playground.delivery import Envelope, Form
from bot.playground.people import Person
from bot.playground.workspace import User
from bot.storage.database import Database
from bot.storage.tables import GAPS, USAGE
from tests.conftest import Connecting
from tests.scenarios.acting import HOSTILE, Json

INVENTED = ("zyxomatic", "quorvexil", "blimfraster", "ZYXQ", "QVXL", "ünglwösch")
"""Words that stand in nothing of ours: wherever they are found, they were typed."""

AROUND = (
    "{word}", "{name} {word}", "{word} {name}", "what is a {word}", "how long does a {word} {name} take",
    "{name} vs {word}", "is {name} better than {word} for the {word} of my aunt?", "define {word}", "faq {word}?",
)  # fmt: skip

MOST_QUESTIONS = 60
MOST_PATIENTS = 300
PER_CONVERSATION = 8
"""Messages into one conversation, below the burst that Slack allows."""

SHORTEST = 8
"""Characters of a text that can be searched for as a whole; a shorter one may stand in a timestamp."""

COMMANDS = ("/modality", "/procedure", "/define", "/compare", "/faq", "/reading-room")


@pytest.fixture(params=["HTTP", "Socket Mode"])
def transport(request: pytest.FixtureRequest) -> str:
    """Both ways to the app: each comes with libraries that log."""
    return str(request.param)


@pytest.fixture
def corpus(pack: Pack, root: Path) -> list[str]:
    """What is typed: questions as people ask them, names among words that nobody wrote, and lines about patients."""
    some = random.Random(7)  # noqa: S311 - a choice, no secret
    questions = [one for question in pack.questions.values() for one in question.tests.should_match]
    questions += [one for question in pack.questions.values() for one in question.tests.must_not_match]
    names = sorted(entry.name for entry in pack.entries.values())
    strange = [form.format(word=word, name=some.choice(names)) for form in AROUND for word in INVENTED]
    patients = [*_patients(root), "MRN 1234567 needs a CT", "is the MRI of Margaret Quorvexil, 54f, ready"]
    return [
        *some.sample(questions, min(MOST_QUESTIONS, len(questions))),
        *strange,
        *some.sample(patients, min(MOST_PATIENTS, len(patients))),
        *(str(case.values[0]) for case in HOSTILE),
    ]


def _patients(root: Path) -> list[str]:
    """The lines that the privacy gate is held against, where there are any."""
    tables = sorted((root / "tests" / "privacy").glob("patients*.tsv"))
    return [line.split("\t")[1] for table in tables for line in table.read_text().splitlines() if "\t" in line]


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Path]:
    """A file with everything that anything logs."""
    path, root = tmp_path / "everything.log", logging.getLogger()
    handler = logging.FileHandler(path, encoding="utf-8", errors="backslashreplace")
    handler.setFormatter(logging.Formatter("%(name)s %(levelname)s %(message)s"))
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield path
    root.setLevel(level)
    root.removeHandler(handler)
    handler.close()


async def type_everywhere(slack: Person, typed: list[str]) -> None:
    """Type each text wherever something can be typed; whatever comes of it, it is acked."""
    await slack.open_home()
    while slack.home is None:  # it is shown behind the ack
        await asyncio.sleep(0.01)
    await slack.click("Tell me here", on=slack.home)  # so that what is opened is noted
    await slack.shortcut("look_something_up")
    assert slack.modal is not None
    for start in range(0, len(typed), PER_CONVERSATION):
        some = typed[start : start + PER_CONVERSATION]
        channel = membership.found(slack.slack, slack.user, f"ward-{start}")
        membership.invite(slack.slack, channel, slack.user, slack.slack.app.bot_user_id)
        user = slack.slack.workspace.add_user(User(f"U0WRITER{start}", f"writer{start}", "Somebody"))
        membership.join(slack.slack, channel, user)
        mention = Person(slack.slack, user, channel)
        direct = Person(slack.slack, user, slack.slack.workspace.direct(user.id, slack.slack.app.bot_user_id))
        for one in some:
            for envelope in envelopes(slack, mention, direct, one):
                assert slack.slack.delivery is not None
                answer = await slack.slack.delivery.deliver(envelope)
                assert answer.status == 200
        await slack.slack.clock.advance(61)  # Slack counts calls by the minute


def envelopes(slack: Person, mention: Person, direct: Person, typed: str) -> Iterator[Envelope]:
    """What Slack would send of one text: commands, a mention, a direct message, a shortcut, a typeahead."""
    app, workspace, passes = slack.slack.app, slack.slack.workspace, slack.slack.passes

    def response_url() -> str:
        return f"{slack.slack.base_url}/response/{passes.response_url(mention.channel.id, mention.user.id)[0]}"

    for command in COMMANDS:
        yield Envelope(Form.COMMAND, payloads.slash_command(
            app, slack.user, slack.channel, command=command, text=typed, response_url=response_url(), trigger_id="1.2",
        ))  # fmt: skip
    for where, said, kind in ((mention, f"<@{app.bot_user_id}> {typed}", "app_mention"), (direct, typed, "message")):
        message = workspace.post(where.channel, {"user": where.user.id, "text": said})
        event: Json = payloads.message_event(where.channel, message) | {"type": kind}
        event_id = f"Ev{where.channel.id}{message.ts}"
        yield Envelope(Form.EVENT, payloads.event_callback(app, event, event_id=event_id, event_time=1))
    yield Envelope(Form.INTERACTION, payloads.message_shortcut(
        app, mention.user, mention.channel, message, callback_id="explain_message", trigger_id="1.2",
        response_url=response_url(), action_ts="1.2",
    ))  # fmt: skip
    for value in (typed, typed[: len(typed) // 2]):
        for action_id, view in (("look_up", slack.modal), ("look_up_home", slack.home)):
            yield Envelope(Form.INTERACTION, payloads.block_suggestion(
                app, slack.user, action_id=action_id, block_id="term", value=value, view=view,
            ))  # fmt: skip


async def rows_in(url: str) -> list[str]:
    """All that a database holds, but for the terms of gaps."""
    database = Database(url)
    async with database.transaction() as connection:
        tables = (await connection.execute(text(
            "SELECT name FROM sqlite_master WHERE type = 'table'" if database.is_sqlite
            else "SELECT tablename FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"
        ))).scalars().all()  # fmt: skip
        assert {"usage", "gaps"} <= set(tables)
        rows = [
            " ".join(map(str, row))
            for table in tables
            if table != "gaps"
            for row in (await connection.execute(text(f'SELECT * FROM "{table}"'))).all()  # noqa: S608 - its own name
        ]
    await database.close()
    return rows


def bytes_in(url: str) -> list[str]:
    """Every byte of the files of an SQLite database, where something deleted may still stand."""
    path = Path(str(make_url(url).database))
    files = path.parent.glob(f"{path.name}*") if "sqlite" in url else ()
    return [file.read_bytes().decode("utf-8", "replace") for file in files]


def lines_of(log: Path) -> list[str]:
    """The lines of a log."""
    return log.read_text(encoding="utf-8").splitlines()


def as_written(typed: str) -> set[str]:
    """A text in the forms in which something may write it down, in lower case."""
    forms = {typed, json.dumps(typed)[1:-1], repr(typed)[1:-1], quote_plus(typed), quote(typed), typed.replace(" ", "")}
    return {form.lower() for form in forms}


def found(wanted: list[str], places: list[str]) -> list[str]:
    """What of this stands in any of these places."""
    everything = "\n".join(places).lower()
    return [one for one in wanted if any(form in everything for form in as_written(one))]


async def test_nothing_typed_is_kept(
    connecting: Connecting, database_url: str, log: Path, corpus: list[str], pack: Pack
) -> None:
    """Texts of every kind, typed at every entry point: no table, no byte of the database and no log line has any."""
    async with connecting(database_url=SecretStr(database_url)) as slack:
        await type_everywhere(slack, corpus)
        await asyncio.sleep(0.3)  # what is counted is written ten times a second
        while_running, on_disk = await rows_in(database_url), bytes_in(database_url)
    afterwards, on_disk = await rows_in(database_url), [*on_disk, *bytes_in(database_url)]
    logged = lines_of(log)

    assert any('"name"' in row or "'name'" in row for row in while_running), "what was opened is there"
    assert found(["short:"], while_running) and found(["short:"], logged), "what was answered is there"  # noqa: PT018
    assert any(" DEBUG " in line for line in logged)
    ours = "\n".join(str(one) for one in (*pack.questions.values(), *pack.entries.values())).lower()
    whole = [one for one in corpus if len(one) >= SHORTEST and not one.isdigit() and one.lower() not in ours]
    database = Database(database_url)
    async with database.transaction() as connection:
        rows = (await connection.execute(select(USAGE))).all()
        gaps = set((await connection.execute(select(GAPS.c.gap))).scalars())
    await database.close()
    terms = {gap.removeprefix("term:") for gap in gaps if gap.startswith("term:")}
    assert terms, "what was looked up in vain is a gap, by its normalised term"
    assert all(len(term.split()) <= MOST_WORDS and not turned_away(term) for term in terms)
    for place in (while_running, afterwards, logged):
        assert found([*INVENTED, "zqx"], place) == []
        assert found(whole, place) == []
    assert found([one for one in whole if fold(one) not in terms], on_disk) == []

    assert len(rows) > len(corpus)
    assert {"private", "not_found", "found", "silent", "answered"} <= {row.outcome for row in rows}
    ids = {*pack.entries, *pack.questions}
    for gap in gaps - {f"term:{term}" for term in terms}:
        assert set(gap.replace(":", ",").split(",")) - {"near", "about", ""} <= ids, "a gap is named by ids of the pack"
    for row in rows:
        _, _, answer = (row.answer or "").partition(":")
        assert set(answer.replace(":", ",").split(",")) - {""} <= ids, "an answer is named by ids of the pack"
