/** Where in the workspace the page stands. */

import type { Channel, Snapshot } from "./protocol";
import { directMessages } from "./store";

/** The app's tabs that are no conversation; its messages tab is the conversation with its bot. */
export type AppTab = "home" | "about";

export type Where = { channel: string } | { tab: AppTab };

/** Whether somebody may look into a conversation: its members, and of a public channel everybody. */
export function mayRead(channel: Channel, user: string): boolean {
  return channel.kind === "channel" || channel.members.includes(user);
}

/** Where to stand: as asked, where this person can; else in the first channel they are in. */
export function settle(snapshot: Snapshot, asked: Where | null): Where {
  if (asked !== null && "tab" in asked) return asked;
  const found = snapshot.channels.find((one) => one.id === asked?.channel);
  if (found !== undefined && mayRead(found, snapshot.me)) return { channel: found.id };
  if (found?.kind === "im" && found.members.includes(snapshot.app.bot_user_id)) {
    const mine = directMessages(snapshot.channels, snapshot.me, snapshot.app.bot_user_id);
    if (mine !== undefined) return { channel: mine.id };
  }
  const first =
    snapshot.channels.find((one) => one.kind === "channel" && one.members.includes(snapshot.me)) ??
    snapshot.channels.find((one) => mayRead(one, snapshot.me));
  return first === undefined ? { tab: "about" } : { channel: first.id };
}
