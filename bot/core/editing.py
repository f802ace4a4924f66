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
        await asyncio.to_thread(self._put, records)
        self.revision = revision
        await self.reload()

    async def reload(self) -> None:
        """Read everything again; what does not validate is not served."""
        async with self._one_at_a_time:
            await reload(self._library, await asyncio.to_thread(self.served))

    def served(self) -> list[Path]:
        """The search path: the packs, and a folder for each record that no file of theirs has."""
        taken = {path.stem for pack in self._packs if pack.is_dir() for path in pack_files(pack)}
        written = sorted(self._folder.iterdir()) if self._folder else []
        return [*self._packs, *(folder for folder in written if folder.name not in taken)]

    async def validate(self, record_id: str, files: Files) -> None:
        """See that a new record would load: a look of half a second.

        Raises:
            ReadingRoomError: There is a record of that id.
            PackError: It would not load.
        """
        if record_id in self._library.pack.origins:
            raise ReadingRoomError(f"name is taken: there is a record {record_id} already")
        await asyncio.to_thread(self._with, record_id, files, load)

    async def check(self, record_id: str, files: Files) -> None:
        """See that a record would load, and that everything still finds what it should: seconds.

        Raises:
            PackError: It would not.
        """
        await asyncio.to_thread(self._with, record_id, files, check_packs)

    async def pack_with(self, record_id: str, files: Files) -> Pack:
        """The pack as it would be with a record.

        Raises:
            PackError: It would not load.
        """
        return await asyncio.to_thread(self._with, record_id, files, load)

    def _with(self, record_id: str, files: Files, act: Callable[[Sequence[Path]], Pack]) -> Pack:
        with tempfile.TemporaryDirectory(prefix="reading-room-") as folder:
            write_record(Path(folder), record_id, files)
            others = [path for path in self.served() if path.name != record_id or path in self._packs]
            return act([*others, Path(folder) / record_id])

    def _put(self, records: Mapping[str, Files]) -> None:
        folder = self._folder = self._folder or Path(tempfile.mkdtemp(prefix="reading-room-"))
        for gone in {written.name for written in folder.iterdir()} - records.keys():
            shutil.rmtree(folder / gone)
        for record_id, files in records.items():
            write_record(folder, record_id, files)

    def file(self, record_id: str, files: Files) -> Path | None:
        """Write a record into the site's own pack: its folder there; ``None`` where there is none to write to.

        The site's pack is the last of ``KNOWLEDGE_PATH``, where that names more than the shipped one.
        """
        site = self._packs[-1]
        if len(self._packs) == 1 or not site.is_dir() or not os.access(site, os.W_OK):
            return None
        folder = site / record_id
        if not folder.exists():
            try:
                write_record(site, record_id, files)
            except OSError:
                return None
        return folder


def write_record(pack: Path, record_id: str, files: Files) -> None:
    """Write a record's files into a folder of its own in a pack, all at once: nobody reads half of it."""
    made = Path(tempfile.mkdtemp(prefix=".", dir=pack))
    for name, text in files.items():
        (made / name).write_text(text, "utf-8")
    made.chmod(0o755)
    target = pack / record_id
    if target.exists():
        shutil.rmtree(target)
    made.rename(target)
