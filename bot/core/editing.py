"""Editing: records that were written in Slack, served behind the packs of ``KNOWLEDGE_PATH``.

They are kept in the database, so that every worker serves them; each is a pack of its own, in a folder of this process.
One whose id a file of the packs has by now is left out: whoever keeps the files has the last word.
"""

import asyncio
import os
import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from bot.core.checking import check_packs
from bot.core.library import Library
from bot.core.reloading import reload
from bot.errors import ReadingRoomError
from bot.knowledge.drafts import pack_files
from bot.knowledge.loading import load
from bot.knowledge.pack import Pack
from bot.knowledge.placing import put

Files = Mapping[str, str]
"""A record and its sources: YAML by file name."""


class Editor:
    """Serves what was written in Slack.

    Args:
        library: Serves it.
        packs: ``KNOWLEDGE_PATH``.

    Attributes:
        revision: The revision of the records that are served; 0 for none.
    """

    def __init__(self, library: Library, packs: Sequence[Path]) -> None:
        self._library = library
        self._packs = tuple(packs)
        self._folder: Path | None = None
        self._one_at_a_time = asyncio.Lock()
        self.revision = 0

    def close(self) -> None:
        """Take the folder away, where there is one."""
        if self._folder:
            shutil.rmtree(self._folder, ignore_errors=True)

    async def serve(self, records: Mapping[str, Files], revision: int) -> None:
        """Serve these records, with what the packs say now."""
        async with self._one_at_a_time:
            before, self._folder = self._folder, await asyncio.to_thread(_written, records)
            await self._reload()
            self.revision = revision
            if before:
                await asyncio.to_thread(shutil.rmtree, before, ignore_errors=True)

    async def reload(self) -> None:
        """Read everything again; what does not validate is not served."""
        async with self._one_at_a_time:
            await self._reload()

    async def _reload(self) -> None:
        """Read everything; a record that does not go with the packs as they are now keeps none of the others away."""
        await reload(self._library, self._packs, await asyncio.to_thread(self._beside_files))

    def served(self) -> list[Path]:
        """The search path: the packs, and a folder for each record that no file of theirs has."""
        return [*self._packs, *self._beside_files()]

    def _beside_files(self) -> list[Path]:
        taken = {path.stem for pack in self._packs if pack.is_dir() for path in pack_files(pack)}
        written = sorted(self._folder.iterdir()) if self._folder else []
        return [folder for folder in written if folder.name not in taken]

    async def validate(self, record_id: str, files: Files) -> None:
        """See that a new record would load: a look of half a second.

        Raises:
            ReadingRoomError: There is a record of that id.
            PackError: It would not load.
        """
        self._refuse_taken(record_id)
        await self._with(record_id, files, load)

    async def check(self, record_id: str, files: Files) -> None:
        """See that a new record would load, and that everything still finds what it should: seconds.

        Raises:
            ReadingRoomError: There is a record of that id.
            PackError: It would not load, or something is no longer found.
        """
        self._refuse_taken(record_id)
        await self._with(record_id, files, check_packs)

    def _refuse_taken(self, record_id: str) -> None:
        if record_id in self._library.pack.origins:
            raise ReadingRoomError(f"name is taken: there is a record {record_id} already")

    async def pack_with(self, record_id: str, files: Files) -> Pack:
        """The pack as it would be with a record.

        Raises:
            PackError: It would not load.
        """
        return await self._with(record_id, files, load)

    async def _with(self, record_id: str, files: Files, act: Callable[[Sequence[Path]], Pack]) -> Pack:
        """Do something with the search path as it would be with a record, while nothing of it changes."""

        def look() -> Pack:
            with tempfile.TemporaryDirectory(prefix="reading-room-") as folder:
                return act([*self.served(), put(Path(folder), record_id, files)])

        async with self._one_at_a_time:
            return await asyncio.to_thread(look)

    def file(self, record_id: str, files: Files) -> Path | None:
        """Write a record into the site's own pack: its folder there; ``None`` where there is none to write to.

        The site's pack is the last of ``KNOWLEDGE_PATH``, where that names more than the shipped one.
        """
        site = self._packs[-1]
        if len(self._packs) == 1 or not site.is_dir() or not os.access(site, os.W_OK):
            return None
        folder = site / record_id
        try:
            return folder if folder.exists() else put(site, record_id, files)
        except ReadingRoomError:
            return None


def _written(records: Mapping[str, Files]) -> Path:
    """A new folder with a pack for each record."""
    folder = Path(tempfile.mkdtemp(prefix="reading-room-"))
    for record_id, files in records.items():
        put(folder, record_id, files)
    return folder
