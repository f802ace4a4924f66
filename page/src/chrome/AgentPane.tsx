import { useEffect, useState } from "react";
import { chatSince, promptsSince, startOf } from "../chat";
import type { Channel } from "../protocol";
import { useSession } from "../session";
import { directMessages } from "../store";
import { Composer } from "./Composer";
import { MessageList } from "./MessageList";
import { PaneFrame } from "./PaneFrame";
import { Prompts } from "./Prompts";
import { Statuses } from "./Statuses";

/** Asking the app. To open it, or to begin anew, tells the app that its messages tab was opened. */
export function AgentPane() {
  const { snapshot, me, act, now } = useSession();
  const { app } = snapshot;
  const direct = directMessages(snapshot.channels, me, app.bot_user_id);
  const start = (): string => startOf(snapshot.messages, direct?.id ?? "", now().toFixed(6));
  const [since, setSince] = useState(start);
  useEffect(() => void act("open_home", { tab: "messages" }), [act, since]);
  return (
    <PaneFrame
      kind="agent"
      title={`Ask ${app.name}`}
      extra={
        <button type="button" className="quiet" onClick={() => setSince(start())}>
          New chat
        </button>
      }
    >
      {direct === undefined ? (
        <p className="dim pad">There is no conversation with the app yet.</p>
      ) : (
        <AgentChat key={since} channel={direct} since={since} />
      )}
    </PaneFrame>
  );
}

function AgentChat({ channel, since }: { channel: Channel; since: string }) {
  const { snapshot, me, attempt } = useSession();
  const { app } = snapshot;
  const chat = chatSince(snapshot.messages, channel.id, me, since);
  const prompts = promptsSince(snapshot.prompts, channel.id, since);
  const thread_ts = chat.thread_ts ?? (prompts?.thread_ts || null);
  const thread = thread_ts === null ? {} : { thread_ts };
  const hasAsked = chat.messages.some((one) => one.user === me);
  return (
    <>
      <MessageList kind="chat" label={`Chat with ${app.name}`} messages={chat.messages}>
        {chat.messages.length === 0 && <p className="dim pad">{app.description}</p>}
      </MessageList>
      {prompts !== null && !hasAsked && (
        <Prompts title={prompts.title} prompts={prompts.prompts} onAsk={(text) => void attempt("say", { channel: channel.id, text, ...thread })} />
      )}
      <Statuses channel={channel.id} thread_ts={thread_ts} />
      <Composer id="agent-composer" channel={channel} {...thread} placeholder={`Message ${app.name}`} eager />
    </>
  );
}
