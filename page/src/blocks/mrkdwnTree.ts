/**
 * Slack's mrkdwn, read into a tree.
 *
 * slack-blocks-to-jsx has a parser of its own, which cannot be had without three faults: it takes `&lt;` for `<` before it
 * parses, so that an escaped `&lt;!here&gt;` becomes a mention; it puts a blank after every `>`; and it makes a link of any
 * address. Mending a text before and after it would be longer than this.
 *
 * Here `<…>` is read first and from the text as sent, so that nothing escaped is ever an entity; the three escapes are
 * undone last, in what is left as text. Formatting marks hold within a line, stand at the edge of a word, and do not nest
 * in themselves, as in Slack.
 */

import { unescaped } from "./reading";

export type Style = "bold" | "italic" | "strike";

export type Inline =
  | { kind: "text"; text: string }
  | { kind: "styled"; style: Style; inside: Inline[] }
  | { kind: "code"; inside: Inline[] }
  | { kind: "link"; address: string; label: string | null }
  | { kind: "user" | "channel" | "usergroup"; id: string; label: string | null }
  | { kind: "broadcast"; range: string }
  | { kind: "date"; timestamp: number; format: string; link: string | null; fallback: string };

export type Part =
  | { kind: "paragraph" | "quote"; inside: Inline[] }
  | { kind: "preformatted"; inside: Inline[] };

const FENCED = /```\n?([\s\S]+?)\n?```\n?/g;
const QUOTED = /^(?:&gt;|>) ?/;
const QUOTED_REST = /^(?:&gt;|>){3} ?/;

export function readMrkdwn(text: string, verbatim = false): Part[] {
  const parts: Part[] = [];
  let from = 0;
  for (const fence of text.matchAll(FENCED)) {
    parts.push(...lines(text.slice(from, fence.index).replace(/\n$/, ""), verbatim));
    parts.push({ kind: "preformatted", inside: entities(fence[1] ?? "") });
    from = fence.index + fence[0].length;
  }
  parts.push(...lines(text.slice(from), verbatim));
  return parts;
}

function lines(text: string, verbatim: boolean): Part[] {
  if (text === "") return [];
  const parts: Array<{ kind: "paragraph" | "quote"; lines: string[] }> = [];
  const all = text.split("\n");
  for (const [number, line] of all.entries()) {
    if (QUOTED_REST.test(line)) {
      parts.push({ kind: "quote", lines: [line.replace(QUOTED_REST, ""), ...all.slice(number + 1)] });
      break;
    }
    const kind = QUOTED.test(line) ? "quote" : "paragraph";
    const last = parts.at(-1);
    const said = kind === "quote" ? line.replace(QUOTED, "") : line;
    if (last?.kind === kind) last.lines.push(said);
    else parts.push({ kind, lines: [said] });
  }
  return parts.map((part) => ({ kind: part.kind, inside: readInline(part.lines.join("\n"), verbatim) }));
}

const MARKS: ReadonlyMap<string, Style> = new Map([["*", "bold"], ["_", "italic"], ["~", "strike"]]);
const ENTITY = /<([^<>\n]+)>/y;
const CODE = /`([^`\n]+)`/y;
const ADDRESS = /https?:\/\/[^\s<>|`]*[^\s<>|`.,;:!?'")\]*_~]/y;
const WORD = /[\p{L}\p{N}]/u;

/** The inline parts of one or more lines. */
export function readInline(text: string, verbatim = false, open: ReadonlySet<string> = new Set()): Inline[] {
  const found: Inline[] = [];
  // Up to where a mark is known to have no other to close it: without this a text of opening marks takes quadratic time.
  const closesNot = new Map<string, number>();
  let plain = "";
  let at = 0;
  const add = (inline: Inline, length: number) => {
    if (plain !== "") found.push({ kind: "text", text: unescaped(plain) });
    plain = "";
    found.push(inline);
    at += length;
  };
  while (at < text.length) {
    const character = text[at] ?? "";
    const entity = character === "<" ? match(ENTITY, text, at) : null;
    const code = character === "`" ? match(CODE, text, at) : null;
    const address = character === "h" && !verbatim && !WORD.test(text[at - 1] ?? "") ? match(ADDRESS, text, at) : null;
    const style = MARKS.get(character);
    const meaning = entity && readEntity(entity[1] ?? "");
    if (entity && meaning) {
      add(meaning, entity[0].length);
    } else if (code) {
      add({ kind: "code", inside: entities(code[1] ?? "") }, code[0].length);
    } else if (address) {
      add({ kind: "link", address: unescaped(address[0]), label: null }, address[0].length);
    } else if (style && !open.has(character) && at >= (closesNot.get(character) ?? 0) && opens(text, at)) {
      const end = closing(text, at);
      if (end.closed) {
        const inside = readInline(text.slice(at + 1, end.at), verbatim, new Set([...open, character]));
        add({ kind: "styled", style, inside }, end.at + 1 - at);
      } else {
        closesNot.set(character, end.at);
        plain += character;
        at += 1;
      }
    } else {
      plain += character;
      at += 1;
    }
  }
  if (plain !== "") found.push({ kind: "text", text: unescaped(plain) });
  return found;
}

function opens(text: string, at: number): boolean {
  const mark = text[at] ?? "";
  const before = text[at - 1] ?? " ";
  const after = text[at + 1] ?? " ";
  return !WORD.test(before) && before !== mark && !/\s/.test(after) && after !== mark;
}

/** Where the mark at `start` is closed; else where the line ends. */
function closing(text: string, start: number): { closed: boolean; at: number } {
  const mark = text[start] ?? "";
  let at = start + 1;
  while (at < text.length && text[at] !== "\n") {
    const skipped = text[at] === "<" ? match(ENTITY, text, at) : text[at] === "`" ? match(CODE, text, at) : null;
    if (skipped) {
      at += skipped[0].length;
      continue;
    }
    const ends = text[at] === mark && at > start + 1 && !/\s/.test(text[at - 1] ?? "");
    const next = text[at + 1] ?? " ";
    if (ends && !WORD.test(next) && next !== mark) return { closed: true, at };
    at += 1;
  }
  return { closed: false, at };
}

function match(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

/** Code: no marks hold in it, entities do. */
function entities(text: string): Inline[] {
  const found: Inline[] = [];
  for (const piece of text.split(/(<[^<>\n]+>)/)) {
    const meaning = piece.startsWith("<") ? readEntity(piece.slice(1, -1)) : null;
    if (meaning) found.push(meaning);
    else if (piece !== "") found.push({ kind: "text", text: unescaped(piece) });
  }
  return found;
}

/** What stands between `<` and `>`; `null` where Slack gives it no meaning. */
function readEntity(content: string): Inline | null {
  const bar = content.indexOf("|");
  const head = bar === -1 ? content : content.slice(0, bar);
  const label = bar === -1 || bar === content.length - 1 ? null : unescaped(content.slice(bar + 1));
  const sign = head[0];
  if (sign === "@") return { kind: "user", id: head.slice(1), label };
  if (sign === "#") return { kind: "channel", id: head.slice(1), label };
  if (sign === "!") return readSpecial(head.slice(1), label);
  const address = unescaped(head);
  return /^[a-z][a-z0-9+.-]*:/i.test(address) ? { kind: "link", address, label } : null;
}

function readSpecial(head: string, label: string | null): Inline {
  const [word = "", ...rest] = head.split("^");
  if (word === "here" || word === "channel" || word === "everyone") return { kind: "broadcast", range: word };
  if (word === "subteam") return { kind: "usergroup", id: rest[0] ?? "", label };
  const timestamp = Number(rest[0]);
  if (word === "date" && rest[1] !== undefined && Number.isInteger(timestamp)) {
    const link = rest[2] === undefined ? null : unescaped(rest[2]);
    return { kind: "date", timestamp, format: unescaped(rest[1]), link, fallback: label ?? "" };
  }
  return { kind: "text", text: label ?? `<!${unescaped(head)}>` };
}
