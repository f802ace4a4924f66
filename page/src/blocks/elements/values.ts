/**
 * What each element holds: its entry in `state.values`, which is also what it adds to `actions[0]`.
 *
 * Source: docs.slack.dev, view_submission and block_actions payloads; the action types of Bolt for JavaScript.
 */

import type { Json, JsonObject, Place } from "../../protocol";
import { asNumber, asText, recordsIn } from "../reading";

interface Holding {
  /** The value's name: `selected_date`. */
  holds: string;
  /** Where the app gives its first value: `initial_date`. */
  from: string;
  read: (given: Json | undefined) => Json;
}

const texts = (given: Json | undefined): Json => asText(given);
const many = (given: Json | undefined): Json => (Array.isArray(given) ? given : []);
const one = (given: Json | undefined): Json => (recordsIn([given ?? null])[0] as Json | undefined) ?? null;

const HOLDINGS: Partial<Record<string, Holding>> = {
  plain_text_input: { holds: "value", from: "initial_value", read: texts },
  email_text_input: { holds: "value", from: "initial_value", read: texts },
  url_text_input: { holds: "value", from: "initial_value", read: texts },
  number_input: { holds: "value", from: "initial_value", read: texts },
  rich_text_input: { holds: "rich_text_value", from: "initial_value", read: one },
  file_input: { holds: "files", from: "", read: many },
  datepicker: { holds: "selected_date", from: "initial_date", read: texts },
  timepicker: { holds: "selected_time", from: "initial_time", read: texts },
  datetimepicker: { holds: "selected_date_time", from: "initial_date_time", read: asNumber },
  checkboxes: { holds: "selected_options", from: "initial_options", read: many },
  radio_buttons: { holds: "selected_option", from: "initial_option", read: one },
  static_select: { holds: "selected_option", from: "initial_option", read: one },
  external_select: { holds: "selected_option", from: "initial_option", read: one },
  users_select: { holds: "selected_user", from: "initial_user", read: texts },
  conversations_select: { holds: "selected_conversation", from: "initial_conversation", read: texts },
  channels_select: { holds: "selected_channel", from: "initial_channel", read: texts },
  multi_static_select: { holds: "selected_options", from: "initial_options", read: many },
  multi_external_select: { holds: "selected_options", from: "initial_options", read: many },
  multi_users_select: { holds: "selected_users", from: "initial_users", read: many },
  multi_conversations_select: { holds: "selected_conversations", from: "initial_conversations", read: many },
  multi_channels_select: { holds: "selected_channels", from: "initial_channels", read: many },
};

function holdingOf(element: JsonObject): Holding | undefined {
  const type = asText(element["type"]) ?? "";
  return Object.hasOwn(HOLDINGS, type) ? HOLDINGS[type] : undefined;
}

/** What an element holds before anybody touched it; `null` for one that holds nothing, such as a button. */
export function initialValue(element: JsonObject, place: Place): JsonObject | null {
  const holding = holdingOf(element);
  if (holding === undefined) return null;
  // A view stands in no conversation that the page knows of.
  const here = element["default_to_current_conversation"] === true && "channel" in place ? place.channel : undefined;
  const implied = holding.holds === "selected_conversations" && here !== undefined ? [here] : here;
  return { type: asText(element["type"]) ?? "", [holding.holds]: holding.read(element[holding.from] ?? implied) };
}

/** The entry in `state.values` of an element that holds this. */
export function valueOf(element: JsonObject, held: Json): JsonObject {
  return { type: asText(element["type"]) ?? "", [holdingOf(element)?.holds ?? "value"]: held };
}

/** What an entry of `state.values` holds. */
export function heldIn(element: JsonObject, value: JsonObject | undefined): Json {
  const holding = holdingOf(element);
  return holding === undefined ? null : holding.read(value?.[holding.holds]);
}

const ECHOED = ["text", "value", "style", "url", "placeholder", "confirm", "min_query_length"];

/** What Slack puts into `actions[0]`, but for `action_ts`: parts of the element as it was sent, and what was chosen. */
export function actionOf(element: JsonObject, block_id: string, chosen: JsonObject): JsonObject {
  const type = asText(element["type"]) ?? "";
  const action: JsonObject = { type, action_id: asText(element["action_id"]) ?? "", block_id };
  // Of what is typed into Slack sends the value alone.
  const echoed = type.endsWith("_input") ? [] : [...ECHOED, holdingOf(element)?.from ?? ""];
  for (const name of echoed) if (element[name] !== undefined) action[name] = element[name];
  return { ...action, ...chosen };
}
