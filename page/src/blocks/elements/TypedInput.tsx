import { type ChangeEvent, type KeyboardEvent, useId } from "react";
import type { Json, JsonObject } from "../../protocol";
import { asList, asNumber, asRecord, asText, recordsIn } from "../reading";
import { plainOf } from "../TextObject";
import { type ElementProps, useElement } from "./useElement";
import { usePause } from "./usePause";

/** Everything a person types into: one line or several, an address, a number, or rich text (as plain lines). */
export function TypedInput({ element, slot }: ElementProps) {
  const { held, keep, press, busy, labels, aside } = useElement({ element, slot });
  const pause = usePause();
  const note = useId();
  const rich = element["type"] === "rich_text_input";
  const long = rich || element["multiline"] === true;
  const triggers = asList(asRecord(element["dispatch_action_config"])?.["trigger_actions_on"]);
  const onEnter = slot.sends && (triggers.length === 0 || triggers.includes("on_enter_pressed"));
  const onCharacter = slot.sends && triggers.includes("on_character_entered");
  const text = rich ? wordsOf(asRecord(held)) : asText(held) ?? "";
  const holding = (typed: string): Json => (typed === "" ? null : rich ? richText(typed) : typed);
  const send = (typed: string) => press({ [rich ? "rich_text_value" : "value"]: holding(typed) });

  const given = labels("Text");
  const described = [given["aria-describedby"], onEnter ? note : undefined].filter(Boolean).join(" ");
  const shared = {
    ...given,
    "aria-describedby": described || undefined,
    className: "bk-field bk-typed",
    value: text,
    placeholder: plainOf(element["placeholder"]) ?? undefined,
    maxLength: asNumber(element["max_length"]) ?? undefined,
    "data-focus-first": element["focus_on_load"] === true || undefined,
    onChange: (event: ChangeEvent<HTMLInputElement | HTMLTextAreaElement>) => {
      const typed = event.target.value;
      keep(holding(typed));
      if (onCharacter) pause.then(() => send(typed));
    },
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key !== "Enter" || !onEnter || busy || event.shiftKey) return;
      // It sends this one; the form around it is not submitted.
      event.preventDefault();
      send(text);
    },
  };
  return (
    <span className="bk-element bk-wide">
      {long ? <textarea {...shared} rows={4} /> : <input {...shared} {...(KINDS[asText(element["type"]) ?? ""] ?? { type: "text" })} />}
      {onEnter && <span id={note} className="bk-hint">Press Enter to send.</span>}
      {aside}
    </span>
  );
}

/** A number is kept as typed: Slack's value is a text too, and the check says what is wrong with it. */
const KINDS: Partial<Record<string, { type: string; inputMode?: "decimal" }>> = {
  email_text_input: { type: "email" },
  url_text_input: { type: "url" },
  number_input: { type: "text", inputMode: "decimal" },
};

function richText(typed: string): Json {
  return { type: "rich_text", elements: [{ type: "rich_text_section", elements: [{ type: "text", text: typed }] }] };
}

function wordsOf(block: JsonObject | null): string {
  const lines = recordsIn(block?.["elements"]).map((part) =>
    recordsIn(part["elements"])
      .map((one) => asText(one["text"]) ?? asText(one["url"]) ?? (recordsIn(one["elements"]).length > 0 ? wordsOf({ elements: [one as Json] }) + "\n" : ""))
      .join(""),
  );
  return lines.join("\n");
}
