/** The Block Kit that the app sent in an exchange, as one would paste it elsewhere. */

import type { Exchange, Json } from "./protocol";

export interface Sent {
  what: "Blocks" | "View" | "Attachments";
  json: Json;
}

type Fields = { [name: string]: Json };

/** What the app sent: its answer to what came to it, or else what it asked of Slack. */
export function sentBlocks(exchange: Exchange): Sent[] {
  const body = opened(exchange.direction === "to_app" ? exchange.answer : exchange.request);
  if (body === null) return [];
  const found: Sent[] = [];
  for (const [what, name] of [["Blocks", "blocks"], ["View", "view"], ["Attachments", "attachments"]] as const) {
    const json = unpacked(body[name]);
    if (json !== null) found.push({ what, json });
  }
  return found;
}

/** The object with the message in it; a request with headers has it in `body`. */
function opened(json: Json): Fields | null {
  if (json === null || typeof json !== "object" || Array.isArray(json)) return null;
  const body = json["body"];
  const isWrapped = "headers" in json && body !== undefined;
  return isWrapped ? opened(body) : json;
}

/** A form has its lists and objects as JSON in a field. */
function unpacked(json: Json | undefined): Json {
  if (typeof json !== "string") return json === undefined || typeof json !== "object" ? null : json;
  try {
    return unpacked(JSON.parse(json) as Json);
  } catch {
    return null;
  }
}
