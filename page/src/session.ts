/** What every part of the page needs: who is here, what is known, and how to act. */

import { createContext, useContext } from "react";
import type { Acts, Channel, Outcome, Snapshot, User } from "./protocol";
import type { Pane } from "./panes";
import type { Where } from "./where";

export interface Session {
  snapshot: Snapshot;
  me: string;
  users: Map<string, User>;
  channels: Map<string, Channel>;
  /** The time on the stand-in's clock, in seconds since 1970. */
  now: () => number;
  where: Where;
  go: (where: Where) => void;
  panes: Pane[];
  openPane: (pane: Pane) => void;
  closePane: (kind: Pane["kind"]) => void;
  /** Does something and answers what came of it. */
  act: <A extends keyof Acts>(name: A, body: Acts[A]) => Promise<Outcome>;
  /** As `act`, and tells the person where it fails. */
  attempt: <A extends keyof Acts>(name: A, body: Acts[A]) => Promise<Outcome>;
  /** What could not be done, in a sentence. */
  complaint: string | null;
  complain: (complaint: string | null) => void;
  /** What is typed and not sent, by composer. */
  drafts: Map<string, string>;
  setDraft: (composer: string, text: string) => void;
}

export const SessionContext = createContext<Session | null>(null);

export function useSession(): Session {
  const session = useContext(SessionContext);
  if (session === null) throw new Error("useSession is for parts inside the SessionContext");
  return session;
}

/** The key of a composer's draft: each person has their own in each conversation and thread. */
export function composerKey(me: string, channel: string, thread_ts?: string): string {
  return [me, channel, thread_ts ?? ""].join("/");
}

export function nameOf(users: Map<string, User>, id: string): string {
  const user = users.get(id);
  return user === undefined ? id : user.real_name || user.name;
}

/** What a conversation is called, seen by one of its people: `#general`, or the others' names. */
export function titleOf(channel: Channel, users: Map<string, User>, me: string): string {
  if (channel.kind === "channel" || channel.kind === "group") return `#${channel.name}`;
  const others = channel.members.filter((id) => id !== me);
  return (others.length === 0 ? [me] : others).map((id) => nameOf(users, id)).join(", ");
}

export function failureOf(outcome: Outcome): string {
  return outcome.message || outcome.error || "That did not work.";
}
