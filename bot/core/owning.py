"""What a channel's owners may decide: what has to be right before it is kept, and what changed, in words."""

from datetime import datetime

from bot.knowledge.channels import TRIAL, Manners, Mode, Precision
from bot.storage.channels import Channel

SETTINGS = ("floor", "hold_seconds", "cap", "hours", "audiences", "allows_shared")

_NAMED = {
    "floor": "floor",
    "hold_seconds": "people first",
    "cap": "answers an hour",
    "hours": "hours",
    "audiences": "for whom",
    "allows_shared": "shared channels",
}


def complaints(before: Channel, wanted: Channel, precision: Precision) -> dict[str, str]:
    """Why a channel may not be set so, by the setting that is wrong; empty where it may.

    Args:
        before: How it stands.
        wanted: How it is to stand.
        precision: How often answers were right in its trial.
    """
    wrong: dict[str, str] = {}
    if not wanted.owners:
        wrong["owners"] = "Name at least one person who answers for this channel."
    if not wanted.manners.audiences:
        wrong["audience"] = "Tick at least one: nothing could be answered."
    if wanted.mode is Mode.LIVE and before.mode is not Mode.LIVE:
        if before.mode is Mode.OFF:
            wrong["mode"] = f"Choose Watch first: live needs {TRIAL} judged answers, and there is no trial yet."
        elif precision.judged < TRIAL:
            wrong["mode"] = f"Live needs {TRIAL} judged answers, and there are {precision.judged} so far."
        elif not precision.meets(wanted.manners.floor):
            wrong["mode"] = (
                f"{precision.right} of {precision.judged} were right, and the floor is {wanted.manners.floor} %."
            )
    elif wanted.mode is Mode.LIVE and precision.judged and not precision.meets(wanted.manners.floor):
        wrong["floor"] = f"{precision.right} of {precision.judged} were right: with this floor it could not be live."
    return wrong


def trial_of(before: Channel, wanted: Channel, now: datetime) -> datetime:
    """Since when verdicts count: a channel that was off begins anew."""
    if before.trial_began_at is None or (before.mode is Mode.OFF and wanted.mode is not Mode.OFF):
        return now
    return before.trial_began_at


def changes(before: Channel, after: Channel) -> list[str]:
    """What changed, a line a setting."""
    lines: list[str] = []
    if before.mode is not after.mode:
        lines.append(f"mode: {before.mode} → {after.mode}")
    came = sorted(set(after.owners) - set(before.owners))
    left = sorted(set(before.owners) - set(after.owners))
    # Who they are is not kept in the words of a change: only columns that forgetting looks at name people.
    if came:
        lines.append(f"owners: {len(came)} added")
    if left:
        lines.append(f"owners: {len(left)} removed")
    for name in SETTINGS:
        old, new = getattr(before.manners, name), getattr(after.manners, name)
        if old != new:
            lines.append(f"{_NAMED[name]}: {_told(before.manners, name)} → {_told(after.manners, name)}")
    return lines


def _told(manners: Manners, name: str) -> str:
    hours = manners.hours
    return {
        "floor": f"{manners.floor} %",
        "hold_seconds": f"{manners.hold_seconds} s",
        "cap": str(manners.cap),
        "hours": f"{hours.opens:%H:%M}-{hours.closes:%H:%M} on {', '.join(hours.day_names)}" if hours else "always",
        "audiences": ", ".join(sorted(manners.audiences)),
        "allows_shared": "yes" if manners.allows_shared else "no",
    }[name]
