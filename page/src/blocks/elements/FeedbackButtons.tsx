import { useState } from "react";
import type { JsonObject } from "../../protocol";
import { asRecord, asText } from "../reading";
import { plainOf } from "../TextObject";
import { Undrawable } from "../Undrawable";
import { type ElementProps, useElement } from "./useElement";

/** Thumbs up and thumbs down, under their texts. */
export function FeedbackButtons({ element, slot }: ElementProps) {
  const { press, busy, aside } = useElement({ element, slot });
  const [given, setGiven] = useState<string | null>(null);
  const one = (name: "positive_button" | "negative_button", sign: string) => {
    const button = asRecord(element[name]);
    const label = plainOf(button?.["text"]);
    if (button === null || label === null) return <Undrawable what={`feedback_buttons without ${name}`} />;
    const chosen: JsonObject = { text: button["text"], value: button["value"] };
    return (
      <button
        type="button"
        className="bk-icon-button"
        title={label}
        aria-label={asText(button["accessibility_label"]) ?? label}
        aria-pressed={given === name}
        aria-busy={busy || undefined}
        onClick={() => {
          if (!busy) press(chosen, () => setGiven(name));
        }}
      >
        <span aria-hidden="true">{sign}</span>
        {label !== sign && <span>{label}</span>}
      </button>
    );
  };
  return <span className="bk-element">{one("positive_button", "👍")}{one("negative_button", "👎")}{aside}</span>;
}
