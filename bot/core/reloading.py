"""Serving what the files say now, and never what does not validate."""

import asyncio
import contextlib
import logging
import sys
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

from watchfiles import awatch

from bot.core.library import Library, Shelf
from bot.errors import PackError
from bot.knowledge.loading import load
from bot.knowledge.pack import Pack

logger = logging.getLogger(__name__)

AGAIN_SECONDS = 5.0
"""How often to look whether the folders are still there, and for those that are not."""

DEBOUNCE_MS = 200
"""How long files must be quiet before they are read: an editor's save is several changes."""


TURN_SECONDS = 0.0005
"""How long a thread that reads packs may run before an answer gets its turn. Python's own 5 ms are counted anew each
time that an answer waits for the network, several times in all."""


AT_ONCE = 50
"""Records that are freed between two answers."""


async def keep_current(
    library: Library,
    packs: Sequence[Path],
    stop: asyncio.Event,
    reload_all: Callable[[], Awaitable[None]] | None = None,
) -> None:
    """Reload the packs whenever a file of theirs changes, until ``stop`` is set.

    A folder that is taken away and made anew, as when a volume is swapped, is another folder to the watcher: then the
    watch begins again.

    Args:
        library: Serves them.
        packs: The folders that are watched.
        stop: Ends it.
        reload_all: Reads everything again, where that is more than these packs.
    """
    again = reload_all or (lambda: reload(library, packs))
    sys.setswitchinterval(TURN_SECONDS)
    while not stop.is_set():
        try:
            await _watch(packs, stop, again)
            wait = None in _identities(packs)
        except Exception as error:  # noqa: BLE001 - whatever it is, the files may be there again in a moment
            wait = True
            library.trouble = f"the packs cannot be watched: {type(error).__name__}"
            logger.warning("the packs cannot be watched (%s); trying again", type(error).__name__)
        if wait:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), timeout=AGAIN_SECONDS)
        if not stop.is_set():
            await again()


async def _watch(packs: Sequence[Path], stop: asyncio.Event, again: Callable[[], Awaitable[None]]) -> None:
    """Reload on changes for as long as the folders are the ones they were; at once where one is not there."""
    folders = _identities(packs)
    if None in folders:
        return
    look_again = int(AGAIN_SECONDS * 1000)
    async for changes in awatch(
        *packs, debounce=DEBOUNCE_MS, stop_event=stop, rust_timeout=look_again, yield_on_timeout=True
    ):
        if changes:
            await again()
        if _identities(packs) != folders:
            return


def _identities(packs: Sequence[Path]) -> tuple[tuple[int, int] | None, ...]:
    """Which folder stands at each path; ``None`` where there is none."""
    found: list[tuple[int, int] | None] = []
    for path in packs:
        try:
            stat = path.stat()
            found.append((stat.st_dev, stat.st_ino))
        except OSError:
            found.append(None)
    return tuple(found)


async def reload(library: Library, packs: Sequence[Path], behind: Sequence[Path] = ()) -> None:
    """Read the packs again; what does not validate is told in the log and by ``library.trouble``, and not served.

    Args:
        library: Serves them.
        packs: Folders, earliest first; all of them have to validate.
        behind: Packs behind these, of which one that does not validate is left out.
    """
    try:
        shelf = await asyncio.to_thread(lambda: Shelf.of(load([*packs, *behind])))
    except PackError as error:
        if bad := [pack for pack in behind if any(one.path.is_relative_to(pack) for one in error.problems)]:
            for problem in error.problems:
                logger.error("left out %s: %s", ", ".join(pack.name for pack in bad), problem.message)  # noqa: TRY400
            await reload(library, packs, [pack for pack in behind if pack not in bad])
            return
        library.trouble = str(error)
        for problem in error.problems:
            logger.error("pack not reloaded: %s", problem)  # noqa: TRY400 - the problem is all there is to say
        return
    except Exception:
        library.trouble = "a fault of ours; the log has its trace"
        logger.exception("pack not reloaded")
        return
    if shelf.pack.revision != library.pack.revision or library.trouble:
        before = _records(library.pack)
        library.serve(shelf)
        logger.info("serving revision %s with %d entries", shelf.pack.revision, len(shelf.pack.entries))
        await _let_go(before)


def _records(pack: Pack) -> list[object]:
    kinds = (pack.entries, pack.comparisons, pack.facts, pack.questions, pack.tracks, pack.sources)
    return [record for records in kinds for record in records.values()]


async def _let_go(records: list[object]) -> None:
    """Free the records of an earlier pack a few at a time: all at once would take 20 ms, and no answer go out."""
    while records:
        del records[-AT_ONCE:]
        await asyncio.sleep(0)
