import { Fragment, useRef } from "react";
import type { KeyboardEvent, ReactNode } from "react";
import type { Message } from "../protocol";
import { useSession } from "../session";
import { replyCounts } from "../store";
import { DownIcon } from "./icons";
import { MessageRow } from "./MessageRow";
import { dayOf } from "./times";
import { useStickToEnd } from "./useStickToEnd";

interface Props {
  label: string;
  messages: Message[];
  /** Only a conversation has days, counts replies and offers to reply; a thread counts those below its first message. */
  kind: "conversation" | "thread" | "chat";
  /** What stands before the first message. */
  children?: ReactNode;
}

/** Within these seconds what one person writes stands together under one name. */
const TOGETHER = 300;

/** Messages by day. New ones are read out; arrow keys go from one to the next. */
export function MessageList({ label, messages, kind, children }: Props) {
  const { snapshot, me, now } = useSession();
  const log = useRef<HTMLDivElement>(null);
  const last = messages.at(-1);
  const inThread = kind !== "conversation";
  const { behind, toEnd, onScroll } = useStickToEnd(log, last?.ts ?? "", last?.user === me);
  const replies = inThread || last === undefined ? new Map<string, number>() : replyCounts(snapshot.messages, last.channel);
  const present = now();

  return (
    <div className="message-area">
      <div
        ref={log}
        className="messages"
        role="log"
        aria-live="polite"
        aria-label={label}
        tabIndex={0}
        data-region={inThread ? undefined : "messages"}
        onScroll={onScroll}
        onKeyDown={(event) => walk(event, log.current)}
      >
        <div className="messages-inside">
          {children}
          {messages.map((message, at) => {
            const before = messages[at - 1];
            const day = dayOf(Number(message.ts), present);
            const isNewDay = before === undefined || dayOf(Number(before.ts), present) !== day;
            return (
              <Fragment key={message.ts}>
                {isNewDay && !inThread && <h2 className="day">{day}</h2>}
                <MessageRow
                  message={message}
                  together={!isNewDay && belongTogether(before, message)}
                  replies={replies.get(message.ts) ?? 0}
                  inThread={inThread}
                />
                {kind === "thread" && at === 0 && messages.length > 1 && (
                  <h3 className="day">{messages.length === 2 ? "1 reply" : `${messages.length - 1} replies`}</h3>
                )}
              </Fragment>
            );
          })}
        </div>
      </div>
      {behind && (
        <button type="button" className="to-end" onClick={toEnd}>
          New messages <DownIcon />
        </button>
      )}
    </div>
  );
}

function belongTogether(before: Message | undefined, message: Message): boolean {
  return (
    before !== undefined &&
    before.user === message.user &&
    !before.is_ephemeral &&
    !message.is_ephemeral &&
    !before.reply_count &&
    Number(message.ts) - Number(before.ts) < TOGETHER
  );
}

function walk(event: KeyboardEvent, log: HTMLElement | null): void {
  const target = event.target as HTMLElement;
  const isInside = target !== log && target.dataset.message === undefined;
  if (log === null || isInside) return;
  const rows = [...log.querySelectorAll<HTMLElement>("[data-message]")];
  const here = rows.indexOf(target);
  const up = here < 0 ? rows.length - 1 : Math.max(0, here - 1);
  const next = { ArrowUp: up, ArrowDown: here < 0 ? rows.length - 1 : here + 1, Home: 0, End: rows.length - 1 }[event.key];
  const row = next === undefined ? undefined : rows[next];
  if (row === undefined) return;
  event.preventDefault();
  row.focus();
}
