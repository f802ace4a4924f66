"""Whether an answer helped: one vote a person an answer, which may be changed, and in one tap why it did not.

A vote is on the disk before it is acked: what somebody has done is never lost.
"""

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.cards.failures import gone_card
from bot.cards.sharing import HELPFUL
from bot.cards.voting import reason_card, thanks_card, why_card
from bot.clock import Clock, moment
from bot.handlers.binding import Payload, action_id, bind, chosen_value, is_private, team_of
from bot.handlers.replies import Replies
from bot.names import Action, Reason
from bot.storage.channels import Channels
from bot.storage.votes import Vote, Votes


def register_actions(app: AsyncApp, *, votes: Votes, channels: Channels, replies: Replies, clock: Clock) -> None:
    """Listen to thumbs and reasons."""
    tools: dict[str, object] = {"votes": votes, "replies": replies, "clock": clock}
    app.action(action_id(Action.REASON))(bind(give_reason, **tools))
    tools["channels"] = channels
    app.action(action_id(Action.HELPFUL))(bind(vote, **tools))
    app.action(action_id(Action.NOT_HELPFUL))(bind(vote, **tools))
    app.action(action_id(Action.VOTE))(bind(vote, **tools))


async def vote(
    ack: AsyncAck,
    action: Payload,
    body: Payload,
    *,
    votes: Votes,
    channels: Channels,
    replies: Replies,
    clock: Clock,
) -> None:
    """Keep a vote, and thank; where the answer did not help, ask why, and see if a channel falls below its floor."""
    name = str(action["action_id"]).partition(":")[0]
    thumb, _, answer = chosen_value(action).partition("|") if name == Action.VOTE else ("", "", chosen_value(action))
    helpful = thumb == HELPFUL if name == Action.VOTE else name == Action.HELPFUL
    channel_id, message_ts = _message_of(body)
    team_id, user_id, now = team_of(body), str(body["user"]["id"]), moment(clock)
    await votes.cast(Vote(team_id, channel_id, message_ts, user_id, answer, helpful, voted_at=now))
    if not helpful:
        await channels.fall_if_below(team_id, channel_id, now)
    await ack()
    replies.send(body, thanks_card() if helpful else why_card(f"{channel_id}|{message_ts}|{answer}"))


async def give_reason(
    ack: AsyncAck, action: Payload, body: Payload, *, votes: Votes, replies: Replies, clock: Clock
) -> None:
    """Keep why an answer did not help, with the vote it belongs to."""
    reason, _, rest = chosen_value(action).partition("|")
    channel_id, _, rest = rest.partition("|")
    message_ts, _, answer = rest.partition("|")
    if reason not in set(Reason) or not answer:
        await ack()
        replies.send(body, gone_card())
        return
    user_id = str(body["user"]["id"])
    given, now = frozenset({Reason(reason)}), moment(clock)
    vote = Vote(team_of(body), channel_id, message_ts, user_id, answer, helpful=False, reasons=given, voted_at=now)
    await votes.cast(vote)
    await ack()
    replies.send(body, reason_card(Reason(reason)), replace=is_private(body))


def _message_of(body: Payload) -> tuple[str, str]:
    container = body.get("container") or {}
    return str(container.get("channel_id") or ""), str(container.get("message_ts") or "")
