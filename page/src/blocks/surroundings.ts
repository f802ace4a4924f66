import { createContext, useContext } from "react";
import type { Acts, Channel, Outcome, User } from "../protocol";

/** What the page gives to all that is drawn in it. */
export interface Surroundings {
  users: Map<string, User>;
  channels: Map<string, Channel>;
  theme: "light" | "dark";
  /** Posts to the stand-in, and adds who acts. */
  act: <A extends keyof Acts>(act: A, body: Acts[A]) => Promise<Outcome>;
}

export const SurroundingsContext = createContext<Surroundings>({
  users: new Map(),
  channels: new Map(),
  theme: "light",
  act: () => Promise.resolve({ ok: false, message: "There is nobody here to do that." }),
});

export function useSurroundings(): Surroundings {
  return useContext(SurroundingsContext);
}

export function nameOfUser(users: Map<string, User>, id: string): string | null {
  const user = users.get(id);
  return user === undefined ? null : user.real_name || user.name;
}

/** What a conversation is called: `#general`, or the people in it. */
export function nameOfChannel(channel: Channel, users: Map<string, User>): string {
  if (channel.kind === "channel" || channel.kind === "group") return `#${channel.name}`;
  const people = channel.members.map((id) => nameOfUser(users, id) ?? id);
  return people.length === 0 ? channel.name : people.join(", ");
}
