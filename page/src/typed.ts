/** Between what a person reads in the composer (`@Sam Osei`, `#general`) and what Slack's messages hold (`<@U…>`). */

import type { Channel, User } from "./protocol";

export interface Names {
  users: Iterable<User>;
  channels: Iterable<Channel>;
}

const ALL: ReadonlyArray<[string, string]> = [
  ["@here", "<!here>"],
  ["@channel", "<!channel>"],
  ["@everyone", "<!everyone>"],
];

/** A text with its mentions as entities. The stand-in escapes the rest of it, as Slack's servers do. */
export function asSent(text: string, names: Names): string {
  const known: Array<[string, string]> = [...ALL];
  for (const user of names.users) known.push([`@${labelOf(user)}`, `<@${user.id}>`]);
  for (const channel of names.channels) if (channel.name !== "") known.push([`#${channel.name}`, `<#${channel.id}>`]);
  // The longest first: @Sam Osei goes before @Sam.
  known.sort(([a], [b]) => b.length - a.length);
  const entities = new Map(known);
  const pattern = new RegExp(`(?<![\\w@#<])(?:${known.map(([name]) => quoted(name)).join("|")})(?![\\w-])`, "g");
  return text.replace(pattern, (name) => entities.get(name) ?? name);
}

/** The way back, for editing. */
export function asTyped(text: string, names: Names): string {
  const people = new Map([...names.users].map((user) => [user.id, labelOf(user)]));
  const channels = new Map([...names.channels].map((channel) => [channel.id, channel.name]));
  const plain = text
    .replace(/<@([A-Z0-9]+)(?:\|[^>]*)?>/g, (whole, id: string) => (people.has(id) ? `@${people.get(id)}` : whole))
    .replace(/<#([A-Z0-9]+)(?:\|[^>]*)?>/g, (whole, id: string) => (channels.has(id) ? `#${channels.get(id)}` : whole))
    .replace(/<!(here|channel|everyone)(?:\|[^>]*)?>/g, "@$1")
    .replace(/<(https?:[^|>]+)(?:\|[^>]*)?>/g, "$1");
  return plain.replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&amp;/g, "&");
}

export function labelOf(user: User): string {
  return user.real_name || user.name;
}

function quoted(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
