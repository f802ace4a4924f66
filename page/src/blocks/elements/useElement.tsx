/** What every element does: shows what it holds, takes a new value, asks where the app wants it, sends, and says what failed. */

import { type ReactNode, useState } from "react";
import type { Json, JsonObject } from "../../protocol";
import { useForm } from "../form";
import { asRecord, asText } from "../reading";
import { Confirm } from "./Confirm";
import { actionOf, heldIn, valueOf } from "./values";

/** Where an element stands in its block. */
export interface Slot {
  block_id: string;
  /** Whether a change is sent at once; in an `input` block it waits for the submission. */
  sends: boolean;
  /** The ids of what an `input` block says about it. */
  labelledBy?: string | undefined;
  describedBy?: string | undefined;
  invalid?: boolean | undefined;
  required?: boolean | undefined;
}

export interface ElementProps {
  element: JsonObject;
  slot: Slot;
}

/** What goes onto the control itself. */
export interface Labels {
  "aria-labelledby"?: string | undefined;
  "aria-label"?: string | undefined;
  "aria-describedby"?: string | undefined;
  "aria-invalid"?: true | undefined;
  "aria-required"?: true | undefined;
  "aria-busy"?: true | undefined;
}

export interface InUse {
  held: Json;
  /** Keeps a value without sending it. */
  keep: (held: Json) => void;
  /** Keeps a value, and sends it where the slot sends. */
  choose: (held: Json) => void;
  /** Sends what was done, after asking where the app wants that. */
  press: (chosen: JsonObject, meanwhile?: () => void) => void;
  busy: boolean;
  labels: (fallback: string) => Labels;
  /** To be drawn beside the element: the question that is asked, and what went wrong. */
  aside: ReactNode;
}

export function useElement({ element, slot }: ElementProps): InUse {
  const form = useForm();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const [asked, setAsked] = useState<{ then: () => void } | null>(null);
  const action_id = asText(element["action_id"]) ?? "";
  const confirm = asRecord(element["confirm"]);

  const keep = (held: Json) => form.set(slot.block_id, action_id, valueOf(element, held));
  const send = async (chosen: JsonObject) => {
    setBusy(true);
    setFailure(null);
    try {
      const outcome = await form.click(actionOf(element, slot.block_id, chosen));
      if (!outcome.ok) setFailure(outcome.message || outcome.error || "That did not work.");
    } catch {
      setFailure("The stand-in could not be reached.");
    } finally {
      setBusy(false);
    }
  };
  const press = (chosen: JsonObject, meanwhile?: () => void) => {
    const then = () => {
      meanwhile?.();
      void send(chosen);
    };
    if (confirm === null) then();
    else setAsked({ then });
  };

  return {
    held: heldIn(element, form.values[slot.block_id]?.[action_id]),
    keep,
    choose: (held) => {
      if (!slot.sends) return keep(held);
      const { type: _, ...chosen } = valueOf(element, held);
      press(chosen, () => keep(held));
    },
    press,
    busy,
    labels: (fallback) => ({
      ...(slot.labelledBy === undefined ? { "aria-label": fallback } : { "aria-labelledby": slot.labelledBy }),
      "aria-describedby": slot.describedBy,
      "aria-invalid": slot.invalid ? true : undefined,
      "aria-required": slot.required ? true : undefined,
      "aria-busy": busy ? true : undefined,
    }),
    aside: (
      <>
        {failure !== null && <Failure words={failure} />}
        {asked !== null && confirm !== null && (
          <Confirm
            confirm={confirm}
            onAnswer={(yes) => {
              setAsked(null);
              if (yes) asked.then();
            }}
          />
        )}
      </>
    ),
  };
}

function Failure({ words }: { words: string }) {
  return <span className="bk-failure" role="alert"><span aria-hidden="true">⚠ </span>{words}</span>;
}
