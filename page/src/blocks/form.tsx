/** What is filled in on a message or view: the `state.values` that Slack sends along with every click and submission. */

import { createContext, type ReactNode, useContext, useEffect, useMemo, useRef, useState } from "react";
import type { Json, JsonObject, Outcome, Place, View } from "../protocol";
import { initialValue } from "./elements/values";
import { elementsOf } from "./identified";
import { useSurroundings } from "./surroundings";

export type Values = View["state"]["values"];

interface Form {
  place: Place;
  values: Values;
  errors: Record<string, string>;
  set: (block_id: string, action_id: string, value: JsonObject) => void;
  /** Sends an action with all that is filled in at that moment. */
  click: (action: JsonObject) => Promise<Outcome>;
}

const FormContext = createContext<Form | null>(null);

export function useForm(): Form {
  const form = useContext(FormContext);
  if (form === null) throw new Error("useForm is for elements inside a FormProvider");
  return form;
}

interface Filling {
  /** With every id filled in. */
  blocks: readonly Json[];
  place: Place;
  /** What the stand-in knows to be filled in. What somebody filled in here since goes before it. */
  state?: Values | undefined;
  errors?: Record<string, string> | undefined;
  onState?: ((values: Values) => void) | undefined;
  children: ReactNode;
}

export function FormProvider({ blocks, place, state, errors, onState, children }: Filling) {
  const { act } = useSurroundings();
  const [touched, setTouched] = useState<Values>({});
  const values = useMemo(() => valuesOf(blocks, place, state, touched), [blocks, place, state, touched]);
  // A click can follow a change before the page is drawn anew, and must carry it.
  const latest = useRef(values);
  latest.current = values;

  const told = useRef("");
  useEffect(() => {
    // Compared as text: whoever keeps the values in a state of their own would be told for ever.
    const text = JSON.stringify(values);
    if (text !== told.current) onState?.(values);
    told.current = text;
  }, [values, onState]);

  const form: Form = {
    place,
    values,
    errors: errors ?? {},
    set: (block_id, action_id, value) => {
      latest.current = put(latest.current, block_id, action_id, value);
      setTouched((before) => put(before, block_id, action_id, value));
    },
    click: (action) => act("click", { place, action, state: latest.current }),
  };
  return <FormContext.Provider value={form}>{children}</FormContext.Provider>;
}

function put(values: Values, block_id: string, action_id: string, value: JsonObject): Values {
  return { ...values, [block_id]: { ...values[block_id], [action_id]: value } };
}

function valuesOf(blocks: readonly Json[], place: Place, state: Values | undefined, touched: Values): Values {
  let values: Values = {};
  for (const { block_id, action_id, element } of elementsOf(blocks)) {
    const initial = initialValue(element, place);
    if (initial === null) continue;
    const known = touched[block_id]?.[action_id] ?? state?.[block_id]?.[action_id] ?? initial;
    // An element that gave way to one of another type under the same name leaves nothing behind.
    values = put(values, block_id, action_id, known["type"] === initial["type"] ? known : initial);
  }
  return values;
}
