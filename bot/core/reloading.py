"""Serving what the files say now, and never what does not validate."""

import asyncio
import contextlib
import logging
from collections.abc import Sequence
from pathlib import Path

from watchfiles import awatch

from bot.core.library import Library, Shelf
from bot.errors import PackError
from bot.knowledge.loading import load

logger = logging.getLogger(__name__)

AGAIN_SECONDS = 5.0
"""How long to wait before watching again what could not be watched."""

DEBOUNCE_MS = 200
"""How long files must be quiet before they are read: an editor's save is several changes."""


async def keep_current(library: Library, packs: Sequence[Path], stop: asyncio.Event) -> None:
    """Reload the packs whenever a file of theirs changes, until ``stop`` is set."""
    while not stop.is_set():
        try:
            async for _ in awatch(*packs, debounce=DEBOUNCE_MS, stop_event=stop, ignore_permission_denied=True):
                await reload(library, packs)
        except Exception as error:  # noqa: BLE001 - a folder may be gone for a moment, as when a volume is swapped
            library.trouble = f"the packs cannot be watched: {type(error).__name__}"
            logger.warning("the packs cannot be watched (%s); trying again", type(error).__name__)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), timeout=AGAIN_SECONDS)
            await reload(library, packs)


async def reload(library: Library, packs: Sequence[Path]) -> None:
    """Read the packs again; what does not validate is told in the log and by ``library.trouble``, and not served."""
    try:
        shelf = await asyncio.to_thread(lambda: Shelf.of(load(packs)))
    except PackError as error:
        library.trouble = str(error)
        for problem in error.problems:
            logger.error("pack not reloaded: %s", problem)  # noqa: TRY400 - the problem is all there is to say
        return
    except Exception:
        library.trouble = "a fault of ours; the log has its trace"
        logger.exception("pack not reloaded")
        return
    if shelf.pack.revision != library.pack.revision or library.trouble:
        library.serve(shelf)
        logger.info("serving revision %s with %d entries", shelf.pack.revision, len(shelf.pack.entries))
