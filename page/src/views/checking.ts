/**
 * What Slack's client checks before it submits a modal; the app never hears of what fails here.
 *
 * Source: docs.slack.dev, the pages of the input elements, read 2026-09-14.
 */

import { identified } from "../blocks/identified";
import { asList, asNumber, asRecord, asText } from "../blocks/reading";
import { heldIn } from "../blocks/elements/values";
import type { Json, JsonObject, View } from "../protocol";

/** What is wrong with what is filled in, by `block_id`. */
export function check(blocks: readonly Json[], values: View["state"]["values"]): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const given of identified(blocks)) {
    const block = asRecord(given);
    const element = asRecord(block?.["element"]);
    if (block?.["type"] !== "input" || element === null) continue;
    const block_id = asText(block["block_id"]) ?? "";
    const held = heldIn(element, values[block_id]?.[asText(element["action_id"]) ?? ""]);
    const problem = isEmpty(held) ? required(block, element) : wrong(element, held);
    if (problem !== null) errors[block_id] = problem;
  }
  return errors;
}

function isEmpty(held: Json): boolean {
  return held === null || held === "" || (Array.isArray(held) && held.length === 0);
}

function required(block: JsonObject, element: JsonObject): string | null {
  // Nothing can be filled in where the page has nothing to fill it in with.
  if (block["optional"] === true || element["type"] === "file_input") return null;
  return "Please complete this required field.";
}

function wrong(element: JsonObject, held: Json): string | null {
  const text = asText(held) ?? "";
  const bound = (name: string) => asNumber(element[name]) ?? Number(asText(element[name]) ?? Number.NaN);
  switch (element["type"]) {
    case "plain_text_input":
      if (text.length < bound("min_length")) return `Please enter at least ${bound("min_length")} characters.`;
      return text.length > bound("max_length") ? `Please enter at most ${bound("max_length")} characters.` : null;
    case "email_text_input":
      return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text) ? null : "Please enter a valid email address.";
    case "url_text_input":
      return URL.canParse(text) ? null : "Please enter a valid URL.";
    case "number_input":
      return wrongNumber(element, text, bound("min_value"), bound("max_value"));
    default:
      return asList(held).length > bound("max_selected_items") ? `Please select at most ${bound("max_selected_items")}.` : null;
  }
}

function wrongNumber(element: JsonObject, text: string, least: number, most: number): string | null {
  if (!/^[+-]?(\d+\.?\d*|\.\d+)$/.test(text.trim())) return "Please enter a number.";
  const number = Number(text);
  if (element["is_decimal_allowed"] !== true && !Number.isInteger(number)) return "Please enter a whole number.";
  if (number < least) return `Please enter a number of at least ${least}.`;
  return number > most ? `Please enter a number of at most ${most}.` : null;
}
