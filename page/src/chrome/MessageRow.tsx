import { useState } from "react";
import type { KeyboardEvent } from "react";
import { MessageBody } from "../blocks/Blocks";
import type { Message } from "../protocol";
import { nameOf, useSession } from "../session";
import { isReply } from "../store";
import { Avatar } from "./Avatar";
import { BinIcon, EyeIcon } from "./icons";
import { MessageEditor } from "./MessageEditor";
import { MessageToolbar } from "./MessageToolbar";
import { Reactions } from "./Reactions";
import { exactly, timeOf } from "./times";

interface Props {
  message: Message;
  /** Whether it stands under the name of the message before. */
  together: boolean;
  replies: number;
  inThread: boolean;
}

/** One message. Its buttons are there while one points at it or is in it with the keyboard. */
export function MessageRow({ message, together, replies, inThread }: Props) {
  const { snapshot, me, users, openPane } = useSession();
  const [pointed, setPointed] = useState(false);
  const [focused, setFocused] = useState(false);
  const [editing, setEditing] = useState(false);
  const [asked, setAsked] = useState<"react" | null>(null);
  const author = users.get(message.user);
  const name = nameOf(users, message.user);
  const sent = Number(message.ts);
  const isMine = message.user === me && !message.is_ephemeral;
  const isGone = message.subtype === "tombstone";
  const isApps = message.user === snapshot.app.bot_user_id;
  const canReply = !message.is_ephemeral && !inThread;
  const root = isReply(message) ? (message.thread_ts ?? message.ts) : message.ts;

  const reply = (): void => openPane({ kind: "thread", channel: message.channel, ts: root });
  const inspect = message.exchange === undefined ? undefined : () => openPane({ kind: "inspector", exchange: message.exchange ?? null });
  const onKey = (event: KeyboardEvent<HTMLElement>): void => {
    // Letters count on the message itself; in a field within it they are text.
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return;
    const key = event.key.toLowerCase();
    if (key === "t" && canReply) reply();
    else if (key === "r" && !message.is_ephemeral && !isGone) setAsked("react");
    else if (key === "e" && isMine) setEditing(true);
    else if (key === "i" && inspect !== undefined) inspect();
    else return;
    event.preventDefault();
  };

  return (
    <article
      className={["message", together && "together", message.is_ephemeral && "ephemeral", isGone && "gone"].filter(Boolean).join(" ")}
      tabIndex={-1}
      data-message={message.ts}
      aria-label={`${name}, ${timeOf(sent)}`}
      aria-busy={message.streaming}
      onKeyDown={onKey}
      onPointerEnter={() => setPointed(true)}
      onPointerLeave={() => setPointed(false)}
      onFocus={() => setFocused(true)}
      onBlur={(event) => !event.currentTarget.contains(event.relatedTarget) && setFocused(false)}
    >
      {together && <time className="gutter-time" dateTime={isoOf(sent)} title={exactly(sent)}>{timeOf(sent)}</time>}
      {isGone && <span className="avatar"><BinIcon /></span>}
      {!together && !isGone && <Avatar user={author} />}
      <div className="message-main">
        {message.is_ephemeral && (
          <p className="only-you">
            <EyeIcon /> Only visible to you
          </p>
        )}
        {!together && !isGone && (
          <div className="message-head">
            <span className="author">{name}</span>
            {isApps && <span className="app-badge">APP</span>}
            <time dateTime={isoOf(sent)} title={exactly(sent)}>
              {timeOf(sent)}
            </time>
          </div>
        )}
        {editing ? <MessageEditor message={message} onDone={() => setEditing(false)} /> : <MessageBody message={message} />}
        {message.edited && <span className="edited">(edited)</span>}
        {message.streaming && <span className="streaming">Still writing…</span>}
        <Reactions message={message} />
        {replies > 0 && (
          <button type="button" className="replies" onClick={reply}>
            {replies === 1 ? "1 reply" : `${replies} replies`}
          </button>
        )}
      </div>
      {(pointed || focused || asked !== null) && !editing && (
        <MessageToolbar
          message={message}
          canReact={!message.is_ephemeral && !isGone}
          reacting={asked === "react"}
          onReacting={(open) => setAsked(open ? "react" : null)}
          {...(canReply ? { onReply: reply } : {})}
          {...(isMine ? { onEdit: () => setEditing(true) } : {})}
          {...(inspect === undefined ? {} : { onInspect: inspect })}
        />
      )}
    </article>
  );
}

function isoOf(seconds: number): string {
  return new Date(seconds * 1000).toISOString();
}
