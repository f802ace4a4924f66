/** What a select menu offers. */

import type { Channel, Json, JsonObject, User } from "../../protocol";
import { asList, asRecord, asText, recordsIn } from "../reading";
import { nameOfChannel } from "../surroundings";
import { plainOf } from "../TextObject";
import type { Group, Option } from "./Combobox";

/** An option object; one that is none, or has no text, is shown all the same. */
export function optionOf(option: Json): Option {
  const record = asRecord(option);
  const label = plainOf(record?.["text"]) ?? `cannot draw: option ${JSON.stringify(option)}`;
  return { key: asText(record?.["value"]) ?? label, label, description: plainOf(record?.["description"]), value: option };
}

/** `options` or `option_groups`, of an element or of the answer to what was typed. */
export function groupsOf(given: Json | undefined, grouped: Json | undefined): Group[] {
  const options = asList(given);
  if (options.length > 0) return [{ label: null, options: options.map(optionOf) }];
  return recordsIn(grouped).map((group) => ({
    label: plainOf(group["label"]) ?? "",
    options: asList(group["options"]).map(optionOf),
  }));
}

export function people(users: Map<string, User>): Group[] {
  const all = [...users.values()].map((user): Option => {
    const label = user.real_name || user.name;
    return { key: user.id, label, description: label === user.name ? null : `@${user.name}`, value: user.id };
  });
  return [{ label: null, options: byLabel(all) }];
}

const KINDS: Record<string, Channel["kind"]> = { public: "channel", private: "group", im: "im", mpim: "mpim" };

/** The conversations an element offers: public channels alone, or what its `filter` includes. */
export function conversations(element: JsonObject, channels: Map<string, Channel>, users: Map<string, User>): Group[] {
  const filter = asRecord(element["filter"]);
  const included = asList(filter?.["include"]).map((kind) => KINDS[asText(kind) ?? ""]);
  const ofPublic = (asText(element["type"]) ?? "").endsWith("channels_select");
  const offered = [...channels.values()].filter((channel) => {
    if (ofPublic) return channel.kind === "channel";
    if (included.length > 0 && !included.includes(channel.kind)) return false;
    const withBot = channel.kind === "im" && channel.members.some((id) => users.get(id)?.is_bot);
    return !(withBot && filter?.["exclude_bot_users"] === true);
  });
  const all = offered.map((channel): Option => ({ key: channel.id, label: nameOfChannel(channel, users), value: channel.id }));
  return [{ label: null, options: byLabel(all) }];
}

function byLabel(options: Option[]): Option[] {
  return options.sort((one, other) => one.label.localeCompare(other.label));
}
