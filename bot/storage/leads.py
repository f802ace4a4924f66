"""Leads: who may start tracks for others, and when they are asked whether somebody should be on one."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import delete, insert, select

from bot.storage.database import Database
from bot.storage.tables import LEADS, ONBOARDING


@dataclass(frozen=True, slots=True)
class Leads:
    """Who leads in a workspace.

    Attributes:
        user_ids: The leads, besides workspace admins.
        proposes_joiners: Whether they are asked when somebody joins the workspace.
        channels: Channels that they are asked about when somebody joins one.
    """

    user_ids: tuple[str, ...] = ()
    proposes_joiners: bool = False
    channels: tuple[str, ...] = ()


class LeadBook:
    """The leads.

    Args:
        database: Where they are kept.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, team_id: str) -> Leads:
        """Who leads in a workspace.

        Raises:
            StorageError: The database does not answer.
        """
        people = select(LEADS.c.user_id).where(LEADS.c.team_id == team_id).order_by(LEADS.c.user_id)
        settings = select(ONBOARDING.c.proposes_joiners, ONBOARDING.c.channels).where(ONBOARDING.c.team_id == team_id)
        async with self._database.transaction() as connection:
            user_ids = tuple((await connection.execute(people)).scalars())
            row = (await connection.execute(settings)).first()
        return Leads(user_ids, row.proposes_joiners, tuple(row.channels)) if row else Leads(user_ids)

    async def save(self, team_id: str, leads: Leads) -> None:
        """Keep who leads, in the place of what was kept; it is on the disk afterwards.

        Raises:
            StorageError: The database does not answer.
        """
        put = self._database.insert(ONBOARDING)
        decided = {name: put.excluded[name] for name in ("proposes_joiners", "channels")}
        put = put.on_conflict_do_update(index_elements=[ONBOARDING.c.team_id], set_=decided)
        row = {"team_id": team_id, "proposes_joiners": leads.proposes_joiners, "channels": sorted(leads.channels)}
        async with self._database.transaction(durable=True) as connection:
            await connection.execute(put, row)
            await connection.execute(delete(LEADS).where(LEADS.c.team_id == team_id))
            if leads.user_ids:
                await connection.execute(insert(LEADS), list(_rows(team_id, leads.user_ids)))


def _rows(team_id: str, user_ids: Iterable[str]) -> Iterable[dict[str, str]]:
    return ({"team_id": team_id, "user_id": user} for user in dict.fromkeys(user_ids))
