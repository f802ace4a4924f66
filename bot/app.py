"""The composition root: the only place that wires rooms together."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import aiohttp
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient

from bot.cards.rack import Rack
from bot.clock import Clock
from bot.core.admitting import warm_up
from bot.core.editing import Editor
from bot.core.library import Library
from bot.core.reloading import keep_current
from bot.handlers import (
    agent,
    channels,
    comparisons,
    drafting,
    explaining,
    failures,
    feedback,
    following,
    gaps,
    help,  # noqa: A004 - the feature's name
    home,
    importing,
    leading,
    learning,
    lookups,
    mentions,
    owning,
    preceptors,
    progress,
    questions,
    quizzing,
    searching,
    sharing,
)
from bot.handlers.answering import Desk
from bot.handlers.attending import Attendant
from bot.handlers.binding import bind
from bot.handlers.channels import Ears
from bot.handlers.counter import Counter
from bot.handlers.courier import Courier
from bot.handlers.digests import Secretary
from bot.handlers.drafting import Studio
from bot.handlers.events import Once, Posts
from bot.handlers.following import Following
from bot.handlers.home import Home
from bot.handlers.mentions import Front
from bot.handlers.owning import Office
from bot.handlers.quizzing import Examiner
from bot.handlers.reading import Readers
from bot.handlers.replies import Replies, discreet_logger, retry_handlers
from bot.handlers.speaking import Speaker
from bot.handlers.tutoring import Tutor
from bot.knowledge.loading import load
from bot.names import Command, Topic
from bot.settings import Settings
from bot.storage.store import Store

logger = logging.getLogger(__name__)


def build_library(settings: Settings) -> Library:
    """Load the packs of ``KNOWLEDGE_PATH``.

    Raises:
        PackError: They do not validate.
    """
    warm_up()
    library = Library(load(settings.knowledge_path))
    pack = library.pack
    logger.info("serving revision %s with %d entries", pack.revision, len(pack.entries))
    return library


@dataclass(frozen=True, slots=True)
class Staff:
    """Who does what nobody waits for: made once a process, whether it serves or runs a command.

    Attributes:
        client: The Web API.
        desk: From a text to a card.
        attendant: Does what is due; whoever serves opens and closes it.
        ears: Hears channels.
        readers: Note what learners and followers open.
        office: Where owners decide.
        studio: Where answers are written.
        secretary: Sends owners their lists.
        tutor: Sends learners their steps.
        clock: What time it is.
    """

    client: AsyncWebClient
    desk: Desk
    attendant: Attendant
    ears: Ears
    readers: Readers
    office: Office
    studio: Studio
    secretary: Secretary
    tutor: Tutor
    clock: Clock


def build_staff(
    settings: Settings,
    library: Library,
    editor: Editor,
    store: Store,
    session: aiohttp.ClientSession | None,
    *,
    clock: Clock,
) -> Staff:
    """Wire what works without being asked.

    Args:
        settings: What the deployment decides.
        library: What is asked.
        editor: Serves what was written in Slack.
        store: What is kept.
        session: Carries the calls of the Web API; without one, each opens a connection of its own.
        clock: What time it is.

    Raises:
        SettingMissingError: There is no bot token.
    """
    client = AsyncWebClient(
        settings.require("SLACK_BOT_TOKEN"),
        base_url=settings.slack_api_url,
        session=session,
        logger=discreet_logger("web"),
        retry_handlers=retry_handlers(),
    )
    desk, courier = Desk(library, Rack(), settings.command_prefix), Courier(client)
    attendant = Attendant(store.errands, clock)
    office = Office(desk, courier, store, attendant, clock)
    studio = Studio(office, editor)
    ears = Ears(library, store, attendant, clock)
    readers = Readers(store.opened, library, attendant, clock, learners=store.assignments.learners)
    Speaker(desk, courier, store, clock).register(attendant)
    return Staff(client, desk, attendant, ears, readers, office, studio, Secretary(office), Tutor(office), clock)


def build_app(settings: Settings, staff: Staff, replies: Replies, store: Store) -> AsyncApp:
    """Wire the Bolt app that both HTTP and Socket Mode serve.

    Args:
        settings: What the deployment decides.
        staff: Whom listeners hand on to.
        replies: Sends what goes out after the ack; whoever serves the app drains it.
        store: What is kept; whoever serves the app opens and closes it.
    """
    token = settings.require("SLACK_BOT_TOKEN")

    async def authorize(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult:
        """One workspace, one token; without this, Bolt asks ``auth.test`` before it answers."""
        return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id, bot_token=token)

    app = AsyncApp(
        client=staff.client,
        # The endpoint verifies what comes over HTTP; Socket Mode has nothing to verify.
        request_verification_enabled=False,
        ssl_check_enabled=False,
        authorize=authorize,
        process_before_response=True,
        logger=silent_logger(),
        name="reading-room",
    )
    client, desk, office, clock = staff.client, staff.desk, staff.office, staff.clock
    library, rack, prefix, usage, readers = desk.library, desk.rack, desk.prefix, store.usage, staff.readers
    posts, once = Posts(client), Once(store.events)
    front = Front(desk, once, posts, store.holds, store.gaps, usage, readers, clock)
    topics = {
        Topic.CHANNEL.value: bind(owning.show_settings, office=office),
        Topic.GAPS.value: bind(gaps.show_gaps, office=office),
        Topic.IMPORT.value: bind(importing.open_form, studio=staff.studio),
    }
    watching = Following(office, readers, settings.retention_days)
    sections = [
        home.show_search,
        bind(progress.show_learning, tutor=staff.tutor),
        bind(following.show_changes, following=watching),
        bind(home.show_recent, office=office),
        bind(progress.show_cohort, tutor=staff.tutor),
        bind(home.show_owned, office=office),
    ]
    front_page = Home(office, replies, sections)
    counter = Counter(staff.tutor, replies, front_page, prefix)
    noted: dict[str, Any] = {"usage": usage, "readers": readers}
    # Hottest first: Bolt tries listeners in order, and each that is passed over costs a twelfth of a request.
    lookups.register_command(app, Command.MODALITY, desk=desk, **noted, gaps=store.gaps, clock=clock)
    comparisons.register_command(app, library=library, rack=rack, **noted, prefix=prefix)
    lookups.register_command(app, Command.DEFINE, desk=desk, **noted, gaps=store.gaps, clock=clock)
    lookups.register_command(app, Command.PROCEDURE, desk=desk, **noted, gaps=store.gaps, clock=clock)
    questions.register_command(app, desk=desk, **noted, gaps=store.gaps, clock=clock)
    channels.register(app, ears=staff.ears, direct=bind(mentions.answer_direct_message, front=front))
    mentions.register(app, front=front)
    searching.register(app, desk=desk, client=client, **noted, home=front_page)
    help.register_commands(app, library=library, prefix=prefix, topics=topics)
    leading.register_command(app, counter=counter)
    lookups.register_actions(app, library=library, rack=rack, readers=readers, replies=replies)
    comparisons.register_actions(app, library=library, rack=rack, readers=readers, replies=replies)
    help.register_actions(app, library=library, replies=replies)
    sharing.register_actions(app, desk=desk, replies=replies)
    questions.register_actions(app, desk=desk, readers=readers, replies=replies)
    feedback.register_actions(app, votes=store.votes, channels=store.channels, replies=replies, clock=clock)
    explaining.register(app, library=library, replies=replies, gaps=store.gaps, usage=usage)
    home.register(app, home=front_page, messages=bind(agent.greet_in_messages_tab, client=client))
    following.register(app, following=watching, home=front_page)
    agent.register(app, client=client)
    channels.register_actions(app, ears=staff.ears, store=store, replies=replies)
    owning.register(app, office=office, replies=replies)
    gaps.register_actions(app, office=office, replies=replies)
    leading.register(app, counter=counter)
    learning.register(app, counter=counter)
    quizzing.register(app, examiner=Examiner(counter, readers))
    preceptors.register(app, counter=counter)
    drafting.register(app, studio=staff.studio, replies=replies)
    importing.register(app, studio=staff.studio, replies=replies)
    failures.register(app, replies=replies, posts=posts, once=once, prefix=prefix)
    return app


@contextlib.asynccontextmanager
async def running(settings: Settings, library: Library, clock: Clock) -> AsyncIterator[AsyncApp]:
    """The app as it serves: with all that it keeps, what goes on behind it, and the packs kept current.

    Whoever serves it stops taking requests before leaving; what was acked is finished then.

    Args:
        settings: What the deployment decides.
        library: What is asked.
        clock: What time it is.

    Raises:
        SettingMissingError: There is no bot token.
    """
    async with contextlib.AsyncExitStack() as exits:
        session = await exits.enter_async_context(aiohttp.ClientSession())
        editor = Editor(library, settings.knowledge_path)
        exits.callback(editor.close)
        store, replies, stop = Store(settings), Replies(session, settings.slack_api_url), asyncio.Event()
        exits.push_async_callback(store.close)
        exits.push_async_callback(replies.drain)
        await store.open()
        staff = build_staff(settings, library, editor, store, session, clock=clock)
        app = build_app(settings, staff, replies, store)
        watch = asyncio.create_task(keep_current(library, settings.knowledge_path, stop, editor.reload))
        exits.push_async_callback(_wait_for, watch)
        exits.callback(stop.set)
        await staff.attendant.open()
        exits.push_async_callback(staff.attendant.close)
        yield app


async def _wait_for(task: asyncio.Task[None]) -> None:
    await task


def silent_logger() -> logging.Logger:
    """A logger that keeps quiet, for Bolt.

    From INFO to WARNING Bolt quotes the bodies of requests, in which people type. What fails is told by
    `bot.handlers.failures`, in words of our own.
    """
    silent = logging.getLogger("bot.bolt")
    silent.setLevel(logging.CRITICAL)
    return silent
