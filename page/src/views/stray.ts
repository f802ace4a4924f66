import type { Block } from "../protocol";

/** In words, the errors an app gave for blocks that the view does not have: nobody would see them beside an input. */
export function strayOf(errors: Record<string, string>, blocks: Block[]): string | null {
  const inputs = new Set(blocks.filter((block) => block.type === "input").map((block) => block["block_id"]));
  const stray = Object.entries(errors).filter(([block_id]) => !inputs.has(block_id));
  return stray.length === 0 ? null : stray.map(([block_id, error]) => `${block_id}, which is no input of this view: ${error}`).join("\n");
}
