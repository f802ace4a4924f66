import { titleOf, useSession } from "../session";
import { thread } from "../store";
import { Composer } from "./Composer";
import { MessageList } from "./MessageList";
import { PaneFrame } from "./PaneFrame";
import { Statuses } from "./Statuses";

/** A thread: the message that began it, its replies, and what one adds. */
export function ThreadPane({ channel: id, ts }: { channel: string; ts: string }) {
  const { snapshot, channels, users, me } = useSession();
  const channel = channels.get(id);
  if (channel === undefined) return null;
  return (
    <PaneFrame kind="thread" title="Thread" subtitle={titleOf(channel, users, me)}>
      <MessageList kind="thread" label="Messages in the thread" messages={thread(snapshot.messages, id, ts)} />
      <Statuses channel={id} thread_ts={ts} />
      {channel.members.includes(me) && <Composer id="thread-composer" channel={channel} thread_ts={ts} placeholder="Reply in thread" eager />}
    </PaneFrame>
  );
}
