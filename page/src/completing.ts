/** What the composer offers while one types: commands after a leading `/`, people after `@`, channels after `#`. */

import type { App, Channel, Command, Snapshot, User } from "./protocol";
import { labelOf } from "./typed";

export interface Choice {
  /** What stands in the text once it is taken, a space after it. */
  text: string;
  hint: string;
  description: string;
}

export interface Completion {
  kind: "command" | "person" | "channel";
  /** The part of the text that a choice replaces. */
  start: number;
  end: number;
  choices: Choice[];
}

export interface Known {
  commands: Command[];
  users: User[];
  channels: Channel[];
}

const MOST = 12;

/** What to offer at the caret; null for nothing. */
export function complete(text: string, caret: number, known: Known): Completion | null {
  const before = text.slice(0, caret);
  const command = /^\/\S*$/.exec(before);
  if (command !== null) return offered("command", 0, caret, commands(before, known.commands));
  const word = /(?<=^|[\s(])([@#])([^\s@#]*(?: [^\s@#]*)?)$/.exec(before);
  if (word === null) return null;
  const [whole, sign, typed] = word as unknown as [string, string, string];
  return sign === "@"
    ? offered("person", caret - whole.length, caret, people(typed, known.users))
    : offered("channel", caret - whole.length, caret, channels(typed, known.channels));
}

function offered(kind: Completion["kind"], start: number, end: number, choices: Choice[]): Completion | null {
  return choices.length === 0 ? null : { kind, start, end, choices: choices.slice(0, MOST) };
}

function commands(typed: string, known: Command[]): Choice[] {
  const wanted = typed.toLowerCase();
  const begins = known.filter((one) => one.command.toLowerCase().startsWith(wanted));
  const holds = known.filter((one) => !begins.includes(one) && one.command.toLowerCase().includes(wanted.slice(1)));
  return [...begins, ...holds].map((one) => ({ text: one.command, hint: one.usage_hint, description: one.description }));
}

function people(typed: string, users: User[]): Choice[] {
  const wanted = typed.toLowerCase();
  const found = users.filter((user) => [user.name, ...words(labelOf(user))].some((name) => name.toLowerCase().startsWith(wanted)));
  // A finished name needs no offer: Enter then sends, and what is typed on is the message.
  const isFinished = users.some((user) => labelOf(user).toLowerCase() === wanted.trimEnd()) && found.length <= 1;
  return (isFinished ? [] : found).map((user) => ({ text: `@${labelOf(user)}`, hint: user.is_bot ? "app" : user.name, description: "" }));
}

/** The name from each of its words on: `Sam Osei` is found by `sam o` and by `os`. */
function words(name: string): string[] {
  return name.split(" ").map((_, at, all) => all.slice(at).join(" "));
}

function channels(typed: string, known: Channel[]): Choice[] {
  const wanted = typed.toLowerCase();
  return known
    .filter((one) => one.name !== "" && one.name.toLowerCase().startsWith(wanted))
    .map((one) => ({ text: `#${one.name}`, hint: "", description: one.topic }));
}

/** The text with a choice in its place, and where the caret then stands. */
export function taken(text: string, completion: Completion, choice: Choice): { text: string; caret: number } {
  const rest = text.slice(completion.end).replace(/^ /, "");
  const begun = `${text.slice(0, completion.start)}${choice.text} `;
  return { text: begun + rest, caret: begun.length };
}

/** A message to try a mention with: of what the app suggests to ask, the longest says most. */
export function mention(app: App, suggested: Snapshot["prompts"]): string {
  const asked = (suggested?.prompts ?? []).map((one) => one.message).sort((a, b) => b.length - a.length);
  return `@${app.name} ${asked[0] ?? ""}`;
}

/** A line to try a command with, from its usage hint: `/compare CT vs MRI`. */
export function example(command: Command): string {
  const [first = ""] = command.usage_hint.split("|");
  const isPlaceholder = /^\s*[[<(]/.test(first);
  return `${command.command} ${isPlaceholder ? "" : first.trim()}`;
}
