/**
 * Blocks with a `block_id` and an `action_id` each.
 *
 * The stand-in fills in what an app left out, as Slack does. Where it did not, a place in the list does: what somebody fills
 * in needs a name to be kept under.
 */

import type { Json, JsonObject } from "../protocol";
import { asList, asRecord, asText, recordsIn } from "./reading";

export function identified(blocks: readonly Json[], prefix = ""): Json[] {
  return blocks.map((block, place) => {
    const record = asRecord(block);
    return record === null ? block : named(record, `${prefix}${place}`);
  });
}

function named(block: JsonObject, fallback: string): Json {
  const block_id = asText(block["block_id"]) || fallback;
  const named: JsonObject = { ...block, block_id };
  const nested = block["type"] === "carousel" ? "elements" : "child_blocks";
  if (Array.isArray(block[nested])) named[nested] = identified(asList(block[nested]), `${block_id}.`);
  for (const name of ["elements", "actions"] as const) {
    if (name !== nested && Array.isArray(block[name])) named[name] = asList(block[name]).map((one, place) => acting(one, String(place)));
  }
  for (const name of ["element", "accessory"] as const) {
    if (block[name] !== undefined) named[name] = acting(block[name] ?? null, name);
  }
  return named as Json;
}

function acting(element: Json, fallback: string): Json {
  const record = asRecord(element);
  return record === null ? element : ({ ...record, action_id: asText(record["action_id"]) || fallback } as Json);
}

/** Every element of these blocks that can be acted on, with the block it stands in. */
export function elementsOf(blocks: readonly Json[]): Array<{ block_id: string; action_id: string; element: JsonObject }> {
  return blocks.flatMap((block) => {
    const record = asRecord(block);
    if (record === null) return [];
    const nested = record["type"] === "carousel" ? record["elements"] : record["child_blocks"];
    const own = [record["element"] ?? null, record["accessory"] ?? null, ...asList(record["actions"])];
    if (record["type"] !== "carousel") own.push(...asList(record["elements"]));
    const elements = recordsIn(own).map((element) => ({
      block_id: asText(record["block_id"]) ?? "",
      action_id: asText(element["action_id"]) ?? "",
      element,
    }));
    return [...elements, ...elementsOf(asList(nested))];
  });
}
