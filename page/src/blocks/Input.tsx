import { useId } from "react";
import type { JsonObject } from "../protocol";
import { Element } from "./elements/Element";
import { useForm } from "./form";
import { asText } from "./reading";
import { plainOf } from "./TextObject";
import { Undrawable } from "./Undrawable";

/** An element with its label, its hint, and what is wrong with what is filled in. */
export function Input({ block }: { block: JsonObject }) {
  const form = useForm();
  const id = useId();
  const block_id = asText(block["block_id"]) ?? "";
  const label = plainOf(block["label"]);
  const hint = block["hint"] === undefined ? null : plainOf(block["hint"]) ?? "";
  const error = Object.hasOwn(form.errors, block_id) ? form.errors[block_id] : undefined;
  const optional = block["optional"] === true;
  const describedBy = [error === undefined ? null : `${id}-error`, hint === null ? null : `${id}-hint`].filter(Boolean).join(" ");
  return (
    <div className="bk-input" data-invalid={error !== undefined || undefined}>
      <span id={id} className="bk-label">
        {label ?? <Undrawable what="input without a label" />}
        {optional && <span className="bk-optional"> (optional)</span>}
      </span>
      <Element
        element={block["element"]}
        slot={{
          block_id,
          sends: block["dispatch_action"] === true,
          labelledBy: id,
          describedBy: describedBy || undefined,
          invalid: error !== undefined,
          required: !optional,
        }}
      />
      {error !== undefined && <span id={`${id}-error`} className="bk-error"><span aria-hidden="true">⚠ </span>{error}</span>}
      {hint !== null && <span id={`${id}-hint`} className="bk-hint">{hint}</span>}
    </div>
  );
}
