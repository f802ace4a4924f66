import type { Json } from "../../protocol";
import { asNumber, asRecord, asText } from "../reading";
import { useSurroundings } from "../surroundings";
import { plainOf } from "../TextObject";
import { Combobox, type Group, type Option } from "./Combobox";
import { conversations, groupsOf, optionOf, people } from "./options";
import { type ElementProps, useElement } from "./useElement";
import { useSuggestions } from "./useSuggestions";

/** Every kind of select menu, for one choice or several. */
export function Select({ element, slot }: ElementProps) {
  const { users, channels } = useSurroundings();
  const { held, choose, busy, labels, aside } = useElement({ element, slot });
  const kind = (asText(element["type"]) ?? "").replace("multi_", "");
  const multiple = kind !== element["type"];
  const external = kind === "external_select";
  const suggestions = useSuggestions(element, slot.block_id);

  const groups: Group[] =
    kind === "users_select" ? people(users)
    : kind === "static_select" ? groupsOf(element["options"], element["option_groups"])
    : external ? suggestions.groups
    : conversations(element, channels, users);
  const offered = new Map(groups.flatMap((group) => group.options.map((option) => [option.key, option])));
  const chosen = (Array.isArray(held) ? held : held === null ? [] : [held]).map((one) => chosenOption(one, offered));

  return (
    <span className="bk-element">
      <Combobox
        groups={groups}
        chosen={chosen}
        multiple={multiple}
        most={multiple ? asNumber(element["max_selected_items"]) ?? Number.POSITIVE_INFINITY : 1}
        placeholder={plainOf(element["placeholder"]) ?? PLACEHOLDERS[kind] ?? "Select an option"}
        labels={labels(plainOf(element["placeholder"]) ?? PLACEHOLDERS[kind] ?? "Select an option")}
        focusFirst={element["focus_on_load"] === true}
        searched={external}
        empty={external ? suggestions.empty : "Nothing found."}
        onTyped={external ? suggestions.ask : () => undefined}
        onChoose={(option) => {
          if (!busy) choose(multiple ? [...chosen.map(({ value }) => value), option.value] : option.value);
        }}
        onRemove={
          multiple
            ? (option) => choose(chosen.filter(({ key }) => key !== option.key).map(({ value }) => value))
            // Slack lets a person take back the one choice where nothing has to be chosen.
            : slot.sends || slot.required === true ? undefined : () => choose(null)
        }
      />
      {aside}
    </span>
  );
}

const PLACEHOLDERS: Partial<Record<string, string>> = {
  users_select: "Select a person",
  conversations_select: "Select a conversation",
  channels_select: "Select a channel",
};

/** What is held: an option object, or the id of a person or conversation. */
function chosenOption(held: Json, offered: Map<string, Option>): Option {
  if (asRecord(held) !== null) return optionOf(held);
  const id = String(held);
  return offered.get(id) ?? { key: id, label: id, value: held };
}
