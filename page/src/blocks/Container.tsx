import type { JsonObject } from "../protocol";
import { BlockList } from "./BlockList";
import { Picture } from "./Picture";
import { asList, asRecord, asText } from "./reading";
import { RichText } from "./RichText";
import { TextObject } from "./TextObject";
import { Undrawable } from "./Undrawable";

/** A `container` block: blocks in a frame, under a title that may fold them away. */
export function Container({ block }: { block: JsonObject }) {
  const children = asList(block["child_blocks"]);
  if (children.length === 0) return <Undrawable what="container without child_blocks" />;
  const className = `bk-container bk-container-${asText(block["width"]) ?? "standard"}${block["has_header_divider"] === true ? " bk-container-lined" : ""}`;
  const inside = <div className="bk-container-inside"><BlockList blocks={children} /></div>;
  if (block["is_collapsible"] !== true) return <div className={className}><Title block={block} />{inside}</div>;
  return (
    <details className={className} open={block["default_collapsed"] !== true}>
      <summary><Title block={block} /></summary>
      {inside}
    </details>
  );
}

function Title({ block }: { block: JsonObject }) {
  const icon = asRecord(block["icon"]);
  const rich = asRecord(block["rich_text_title"]);
  return (
    <div className="bk-container-title">
      {icon !== null && <Picture image={icon} size="small" />}
      {block["title"] !== undefined && <div className="bk-card-title"><TextObject text={block["title"]} /></div>}
      {rich !== null && <div className="bk-card-title"><RichText block={rich} /></div>}
      {block["subtitle"] !== undefined && <div className="bk-dim"><TextObject text={block["subtitle"]} /></div>}
    </div>
  );
}
