/** What the page knows: the last snapshot with the updates since put in. Pure; `connection.ts` feeds it. */

import type { Channel, Exchange, Message, Snapshot, Update } from "./protocol";

export interface State {
  /** null until the first snapshot is there. */
  snapshot: Snapshot | null;
  connected: boolean;
  /** What to add to this computer's clock to have the stand-in's, in seconds. */
  ahead: number;
}

export type Happening =
  | { type: "snapshot"; snapshot: Snapshot; clock: number }
  | { type: "update"; update: Update; clock: number }
  | { type: "lost" };

export const BEGINNING: State = { snapshot: null, connected: false, ahead: 0 };

/** What is known after something happened. `clock` of a happening is this computer's, in seconds since 1970. */
export function after(state: State, happening: Happening): State {
  switch (happening.type) {
    case "snapshot": {
      const { snapshot } = happening;
      const messages = [...snapshot.messages].sort(byTs);
      return { snapshot: { ...snapshot, messages }, connected: true, ahead: snapshot.now - happening.clock };
    }
    case "update": {
      if (state.snapshot === null) return state;
      const snapshot = put(state.snapshot, happening.update);
      const ahead = "now" in happening.update ? snapshot.now - happening.clock : state.ahead;
      return { ...state, snapshot, ahead };
    }
    case "lost":
      return { ...state, connected: false };
  }
}

/** The snapshot with one update in its place. */
export function put(snapshot: Snapshot, update: Update): Snapshot {
  if ("message" in update) return { ...snapshot, messages: withMessage(snapshot.messages, update.message) };
  if ("removed" in update) {
    const { channel, ts } = update.removed;
    return { ...snapshot, messages: snapshot.messages.filter((one) => one.channel !== channel || one.ts !== ts) };
  }
  if ("exchange" in update) return { ...snapshot, exchanges: withExchange(snapshot.exchanges, update.exchange) };
  return { ...snapshot, ...update };
}

function withMessage(messages: Message[], message: Message): Message[] {
  const at = messages.findIndex((one) => one.channel === message.channel && one.ts === message.ts);
  if (at >= 0) return messages.with(at, message);
  const next = messages.findIndex((one) => compareTs(one.ts, message.ts) > 0);
  return next < 0 ? [...messages, message] : messages.toSpliced(next, 0, message);
}

function withExchange(exchanges: Exchange[], exchange: Exchange): Exchange[] {
  const at = exchanges.findIndex((one) => one.id === exchange.id);
  if (at >= 0) return exchanges.with(at, exchange);
  return [...exchanges, exchange].sort((a, b) => a.id - b.id);
}

function byTs(a: Message, b: Message): number {
  return compareTs(a.ts, b.ts);
}

/** The order of two `ts`. As text: a number cannot hold all sixteen digits. */
export function compareTs(a: string, b: string): number {
  if (a.length !== b.length) return a.length - b.length;
  return a < b ? -1 : a > b ? 1 : 0;
}

/** What stands in a conversation itself. A reply does where what it replies to is not there, as in an assistant's thread. */
export function conversation(messages: Message[], channel: string): Message[] {
  const here = messages.filter((one) => one.channel === channel);
  const known = new Set(here.map((one) => one.ts));
  return here.filter((one) => !isReply(one) || !known.has(one.thread_ts ?? ""));
}

/** A thread: what began it, and the replies. */
export function thread(messages: Message[], channel: string, ts: string): Message[] {
  return messages.filter((one) => one.channel === channel && (one.ts === ts || one.thread_ts === ts));
}

export function isReply(message: Message): boolean {
  return message.thread_ts !== undefined && message.thread_ts !== "" && message.thread_ts !== message.ts;
}

/** How many replies this person sees, private ones among them, by the `ts` of what began the thread. */
export function replyCounts(messages: Message[], channel: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const one of messages) {
    if (one.channel === channel && isReply(one)) counts.set(one.thread_ts ?? "", (counts.get(one.thread_ts ?? "") ?? 0) + 1);
  }
  return counts;
}

/** The direct conversation of two people, or of one with themself, where there is one. */
export function directMessages(channels: Channel[], me: string, other: string): Channel | undefined {
  const people = [...new Set([me, other])];
  return channels.find(
    (one) => one.kind === "im" && one.members.length === people.length && people.every((id) => one.members.includes(id)),
  );
}
