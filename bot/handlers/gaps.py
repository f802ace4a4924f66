"""``/reading-room gaps``: what was asked for and is not answered yet; and being told when it is."""

import re
from datetime import timedelta
from itertools import islice

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.cards.failures import gone_card
from bot.cards.gaps import MOST_GAPS, Told, gaps_card, not_an_owner_card, will_tell_card
from bot.clock import moment
from bot.core.gaps import in_words, is_closed
from bot.handlers.binding import Payload, action_id, bind, chosen_value, team_of
from bot.handlers.owning import Office, Person
from bot.handlers.replies import Replies
from bot.names import Action
from bot.storage.channels import Channel

FOUR_WEEKS = timedelta(weeks=4)

_DIGEST = re.compile(r"[0-9a-f]{24}")


def register_actions(app: AsyncApp, *, office: Office, replies: Replies) -> None:
    """Listen to those who want to be told."""
    app.action(action_id(Action.TELL_ME))(bind(wait_for_answer, office=office, replies=replies))


async def show_gaps(ack: AsyncAck, command: Payload, *, office: Office) -> None:
    """Answer with what the asker's channels have no answer to; all there is, for an admin."""
    person = await office.person(str(command["user_id"]))
    mine = await channels_of(office, person)
    if not mine and not person.is_admin:
        await ack(not_an_owner_card(office.desk.prefix))
        return
    found, more = await open_gaps(office, None if person.is_admin else mine, MOST_GAPS)
    await ack(gaps_card(found, more, may_write=True))


async def wait_for_answer(ack: AsyncAck, action: Payload, body: Payload, *, office: Office, replies: Replies) -> None:
    """Keep that somebody wants to be told; on the disk before the ack."""
    digest = chosen_value(action)
    if not _DIGEST.fullmatch(digest):
        await ack()
        replies.send(body, gone_card())
        return
    await office.store.gaps.wait_for(digest, team_of(body), str(body["user"]["id"]), moment(office.clock))
    await ack()
    replies.send(body, will_tell_card())


async def channels_of(office: Office, person: Person) -> list[Channel]:
    """The channels that somebody owns.

    Raises:
        StorageError: The database does not answer.
    """
    return [channel for channel in await office.store.channels.all() if person.id in channel.owners]


async def open_gaps(office: Office, channels: list[Channel] | None, most: int) -> tuple[list[Told], int]:
    """The gaps of the last four weeks that are still open, most often met first; and how many there are beside them.

    Args:
        office: Has the store and the library.
        channels: Of these, and of what was asked in private; of everything where it is ``None``.
        most: How many are wanted. Only as many are looked up as it takes, each in half a millisecond; of the others
            those may be closed by now.

    Raises:
        StorageError: The database does not answer.
    """
    await office.store.gaps.flush()
    since = (moment(office.clock) - FOUR_WEEKS).date()
    where = None if channels is None else [(channel.team_id, channel.channel_id) for channel in channels]
    library = office.desk.library
    asked = await office.store.gaps.most_asked(since, where)
    left = iter(asked)
    found = list(islice((gap for gap in left if not is_closed(gap.name, library)), most))
    return [Told(gap.name, in_words(gap.name, library), gap.asked) for gap in found], sum(1 for _ in left)
