/** A chat with the app in its pane: what was said since the pane was opened, as one thread. */

import type { Message, Snapshot } from "./protocol";
import { compareTs, isReply } from "./store";

export interface Chat {
  /** The thread that the chat is; null until something begins it. */
  thread_ts: string | null;
  messages: Message[];
}

/** Where a chat starts that is begun now: after all that is here, as the clock may run behind what was just said. */
export function startOf(messages: Message[], channel: string, now: string): string {
  const here = messages.filter((one) => one.channel === channel);
  return here.reduce((latest, { ts }) => (compareTs(ts, latest) > 0 ? ts : latest), now);
}

/** The chat in a conversation since a moment, given as a `ts`. */
export function chatSince(messages: Message[], channel: string, me: string, since: string): Chat {
  const news = messages.filter((one) => one.channel === channel && compareTs(one.ts, since) > 0);
  const first = news.find((one) => isReply(one) || (one.user === me && !one.is_ephemeral));
  const thread_ts = first === undefined ? null : isReply(first) ? (first.thread_ts ?? null) : first.ts;
  return { thread_ts, messages: news.filter((one) => !isReply(one) || one.thread_ts === thread_ts) };
}

/** The app's prompts for a conversation, where they are not those of a chat before this one. */
export function promptsSince(prompts: Snapshot["prompts"], channel: string, since: string): Snapshot["prompts"] {
  if (prompts === null || prompts.channel !== channel) return null;
  return prompts.thread_ts && compareTs(prompts.thread_ts, since) < 0 ? null : prompts;
}
