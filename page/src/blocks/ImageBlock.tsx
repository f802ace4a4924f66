import type { JsonObject } from "../protocol";
import { Picture } from "./Picture";
import { plainOf } from "./TextObject";

/** An `image` block, with its title above it. */
export function ImageBlock({ block }: { block: JsonObject }) {
  const title = plainOf(block["title"]);
  return (
    <figure className="bk-figure">
      {title !== null && <figcaption className="bk-dim">{title}</figcaption>}
      <Picture image={block} size="full" />
    </figure>
  );
}
