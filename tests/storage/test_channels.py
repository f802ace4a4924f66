"""Channels: what owners decide, who decided it when, and that a channel below its floor is live no longer."""

import asyncio
import shutil
import uuid
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from zoneinfo import available_timezones

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import SecretStr

from bot.knowledge.channels import Came, Hours, Manners, Mode, Precision
from bot.knowledge.questions import Audience
from bot.settings import Settings
from bot.storage.channels import MOST_CHANGES, Change, Channel
from bot.storage.holds import Place
from bot.storage.store import Store
from bot.storage.votes import Vote
from tests.storage.racing import race

NOW = datetime.now(UTC)
WARD = Channel("T1", "C1", Mode.WATCH, ("U1", "U2"), Manners(), NOW)
LIVE = replace(WARD, mode=Mode.LIVE)


async def save(store: Store, *channels: Channel) -> None:
    """Keep channels as they stand."""
    for channel in channels:
        await store.channels.save(channel, [], "U1", NOW)


async def judge(store: Store, channel: Channel, *, right: int = 0, wrong: int = 0, at: datetime = NOW) -> Precision:
    """So many verdicts of an owner."""
    for number in range(right + wrong):
        ts = f"{channel.mode}.{at.timestamp()}.{number}"
        await watched(store, channel, ts, at)
        await store.channels.judge(channel, ts, "U1", right=number < right, now=at)
    return await store.channels.precision(channel)


async def watched(store: Store, channel: Channel, ts: str, at: datetime = NOW) -> None:
    """Something that would have been answered."""
    place = Place(channel.team_id, channel.channel_id, ts)
    await store.holds.hear(place, "short:mri", at, at)
    await store.holds.settle(place, Came.WATCHED, at)


async def told(store: Store) -> dict[str, dict[str, str]]:
    """What owners are to be told of falls, by owner."""
    errands = await store.errands.claim(NOW + timedelta(days=1), ["fell"], most=100)
    return {str(errand.user_id): dict(errand.details) for errand in errands}


async def test_off_until_somebody_decides(store: Store) -> None:
    """A channel that nobody decided about is off, belongs to nobody, and is not listened to."""
    assert await store.channels.get("T1", "C1") == Channel("T1", "C1", Mode.OFF, (), Manners(), None)
    assert await store.channels.all() == await store.channels.listening() == []


HOURS = st.builds(
    Hours,
    opens=st.times().map(lambda at: time(at.hour, at.minute)),
    closes=st.times().map(lambda at: time(at.hour, at.minute)),
    days=st.frozensets(st.integers(0, 6), min_size=1),
    tz=st.sampled_from(sorted(available_timezones())),
)
CHANNELS = st.builds(
    Channel,
    st.just("T1"),
    st.just("C1"),
    mode=st.sampled_from(Mode),
    owners=st.frozensets(st.sampled_from(["U1", "U2", "U3"])).map(lambda owners: tuple(sorted(owners))),
    manners=st.builds(
        Manners,
        floor=st.integers(50, 100),
        hold_seconds=st.integers(15, 3600),
        hours=st.none() | HOURS,
        audiences=st.frozensets(st.sampled_from(Audience), min_size=1),
        cap=st.integers(1, 60),
        allows_shared=st.booleans(),
    ),
    trial_began_at=st.datetimes(timezones=st.just(UTC), min_value=datetime(2020, 1, 1)),  # noqa: DTZ001 - Hypothesis wants it so
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(decided=st.lists(CHANNELS, min_size=1, max_size=3))
async def test_what_is_decided_is_kept(
    decided: list[Channel], no_environment: None, current_file: Path, tmp_path: Path
) -> None:
    """Whatever owners decide comes back as it was, the last decision in the place of those before."""
    url = f"sqlite:///{shutil.copy(current_file, tmp_path / f'{uuid.uuid4()}.db')}"
    store = Store(Settings(database_url=SecretStr(url)))
    await save(store, *decided)
    last = decided[-1]
    assert await store.channels.get("T1", "C1") == last
    assert await store.channels.all() == [last]
    assert await store.channels.listening() == ([last] if last.owners and last.mode is not Mode.OFF else [])
    await store.close()


async def test_several_channels(store: Store) -> None:
    """Channels of several workspaces are told apart; those are listened to that an owner opted in."""
    other = replace(LIVE, team_id="T2")
    off = replace(WARD, channel_id="C2", mode=Mode.OFF)
    ownerless = replace(WARD, channel_id="C3", owners=())
    await save(store, other, off, ownerless, WARD)
    assert await store.channels.all() == [WARD, off, ownerless, other]
    assert await store.channels.listening() == [WARD, other]
    assert await store.channels.get("T2", "C2") == Channel("T2", "C2")


async def test_a_channel_whose_owner_is_forgotten(store: Store) -> None:
    """A channel that nobody answers for any more is not listened to."""
    await store.channels.save(replace(WARD, owners=("U1A",)), ["mode: off → watch"], "U1A", NOW)
    await store.forget("U1A")
    assert await store.channels.listening() == []
    assert (await store.channels.get("T1", "C1")).owners == ()
    assert await store.channels.history("T1", "C1") == [], "what somebody decided is kept under them"


async def test_the_latest_changes(store: Store) -> None:
    """Each change is kept with who and when; the latest few are told, newest first, of this channel alone."""
    await store.channels.save(replace(WARD, channel_id="C2"), ["cap: 6 → 1"], "U2", NOW)
    for number in range(MOST_CHANGES):
        at = NOW + timedelta(seconds=number)
        await store.channels.save(WARD, [f"first {number}", f"second {number}"], "U1", at)
    history = await store.channels.history("T1", "C1")
    assert len(history) == MOST_CHANGES
    assert history[:2] == [Change(at, "U1", f"{which} {number}") for which in ("second", "first")]
    assert await store.channels.history("T1", "C2") == [Change(NOW, "U2", "cap: 6 → 1")]


async def test_verdicts_count(store: Store) -> None:
    """How often answers were right: an owner's last verdict on each that was heard since the trial began."""
    await save(store, WARD)
    before = NOW - timedelta(seconds=1)
    assert await judge(store, WARD, right=3, wrong=2, at=before) == Precision()
    assert await judge(store, WARD, right=3, wrong=1) == Precision(3, 1)
    assert await store.channels.judge(WARD, "1.1", "U1", right=True, now=NOW) == Precision(3, 1), "nobody heard it"
    await watched(store, WARD, "1.1")
    assert await store.channels.judge(WARD, "1.1", "U1", right=True, now=NOW) == Precision(4, 1)
    assert await store.channels.judge(WARD, "1.1", "U2", right=False, now=NOW) == Precision(3, 2)
    assert await store.channels.precision(replace(WARD, channel_id="C2")) == Precision()
    assert await store.channels.precision(Channel("T1", "C1")) == Precision(), "there was no trial"


async def test_votes_count_on_answers_given_unasked(store: Store) -> None:
    """Votes count on what was said unasked in the channel since the trial began; on nothing else."""
    await save(store, LIVE)
    await store.holds.hear(Place("T1", "C1", "1.1"), "short:mri", NOW, NOW)
    await store.holds.answered(Place("T1", "C1", "1.1"), "1.5")
    vote = Vote("T1", "C1", "1.5", "U7", "short:mri", helpful=False, voted_at=NOW)
    for cast in (
        vote,
        replace(vote, user_id="U8", helpful=True),
        replace(vote, user_id="U9", voted_at=NOW - timedelta(seconds=1)),
        replace(vote, message_ts="1.1"),
        replace(vote, channel_id="C2"),
    ):
        await store.votes.cast(cast)
    assert await store.channels.precision(LIVE) == Precision(1, 1)


@pytest.mark.parametrize(
    ("channel", "right", "wrong"),
    [
        pytest.param(WARD, 0, 5, id="watched"),
        pytest.param(replace(WARD, mode=Mode.OFF), 0, 5, id="off"),
        pytest.param(LIVE, 0, 0, id="nothing judged"),
        pytest.param(LIVE, 19, 1, id="at the floor"),
    ],
)
async def test_what_does_not_fall(store: Store, channel: Channel, right: int, wrong: int) -> None:
    """A channel that is not live, or not below its floor, stays as it is, and nobody is told anything."""
    await save(store, channel)
    await judge(store, channel, right=right, wrong=wrong)
    assert not await store.channels.fall_if_below("T1", "C1", NOW)
    assert await store.channels.get("T1", "C1") == channel
    assert (await told(store), await store.channels.history("T1", "C1")) == ({}, [])


async def test_a_fall(store: Store) -> None:
    """Below its floor a channel is watched again, its trial begins anew, and each owner is to be told; once."""
    await save(store, LIVE, replace(LIVE, channel_id="C2"))
    await judge(store, LIVE, right=18, wrong=1)
    later = NOW + timedelta(seconds=5)
    assert await store.channels.fall_if_below("T1", "C1", later)
    assert not await store.channels.fall_if_below("T1", "C1", later)
    assert await store.channels.get("T1", "C1") == replace(WARD, trial_began_at=later)
    what = "mode: live → watch (18 of 19 right, below 95 %)"
    assert await store.channels.history("T1", "C1") == [Change(later, None, what)]
    details = {"channel": "C1", "right": "18", "judged": "19"}
    assert await told(store) == {"U1": details, "U2": details}
    assert not await store.channels.fall_if_below("T1", "C2", later)
    assert not await store.channels.fall_if_below("T1", "C9", later)


FALL = """
import asyncio, sys
from datetime import UTC, datetime
from pydantic import SecretStr
from bot.settings import Settings
from bot.storage.store import Store
async def main():
    store = Store(Settings(database_url=SecretStr(sys.argv[1])))
    print("ready", flush=True)
    sys.stdin.readline()
    fell = await asyncio.gather(*(store.channels.fall_if_below("T1", "C1", datetime.now(UTC)) for _ in range(5)))
    await store.close()
    print(fell.count(True))
asyncio.run(main())
"""


async def test_processes_race(store: Store, database_url: str) -> None:
    """However many workers find at once that a channel is below its floor, it falls once."""
    await save(store, LIVE)
    await judge(store, LIVE, wrong=1)
    assert sorted(await race(FALL, database_url, [b"", b"", b""])) == ["0", "0", "1"]
    assert (await told(store)).keys() == {"U1", "U2"}
    assert len(await store.channels.history("T1", "C1")) == 1


async def test_a_fall_and_an_answer_at_once(store: Store) -> None:
    """A fall and a decision to speak wait for one another, and for nothing else."""
    await save(store, LIVE)
    await judge(store, LIVE, wrong=1)
    for number in range(5):
        await store.holds.hear(Place("T1", "C1", f"1.{number}"), "short:mri", NOW, NOW)
    holds = [hold for number in range(5) if (hold := await store.holds.get(Place("T1", "C1", f"1.{number}")))]
    fell, came = await asyncio.gather(
        asyncio.gather(*(store.channels.fall_if_below("T1", "C1", NOW) for _ in range(5))),
        asyncio.gather(*(store.holds.begin_to_speak(hold, lambda _: Came.SPEAKING, NOW) for hold in holds)),
    )
    assert (fell.count(True), set(came)) == (1, {Came.SPEAKING})
