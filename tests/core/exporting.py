"""Makes workspace exports as Slack writes them, for the tests of what reads them."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

Json = dict[str, Any]

NOON = datetime(2026, 3, 3, 12, tzinfo=UTC)

CHANNELS = [{"id": "C0RADIOLOGY", "name": "radiology", "created": 1, "is_archived": False, "members": ["U0ROBIN"]}]

DAY = "radiology/2026-03-03.json"


def ts(seconds: float = 0) -> str:
    """The timestamp of a moment so many seconds after noon."""
    return f"{NOON.timestamp() + seconds:.6f}"


def said(seconds: float, text: str, **more: Any) -> Json:
    """A message at so many seconds after noon, as an export has it."""
    return {"client_msg_id": "x", "type": "message", "user": "U0ROBIN", "text": text, "ts": ts(seconds), **more}


def reply(seconds: float, to: float, text: str = "I look it up", **more: Any) -> Json:
    """A reply to the message at ``to``."""
    return said(seconds, text, thread_ts=ts(to), parent_user_id="U0ROBIN", **{"user": "U0ALEX", **more})


def write_export(path: Path, files: Mapping[str, Any], channels: Any = CHANNELS, method: int = ZIP_DEFLATED) -> Path:
    """Write an export: by their names what its files hold, bytes as they are; ``None`` leaves ``channels.json`` out."""
    listed = {} if channels is None else {"channels.json": channels}
    with ZipFile(path, "w", method) as archive:
        for name, content in (listed | dict(files)).items():
            archive.writestr(name, content if isinstance(content, bytes) else json.dumps(content))
    return path
