import type { JsonObject } from "../protocol";
import { Picture } from "./Picture";
import { asList, asRecord } from "./reading";
import { TextObject } from "./TextObject";
import { Undrawable } from "./Undrawable";

/** Small print: texts and small images in a row. */
export function Context({ block }: { block: JsonObject }) {
  const elements = asList(block["elements"]);
  if (elements.length === 0) return <Undrawable what="context without elements" />;
  return (
    <div className="bk-context">
      {elements.map((element, place) => {
        const record = asRecord(element);
        return record?.["type"] === "image"
          ? <Picture key={place} image={record} size="small" />
          : <TextObject key={place} text={element} />;
      })}
    </div>
  );
}
