import { useId } from "react";
import type { Json, JsonObject } from "../../protocol";
import { asList, asRecord, asText, recordsIn } from "../reading";
import { TextObject } from "../TextObject";
import { Undrawable } from "../Undrawable";
import { type ElementProps, useElement } from "./useElement";

/** Checkboxes, or radio buttons. */
export function Choices({ element, slot }: ElementProps) {
  const many = element["type"] === "checkboxes";
  const { held, choose, busy, labels, aside } = useElement({ element, slot });
  const name = useId();
  const given = asList(element["options"]);
  const options = recordsIn(given);
  if (options.length === 0) return <Undrawable what={`${many ? "checkboxes" : "radio_buttons"} without options`} />;

  const chosen = many ? recordsIn(held) : recordsIn([held]);
  const isChosen = (option: JsonObject) => chosen.some((one) => one["value"] === option["value"]);
  const toggle = (option: JsonObject) => {
    if (!many) return choose(option as Json);
    // Slack gives the chosen ones in the order of the options.
    choose(options.filter((one) => (one === option ? !isChosen(one) : isChosen(one))) as Json[]);
  };
  return (
    <span className="bk-element">
      <span {...labels(many ? "Checkboxes" : "Options")} role={many ? "group" : "radiogroup"} className="bk-choices">
        {options.map((option, place) => (
          <label key={place} className="bk-choice">
            <input
              type={many ? "checkbox" : "radio"}
              name={name}
              value={asText(option["value"]) ?? ""}
              checked={isChosen(option)}
              data-focus-first={element["focus_on_load"] === true && place === 0 ? true : undefined}
              onChange={() => {
                if (!busy) toggle(option);
              }}
            />
            <span>
              <TextObject text={option["text"]} />
              {asRecord(option["description"]) !== null && <span className="bk-option-more"><TextObject text={option["description"]} /></span>}
            </span>
          </label>
        ))}
        {options.length < given.length && <Undrawable what="option that is no object" />}
      </span>
      {aside}
    </span>
  );
}
