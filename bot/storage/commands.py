"""What the commands of ``reading-room`` do with the database, from opening to closing it."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from bot.settings import Settings
from bot.storage.database import Database
from bot.storage.schema import prepare, upgrade
from bot.storage.store import Store

Done = TypeVar("Done")


async def upgrade_to_latest(settings: Settings) -> tuple[str | None, str]:
    """What ``reading-room db upgrade`` does: as `upgrade`, for the database of the settings.

    Raises:
        ReadingRoomError: ``DATABASE_URL`` cannot be used.
        StorageError: The database does not answer, or is from a later version.
    """
    database = Database(settings.database_url.get_secret_value())
    try:
        return await upgrade(database)
    finally:
        await database.close()


async def with_store(settings: Settings, act: Callable[[Store], Awaitable[Done]]) -> Done:
    """Do one thing with the store, and nothing behind its back: for commands.

    Raises:
        ReadingRoomError: ``DATABASE_URL`` cannot be used, or what ``act`` raises.
        StorageError: The database does not answer, or must be upgraded first.
    """
    await prepare(settings)
    store = Store(settings)
    try:
        return await act(store)
    finally:
        await store.close()
