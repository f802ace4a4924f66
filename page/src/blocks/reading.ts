/** Readers of what an app sent. Nothing about it is certain: each gives the value where it is of the kind asked for. */

import type { Json, JsonObject } from "../protocol";

export type Given = Json | JsonObject | undefined;

export function asText(given: Given): string | null {
  return typeof given === "string" ? given : null;
}

export function asNumber(given: Given): number | null {
  return typeof given === "number" && Number.isFinite(given) ? given : null;
}

export function asList(given: Given): Json[] {
  return Array.isArray(given) ? given : [];
}

export function asRecord(given: Given): JsonObject | null {
  return typeof given === "object" && given !== null && !Array.isArray(given) ? given : null;
}

export function recordsIn(given: Given): JsonObject[] {
  return asList(given).flatMap((one) => {
    const record = asRecord(one);
    return record === null ? [] : [record];
  });
}

/** What to call something that cannot be drawn. */
export function typeOf(given: Given): string {
  const record = asRecord(given);
  if (record === null) return Array.isArray(given) ? "a list" : JSON.stringify(given) ?? "nothing";
  return asText(record["type"]) ?? "something without a type";
}

/** A text object. */
export interface Text {
  type: "plain_text" | "mrkdwn";
  text: string;
  verbatim: boolean;
}

export function asTextObject(given: Given): Text | null {
  const record = asRecord(given);
  const text = asText(record?.["text"]);
  const type = record?.["type"];
  if (record === null || text === null || (type !== "plain_text" && type !== "mrkdwn")) return null;
  return { type, text, verbatim: record["verbatim"] === true };
}

/** The three characters that Slack's texts escape, as a person reads them. */
export function unescaped(text: string): string {
  return text.replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&amp;/g, "&");
}
