"""``reading-room digest``: what the platform's scheduler runs."""

import aiohttp

from bot.app import build_library, build_staff
from bot.clock import Clock, MachineClock
from bot.core.editing import Editor
from bot.core.library import Library
from bot.settings import Settings
from bot.storage.schema import prepare
from bot.storage.store import Store


async def send(settings: Settings, library: Library | None = None, clock: Clock | None = None) -> int:
    """Send what is due of the lists that owners get: how many.

    Args:
        settings: What the deployment decides.
        library: The knowledge; loaded where none is given.
        clock: What time it is; this machine's where none is given.

    Raises:
        SettingMissingError: There is no bot token.
        PackError: The packs do not validate.
        StorageError: The database does not answer, or must be upgraded first.
    """
    settings.require("SLACK_BOT_TOKEN")
    await prepare(settings)
    mine = library or build_library(settings)
    editor, store = Editor(mine, settings.knowledge_path), Store(settings)
    try:
        async with aiohttp.ClientSession() as session:
            staff = build_staff(settings, mine, editor, store, session, clock=clock or MachineClock())
            return await staff.secretary.send_due()
    finally:
        editor.close()
        await store.close()
