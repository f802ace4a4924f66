import type { Channel } from "../protocol";
import { composerKey, titleOf, useSession } from "../session";
import { conversation } from "../store";
import { Composer } from "./Composer";
import { EmptyConversation } from "./EmptyConversation";
import { MessageList } from "./MessageList";
import { Statuses } from "./Statuses";

/** The messages of a conversation and what one writes below them. */
export function Conversation({ channel }: { channel: Channel }) {
  const { snapshot, me, users, setDraft } = useSession();
  const { app } = snapshot;
  const title = titleOf(channel, users, me);
  const messages = conversation(snapshot.messages, channel.id);
  const isMember = channel.members.includes(me);
  const isApps = channel.kind === "im" && channel.members.includes(app.bot_user_id);
  const isReadOnly = isApps && !app.messages_tab;
  const fill = (line: string): void => {
    setDraft(composerKey(me, channel.id), line);
    document.getElementById("composer")?.focus();
  };
  return (
    <>
      <MessageList kind="conversation" key={`${me}/${channel.id}`} label={`Messages in ${title}`} messages={messages}>
        {messages.length === 0 && <EmptyConversation channel={channel} title={title} onFill={isMember && !isReadOnly ? fill : null} />}
      </MessageList>
      <Statuses channel={channel.id} thread_ts={null} />
      {!isMember ? (
        <JoinBar channel={channel} title={title} />
      ) : isReadOnly ? (
        <p className="read-only" id="composer" tabIndex={-1}>
          Sending messages to this app has been turned off.
        </p>
      ) : (
        <Composer key={composerKey(me, channel.id)} id="composer" channel={channel} placeholder={`Message ${title}`} />
      )}
    </>
  );
}

function JoinBar({ channel, title }: { channel: Channel; title: string }) {
  const { attempt, complaint } = useSession();
  return (
    <div className="join-bar" data-region="composer">
      <div role="alert">{complaint && <p className="failure">{complaint}</p>}</div>
      <p>You are not in {title}.</p>
      <button type="button" id="composer" className="primary" data-region-start="" onClick={() => void attempt("join", { channel: channel.id })}>
        Join {title}
      </button>
    </div>
  );
}
