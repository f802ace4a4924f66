/**
 * A `data_visualization` block, by slack-blocks-to-jsx.
 *
 * Its style sheet is not used: every rule hangs on the id `slack_blocks_to_jsx`, which the library gives to each thing it
 * draws, and which a page may hold once. The id is taken off here; blocks.css says how a chart looks.
 */

import { useLayoutEffect, useRef, useState } from "react";
import { type Block, Message } from "slack-blocks-to-jsx";
import type { JsonObject } from "../protocol";
import { useSurroundings } from "./surroundings";
import { Undrawable } from "./Undrawable";

export function Chart({ block }: { block: JsonObject }) {
  const { theme } = useSurroundings();
  const frame = useRef<HTMLDivElement>(null);
  const [empty, setEmpty] = useState(false);
  useLayoutEffect(() => {
    frame.current?.querySelector("#slack_blocks_to_jsx")?.removeAttribute("id");
    // The library draws nothing of a chart without data, and says nothing.
    setEmpty(frame.current?.querySelector("svg[role=img], table") === null);
  }, [block]);
  // Without the block_id, which would become an id of the page.
  const { block_id: _, ...chart } = block;
  return (
    <>
      {empty && <Undrawable what="data_visualization without data" />}
      <div ref={frame} className="bk-chart" hidden={empty}>
        <Message blocks={[chart as unknown as Block]} name="" logo="" theme={theme} withoutWrapper />
      </div>
    </>
  );
}
