import { useMemo } from "react";
import type { Block, Json, Place } from "../protocol";
import { BlockList } from "./BlockList";
import "./blocks.css";
import { FormProvider, type Values } from "./form";
import { identified } from "./identified";
import { asList, typeOf } from "./reading";
import { Undrawable } from "./Undrawable";

export { MessageBody } from "./MessageBody";
export { Mrkdwn } from "./Mrkdwn";
export { type Surroundings, SurroundingsContext } from "./surroundings";

interface BlocksProps {
  blocks: Block[];
  place: Place;
  /** What is filled in, as the stand-in knows it. */
  state?: Values;
  /** What is wrong with what is filled in, by `block_id`. */
  errors?: Record<string, string>;
  /** Told all that is filled in: at first, and after each change. */
  onState?: (values: Values) => void;
}

/** The blocks of a view, or of a part of a message. */
export function Blocks({ blocks, place, state, errors, onState }: BlocksProps) {
  const named = useMemo(() => identified(asList(blocks as Json)), [blocks]);
  if (!Array.isArray(blocks)) return <Undrawable what={`blocks: ${typeOf(blocks)}`} />;
  return (
    <FormProvider blocks={named} place={place} state={state} errors={errors} onState={onState}>
      <div className="bk"><BlockList blocks={named} /></div>
    </FormProvider>
  );
}
