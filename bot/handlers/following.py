"""Following: who wants to be shown on Home what changes on the cards they opened, and what did."""

from dataclasses import dataclass

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.cards.blocks import Block
from bot.cards.home import Watch, changes_section, shown_as_changed
from bot.clock import moment
from bot.core.changes import changes, seen_now
from bot.handlers.binding import Payload, action_id, bind, chosen_value, who
from bot.handlers.home import Home, HomeVisit
from bot.handlers.owning import Office
from bot.handlers.reading import Readers
from bot.knowledge.changed import Changed
from bot.names import Action


@dataclass(frozen=True, slots=True)
class Following:
    """What showing changes needs, bound to a listener as one.

    Attributes:
        office: Has the store and the library.
        readers: Know whose cards are noted.
        days: How long it is kept that somebody opened a card.
    """

    office: Office
    readers: Readers
    days: int

    async def changed(self, team_id: str, user_id: str) -> tuple[list[Changed], int]:
        """What changed on the cards that somebody opened, and how many answers they opened.

        Raises:
            StorageError: The database does not answer.
        """
        opened = self.office.store.opened
        await opened.flush()
        mine = await opened.by(team_id, user_id)
        return changes([(one.answer, one.seen) for one in mine], self.office.desk.library.pack), len(mine)


def register(app: AsyncApp, *, following: Following, home: Home) -> None:
    """Listen to those who follow, who stop, and who have seen a change."""
    tools: dict[str, object] = {"following": following, "home": home}
    app.action(action_id(Action.FOLLOW))(bind(follow, **tools))
    app.action(action_id(Action.UNFOLLOW))(bind(unfollow, **tools))
    app.action(action_id(Action.SEEN))(bind(take_as_seen, **tools))


async def show_changes(visit: HomeVisit, *, following: Following) -> list[Block]:
    """The section of what changed."""
    opened, readers = following.office.store.opened, following.readers
    is_following = await opened.is_following(visit.team_id, visit.user_id)
    is_learner = readers.is_learner(visit.team_id, visit.user_id)
    changed: list[Changed] = []
    count = 0
    if is_following or is_learner:
        changed, count = await following.changed(visit.team_id, visit.user_id)
    return changes_section(Watch(is_following, is_learner, count, following.days), changed)


async def follow(ack: AsyncAck, body: Payload, *, following: Following, home: Home) -> None:
    """Keep that somebody wants to be shown changes; here it holds at once, in other processes within seconds."""
    await following.office.store.opened.follow(*who(body), moment(following.office.clock))
    await following.readers.look()
    await ack()
    home.show_again(body)


async def unfollow(ack: AsyncAck, body: Payload, *, following: Following, home: Home) -> None:
    """Forget that somebody wanted it, and what they opened."""
    await following.office.store.opened.unfollow(*who(body))
    await following.readers.look()
    await ack()
    home.show_again(body)


async def take_as_seen(ack: AsyncAck, action: Payload, body: Payload, *, following: Following, home: Home) -> None:
    """Take changes as seen, as far as they are what was shown: what changed once more since then is shown anew."""
    reader = who(body)
    changed, _ = await following.changed(*reader)
    seen = seen_now(shown_as_changed(chosen_value(action)), changed, following.office.desk.library.pack)
    for record, texts in seen.items():
        await following.office.store.opened.take_as_seen(*reader, record, texts)
    await ack()
    home.show_again(body)
