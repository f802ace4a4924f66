import type { JsonObject } from "../protocol";
import { Element } from "./elements/Element";
import { asList, asText } from "./reading";
import { Undrawable } from "./Undrawable";

/** A row of elements: an `actions` block, a `context_actions` block, or the buttons of a card. */
export function Actions({ block, from = "elements" }: { block: JsonObject; from?: "elements" | "actions" }) {
  const elements = asList(block[from]);
  if (elements.length === 0) return <Undrawable what={`${asText(block["type"]) ?? "actions"} without elements`} />;
  const slot = { block_id: asText(block["block_id"]) ?? "", sends: true };
  return (
    <div className="bk-actions">
      {elements.map((element, place) => <Element key={place} element={element} slot={slot} />)}
    </div>
  );
}
