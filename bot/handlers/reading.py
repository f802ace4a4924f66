"""Readers: what learners and followers open is noted, so that they can be shown what changes; of nobody else."""

from collections.abc import Awaitable, Callable

from bot.clock import Clock, moment
from bot.core.changes import texts_of
from bot.core.library import Library
from bot.core.references import same_answer
from bot.handlers.attending import Attendant
from bot.handlers.binding import Payload, who
from bot.storage.opened import Opened, Opening

People = Callable[[], Awaitable[set[tuple[str, str]]]]
"""Some people, by workspace and member id."""


class Readers:
    """Knows who learns or follows, and notes what they open.

    Args:
        opened: Where it is kept.
        library: Has what they open.
        attendant: Has this look who they are, and write what they opened, on every round.
        clock: What time it is.
        learners: Those who are on a track.
    """

    def __init__(
        self, opened: Opened, library: Library, attendant: Attendant, clock: Clock, learners: People | None = None
    ) -> None:
        self._opened = opened
        self._library = library
        self._clock = clock
        self._find_learners = learners
        self._learners: frozenset[tuple[str, str]] = frozenset()
        self._noted: frozenset[tuple[str, str]] = frozenset()
        attendant.each_round(self.look)
        attendant.each_round(opened.flush)

    async def look(self) -> None:
        """See who learns or follows.

        Raises:
            StorageError: The database does not answer; it stays as it was.
        """
        followers = await self._opened.followers()
        self._learners = frozenset(await self._find_learners()) if self._find_learners else frozenset()
        self._noted = self._learners | followers

    @property
    def has_learners(self) -> bool:
        """Whether anybody is on a track, as of the last round."""
        return bool(self._learners)

    def is_learner(self, team_id: str, user_id: str) -> bool:
        """Whether somebody is on a track, as of the last round."""
        return (team_id, user_id) in self._learners

    def opened(self, payload: Payload, answer: str | None) -> None:
        """Note what somebody opened. Never waits; of nearly everybody it costs a look into a set.

        Args:
            payload: The command, click or event by which they did: it says who.
            answer: What they got, in whatever form: ``full:mri``; ``None`` where they got none.
        """
        if answer is None or not self._noted or (reader := who(payload)) not in self._noted:
            return
        answer = same_answer(answer)
        if texts := texts_of(answer, self._library.pack):
            self._opened.note(*reader, Opening(answer, moment(self._clock), texts))
